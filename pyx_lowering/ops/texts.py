"""Operations on strs and bytes, which are read and never made longer.

A str in C is a view of the characters of an argument; a part of it is a view too. A
character is a type of its own, a code point, because that is what most code handles.
An item is reached by an index that `str_index` or `bytes_index` has checked.
"""

from __future__ import annotations

import builtins
import operator

from pyx_lowering.ops.arrays import declare_index, place_in
from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.table import Guard, Overload, Target, declare, on
from pyx_lowering.types import BOOL, BYTES, CHARACTER, FLOAT, INT, MAX_ELEMENTS, TEXT

#: The largest code point.
_LAST = 0x10FFFF

#: A bound of a slice that is left out at its end.
TO_THE_END = 2**62


def text_at(text: str, place: int) -> str:
    """The character at a place that was checked."""
    return text[place]


def byte_at(data: bytes, place: int) -> int:
    """The byte at a place that was checked."""
    return data[place]


def text_slice(text: str, start: int, stop: int) -> str:
    """`text[start:stop]`."""
    return text[start:stop]


def bytes_slice(data: bytes, start: int, stop: int) -> bytes:
    """`data[start:stop]`."""
    return data[start:stop]


def text_of_character(character: str) -> str:
    """A character as a str of any length."""
    return character


def str_index(place: int, size: int) -> int:
    """The place from 0 on that an index of a str means."""
    return place_in(place, size, _OUTSIDE[str])


def bytes_index(place: int, size: int) -> int:
    """The place from 0 on that an index of bytes means."""
    return place_in(place, size, _OUTSIDE[bytes])


_OUTSIDE = {str: "string index out of range", bytes: "index out of range"}


def _equal(prefix: str) -> tuple[Overload, ...]:
    return (
        on(CHARACTER, CHARACTER, to=BOOL, pyx=f"{{0}} {'!=' if prefix else '=='} {{1}}"),
        on(TEXT, CHARACTER, to=BOOL, pyx=f"{prefix}support.text_is({{0}}, {{1}})"),
        on(CHARACTER, TEXT, to=BOOL, pyx=f"{prefix}support.text_is({{1}}, {{0}})"),
        on(TEXT, TEXT, to=BOOL, pyx=f"{prefix}support.text_equal({{0}}, {{1}})"),
        on(BYTES, BYTES, to=BOOL, pyx=f"{prefix}support.bytes_equal({{0}}, {{1}})"),
    )


def _ordered(symbol: str) -> tuple[Overload, ...]:
    return (
        on(CHARACTER, CHARACTER, to=BOOL, pyx=f"{{0}} {symbol} {{1}}"),
        on(TEXT, TEXT, to=BOOL, pyx=f"support.text_compare({{0}}, {{1}}) {symbol} 0"),
        on(BYTES, BYTES, to=BOOL, pyx=f"support.bytes_compare({{0}}, {{1}}) {symbol} 0"),
    )


#: The rows of the comparisons and of truth, by their operation.
ROWS: dict[Target, tuple[Overload, ...]] = {
    operator.eq: _equal(""), operator.ne: _equal("not "),
    operator.lt: _ordered("<"), operator.le: _ordered("<="),
    operator.gt: _ordered(">"), operator.ge: _ordered(">="),
    operator.not_: tuple(on(type_, to=BOOL, pyx="{0}.length == 0") for type_ in (TEXT, BYTES)),
    builtins.bool: tuple(on(type_, to=BOOL, pyx="{0}.length != 0") for type_ in (TEXT, BYTES)),
    builtins.int: (
        on(CHARACTER, to=INT, pyx="support.decimal({0})", interval=lambda *_: Interval(0, 9),
           guards=[Guard("support.decimal({0}) < 0", ValueError,
                         "invalid literal for int() with base 10", rerun=True)]),
        on(TEXT, to=INT, pyx="python.builtins.int(support.from_text({0}))"),
        on(TEXT, INT, to=INT, pyx="python.builtins.int(support.from_text({0}), {1})"),
        on(BYTES, to=INT, pyx="python.builtins.int(support.from_bytes({0}))"),
    ),
    builtins.float: (
        on(TEXT, to=FLOAT, pyx="python.builtins.float(support.from_text({0}))"),
        on(BYTES, to=FLOAT, pyx="python.builtins.float(support.from_bytes({0}))"),
    ),
}


