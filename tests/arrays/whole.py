"""Views, and expressions of whole arrays; NumPy itself runs them too."""

import numpy as np
import numpy.typing as npt
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
I = np.ndarray[tuple[int], np.dtype[np.int64]]
B = np.ndarray[tuple[int], np.dtype[np.bool_]]


# One dimension


@compile(contract=False)
def sliced(a: V, i: int, j: int, k: int) -> V:
    return a[i:j:k].copy()


@compile(contract=False)
def sliced_twice(a: V, i: int, j: int) -> V:
    b = a[i:][::-2]
    return b[:j][::-1] + 0.0


@compile(contract=False)
def open_slice(a: V, k: int) -> V:
    return a[::k] * 2.0


@compile(contract=False)
def constant_slices(a: V) -> V:
    return np.where(a[1:4] > a[-3:], a[:3][::-1], 1.5)


@compile(contract=False)
def item_of_slice(a: V, i: int, j: int) -> float:
    return a[i:][::2][j]


@compile(contract=False)
def put_in_slice(a: V, i: int, j: int, x: float) -> None:
    a[i::2][j] = x


@compile(contract=False)
def sum_of_slice(a: V, i: int) -> float:
    total = 0.0
    for x in a[i:]:
        total += x
    for place in range(len(a[1:])):
        total += a[1:][place]
    return total


@compile(contract=False)
def assigned(a: V, b: V) -> None:
    a[:] = b


@compile(contract=False)
def shifted(a: V) -> None:
    a[1:] = a[:-1]


@compile(contract=False)
def shifted_back(a: V) -> None:
    a[:-1] = a[1:]


@compile(contract=False)
def turned_around(a: V) -> None:
    a[:] = a[::-1]


@compile(contract=False)
def filled(a: V, i: int, j: int, x: float) -> None:
    a[i:j] = x


@compile(contract=False)
def filled_with_int(a: V, n: int) -> None:
    a[:] = n
    a[::2] = True


@compile(contract=False)
def arithmetic(a: V, b: V, x: float) -> V:
    return (a + b) * x - a / b + -b ** 2 - (x // a + b % 3)


@compile(contract=False)
def powers(a: V) -> V:
    return a ** 2 + a ** 0.5 + a ** 1 + a ** -1.0


@compile(contract=False)
def in_place(a: V, b: V, x: float) -> None:
    a += b
    a[1:] *= a[:-1]
    a -= x
    a[::2] /= 2


@compile(contract=False)
def into(a: V, b: V, out: V) -> None:
    np.add(a, b, out=out)
    np.sqrt(out, out=out)


@compile(contract=False)
def stepped(out: V, a: V, b: V) -> None:
    out[1:-1] = 0.5 * (a[:-2] + b[2:]) - a[1:-1]


@compile(contract=False)
def compared(a: V, b: V, x: float) -> B:
    return ((a < b) | (a == x)) & ~(b >= 0.0) ^ (a != b)


@compile(contract=False)
def chosen(a: V, b: V, x: float) -> V:
    return np.where(a < b, a, x) + np.where(b > 0, 1, a)


@compile(contract=False)
def extremes(a: V, b: V) -> V:
    return np.minimum(a, b) + np.maximum(a, 0.5) + np.abs(b) + abs(a) + np.sign(a) + np.square(b)


@compile(contract=False)
def rounded(a: V) -> V:
    return np.floor(a) + np.ceil(a) * 2 + np.trunc(a) * 3 + np.rint(a) * 5


@compile(contract=False)
def tested(a: V) -> B:
    return np.isnan(a) | np.isinf(a) ^ np.isfinite(a)


@compile(contract=False)
def named(a: V, b: V) -> V:
    c = a * b
    d = c + a
    c[:] = 0.0
    return d - c


@compile(contract=False)
def twice(a: V) -> V:
    return (c := a + 1.0) * c


@compile(contract=False)
def exchanged(a: V, b: V) -> None:
    a[:], b[:] = b * 2.0, a + 1.0


@compile(contract=False)
def repeated(a: V, n: int) -> V:
    u = a.copy()
    v = np.zeros_like(a)
    for i in range(n):
        w = u * 0.5
        u, v = v + w, u
        u[:1] += i
    return u - v


def doubled(v):
    v *= 2.0
    return 1.0


@compile(contract=False)
def called_between(a: V, b: V) -> V:
    return a + doubled(a) * b + a * doubled(b[1:])


def half(v) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return v[::2] * 0.5


@compile(contract=False)
def from_helper(a: V) -> V:
    h = half(a)
    h = half(h[1:])
    return h + half(a[:0]).shape[0]


@compile(contract=False)
def from_marked(a: V, n: int) -> V:
    u = a
    for _ in range(n):
        u = twice(u)
    return u + 0


@compile(contract=False)
def one_of(a: V, b: V, first: bool) -> V:
    c = a[1:] if first else b * 2.0
    return c - 1.0


@compile(contract=False)
def caught(a: V, b: V) -> V:
    c = a + 1.0
    try:
        c = a + b
        c = c + b[0]
    except ValueError:
        c[:] = -1.0
    except IndexError:
        return np.full(3, 2.5)
    return c * 1.0


@compile(contract=False)
def early(a: V, n: int) -> V:
    for i in range(n):
        c = a * i
        if len(a) > 3:
            return c
    raise ValueError("short")


@compile(contract=False)
def read_after(a: V) -> float:
    b = a[:]
    a[:] = a + 1.0
    return b[0]


@compile(contract=False)
def stretched(a: V, b: V) -> V:
    c = a + b[:1]
    c[1:] = b[-1:]
    return c


# Two dimensions


@compile(contract=False)
def rows(a: M, i: int) -> V:
    return a[i] + a[-1]


@compile(contract=False)
def columns(a: M, j: int) -> V:
    return a[:, j] * a[..., 0]


@compile(contract=False)
def transposed(a: M) -> M:
    return a.T + 0.0


@compile(contract=False)
def outer(a: V, b: V) -> M:
    return a[:, None] * b - b[np.newaxis, ...]


@compile(contract=False)
def stencil(a: M, b: M) -> None:
    b[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])


