from collections.abc import Callable
from typing import TypeVar

import pyx_lowering as pl

from ..constants import PI

Number = TypeVar("Number", int, float)


@pl.compile(contract=False, vectorize=True)
def cylinder(radius: float, height: float) -> float:
    return PI * radius * radius * height


@pl.compile
def cube(side: Number) -> Number:
    return side * side * side


@pl.compile
def stacked(size: Callable[[int], float], count: int) -> float:
    total = 0.0
    for i in range(count):
        total += size(i)
    return total


@pl.compile
def pyramid(count: int) -> float:
    return stacked(lambda i: cube(i + 0.5), count % 100)
