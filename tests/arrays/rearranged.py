"""Arrays of given values, diagonals, and elements in other places; NumPy itself runs them too."""

import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
C = np.ndarray[tuple[int, int, int], np.dtype[np.float64]]
F = np.ndarray[tuple[int, int], np.dtype[np.float32]]
L = np.ndarray[tuple[int], np.dtype[np.int64]]
I = np.ndarray[tuple[int, int], np.dtype[np.int8]]
B = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
Z = np.ndarray[tuple[int, int], np.dtype[np.complex128]]


@compile(contract=False)
def vector(x: float, y: float) -> V:
    return np.array([x, y, 1, -0.0]) * 2.0


@compile(contract=False)
def point(x: float, y: float) -> float:
    p = np.array((x, y))
    q = np.asarray([y, x])
    return float((p @ q) + np.max(p - q))


@compile(contract=False)
def of_ints(n: int, m: int, b: bool) -> L:
    return np.array([n, m, 3, True, b])


@compile(contract=False)
def of_bools(b: bool, c: bool) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([b, True, c])


@compile(contract=False)
def of_mixed(n: int, x: float, b: bool) -> V:
    return np.array([n, x, b])


@compile(contract=False)
def rotation(x: float, y: float, v: M) -> M:
    turn = np.array([[x, -y], [y, x]])
    return v @ turn if v.shape[1] == 2 else turn


@compile(contract=False)
def of_complex(x: float, z: complex) -> np.ndarray[tuple[int], np.dtype[np.complex128]]:
    return np.array([x, z, 1])


@compile(contract=False)
def nested(x: float, n: int) -> C:
    return np.array((([x, n], [1, 2]), ([3, 4], (x, x)), ((0, 0), [True, 5])), dtype=np.float64)


@compile(contract=False)
def narrow(x: float, n: int) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return np.array([x, n, 0.1], dtype=np.float32)


@compile(contract=False)
def cut_off(x: float, n: int) -> L:
    return np.array([x, n, 2.9], dtype=int)


@compile(contract=False)
def small(x: float, n: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    return np.array([n, x], dtype=np.int8)


@compile(contract=False)
def truths(x: float, n: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([x, n, 0], dtype=bool)


@compile(contract=False)
def unpacked(x: float, y: float) -> V:
    p = (x, y)
    return np.array([*p, 1.0]) + np.array(p)[:1]


@compile(contract=False)
def without(n: int) -> V:
    return np.array([]) + n


@compile(contract=False)
def of_list(x: float, n: int) -> V:
    values = [x] * n
    for k in range(n):
        values[k] += k
    values.append(2.0)
    return np.array(values)


@compile(contract=False)
def of_squares(n: int) -> L:
    return np.array([k * k for k in range(n)]) + np.asarray([k for k in range(n)])


@compile(contract=False)
def of_appended(a: V) -> V:
    chosen = []
    for x in a:
        if x > 0.0:
            chosen.append(x)
    return np.array(chosen, dtype=np.float64)


@compile(contract=False)
def of_known(n: int) -> L:
    chosen = []
    for k in range(n):
        chosen.append(k)
    part = chosen[1:]
    return np.array(part if n > 100 else chosen, dtype=np.int64) + np.array(chosen)


@compile(contract=False)
def cut_list(a: V) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.array([x for x in a], dtype=np.int16)


@compile(contract=False)
def copied(a: M, x: float) -> M:
    b = np.array(a)
    np.asarray(a)[:1] = x
    return b + np.asarray(b[::-1])


@compile(contract=False)
def converted(a: F, k: I) -> M:
    return np.array(a, dtype=np.float64) + np.asarray(k, dtype=float)[:1, :1]


@compile(contract=False)
def expression(a: M) -> M:
    b = np.asarray(a * 2.0)
    b[:] += np.array(a + 1.0)
    return b


@compile(contract=False)
def diagonals(a: M, k: int) -> V:
    return np.diag(a, k) * 2.0 + a.diagonal(k) + np.diagonal(a, offset=k)


@compile(contract=False)
def seen_diagonal(a: M, x: float) -> V:
    d = a.diagonal()
    a[:1] = x
    return d[::-1].copy()


@compile(contract=False)
def diagonal_matrix(a: V, k: int) -> M:
    return np.diag(a, k)


@compile(contract=False)
def diagonal_of_ints(a: L, f: F) -> L:
    return np.diag(np.diag(a[::-1] + 1)) + np.diag(f, k=-1)[:1].astype(np.int64)


@compile(contract=False)
def traces(a: M, k: int) -> float:
    return float(np.trace(a) + a.trace(k) + np.trace(a.T, offset=-1))


@compile(contract=False)
def trace_of_others(f: F, i: I, b: B, z: Z) -> complex:
    return complex(i.trace() + np.trace(b, 1) * 0.5 + z.trace() + float(f.trace()))


@compile(contract=False)
def trace_of_floats(f: F) -> np.float32:
    return f.trace()


@compile(contract=False)
def rolled(a: V, n: int) -> V:
    return np.roll(a, n) + np.roll(a, shift=-1)


@compile(contract=False)
def rolled_rows(a: M, n: int) -> M:
    return np.roll(a, n, axis=0) + np.roll(a, 1, 1) * 2.0 + np.roll(a, -n)


@compile(contract=False)
def rolled_cube(c: C, n: int) -> C:
    return np.roll(c, n, axis=-2) + np.roll(c * 2.0, n)


@compile(contract=False)
def repeated(a: V, n: int) -> V:
    return np.repeat(a, n)


@compile(contract=False)
def repeated_rows(a: M, n: int) -> M:
    return a.repeat(n, axis=0) + np.repeat(a, 2, axis=-1)[:1, :1]


@compile(contract=False)
def repeated_all(i: I, n: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
    return np.repeat(i, n)


@compile(contract=False)
def tiled(a: V, n: int) -> V:
    return np.tile(a, n)


@compile(contract=False)
def tiled_rows(a: V, n: int, m: int) -> M:
    return np.tile(a, (n, m))


@compile(contract=False)
def tiled_matrix(a: M, n: int, m: int) -> M:
    return np.tile(a, (n, m))


@compile(contract=False)
def tiled_columns(a: M, n: int) -> M:
    return np.tile(a, n) + np.tile(a, [1, 1])[:, :1]


@compile(contract=False)
def tiled_cube(a: M, n: int) -> C:
    return np.tile(a, (n, 1, 2))
