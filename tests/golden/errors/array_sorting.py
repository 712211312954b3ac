import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
F = np.ndarray[tuple[int], np.dtype[np.float32]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Z = np.ndarray[tuple[int], np.dtype[np.complex128]]


@compile
def of_complex(z: Z) -> Z:
    return np.sort(z)


@compile
def kind(a: V) -> V:
    return np.sort(a, kind="fast")


@compile
def in_place_flat(a: M) -> None:
    a.sort(axis=None)


@compile
def middle_along(a: M) -> V:
    return np.median(a, axis=0)


@compile
def in_matrix(a: M) -> int:
    return np.searchsorted(a, 1.0)


@compile
def side(a: V) -> int:
    return np.searchsorted(a, 1.0, side="middle")


@compile
def bins_of_floats(a: V) -> V:
    return np.bincount(a) * 1.0


@compile
def histogram_of_floats(f: F) -> V:
    return np.histogram(f, 3)[1]


@compile
def density(a: V) -> V:
    return np.histogram(a, 3, density=True)[0]


@compile
def between_weighed(a: V, edges: V) -> V:
    return np.histogram(a, edges, weights=a)[0]


@compile
def samples(a: M, x: float) -> float:
    return np.interp(x, a, a)
