import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@compile
def ragged(x: float) -> M:
    return np.array([[x], [x, x]])


@compile
def mixed(x: float) -> V:
    return np.array([x, [x]])


@compile
def rows(a: V, b: V) -> M:
    return np.array([a, b])


@compile
def unknown(a: V, b: V) -> V:
    values = []
    values.extend((1.0, 2.0))
    return np.array(values)


@compile
def lists(n: int) -> M:
    return np.array([[0.0] * n, [1.0] * n])


@compile
def written_diagonal(a: M) -> None:
    a.diagonal()[0] = 1.0
    d = np.diag(a)
    d += 1.0
    d[1:].fill(0.0)


@compile
def not_a_matrix(a: V) -> float:
    return np.trace(a)


@compile
def counts(a: V, k: np.ndarray[tuple[int], np.dtype[np.int64]]) -> V:
    return np.repeat(a, k)


@compile
def by_floats(a: V, x: float) -> V:
    return np.roll(a, x)


@compile
def real_parts(out: V, z: np.ndarray[tuple[int], np.dtype[np.complex128]]) -> None:
    out[:] = z * 2.0
