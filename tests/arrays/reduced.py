"""Reductions of arrays; NumPy itself runs them too."""

import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
C = np.ndarray[tuple[int, int, int], np.dtype[np.float64]]
Q = np.ndarray[tuple[int, int, int, int, int], np.dtype[np.float64]]
IC = np.ndarray[tuple[int, int, int], np.dtype[np.int64]]
BC = np.ndarray[tuple[int, int, int], np.dtype[np.bool_]]
SC = np.ndarray[tuple[int, int, int], np.dtype[np.float32]]
DC = np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]
UM = np.ndarray[tuple[int], np.dtype[np.uint64]]
S = np.ndarray[tuple[int, int], np.dtype[np.float32]]
I = np.ndarray[tuple[int, int], np.dtype[np.int64]]
D = np.ndarray[tuple[int, int], np.dtype[np.int8]]
B = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
L = np.ndarray[tuple[int], np.dtype[np.int64]]
U = np.ndarray[tuple[int], np.dtype[np.uint64]]


@compile(contract=False)
def summed(a: V) -> float:
    return np.sum(a)


@compile(contract=False)
def summed_table(a: M) -> float:
    return a.sum()


@compile(contract=False)
def summed_cube(a: C) -> float:
    return a.sum()


@compile(contract=False)
def summed_part(a: M, i: int, j: int) -> float:
    return np.sum(a[i:, ::2]) - a[:, j:].T.sum()


@compile(contract=False)
def summed_expression(a: V, b: V) -> float:
    return np.sum(a * b) + (a - 1.0).sum() * 2.0


@compile(contract=False)
def down(a: M) -> V:
    return np.sum(a, axis=0)


@compile(contract=False)
def across(a: M) -> V:
    return a.sum(axis=-1) * 2.0


@compile(contract=False)
def kept(a: M) -> M:
    return a - a.sum(axis=1, keepdims=True) / np.sum(a, axis=0, keepdims=True)


@compile(contract=False)
def middle(a: C) -> M:
    return a.sum(axis=1) + a[0].sum(axis=0)


@compile(contract=False)
def extremes(a: M) -> float:
    return a.max() - a.min() * 2.0 + np.max(a[0]) + np.amin(a[:, -1])


@compile(contract=False)
def extremes_along(a: M) -> V:
    return a.max(axis=0) - np.min(a.T, axis=1)


@compile(contract=False)
def places(a: M) -> int:
    return np.argmax(a) * 1000 + np.argmin(a)


@compile(contract=False)
def places_along(a: M) -> L:
    return np.argmin(a, axis=0) * 100 + a.argmax(axis=0)


@compile(contract=False)
def means(a: M) -> float:
    return np.mean(a) + a[0].mean() * 3.0


@compile(contract=False)
def centred(a: M) -> M:
    return (a - a.mean(axis=0)) / a.mean(axis=1, keepdims=True)


@compile(contract=False)
def spread(a: V) -> float:
    return np.std(a) + a.var() * 2.0


@compile(contract=False)
def spread_along(a: M) -> V:
    return np.std(a, axis=0) + a.var(axis=0, ddof=1)


@compile(contract=False)
def products(a: M) -> float:
    return a.prod() + np.prod(a[0])


@compile(contract=False)
def products_along(a: M) -> V:
    return a.prod(axis=0)


@compile(contract=False)
def tests(a: M, x: float) -> bool:
    return np.any(a > x) and not np.all(a == a[0, 0]) or a.all()


@compile(contract=False)
def tests_along(a: M, x: float) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.any(a > x, axis=0) ^ (a <= 1.0).all(axis=0)


@compile(contract=False)
def of_bools(a: B) -> int:
    return a.sum() + np.argmax(a) * 100 + (1000 if a.any() else 0) + (2000 if a.all() else 0)


@compile(contract=False)
def bools_along(a: B) -> L:
    return a.sum(axis=0) + np.max(a, axis=0) * 10


@compile(contract=False)
def of_ints(a: I) -> int:
    return a.sum() ^ a.prod() ^ a.min() ^ np.max(a) ^ a.argmax()


@compile(contract=False)
def ints_along(a: I) -> L:
    return a.sum(axis=0) ^ a.max(axis=0) ^ np.prod(a, axis=0)


