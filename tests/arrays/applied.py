"""Functions for which NumPy has loops of its own; NumPy itself runs them too."""

import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
C = np.ndarray[tuple[int, int, int], np.dtype[np.float64]]
S = np.ndarray[tuple[int, int], np.dtype[np.float32]]
T = np.ndarray[tuple[int, int, int], np.dtype[np.float32]]
I = np.ndarray[tuple[int, int], np.dtype[np.int64]]


@compile
def doubles_0(a: M, out: C) -> None:
    out[0] = np.exp(a)
    out[1] = np.exp2(a)
    out[2] = np.expm1(a)
    out[3] = np.log(a)
    out[4] = np.log2(a)
    out[5] = np.log10(a)
    out[6] = np.log1p(a)


@compile
def singles_0(a: S, out: T) -> None:
    out[0] = np.exp(a)
    out[1] = np.exp2(a)
    out[2] = np.expm1(a)
    out[3] = np.log(a)
    out[4] = np.log2(a)
    out[5] = np.log10(a)
    out[6] = np.log1p(a)


@compile
def doubles_1(a: M, out: C) -> None:
    out[0] = np.sin(a)
    out[1] = np.cos(a)
    out[2] = np.tan(a)
    out[3] = np.arcsin(a)
    out[4] = np.arccos(a)
    out[5] = np.arctan(a)


@compile
def singles_1(a: S, out: T) -> None:
    out[0] = np.sin(a)
    out[1] = np.cos(a)
    out[2] = np.tan(a)
    out[3] = np.arcsin(a)
    out[4] = np.arccos(a)
    out[5] = np.arctan(a)


@compile
def doubles_2(a: M, out: C) -> None:
    out[0] = np.sinh(a)
    out[1] = np.cosh(a)
    out[2] = np.tanh(a)
    out[3] = np.arcsinh(a)
    out[4] = np.arccosh(a)
    out[5] = np.arctanh(a)
    out[6] = np.cbrt(a)


@compile
def singles_2(a: S, out: T) -> None:
    out[0] = np.sinh(a)
    out[1] = np.cosh(a)
    out[2] = np.tanh(a)
    out[3] = np.arcsinh(a)
    out[4] = np.arccosh(a)
    out[5] = np.arctanh(a)
    out[6] = np.cbrt(a)


@compile
def angles(a: M, b: M) -> M:
    return np.arctan2(a, b)


@compile
def powers(a: M, b: V) -> M:
    return a ** b


@compile
def cubes(a: M) -> M:
    return a ** 3


@compile
def bases(a: M) -> M:
    return 2.0 ** a


@compile
def of_ints(a: I) -> M:
    return np.exp(a) - np.log(a + 1)


@compile(contract=False)
def softmax(a: M) -> M:
    shifted = np.exp(a - np.max(a, axis=1, keepdims=True))
    return shifted / np.sum(shifted, axis=1, keepdims=True)


@compile(contract=False)
def nested(a: M) -> M:
    return np.exp(np.sin(a.T)) * np.tanh(2.0 * a.T + 1.0) + np.tanh(a.T)


@compile
def in_place(a: M) -> None:
    a[:] = np.exp(a[::-1])
    np.log1p(a, out=a)
