"""What cannot be done with arrays."""

import numpy as np
import numpy.typing as npt

from pyx_lowering import compile

Vector = npt.NDArray[np.float64]


@compile
def no_rank(a: Vector) -> int:
    return len(a)


@compile
def two_ranks(a: Vector) -> float:
    return a[0] + a[0, 0]


@compile
def whole(a: Vector, b: Vector) -> float:
    c = a + b
    return a[0] + b[0]


@compile
def a_slice(a: Vector) -> float:
    return a[0] + sum(a[1:])


@compile
def rows(a: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    total = 0.0
    for row in a:
        total += row[0]
    return total


@compile
def row(a: np.ndarray[tuple[int, int], np.dtype[np.float64]], flag: bool) -> float:
    x = a[0]
    y = a[flag, 0]
    z = a[1.5, 0]
    return a[0, 1]


@compile
def attribute(a: Vector) -> float:
    return a.T[0] + a[0]


@compile
def method(a: Vector) -> float:
    return a.mean() + a[0]


@compile
def stored(a: npt.NDArray[np.int64], x: float) -> None:
    a[0] = x


@compile
def dtype(a: npt.NDArray[np.float16]) -> float:
    return a[0]


@compile
def given(a: Vector) -> Vector:
    a[0] = 1.0
    return a


def pick(a, b, first):
    return a if first else b


@compile
def returned(a: Vector, b: Vector, first: bool) -> float:
    return pick(a, b, first)[0] + a[0] + b[0]


@compile
def tested(a: Vector) -> float:
    return a[0] if a else 0.0


@compile
def other_rank(a: Vector) -> float:
    return rows(a) + a[0]


def both(a, b):
    return a, b


@compile
def in_a_tuple(a: Vector) -> float:
    both(a, a)
    return a[0]


@compile
def in_a_message(a: Vector) -> float:
    raise ValueError(f"{a}")
    return a[0]
