"""One function for several types, and marked functions that are passed functions."""

import math
from collections.abc import Callable
from typing import TypeVar, overload

import numpy as np

from pyx_lowering import compile

T = TypeVar("T", int, float)
Real = TypeVar("Real", np.float32, np.float64)


@compile
def clamped(x: T, low: T, high: T) -> T:
    """The value, or the nearest that is allowed."""
    bound: T = low if x < low else x
    return high if bound > high else bound


@compile
def squared(x: Real, scale: float = 1.0) -> Real:
    return x * x * scale


@overload
def halved(x: int) -> int: ...
@overload
def halved(x: float) -> float: ...
@compile
def halved(x):
    return x // 2


@compile
def chosen(x: float, n: int) -> float:
    """Each call runs the variant for its types."""
    return clamped(n, 0, 9) + clamped(x, n, 9.5) + halved(n) + halved(x)


@compile
def integral(f: Callable[[float], float], start: float, stop: float, steps: int = 100) -> float:
    """Python code runs it as Python; marked functions have it compiled for what they pass."""
    width = (stop - start) / steps
    total = 0.0
    for i in range(steps):
        total += f(start + (i + 0.5) * width)
    return total * width


@compile
def area(stop: float) -> float:
    return integral(math.sin, 0, stop) + integral(lambda x: x * stop, 0, 1, steps=10)