@compile(contract=False)
def of_bytes(a: D) -> int:
    return a.sum() + np.argmin(a)


@compile(contract=False)
def bytes_along(a: D) -> L:
    return a.sum(axis=1) * 2


@compile(contract=False)
def byte_means(a: D) -> V:
    return a.mean(axis=0) + a.mean()


@compile(contract=False)
def of_unsigned(a: U) -> np.uint64:
    return a.sum() + a.max()


@compile(contract=False)
def of_singles(a: S) -> np.float32:
    return a.sum() + a.max() * a.mean()


@compile(contract=False)
def singles_along(a: S) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return a.sum(axis=0) - a.mean(axis=0)


@compile(contract=False)
def running(a: V) -> V:
    return np.cumsum(a) + a.cumsum()


@compile(contract=False)
def table(a: V, b: V) -> M:
    return np.outer(a, b[::2]) + 1.0


@compile(contract=False)
def int_matrices(a: I, b: I) -> I:
    return a @ b.T + a @ b


@compile(contract=False)
def int_vectors(a: I, b: L) -> L:
    return a @ b + b[:2] @ a[:2] + np.dot(a, b)


@compile(contract=False)
def int_dot(a: L, b: L) -> int:
    return np.dot(a, b) + a @ b[::-1]


@compile(contract=False)
def summed_outer(a: C) -> V:
    return a.sum(axis=(0, 1))


@compile(contract=False)
def summed_ends(a: C) -> V:
    return np.sum(a, axis=(0, -1))


@compile(contract=False)
def summed_inner(a: C) -> V:
    return np.sum(a, axis=(2, 1))


@compile(contract=False)
def summed_all(a: C) -> float:
    return np.sum(a, axis=(0, 1, 2)) + np.sum(a, axis=None)


@compile(contract=False)
def summed_kept(a: C) -> C:
    return a - a.sum(axis=(0, 2), keepdims=True) + a.sum(keepdims=True)


@compile(contract=False)
def summed_singles(a: SC) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return a.sum(axis=(0, 1)) * a.sum(axis=(0, 2))[:1]


@compile(contract=False)
def products_along_axes(a: IC) -> L:
    return np.prod(a, axis=(0, 2))


@compile(contract=False)
def summed_bytes(a: DC) -> UM:
    return np.sum(a, axis=(1, 2))


@compile(contract=False)
def extremes_along_axes(a: C) -> V:
    return np.max(a, axis=(0, 1)) - a.min(axis=(0, 1))


@compile(contract=False)
def extremes_of_singles(a: SC) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.max(a, axis=(1, 2))


@compile(contract=False)
def tests_along_axes(a: BC, b: IC) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.any(a, axis=(0, 2)) | np.all(b > 0, axis=(0, 1))[:1]


@compile(contract=False)
def counted_along_axes(a: BC) -> L:
    return a.sum(axis=(0, 2))


@compile(contract=False)
def least_byte(a: DC) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return a.min(axis=(0, 2))


@compile(contract=False)
def moments(cube: C) -> V:
    a = cube.copy()  # what is made of it lies in C order
    return np.mean(a, axis=(0, 1)) + np.std(a, axis=(0, 1)) * np.var(a, axis=(-1, 0))[:1]


@compile(contract=False)
def convolved(x: C, w: M) -> V:
    return np.sum(
        x[:, :, :, np.newaxis, np.newaxis] * w[np.newaxis, np.newaxis, np.newaxis, :, :],
        axis=(1, 2, 3, 4))


@compile(contract=False)
def six(x: C) -> C:
    wide = np.zeros((2, 3, 2, 1, 2, 2)) + 0.5
    return np.sum(wide[:, :, :, :, :, 1], axis=(3, 4)) * np.sum(x)


@compile(contract=False)
def running_along(a: M) -> M:
    return np.cumsum(a, axis=0) - a.cumsum(axis=-1) + np.cumprod(a, axis=1)


@compile(contract=False)
def running_ints(a: D, b: BC) -> np.ndarray[tuple[int, int, int], np.dtype[np.int64]]:
    return np.cumsum(b, axis=1) + np.cumprod(a, axis=0)[:1, :1]


@compile(contract=False)
def ranges(a: M, b: D) -> V:
    return np.ptp(a, axis=0) + np.ptp(a) - np.ptp(b)
