"""What arrays of no dimensions do not have, and what has more dimensions than its place."""

import numpy as np
from jaxtyping import Float64, Int64

from pyx_lowering import compile

Z = Float64[np.ndarray, ""]
L = Int64[np.ndarray, ""]
V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@compile
def length(a: Z) -> int:
    return len(a)


@compile
def item(a: Z) -> float:
    return a[0]


@compile
def loop(a: Z) -> float:
    total = 0.0
    for x in a:
        total += x
    return total


@compile
def index(v: V, n: L) -> float:
    return v[n]


@compile
def differences(a: Z) -> V:
    return np.diff(a)


@compile
def kept(a: Z) -> Z:
    return a.sum(keepdims=True)


@compile
def product(a: Z, v: V) -> V:
    return a @ v


@compile
def number(a: Z) -> Z:
    return a + 1.0


@compile
def shape(v: V) -> Z:
    return v.reshape(())


@compile
def together(a: Z, v: V) -> V:
    return np.concatenate((a, v))


@compile
def places(a: L, v: V) -> V:
    return np.take(v, a)


@compile
def part(v: V) -> float:
    return v.item()


@compile
def in_place(a: Z, v: V) -> None:
    a += v


@compile
def out(v: V, m: M) -> None:
    np.add(v, m, out=v)
