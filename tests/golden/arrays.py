"""Arrays: elements, dimensions, loops over them, and functions that they are passed to."""

import numpy as np
import numpy.typing as npt

from pyx_lowering import compile

Vector = npt.NDArray[np.float64]


@compile
def dot(a: Vector, b: Vector) -> float:
    if len(a) != len(b):
        raise ValueError("the arrays differ in length")
    total = 0.0
    for x, y in zip(a, b):
        total += x * y
    return total


@compile
def smooth(a: npt.NDArray[np.float64], out: "npt.NDArray[np.float64]") -> None:
    """Each element becomes the mean of its neighbours."""
    for i in range(1, len(a) - 1):
        out[i] = 0.5 * (a[i - 1] + a[i + 1])


@compile
def multiply(
    a: npt.NDArray[np.float64],
    b: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    c: npt.NDArray[np.float64],
) -> None:
    n, m = a.shape
    for i in range(n):
        for j in range(b.shape[1]):
            total = 0.0
            for k in range(m):
                total += a[i, k] * b[k, j]
            c[i, j] = total


@compile
def swap(a: npt.NDArray[np.int64], i: int, j: int) -> None:
    a[i], a[j] = a[j], a[i]


def clear(flags, start, step):
    for i in range(start, len(flags), step):
        flags[i] = False


@compile
def sieve(flags: npt.NDArray[np.bool_]) -> int:
    """Leave the flags of primes; how many these are."""
    if len(flags) > 1:
        flags[0] = flags[1] = False
    for i in range(len(flags)):
        if flags[i]:
            clear(flags, i * i, i)
    return sum(flags)


@compile
def shapes(a: np.ndarray[tuple[int, int, int], np.dtype[np.int64]]) -> int:
    return a.size + a.ndim * len(a) + a.shape[-1]


@compile
def last(values: npt.NDArray[np.int64], order: npt.NDArray[np.int64], n: int) -> int:
    """The counts go up while the values are read."""
    previous = values[-1]
    for i in range(n):
        previous = values[order[i]]
        values[order[i]] += 1
    return previous
