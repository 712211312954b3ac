"""Arguments to compare a function at, derived from the types of its parameters."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Callable, Iterator, Sequence

from pyx_lowering.dtypes import PARTS, Sized
from pyx_lowering.types import (
    BOOL,
    BYTES,
    COMPLEX,
    FLOAT,
    INT,
    INT_MAX,
    INT_MIN,
    TEXT,
    ClassType,
    ListType,
    OptionalType,
    TupleType,
    Type,
)

_POSITIVE = (
    0.0, 5e-324, 2.2250738585072014e-308, 1e-200, 0.1, 0.5, 1.0 - 2.0**-53, 1.0, 1.0 + 2.0**-52,
    1.5, 2.5, 3.0, 710.0, 2.0**52 + 0.5, 2.0**53, 2.0**63, 1e200, 1.7976931348623157e308,
    float("inf"),
)
EDGE_FLOATS = (*_POSITIVE, *(-x for x in _POSITIVE), float("nan"))
EDGE_INTS = (
    0, 1, -1, 2, -2, 3, 7, -10, 63, 64, 2**31, 2**53 + 1, 3037000500, -3037000500, 2**62,
    INT_MAX - 1, INT_MAX, INT_MIN + 1, INT_MIN,
)

#: Of 1, 2 and 4 bytes in CPython, and at their ends; surrogates, and what ends a text of C.
EDGE_CHARACTERS = "a\x00é\xff\u0100€\ud800\udfff\uffff\U00010000\U0001f600\U0010ffff"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= _"

#: The largest float of 32 bits, (2 - 2**-23) * 2**127.
_LARGEST_SINGLE = 3.4028234663852886e38

#: A value of one type; `wide` asks for extreme ones.
Draw = Callable[[random.Random, bool], object]


def _float(source: random.Random, wide: bool) -> float:
    if not wide:
        return source.choice((source.random(), source.uniform(-10.0, 10.0)))
    if source.random() < 0.7:
        return source.choice(EDGE_FLOATS)
    bits = struct.pack("<Q", source.getrandbits(64))
    (value,) = struct.unpack("<d", bits)
    return float(value)


def _int(source: random.Random, wide: bool) -> int:
    if not wide:
        return source.choice((source.randrange(-5, 25), source.randrange(1000)))
    if source.random() < 0.7:
        return source.choice(EDGE_INTS)
    return source.randrange(INT_MIN, INT_MAX + 1) >> source.randrange(64)


def _length(source: random.Random) -> int:
    return source.choice((0, 1, source.randrange(8), source.randrange(40)))


def _text(source: random.Random, wide: bool) -> str:
    """Of few different characters, so that they meet; in a wide one of all that there are."""
    letters = source.choice(("ACGT", "0123456789", "ab", " -+.,()[]aeiou", ALPHABET))
    if wide:
        letters = source.choice((EDGE_CHARACTERS, EDGE_CHARACTERS[source.randrange(8):][:3]))
    return "".join(source.choices(letters, k=_length(source)))


def _bytes(source: random.Random, wide: bool) -> bytes:
    if wide:
        return source.randbytes(_length(source))
    return bytes(source.choices(source.choice((b"ab", b"\x00\x01\x02\x03", b"0123 x")),
                                k=_length(source)))


_DRAW: dict[Type, Draw] = {
    TEXT: _text,
    BYTES: _bytes,
    FLOAT: _float,
    INT: _int,
    BOOL: lambda source, wide: source.random() < 0.5,
    COMPLEX: lambda source, wide: complex(_float(source, wide), _float(source, wide)),
}


def can_draw(type_: Type) -> bool:
    """Whether there are values of this type to call a function with."""
    if isinstance(type_, ClassType):
        return False  # objects of the author's classes are not made here
    if isinstance(type_, TupleType):
        return all(map(can_draw, type_.items))
    return isinstance(type_, ListType) or type_ in _DRAW or isinstance(type_, Sized)


def arguments(
    types: Sequence[Type], seed: str, *, small_ints: bool
) -> Iterator[tuple[object, ...]]:
    """Endlessly many argument lists; the same ones for the same seed, on every platform.

    A third are ordinary values only, a third extreme ones, a third mixed. `small_ints`
    is for functions whose Python code would compute ints of gigabytes.
    """
    source = random.Random(seed)
    while True:
        share = source.choice((0.0, 0.5, 1.0))
        yield tuple(_drawn(t, source, share, small_ints) for t in types)


def _drawn(type_: Type, source: random.Random, share: float, small_ints: bool) -> object:
    if isinstance(type_, OptionalType):
        absent = source.random() < 0.2
        return None if absent else _drawn(type_.base, source, share, small_ints)
    if isinstance(type_, TupleType):
        return tuple(_drawn(t, source, share, small_ints) for t in type_.items)
    if isinstance(type_, ListType):
        return [_drawn(type_.item, source, share, small_ints) for _ in range(_length(source))]
    wide = source.random() < share and not (small_ints and type_ == INT)
    if isinstance(type_, Sized):
        return _sized(type_, source, wide)
    return _DRAW[type_](source, wide)


def _held(value: float, type_: Sized) -> float:
    """What is too large for the type is an infinity; NumPy would warn of that."""
    fits = type_.bits == 64 or abs(value) < _LARGEST_SINGLE
    return value if fits else math.copysign(math.inf, value)


def _sized(type_: Sized, source: random.Random, wide: bool) -> object:
    """A number of one of NumPy's types."""
    if type_.kind == "b":
        return type_.python(source.random() < 0.5)
    if type_.kind == "f":
        return type_.python(_held(_float(source, wide), type_))
    if type_.kind == "c":
        real, imag = (_held(_float(source, wide), PARTS[type_]) for _ in range(2))
        return type_.python(complex(real, imag))
    low, high = type_.bounds
    return type_.python(low + (_int(source, wide) - low) % (high - low + 1))
