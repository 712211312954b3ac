"""Masks, and arrays of indices; NumPy itself runs them too."""

import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
C = np.ndarray[tuple[int, int, int], np.dtype[np.float64]]
F = np.ndarray[tuple[int], np.dtype[np.float32]]
L = np.ndarray[tuple[int], np.dtype[np.int64]]
I = np.ndarray[tuple[int], np.dtype[np.int32]]
U = np.ndarray[tuple[int], np.dtype[np.uint8]]
W = np.ndarray[tuple[int], np.dtype[np.uint64]]
J = np.ndarray[tuple[int, int], np.dtype[np.int64]]
B = np.ndarray[tuple[int], np.dtype[np.bool_]]
N = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


# Masks


@compile(contract=False)
def kept(a: V, m: B) -> V:
    return a[m]


@compile(contract=False)
def kept_of_table(a: M, m: N) -> V:
    return a[m]


@compile(contract=False)
def positive(a: V) -> V:
    return a[a > 0]


@compile(contract=False)
def positive_of_table(a: M, b: V) -> V:
    return a[(a > 0) & (b < 1)]


@compile(contract=False)
def kept_floats(a: F, m: B) -> F:
    return a[~m] * 2


@compile(contract=False)
def kept_mask(m: B, n: B) -> B:
    return (m & n)[m | n] ^ m[m | n]


@compile(contract=False)
def set_to(a: V, m: B, x: float) -> None:
    a[m] = x
    a[a > 1] = 0


@compile(contract=False)
def set_in_table(a: M, x: float) -> None:
    a[a < x] = -x
    a[1:, ::-1][a[1:, ::-1] > 5] = 3


@compile(contract=False)
def set_in_place(a: M, m: N) -> None:
    where = m.copy()
    a[where] *= 2


@compile(contract=False)
def scaled(a: M, x: float) -> None:
    a[a < 0] *= x


@compile(contract=False)
def counted_true(a: M, b: V) -> int:
    return np.count_nonzero((a > 0) & (a < b))


@compile(contract=False)
def set_small(a: U, m: B, n: int) -> None:
    a[m] = 7
    a[a > 9] -= 3


@compile(contract=False)
def set_to_array(a: V, m: B, b: V) -> None:
    a[m] = b.copy()


@compile(contract=False)
def set_to_expression(a: M, m: N, b: V) -> None:
    a[m] = b * 2 + 1


@compile(contract=False)
def set_to_one(a: V, b: V) -> None:
    a[a > 0] = b[:1].copy()


@compile(contract=False)
def set_ints(a: L, m: B, b: I) -> None:
    a[m] = b[m]
    a[~m] = 5


@compile(contract=False)
def turned(a: V, m: B) -> None:
    a[m] = a[::-1][m]


@compile(contract=False)
def changed(a: V, b: V, m: B) -> None:
    a[m] += b[m]
    a[m] *= 2
    a[~m] -= b[~m]


@compile(contract=False)
def changed_by_array(a: V, b: V, m: B) -> None:
    a[m] += b


@compile(contract=False)
def changed_in_table(a: M, b: M, m: N) -> None:
    a[m] = a[m] ** 2 + b[m] - 1.0
    b[m] = np.sqrt(np.abs(a[m])) * a[m]


@compile(contract=False)
def different_masks(a: V, b: V, m: B, n: B) -> V:
    return a[m] + b[n]


@compile(contract=False)
def mask_of_itself(m: B, n: B) -> None:
    m[m] = n[m]
    n[n] = False


@compile(contract=False)
def mask_moved(m: B) -> None:
    m[1:][m[:-1]] = False


@compile(contract=False)
def used(a: V, m: B) -> float:
    return np.sum(a[m]) + a[a > 0].sum() * 2.0 + len(a[m])


@compile(contract=False)
def average(a: V, m: B) -> float:
    return a[m].mean()


