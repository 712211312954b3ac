"""Functions of numbers that also take arrays."""

from __future__ import annotations

import math
from typing import Annotated, Final, Literal

import numpy as np

from pyx_lowering import compile

Rate = float
BASE: Final = 3.0


@compile(vectorize=True, contract=False)
def scaled(x: float, factor: Rate = 2.0) -> float:
    """Give the scaled number."""
    return x * factor + BASE


@compile(vectorize=True)
def steps(n: int) -> int:
    count = 0
    while n > 1:
        n = 3 * n + 1 if n % 2 else n // 2
        count += 1
    return count


@compile(vectorize=True)
def between(x: float, low: int, /, *, high: float = 10.0, flip: bool = False) -> bool:
    inside = low <= x < high
    return not inside if flip else inside


@compile(vectorize=True)
def divided(a: int, b: int) -> tuple[int, float]:
    return a // b, a / b


@compile(vectorize=True)
def square(n: int) -> int:
    return n * n


@compile(vectorize=True)
def half_of_square(n: int) -> int:
    return n * n // n if n else 0


@compile(vectorize=True, overflow="raise")
def strict_square(n: int) -> int:
    return n * n


@compile(vectorize=True)
def turned(z: complex, angle: float) -> complex:
    return z * complex(angle, 1.0 - angle)


@compile(vectorize=True)
def root(x: float) -> float:
    return math.sqrt(x)


@compile(vectorize=True)
def blended(a: np.float32, b: np.float32, weight: np.float32) -> np.float32:
    return a + (b - a) * weight


@compile(vectorize=True)
def wrapped(a: np.uint8, b: np.int16, flag: np.bool_) -> tuple[np.int16, np.bool_]:
    return np.int16(a) + b if flag else b, flag


@compile(vectorize=True)
def fibonacci(n: int) -> int:
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


@compile(vectorize=True)
def caught(x: float, y: float) -> float:
    try:
        return x / y
    except ZeroDivisionError:
        return math.inf


@compile(vectorize=True)
def annotated(x: Annotated[float, "metres"], mode: Literal[1, 2]) -> float:
    return x if mode == 1 else -x


@compile(vectorize=True)
def names(done: float, count: float, place: float, result: float, item: float) -> tuple[float]:
    return (done + count - place * result / (1.0 + item * item),)


@compile(vectorize=True, contract=False)
def range(hold: float, held: float) -> float:
    return hold - held


@compile
def calls(x: float) -> float:
    return scaled(scaled(x, 3.0))


@compile(vectorize=True)
def inverse(z: complex) -> complex:
    if z.real == 1e301:
        raise ValueError("too far")
    return complex(1.0 / (z.real + 5.0), z.imag)


@compile(vectorize=True)
def exchanged(a: int, b: int) -> tuple[int, float]:
    if a > b:
        a, b = b, a
    return divided(b, a)


@compile(vectorize=True)
def depths(n: int, flag: bool) -> tuple[bool, int, complex]:
    if n < 2:
        return flag, 0, 1j
    other, depth, z = depths(n // 2, not flag)
    return other, depth + n, z * n
