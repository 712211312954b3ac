"""Functions of `math`, however they are imported, with Python's errors."""

import math
import math as m
from math import atan2, pi, sqrt
from math import floor as round_down

from pyx_lowering import compile


@compile
def hypotenuse(a: float, b: float) -> float:
    return sqrt(a * a + b * b)


@compile
def wave(t: float) -> float:
    return m.sin(2.0 * pi * t) + math.exp(-t)


@compile
def angle(x: float, y: float) -> float:
    return math.degrees(atan2(y, x)) if math.isfinite(x) else math.nan


@compile
def logarithms(x: float, base: float) -> float:
    return math.log(x) + math.log(x, base) + math.log2(x)


@compile
def whole(x: float) -> int:
    return round_down(x) + math.ceil(x) - math.trunc(x)


@compile
def number_theory(a: int, b: int) -> int:
    return math.gcd(a, b) + math.isqrt(a) + math.comb(a, b)


@compile
def rooted(n: int) -> float:
    """An int argument of a function on floats."""
    return math.sqrt(n)
