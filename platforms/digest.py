"""A digest of what the example's functions give for 10,000 inputs each, the same on every platform.

Runs as a script where nothing but the example's wheel is installed. The functions of `kepler` are
left out: they call the C library's sine, which differs from platform to platform.
"""

from __future__ import annotations

import hashlib
import random
import struct
from collections.abc import Callable, Iterator

INPUTS = 10_000


def _float(source: random.Random) -> float:
    """Ordinary ones, extreme ones, and any bits at all, but for infinities and NaNs."""
    kind = source.randrange(4)
    if kind == 0:
        return source.uniform(-10.0, 10.0)
    if kind == 1:
        return float(source.choice((0.0, -0.0, 0.1, 1.0, 1e-310, 1e-160, 1e154, 1e308, 3.0)))
    if kind == 2:
        return float(source.uniform(1.0, 2.0) * 2.0 ** source.randrange(-60, 60))
    bits = source.getrandbits(64) & 0xBFFF_FFFF_FFFF_FFFF
    return float(struct.unpack("<d", struct.pack("<Q", bits))[0])


def _inputs(name: str, source: random.Random) -> tuple[object, ...]:
    """Arguments that keep the function busy, but not for long."""
    integer = source.randrange(2**62) >> source.randrange(60)
    draw: dict[str, Callable[[], tuple[object, ...]]] = {
        "axpy_clamped": lambda: tuple(_float(source) for _ in range(3)),
        "collatz_length": lambda: (1 + integer,),
        "escape_count": lambda: (source.uniform(-2.2, 1.0), source.uniform(-1.2, 1.2), 200),
        "factorial": lambda: (source.randrange(30),),
        "fma": lambda: tuple(_float(source) for _ in range(3)),
        "greatest_common_divisor": lambda: (integer, source.randrange(-(2**40), 2**40)),
        "horner": lambda: tuple(_float(source) for _ in range(5)),
        "is_prime": lambda: (integer % 10**9,),
        "logistic": lambda: (source.uniform(0.0, 4.0), source.random(), 100),
        "modular_power": lambda: (integer, source.randrange(1000), 1 + source.randrange(2**40)),
    }
    return draw[name]()


NAMES = ("axpy_clamped", "collatz_length", "escape_count", "factorial", "fma",
         "greatest_common_divisor", "horner", "is_prime", "logistic", "modular_power")


def _shown(value: object) -> str:
    if isinstance(value, float):
        return "nan" if value != value else value.hex()
    return repr(value)


def digests(function: Callable[[str], Callable[..., object]]) -> Iterator[str]:
    """A line for each function; `function` gives it by its name."""
    for name in NAMES:
        source = random.Random(name)
        digest = hashlib.sha256()
        call = function(name)
        for _ in range(INPUTS):
            digest.update(_shown(call(*_inputs(name, source))).encode() + b"\n")
        yield f"{name} {digest.hexdigest()[:32]}"


def main() -> None:
    """Print the lines of the installed package, and whether it is native."""
    import orbits

    functions = vars(orbits)
    native = all(hasattr(functions[name], "__wrapped__") for name in NAMES)
    print("native" if native else "Python", *digests(functions.__getitem__), sep="\n")


if __name__ == "__main__":
    main()
