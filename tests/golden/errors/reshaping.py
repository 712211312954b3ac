import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@compile
def view_of_an_argument(a: V) -> M:
    return a.reshape(2, -1)


@compile
def seven_dimensions(a: V) -> V:
    return a.reshape(1, 1, 1, 1, 1, 1, -1)


@compile
def axis_at_run_time(a: M, k: int) -> V:
    return np.squeeze(a, axis=k)


@compile
def axis_twice(a: M) -> M:
    return np.transpose(a, (0, 0)).copy()


@compile
def different_dimensions(a: M, b: V) -> M:
    return np.concatenate((a, b))


@compile
def no_arrays(a: V) -> V:
    return np.hstack((a, 1.0))


@compile
def triangle_of_a_line(a: V) -> V:
    return np.tril(a)