@compile(contract=False)
def relaxed(a: M, n: int) -> None:
    for _ in range(n):
        a[1:-1, 1:-1] = 0.25 * (a[:-2, 1:-1] + a[2:, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:])


@compile(contract=False)
def symmetric(a: M) -> None:
    a[:] = a + a.T


@compile(contract=False)
def row_by_row(a: M, b: V) -> None:
    for row in a:
        row += b
    for i in range(a.shape[0]):
        a[i] -= a[0] * 0.5


@compile(contract=False)
def eliminated(a: M) -> None:
    for k in range(a.shape[0] - 1):
        for i in range(k + 1, a.shape[0]):
            a[i, k:] -= a[k, k:] * (a[i, k] * 0.5)


@compile(contract=False)
def blocks(a: M, i: int, j: int) -> M:
    b = a[i:, j:]
    b[:1] = 7.0
    return b[::-1, ::2] + b.T[0, :1]


@compile(contract=False)
def centred(a: M, b: V) -> M:
    return (a - b) * (a - b[:, None])


def total_of(v):
    total = 0.0
    for i in range(len(v)):
        total += v[i]
    return total


@compile(contract=False)
def by_helper(a: M) -> float:
    total = 0.0
    for i in range(a.shape[0]):
        total += total_of(a[i]) * 2.0
    for j in range(a.shape[1]):
        total -= total_of(a[:, j])
    for j in range(min(a.shape[0], a.shape[1])):
        total += total_of(a[j:, ::-1][0])
    return total


@compile(contract=False)
def cube(a: M) -> np.ndarray[tuple[int, int, int], np.dtype[np.float64]]:
    return a[:, None, :] - a[None]


# Made


@compile(contract=False)
def made(n: int, m: int) -> M:
    a = np.zeros((n, m))
    a[:, :1] = 2
    return a + np.ones(m) + np.eye(n, m) + np.full((n, 1), 0.5)


@compile(contract=False)
def made_ints(n: int) -> I:
    return np.arange(n) * 2 + np.zeros(n, dtype=np.int64) + np.ones(n, int)


@compile(contract=False)
def counted(i: int, j: int, k: int) -> I:
    return np.arange(i, j, k)


@compile(contract=False)
def counted_floats(x: float, y: float, z: float) -> V:
    return np.arange(x, y, z)


@compile(contract=False)
def spaced(x: float, y: float, n: int) -> V:
    return np.linspace(x, y, n)


@compile(contract=False)
def likes(a: V) -> V:
    b = np.ones_like(a)
    b.fill(3)
    return np.full_like(a, 2) + b + np.empty_like(a[:0]).shape[0]


@compile(contract=False)
def sieve(n: int) -> B:
    prime = np.ones(n, dtype=np.bool_)
    prime[:2] = False
    for i in range(2, n):
        if prime[i]:
            prime[i * i::i] = False
    return prime


# Other elements


@compile(contract=False)
def whole_numbers(a: I, b: I, n: int) -> I:
    return a * b + n - (a // b) % 7 + (a ^ b) - (a & 3 | b) + -a + ~b + a ** 2


@compile(contract=False)
def divided(a: I, b: I) -> V:
    return a / b + 0.5 * a


@compile(contract=False)
def converted(a: V) -> I:
    c = (a * 2.0).astype(np.int64)
    c[1:] = a[1:]
    return c


@compile(contract=False)
def shifted_numbers(a: I) -> I:
    return (a << 2) + (a >> 1)


@compile(contract=False)
def singles(
    a: np.ndarray[tuple[int], np.dtype[np.float32]], x: float
) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return a * x + a[::-1] * np.float32(2) - 1


@compile(contract=False)
def bytes_(
    a: np.ndarray[tuple[int], np.dtype[np.uint8]], b: np.ndarray[tuple[int], np.dtype[np.int8]]
) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return a[::-1] + b * 3


@compile(contract=False)
def small_items(a: np.ndarray[tuple[int], np.dtype[np.uint8]], i: int, n: int) -> None:
    a[i] = a[i - 1] + np.uint8(200)
    a[i] += 100
    a[0] = n


@compile(contract=False)
def mixed(
    a: np.ndarray[tuple[int], np.dtype[np.int32]], b: np.ndarray[tuple[int], np.dtype[np.float32]]
) -> V:
    return a * b + a
