"""Products of vectors and matrices, whose sums are not in the order of a BLAS."""

import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
C = np.ndarray[tuple[int, int, int], np.dtype[np.float64]]
Q = np.ndarray[tuple[int, int, int, int], np.dtype[np.float64]]


@compile
def matrices(a: M, b: M) -> M:
    return a @ b


@compile
def matrix_by_vector(a: M, b: V) -> V:
    return np.dot(a, b)


@compile
def vector_by_matrix(a: V, b: M) -> V:
    return np.matmul(a, b)


@compile
def vectors(a: V, b: V) -> float:
    return a @ b


@compile
def length(a: V) -> float:
    return np.linalg.norm(a)


@compile
def singles(
    a: np.ndarray[tuple[int, int], np.dtype[np.float32]], b: M
) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return a @ b.astype(np.float32)


@compile
def stacks(a: C, b: C) -> C:
    return a @ b


@compile
def stack_by_matrix(a: C, b: M) -> C:
    return np.matmul(a, b)


@compile
def stack_by_vector(a: C, b: V) -> M:
    return a @ b


@compile
def vector_by_stack(a: V, b: C) -> M:
    return a @ b


@compile
def stacks_of_stacks(a: Q, b: C) -> Q:
    return a @ b