@compile(contract=False)
def compared(a: M, b: V, x: float, n: int) -> int:
    few = np.count_nonzero(a < b) + 100 * np.count_nonzero(a <= x) + 10000 * np.count_nonzero(b >= n)
    more = np.count_nonzero(a == x) + 100 * np.count_nonzero(b != b) + 10000 * np.count_nonzero(x > a)
    return few + 1000000 * more


@compile(contract=False)
def counts(a: M, m: N, b: V) -> int:
    return np.count_nonzero(a > 0) * 10000 + m.sum() * 100 + np.count_nonzero(b) + np.sum(m)


@compile(contract=False)
def rows_kept(a: M, m: B) -> M:
    return a[m]


@compile(contract=False)
def columns_kept(a: M, m: B) -> M:
    return a[:, m]


@compile(contract=False)
def row_set(a: M, m: B, b: V) -> None:
    a[m] = b
    a[:, 0][m] += 1
    a[m, -1] = 2


@compile(contract=False)
def layers_kept(a: C, m: N) -> M:
    return a[m]


@compile(contract=False)
def where_true(a: M) -> L:
    i, j = np.nonzero(a > 0)
    return i * 100 + j


@compile(contract=False)
def where_one(a: V) -> L:
    return np.where(a > 0)[0] + np.flatnonzero(a > 0) * 2


@compile(contract=False)
def where_floats(a: V, b: V) -> V:
    return b[a.nonzero()]


@compile(contract=False)
def looped(a: V) -> float:
    total = 0.0
    for x in a[a > 0]:
        total += x
    for place in np.flatnonzero(a < 0):
        total -= a[place]
    return total


@compile(contract=False)
def masked_again(a: V, n: int) -> V:
    for k in range(n):
        a = a[a > k]
    return a.copy()


# Arrays of indices


@compile(contract=False)
def taken(a: V, i: L) -> V:
    return a[i]


@compile(contract=False)
def taken_small(a: V, i: I) -> V:
    return a[i] * 2 + a[i[::-1]]


@compile(contract=False)
def taken_bytes(a: V, i: U) -> V:
    return a[i]


@compile(contract=False)
def taken_wide(a: V, i: W) -> V:
    return a[i]


@compile(contract=False)
def taken_table(a: V, i: J) -> M:
    return a[i]


@compile(contract=False)
def taken_computed(a: V, i: L) -> V:
    return a[i + 1] - a[i * -1]


@compile(contract=False)
def rows(a: M, i: L) -> M:
    return a[i]


@compile(contract=False)
def columns(a: M, i: L) -> M:
    return a[:, i] + a[::-1, i]


@compile(contract=False)
def row_of(a: M, n: int, i: L) -> V:
    return a[n, i]


@compile(contract=False)
def column_of(a: M, i: L, n: int) -> V:
    return a[i, n]


@compile(contract=False)
def pairs(a: M, i: L, j: I) -> V:
    return a[i, j]


@compile(contract=False)
def crossed(a: M, i: L, j: L) -> M:
    return a[i[:, None], j]


@compile(contract=False)
def in_the_middle(a: C, i: L) -> C:
    return a[:, i]


@compile(contract=False)
def apart(a: C, i: L, n: int) -> M:
    return a[i, :, n]


@compile(contract=False)
def apart_again(a: C, i: L, n: int) -> M:
    return a[n, ..., i] + a[n, :, i]


@compile(contract=False)
def together(a: C, i: L, n: int) -> M:
    return a[:, i, n]


@compile(contract=False)
def with_new_axis(a: M, i: L) -> C:
    return a[None, i]


@compile(contract=False)
def with_mask(a: M, i: L, m: B) -> V:
    return a[m, i]


@compile(contract=False)
def listed(a: M, n: int) -> M:
    return a[:, [0, -1]] + a[[n], 0:1]


@compile(contract=False)
def taken_twice(a: V, i: L, j: L) -> V:
    return a[i][j]


@compile(contract=False)
def by_name(a: V, b: M, i: L) -> V:
    return np.take(a, i) + b.take(i, axis=1)[0]


@compile(contract=False)
def put(a: V, i: L, b: V) -> None:
    a[i] = b


