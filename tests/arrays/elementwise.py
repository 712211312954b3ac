"""NumPy's functions of elements, over types of elements and their mixtures."""

import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
S = np.ndarray[tuple[int], np.dtype[np.float32]]
L = np.ndarray[tuple[int], np.dtype[np.int64]]
I = np.ndarray[tuple[int], np.dtype[np.int32]]
D = np.ndarray[tuple[int], np.dtype[np.int8]]
U = np.ndarray[tuple[int], np.dtype[np.uint16]]
B = np.ndarray[tuple[int], np.dtype[np.bool_]]


@compile(contract=False)
def angles(a: V) -> V:
    return np.deg2rad(a) + np.degrees(a) - np.radians(np.rad2deg(a))


@compile(contract=False)
def angles_of_singles(a: S) -> S:
    return np.deg2rad(a) + np.rad2deg(a)


@compile(contract=False)
def sizes(a: V, n: L) -> V:
    return np.fabs(a)[:1] + np.fabs(n)[:1]


@compile(contract=False)
def signs(a: V, b: S) -> B:
    return np.signbit(a)[:1] ^ np.signbit(b)[:1]


@compile(contract=False)
def steps(a: V, n: L) -> V:
    return np.heaviside(a, 0.5)[:1] + np.heaviside(n, 2)[:1]


@compile(contract=False)
def neighbours(a: V) -> V:
    return np.nextafter(a, 0.0) + np.spacing(a)


@compile(contract=False)
def rests(a: V, b: S, n: L, m: D) -> V:
    return np.fmod(a, 1.5)[:1] + np.fmod(b, b)[:1] + np.fmod(n, m[:1])[:1] + np.fmod(m, 3)[:1]


@compile(contract=False)
def rests_of_ints(n: I, m: D) -> I:
    return np.fmod(n, 7)[:1] + np.fmod(m, m[:1])[:1]


@compile(contract=False)
def inverses(a: V, b: S) -> V:
    return np.reciprocal(a)[:1] * np.reciprocal(b)[:1]


@compile(contract=False)
def chosen(a: V, b: S) -> V:
    return np.fmin(a, 1.0)[:1] + np.fmax(b, b[:1])[:1]


@compile(contract=False)
def divisors(n: L, m: D) -> L:
    return np.gcd(n, 12)[:1] + np.lcm(m, m[:1])[:1]


@compile(contract=False)
def multiples(u: U) -> U:
    return np.lcm(u, 6) + np.gcd(u, u[:1])


@compile(contract=False)
def scaled(a: V, b: S, n: I) -> V:
    return np.ldexp(a, 3)[:1] + np.ldexp(b, n[:1])[:1]


@compile(contract=False)
def bits(n: L, m: D, u: U) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.bitwise_count(n)[:1] + np.bitwise_count(m)[:1] + np.bitwise_count(u)[:1]


@compile(contract=False)
def truths(a: V, n: I, b: B) -> B:
    both = np.logical_and(a[:1], n[:1])
    return np.logical_xor(both, b[:1]) | np.logical_or(n[:1], 0)


@compile(contract=False)
def numbers(a: V, b: S, n: L) -> V:
    return np.nan_to_num(a)[:1] + np.nan_to_num(b)[:1] + np.nan_to_num(n)[:1]


@compile(contract=False)
def clipped(a: V, low: float, high: float) -> V:
    return np.clip(a, low, high) + a.clip(None, high) + np.clip(a, 0, 1)


@compile(contract=False)
def clipped_by_arrays(n: L, m: D, u: U) -> L:
    return np.clip(n, -3, 5)[:1] + np.clip(m, m[:1], 4)[:1] + np.clip(u, a_min=1, a_max=None)[:1]


@compile(contract=False)
def clipped_in_place(a: V, low: float) -> None:
    np.clip(a, low, 2.5, out=a)


@compile(contract=False)
def rounded(a: V, b: S, n: L) -> V:
    return np.round(a, 2)[:1] + a.round()[:1] + np.around(b, -1)[:1] + n.round(1)[:1]


@compile(contract=False)
def numbers_alone(x: float, n: int) -> float:
    return (np.clip(x, 0, 1) + np.clip(n, 2, 4) + np.round(x, 1) + np.deg2rad(x)
            + np.fmod(x, 2.0) + np.gcd(n, 12) + np.heaviside(x, 1))


@compile(contract=False)
def names(a: V, n: I) -> V:
    return np.abs(np.conj(a))[:1] + np.pow(n, 2)[:1] + np.bitwise_left_shift(n, 1)[:1]
