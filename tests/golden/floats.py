"""Constants that C has no plain literal for, and signs of zero."""

import math

from pyx_lowering import compile

INF = float("inf")
TINY = 5e-324
HUGE = 1.7976931348623157e308


@compile
def infinite(x: float) -> float:
    return x if x < math.inf else -INF


@compile
def not_a_number(x: float) -> float:
    return math.nan if x < 0.0 else x


@compile
def signed_zero(x: float) -> float:
    """`x + 0.0` and `x - 0.0` are not the same, and neither is `-x` and `0.0 - x`."""
    return (x + 0.0) * (x - 0.0) + (-x) / (0.0 - x)


@compile
def negative_zero() -> float:
    return -0.0


@compile
def extremes(x: float) -> float:
    return x * TINY + x / HUGE + 0.1


@compile
def mixed(x: float, n: int, b: bool) -> float:
    """An int or a bool beside a float is converted."""
    return x * n + b - n / 2 + 1


@compile
def compared(x: float, n: int) -> bool:
    """Python compares an int with a float exactly."""
    return x < n or n == x or x >= 3


@compile
def divided(x: float, y: float) -> float:
    return x / y + x / 4.0
