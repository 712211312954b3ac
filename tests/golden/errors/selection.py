import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
L = np.ndarray[tuple[int], np.dtype[np.int64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
B = np.ndarray[tuple[int], np.dtype[np.bool_]]
N = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
I6 = np.ndarray[tuple[int, int, int, int, int, int], np.dtype[np.int64]]


@compile
def index_of_floats(a: V) -> V:
    return a[a]


@compile
def mask_of_more_dimensions(a: V, m: N) -> V:
    return a[m]


@compile
def table_by_mask(a: V, m: B, b: M) -> None:
    a[m] = b


@compile
def floats_in_ints(n: L, m: B, i: L) -> None:
    n[m] += 1.5
    n[i] *= 0.5
    np.add.at(n, i, 2.5)


@compile
def bools_in_a_list(a: V) -> V:
    return a[[True, False]]


@compile
def seven_dimensions(a: M, i: I6) -> V:
    return a[i]


@compile
def one_choice(a: V) -> V:
    return np.where(a > 0, a)


@compile
def take_of_table(a: M, i: L, m: B) -> V:
    b = np.take(a, i)
    return np.take(a[0], m)


@compile
def at_one_place(a: V) -> None:
    np.add.at(a, 0, 1.0)