@compile(contract=False)
def put_number(a: V, i: L, x: float) -> None:
    a[i] = x
    a[i[1:]] = 1


@compile(contract=False)
def put_rows(a: M, i: L, b: V) -> None:
    a[i] = b
    a[i, 0] = 2


@compile(contract=False)
def put_columns(a: M, i: L, b: M) -> None:
    a[:, i] = b


@compile(contract=False)
def put_pairs(a: M, i: L, j: L, b: V) -> None:
    a[i, j] = b * 2


@compile(contract=False)
def put_turned(a: V, i: L) -> None:
    a[i] = a


@compile(contract=False)
def put_itself(i: L) -> None:
    i[i] = i


@compile(contract=False)
def put_in_itself(i: L) -> None:
    i[i] = 0


@compile(contract=False)
def put_floats(a: L, i: L, b: V) -> None:
    a[i] = b[i] > 0
    a[i] += a[i]


@compile(contract=False)
def moved(a: V, i: L) -> None:
    a[:] = a[i]


@compile(contract=False)
def added(a: V, i: L, b: V) -> None:
    a[i] += b
    a[i] *= 2


@compile(contract=False)
def added_to_rows(a: M, i: L, b: V) -> None:
    a[i] += b
    a[0, i] -= 1


@compile(contract=False)
def added_each(a: V, i: L, b: V) -> None:
    np.add.at(a, i, b)
    np.maximum.at(a, i[::-1], 1)


@compile(contract=False)
def added_itself(a: V, i: L) -> None:
    np.subtract.at(a, i, a)


@compile(contract=False)
def counted(i: L, n: int) -> L:
    bins = np.zeros(8, dtype=np.int64)
    np.add.at(bins, i, n)
    return bins


@compile(contract=False)
def sparse(data: V, columns: L, starts: L, x: V) -> V:
    y = np.empty(len(starts) - 1)
    for row in range(len(starts) - 1):
        y[row] = np.sum(data[starts[row]:starts[row + 1]] * x[columns[starts[row]:starts[row + 1]]])
    return y


@compile(contract=False)
def sparse_ints(data: L, columns: U, starts: I, x: L) -> L:
    y = np.zeros(8, dtype=np.int64)
    for row in range(min(len(starts) - 1, 8)):
        here = slice_of(data, starts[row], starts[row + 1])
        y[row] = here @ x[columns[starts[row]:starts[row + 1]]]
    return y


def slice_of(data: L, start: int, stop: int) -> L:
    return data[start:stop].copy()


@compile(contract=False)
def sparse_floats(data: V, columns: I, starts: I, x: V) -> V:
    y = np.empty(len(starts) - 1)
    for row in range(len(starts) - 1):
        y[row] = data[starts[row]:starts[row + 1]] @ x[columns[starts[row]:starts[row + 1]]]
    return y


@compile(contract=False)
def by_small_ints(a: V, i: I, j: U, k: W) -> float:
    total = 0.0
    for place in range(j[0], i[1]):
        total += a[place]
    return total + a[i[0]] + a[k[0]] + a[i[0]:j[1]].sum()


@compile(contract=False)
def counted_small(i: I, j: U) -> L:
    bins = np.zeros(3, dtype=np.int64)
    for k in range(len(i)):
        bins[i[k]] += 1
        bins[j[k]] = 0
    return bins


def spoil(i: L, n: int) -> float:
    i[:] = n
    return 1.0


@compile(contract=False)
def index_changed_meanwhile(a: V, i: L, n: int) -> None:
    a[i] += spoil(i, n)


@compile(contract=False)
def read_before_the_call(a: V, i: L, n: int) -> V:
    return a[i] + spoil(i, n)


@compile(contract=False)
def exchanged(a: V, b: V, m: B) -> None:
    a[m], b[m] = b[m], a[m]


@compile(contract=False)
def exponentials(a: V, b: V, m: B, i: L) -> V:
    a[m] = np.exp(a[m]) + b[m] ** 1.5
    return np.tanh(a[i]) * np.exp(a)[i]
