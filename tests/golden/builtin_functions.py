"""abs, min, max, round, int, float, bool, divmod, pow; `//`, `%` and `**`."""

from pyx_lowering import compile


@compile
def floor_float(a: float, b: float) -> float:
    """Python's `//` and `%` round towards minus infinity."""
    return a // b + a % b


@compile
def floor_int(a: int, b: int) -> int:
    return a // b + a % b


@compile
def parts(a: int, b: int) -> int:
    quotient, rest = divmod(a, b)
    return quotient * 10 + rest


@compile
def extremes(a: float, b: float, c: float) -> float:
    return min(a, b, c) + max(a, b) - abs(c)


@compile
def rounded(x: float) -> int:
    """To the nearest even, as Python does."""
    return round(x)


@compile
def cents(x: float) -> float:
    return round(x, 2)


@compile
def powers(x: float, n: int) -> float:
    return x**2 + x**0.5 + pow(x, 3.0) + n**3 + pow(n, 5, 7)


@compile
def conversions(x: float, n: int, b: bool) -> float:
    return float(n) + int(x) + int(b) + bool(n)
