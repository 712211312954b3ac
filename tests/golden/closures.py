"""Nested functions, lambdas, and functions passed to helpers."""

import math
from collections.abc import Callable

from pyx_lowering import compile


def integral(f: Callable[[float], float], start: float, stop: float, steps: int) -> float:
    width = (stop - start) / steps
    total = 0.0
    for i in range(steps):
        total += f(start + (i + 0.5) * width)
    return total * width


@compile
def sine_area(stop: float) -> float:
    """The helper is compiled for this very function."""
    return integral(math.sin, 0.0, stop, 1000)


@compile
def scaled_area(scale: float) -> float:
    return integral(lambda x: scale * x, 0.0, 1.0, 10)


@compile
def nested(x: float) -> float:
    half = x / 2.0

    def shifted(y: float, by: float = 1.0) -> float:
        return y * half + by

    return shifted(x) + shifted(2.0, by=half)


@compile
def countdown(n: int) -> int:
    def down(k: int) -> int:
        return 0 if k <= 0 else 1 + down(k - 2)

    return down(n)


@compile
def summed(n: int) -> int:
    """What a nested function changes, it gives back."""
    total = 0

    def add(k: int) -> None:
        nonlocal total
        total += k

    for i in range(n):
        add(i * i)
    return total
