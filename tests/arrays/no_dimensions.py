"""Arrays of no dimensions, alone and beside others; NumPy itself runs them too."""

import math

import numpy as np
from pyx_lowering import compile

Z = np.ndarray[tuple[()], np.dtype[np.float64]]
F = np.ndarray[tuple[()], np.dtype[np.float32]]
L = np.ndarray[tuple[()], np.dtype[np.int64]]
S = np.ndarray[tuple[()], np.dtype[np.int8]]
B = np.ndarray[tuple[()], np.dtype[np.bool_]]
C = np.ndarray[tuple[()], np.dtype[np.complex128]]
V = np.ndarray[tuple[int], np.dtype[np.float64]]
I = np.ndarray[tuple[int], np.dtype[np.int64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]


# The element


@compile(contract=False)
def read(a: Z) -> float:
    return a[()] * 2.0


@compile(contract=False)
def read_int(a: L, n: int) -> int:
    return a[()] + n


@compile(contract=False)
def read_bool(a: B) -> bool:
    return not a[()]


@compile(contract=False)
def read_complex(a: C) -> complex:
    return a[()] * 2


@compile(contract=False)
def written(a: Z, x: float) -> None:
    a[()] = x


@compile(contract=False)
def written_whole(a: Z, x: float) -> None:
    a[...] = x


@compile(contract=False)
def written_bool(a: B, x: bool) -> None:
    a[()] = x


@compile(contract=False)
def added_to(a: Z, x: float) -> None:
    a[()] += x
    a[...] *= 2.0


@compile(contract=False)
def converted(a: Z, n: L, b: B) -> float:
    return float(a) + float(n) + int(n) + int(b) + complex(a).real


@compile(contract=False)
def cut_off(a: Z) -> int:
    return int(a)


@compile(contract=False)
def truth(a: Z, n: L, z: C) -> int:
    found = 0
    if a:
        found += 1
    if not n:
        found += 2
    return found + 4 * bool(z)


@compile(contract=False)
def described(a: Z) -> int:
    return len(a.shape) + 10 * a.ndim + 100 * a.size + 1000 * int(a.shape == ())


# Operators


@compile(contract=False)
def with_number(a: Z, x: float) -> np.float64:
    return (a + x) * 2 - 1.0 / a


@compile(contract=False)
def divided(a: Z, b: Z) -> np.float64:
    return a / b


@compile(contract=False)
def int_division(a: L, b: L) -> np.int64:
    return a // b + a % b


@compile(contract=False)
def small(a: S, b: S) -> np.int8:
    return a * b + 3


@compile(contract=False)
def mixed(a: S, b: F) -> np.float32:
    return a * b


@compile(contract=False)
def compared(a: Z, b: Z, x: float) -> np.bool_:
    return (a < b) | (a == x)


@compile(contract=False)
def branched(a: Z, b: Z) -> float:
    if a < b:
        return 1.0
    return -1.0


@compile(contract=False)
def powers(a: Z) -> np.float64:
    return a ** 2 + a ** 0.5


@compile(contract=False)
def inverted(a: L, b: B) -> np.int64:
    return ~a + (~b)


@compile(contract=False)
def negative(a: Z) -> np.float64:
    return abs(-a)


@compile(contract=False)
def complex_product(a: C, b: C) -> np.complex128:
    return a * b


@compile(contract=False)
def complex_size(a: C) -> np.float64:
    return np.abs(a)


@compile(contract=False)
def in_place(a: Z, b: Z, x: float) -> None:
    a += b
    a *= x
    b -= a


@compile(contract=False)
def in_place_float32(a: F, x: float) -> None:
    a += x
    a /= 3


@compile(contract=False)
def in_place_int(a: L, n: int) -> None:
    a *= n
    a -= 1


# Functions


@compile(contract=False)
def functions(a: Z) -> np.float64:
    return np.sqrt(np.abs(a)) + np.exp(-np.square(a)) + np.floor(a) + np.maximum(a, 0.5)


@compile(contract=False)
def two_functions(a: Z, b: Z) -> np.float64:
    return np.arctan2(a, b) + np.hypot(a, b)


@compile(contract=False)
def clipped(a: Z, b: Z) -> np.float64:
    return np.clip(a, -1.0, 1.0) + np.round(b, 1)


@compile(contract=False)
def into(a: Z, out: Z) -> None:
    np.add(a, 1.0, out=out)
    np.multiply(out, out, out=out)


@compile(contract=False)
def tested(a: Z) -> np.bool_:
    return np.isnan(a)


@compile(contract=False)
def reductions(a: Z) -> float:
    return a.sum() + np.prod(a) + a.min() + a.max() + np.mean(a) + a.std() + np.argmax(a)


@compile(contract=False)
def reductions_of_ints(a: L, b: B) -> int:
    return int(a.sum() + np.any(b) + np.all(b) + np.argmin(a))


# New arrays


@compile(contract=False)
def zeros(x: float) -> Z:
    made = np.zeros(())
    made += x
    return made


@compile(contract=False)
def full(n: int) -> L:
    return np.full((), n)


@compile(contract=False)
def ones_like(a: Z) -> Z:
    made = np.ones_like(a)
    made[...] = made - a
    return made


@compile(contract=False)
def copied(a: Z) -> Z:
    b = a.copy()
    b[()] = -b[()]
    a[()] = 1.0
    return b


@compile(contract=False)
def single(a: Z) -> F:
    return a.astype(np.float32)


@compile(contract=False)
def truncated(a: S) -> L:
    return a.astype(np.int64)


@compile(contract=False)
def chosen(a: Z, b: Z) -> Z:
    return np.where(a > b, a, 0.5)


@compile(contract=False)
def chosen_then_used(a: Z, v: V) -> V:
    return np.where(a > 0, a, -1.0) * v


@compile(contract=False)
def exchanged(a: Z, b: Z) -> Z:
    first, second = a, b
    for _ in range(3):
        first, second = second, first
    return first.copy()


# Beside other arrays


@compile(contract=False)
def scaled(a: Z, v: V) -> V:
    return a * v + np.exp(a)


@compile(contract=False)
def scaled_ints(a: S, v: I) -> I:
    return a + v * a


@compile(contract=False)
def spread(a: Z, m: M) -> None:
    m[...] = a


@compile(contract=False)
def spread_more(a: Z, m: M) -> None:
    m[1:] += a
    m *= a


@compile(contract=False)
def total(a: Z, v: V) -> None:
    for x in v:
        a += x


@compile(contract=False)
def last(v: V) -> float:
    x = v[..., -1]
    x += 1.0
    v *= 2.0
    return float(x)


@compile(contract=False)
def item_of_rows(m: M, i: int, j: int) -> np.float64:
    x = m[i, j, ...]
    y = m[i][..., j]
    x += 1.0
    return x + y


@compile(contract=False)
def as_line(a: Z) -> V:
    line = a[None]
    line += 1.0
    return line + a.reshape(1) + a.ravel() + a[np.newaxis] + a.flatten()


@compile(contract=False)
def as_square(a: Z) -> M:
    return a[None, None] + a.reshape(1, 1)


@compile(contract=False)
def transposed(a: Z) -> None:
    b = a.T
    b += 1.0


@compile(contract=False)
def parts(z: C) -> None:
    z.real[...] = z.imag
    z.imag[()] = 2.0


@compile(contract=False)
def one_of(m: M, a: Z) -> V:
    return np.where(m[0] > a, m[0], a)


# Passed on


def helper(a, x):
    a += x
    return a * 2


@compile(contract=False)
def passed(a: Z, x: float) -> np.float64:
    return helper(a, x) + helper(a[...], 1.0)


@compile(contract=False)
def to_marked(a: Z, v: V) -> None:
    in_place(a, v[..., 0], 2.0)


@compile(contract=False)
def root(a: Z) -> float:
    return math.sqrt(abs(a[()]))


@compile(contract=False)
def items(a: Z, n: S, b: B, z: C, v: V, i: int) -> tuple[float, int, bool, complex, float]:
    return a.item(), n.item(), b.item(), z.item(), v.item(i)


@compile(contract=False)
def put_in_line(a: Z, v: V, i: int) -> None:
    v[i] = a


@compile(contract=False)
def put_where(a: Z, v: V) -> None:
    v[v < a] = a


@compile(contract=False)
def changed_where(a: Z, v: V) -> V:
    mask = v > 0
    v[mask] *= a
    return v[mask] + a


@compile(contract=False)
def put_at(a: Z, v: V, i: I) -> None:
    v[i] = a
    np.add.at(v, i, a)


@compile(contract=False)
def squeezed(v: V) -> None:
    x = v.squeeze(axis=0)
    x *= 3.0
