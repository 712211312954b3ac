"""Loops over arrays, as a user writes them. Not contracted, like what they are compared with."""

import numpy as np
import numpy.typing as npt

from pyx_lowering import compile

Vector = npt.NDArray[np.float64]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@compile(contract=False)
def dot(a: Vector, b: Vector) -> float:
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


@compile(contract=False)
def axpy(alpha: float, x: Vector, y: Vector) -> None:
    for i in range(len(x)):
        y[i] += alpha * x[i]


@compile(contract=False)
def multiply(a: Matrix, b: Matrix, c: Matrix) -> None:
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            total = 0.0
            for k in range(a.shape[1]):
                total += a[i, k] * b[k, j]
            c[i, j] = total


@compile(contract=False)
def multiply_rows(a: Matrix, b: Matrix, c: Matrix) -> None:
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            c[i, j] = 0.0
        for k in range(a.shape[1]):
            for j in range(b.shape[1]):
                c[i, j] += a[i, k] * b[k, j]


@compile(contract=False)
def jacobi(a: Matrix, b: Matrix) -> None:
    n, m = a.shape
    for i in range(1, n - 1):
        for j in range(1, m - 1):
            b[i, j] = 0.25 * (a[i - 1, j] + a[i + 1, j] + a[i, j - 1] + a[i, j + 1])


@compile(contract=False)
def first(a: Vector) -> float:
    return float(a[0])
