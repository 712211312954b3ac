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
    n, = a.shape
    return a[0] + a[0, 0]


@compile
def whole(a: Vector, b: Vector) -> float:
    return a[0] + b[0] + (a + b)


@compile
def too_many(a: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> float:
    return a[0, 1, ..., 2]


@compile
def too_deep(a: np.ndarray[tuple[int, int, int, int, int, int], np.dtype[np.float64]]) -> int:
    return len(a[None])


@compile
def row(a: np.ndarray[tuple[int, int], np.dtype[np.float64]], flag: bool) -> float:
    y = a[flag, 0]
    z = a[1.5, 0]
    a[0, 0] = a[1]
    return a[0, 1]


@compile
def attribute(a: Vector) -> float:
    return a.strides[0] + a[0]


@compile
def bits(a: Vector, b: Vector) -> None:
    a[0] = b[0]
    a[:] = a & b


@compile
def in_place(a: npt.NDArray[np.int64], x: float) -> None:
    a[1:] += 0.5


def halved(x):
    return x // 2


@compile
def unknown_elements(a: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return a[1:] + halved(3)


@compile
def unknown_dtype(n: int) -> npt.NDArray[np.float64]:
    return np.zeros(n, dtype=np.float16)


@compile
def other_function(a: Vector) -> float:
    return np.fft(a[1:])


@compile
def python_function(a: Vector) -> float:
    return float(a[1:])


def pieces(a):
    return a[1:] * 2.0


@compile
def not_annotated(a: Vector) -> float:
    return pieces(a)[0] + a[0]


@compile
def wrong_elements(n: int) -> npt.NDArray[np.int64]:
    return np.zeros(n)


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
    n, = a.shape
    return too_many(a) + a[0]


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
