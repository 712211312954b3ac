"""Arrays in order, bins, and what is between samples; NumPy itself runs them too."""

import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
C = np.ndarray[tuple[int, int, int], np.dtype[np.float64]]
F = np.ndarray[tuple[int], np.dtype[np.float32]]
L = np.ndarray[tuple[int], np.dtype[np.int64]]
K = np.ndarray[tuple[int, int], np.dtype[np.int64]]
I = np.ndarray[tuple[int, int], np.dtype[np.int8]]
U = np.ndarray[tuple[int], np.dtype[np.uint16]]
B = np.ndarray[tuple[int], np.dtype[np.bool_]]


@compile(contract=False)
def in_order(a: V) -> V:
    return np.sort(a, kind="stable")


@compile(contract=False)
def in_order_rows(a: M) -> M:
    return np.sort(a, kind="stable") + np.sort(a, axis=0, kind="stable") * 2.0


@compile(contract=False)
def in_order_cube(a: C) -> C:
    return np.sort(a, 1, "stable") + np.sort(a * 2.0, axis=-3, kind="stable")


@compile(contract=False)
def in_order_all(k: K) -> L:
    return np.sort(k, axis=None)


@compile(contract=False)
def in_order_others(f: F, i: I) -> F:
    return np.sort(f, kind="stable") + np.sort(i, axis=1)[:1, 0]


@compile(contract=False)
def in_order_small(u: U, b: B) -> U:
    return np.sort(u) + np.sort(b)[:1]


@compile(contract=False)
def in_place(a: M, k: L, b: B) -> None:
    a[:, ::-1].sort(kind="stable")
    k.sort()
    b[::2].sort()
    a.sort(axis=0, kind="stable")


@compile(contract=False)
def in_place_columns(k: K) -> None:
    k.sort(0)
    k[:1].sort()


@compile(contract=False)
def places(a: V, b: B) -> L:
    return np.argsort(a, kind="stable") + b.argsort(kind="stable")[:1]


@compile(contract=False)
def places_along(a: M, i: I) -> K:
    return np.argsort(a, axis=0, kind="stable") + i.argsort(kind="stable")[:1, :1]


@compile(contract=False)
def middle(a: V) -> float:
    return float(np.median(a))


@compile(contract=False)
def middle_of_all(a: M, k: K) -> float:
    return float(np.median(a) + np.median(k))


@compile(contract=False)
def middle_of_floats(f: F) -> np.float32:
    return np.median(f)


@compile(contract=False)
def searched(a: V, x: float, n: int) -> int:
    b = np.sort(a)
    return int(np.searchsorted(b, x) + b.searchsorted(n, side="right") * 100)


@compile(contract=False)
def searched_all(a: V, b: M) -> K:
    c = np.sort(a)
    return np.searchsorted(c, b) + np.searchsorted(c, b * 2.0, "right") * 100


@compile(contract=False)
def searched_others(k: L, u: U, f: F, b: B) -> L:
    return (np.searchsorted(np.sort(k), u)[:2] + np.searchsorted(np.sort(u), f)[:2]
            + np.searchsorted(np.sort(b), b)[:2] + np.searchsorted(np.sort(f), k)[:2])


@compile(contract=False)
def counts(k: L, n: int) -> L:
    return np.bincount(k % 7, minlength=n)


@compile(contract=False)
def counts_wrong(k: L) -> L:
    return np.bincount(k[:2] % 100 - 2)


@compile(contract=False)
def counts_others(u: U, b: B) -> L:
    return np.bincount(u % 5, None, 5) + np.bincount(b, minlength=5)


@compile(contract=False)
def weighed(k: L, a: V) -> V:
    return np.bincount(k % 7, weights=a, minlength=3)


@compile(contract=False)
def weighed_ints(u: U, k: L) -> V:
    return np.bincount(u % 3, weights=k)


@compile(contract=False)
def binned(a: V, n: int) -> tuple[float, float, float]:
    counted, edges = np.histogram(a, n)
    return float(np.sum(counted * np.arange(n))), float(edges[0]), float(edges[-1])


@compile(contract=False)
def binned_default(a: M) -> L:
    return np.histogram(a)[0]


@compile(contract=False)
def binned_edges(a: V, n: int) -> V:
    return np.histogram(a, bins=n, range=None)[1]


@compile(contract=False)
def binned_range(a: M, x: float, y: float) -> L:
    return np.histogram(a, 7, range=(x, y))[0]


@compile(contract=False)
def binned_exactly(k: L, n: int) -> L:
    """Many elements are edges."""
    return np.histogram((k % 11) * 0.1, n, (0.0, 1.0))[0]


@compile(contract=False)
def binned_weights(a: V, b: V) -> V:
    return np.histogram(a, 3, (-5, 5), weights=b)[0]


@compile(contract=False)
def binned_between(a: V, b: V) -> L:
    return np.histogram(a, np.sort(b[:5]))[0]


@compile(contract=False)
def binned_anyhow(a: V, b: V) -> L:
    counted, edges = np.histogram(a, b)
    return counted + len(edges)


@compile(contract=False)
def interpolated(x: float, a: V, b: V) -> float:
    return float(np.interp(x, np.sort(a), b))


@compile(contract=False)
def interpolated_all(x: M, a: V, k: L) -> M:
    if len(a) == 0 and x.size == 0:  # NumPy raises here until 2.4, and no longer
        return x.copy()
    return np.interp(x, np.sort(a), k, left=-1.0) + np.interp(
        x, np.arange(5), np.arange(5.0), None, right=2)


@compile(contract=False)
def of_no_dimensions(a: V, x: float, n: int) -> tuple[float, float, int]:
    here, there = np.array(x), np.asarray(n, dtype=np.float32)
    b = np.sort(a)
    return (float(np.interp(here, b, a) if len(a) else 0.0), float(there),
            int(np.searchsorted(b, here)) + here.ndim)
