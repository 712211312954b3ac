"""Functions of arrays that are not compiled in this way."""

import numpy as np
from jaxtyping import Complex64, Float, Float64

from pyx_lowering import compile

M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
C = np.ndarray[tuple[int, int, int], np.dtype[np.float64]]
B = np.ndarray[tuple[int], np.dtype[np.bool_]]


@compile
def axis_twice(a: M) -> float:
    return np.sum(a, axis=(0, -2))


@compile
def no_axis(a: M) -> M:
    return np.sum(a, axis=())


@compile
def unknown_axis(a: C, k: int) -> M:
    return np.sum(a, axis=(0, k))


@compile
def places(a: C) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.argmin(a, axis=(0, 1))


@compile
def no_bound(a: M) -> M:
    return np.clip(a, None, None)


@compile
def short_float(a: B) -> M:
    return np.deg2rad(a)


@compile
def running(a: M) -> M:
    return np.cumsum(a)


@compile
def decimals(a: M, n: int) -> M:
    return np.round(a, n)


@compile
def stacked(a: C, b: C) -> C:
    return np.dot(a, b)


@compile
def any_float(a: Float[np.ndarray, "n m"]) -> int:
    return len(a)


@compile
def no_array(a: Float64[list, "n"]) -> int:
    return len(a)


@compile
def complex_numbers(a: Complex64[np.ndarray, "n"]) -> M:
    return a.astype(np.float32)
