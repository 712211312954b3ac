"""Functions of numbers that take arrays, and the same written with whole arrays."""

from typing import Any

import numpy as np

from pyx_lowering import compile


@compile(vectorize=True, contract=False)
def cubic(x: float) -> float:
    return ((2.0 * x - 3.0) * x + 1.0) * x + 0.5


@compile(contract=False)
def cubic_of_numbers(x: float) -> float:
    return ((2.0 * x - 3.0) * x + 1.0) * x + 0.5


def cubic_of_arrays(x: Any) -> Any:
    return ((2.0 * x - 3.0) * x + 1.0) * x + 0.5


@compile(vectorize=True, contract=False)
def clipped(x: float) -> float:
    return x * x if x > 0.0 else 0.0


def clipped_of_arrays(x: Any) -> Any:
    return np.where(x > 0.0, x * x, 0.0)