def _length(*_: Interval) -> Interval:
    return Interval(0, MAX_ELEMENTS)


declare(
    builtins.len, "How many characters a str, or bytes, has.",
    on(TEXT, to=INT, pyx="{0}.length", interval=_length),
    on(BYTES, to=INT, pyx="{0}.length", interval=_length),
    inline=True,
)
declare(
    builtins.str, "The str itself.",
    on(CHARACTER, to=CHARACTER, pyx="{0}"),
    on(TEXT, to=TEXT, pyx="{0}"),
)
declare(
    builtins.bytes, "The bytes themselves.",
    on(BYTES, to=BYTES, pyx="{0}"),
)
declare_index(str_index, "The place that an index of a str means.", _OUTSIDE[str])
declare_index(bytes_index, "The place that an index of bytes means.", _OUTSIDE[bytes])
# What they read never changes; but it must not be read before the index was checked.
declare(
    text_at, "A character of a str.",
    on(TEXT, INT, to=CHARACTER, pyx="support.text_at({0}, {1})"),
    symbol="[]", effect="reads",
)
declare(
    byte_at, "A byte, from 0 to 255.",
    on(BYTES, INT, to=INT, pyx="support.byte_at({0}, {1})", interval=lambda *_: Interval(0, 255)),
    symbol="[]", effect="reads",
)
declare(
    text_slice, "A part of a str.",
    on(TEXT, INT, INT, to=TEXT, pyx="support.text_slice({0}, {1}, {2})"), symbol="[:]",
)
declare(
    bytes_slice, "A part of bytes.",
    on(BYTES, INT, INT, to=BYTES, pyx="support.bytes_slice({0}, {1}, {2})"), symbol="[:]",
)
declare(
    text_of_character, "A character as a str of any length.",
    on(CHARACTER, to=TEXT, pyx="support.text_of_character({0})"),
)
declare(
    operator.contains, "Whether a part is in a str, or a byte or a part in bytes.",
    on(TEXT, CHARACTER, to=BOOL, pyx="support.text_has({0}, {1})"),
    on(TEXT, TEXT, to=BOOL, pyx="support.text_contains({0}, {1})"),
    on(BYTES, BYTES, to=BOOL, pyx="support.bytes_contain({0}, {1})"),
    on(BYTES, INT, to=BOOL, pyx="support.bytes_have({0}, {1})", guards=[
        Guard("{1} < 0 or {1} > 255", ValueError, "byte must be in range(0, 256)")]),
    symbol="in",
)


def _raised(call: Target, *args: object) -> Exception:
    """What Python raises for these; it differs from version to version."""
    try:
        call(*args)
    except Exception as error:
        return error
    raise AssertionError(f"{call} did not raise for {args}")


def _no_character() -> list[Guard]:
    """Until 3.12, what does not fit in a C int is another error than what is no code point."""
    guards = []
    for condition, argument in (
        ("{0} > 2147483647", 2**40), ("{0} < -2147483648", -(2**40)),
        (f"{{0}} < 0 or {{0}} > {_LAST}", -1),
    ):
        error = _raised(chr, argument)
        if argument == -1 or not isinstance(error, ValueError):
            guards.append(Guard(condition, type(error), str(error)))
    return guards


#: Python says how long it is.
_NO_CHARACTER = Guard("{0}.length != 1", TypeError, "ord() expected a character", rerun=True)

declare(
    builtins.ord, "The code point of a character, or the byte.",
    on(CHARACTER, to=INT, pyx="support.int64({0})", interval=lambda *_: Interval(0, _LAST)),
    on(TEXT, to=INT, pyx="support.int64(support.text_at({0}, 0))",
       guards=[_NO_CHARACTER],
       interval=lambda *_: Interval(0, _LAST)),
    on(BYTES, to=INT, pyx="support.byte_at({0}, 0)",
       guards=[_NO_CHARACTER],
       interval=lambda *_: Interval(0, 255)),
)
declare(
    builtins.chr, "The character of a code point.",
    on(INT, to=CHARACTER, pyx="support.character({0})", guards=_no_character()),
)
