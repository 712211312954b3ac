"""Views, expressions of whole arrays, and what is computed of them."""

import numpy as np
from pyx_lowering import compile

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]
Table = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@compile
def axpy(alpha: float, x: Vector, y: Vector) -> None:
    y += alpha * x


@compile
def relax(a: Table) -> None:
    a[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])


@compile
def decayed(a: Vector, steps: int) -> Vector:
    u = a.copy()
    for _ in range(steps):
        u = u - 0.5 * a
    return u


@compile
def row_sums(a: Table) -> float:
    total = 0.0
    for row in a:
        total += np.sum(row[::2])
    return total


@compile
def centred(a: Table) -> Table:
    return a - a.mean(axis=0)


def halves(v) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.where(v > 0.0, v[::-1], 0.5)


@compile
def from_helper(a: Vector) -> Vector:
    return np.sqrt(halves(a))
