"""Arrays in other shapes, and put together; NumPy itself runs them too."""

import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
C = np.ndarray[tuple[int, int, int], np.dtype[np.float64]]
F = np.ndarray[tuple[int, int], np.dtype[np.float32]]
L = np.ndarray[tuple[int], np.dtype[np.int64]]


@compile(contract=False)
def shaped(a: V, n: int, m: int) -> M:
    return a.reshape(n, m) + 0.0


@compile(contract=False)
def shaped_rest(a: M, n: int) -> M:
    return np.reshape(a, (n, -1)) * 2.0


@compile(contract=False)
def shaped_cube(a: C) -> M:
    return a.reshape(a.shape[0], a.shape[1] * a.shape[2]).copy()


@compile(contract=False)
def shaped_into_cube(a: M, n: int) -> C:
    return a.reshape((-1, n, a.shape[1])) - 1.0


@compile(contract=False)
def shaped_written(a: M, x: float) -> None:
    b = a.reshape(-1)
    b[1:] = x
    c = a.reshape(a.shape[1], a.shape[0])
    c[0] += 1.0


@compile(contract=False)
def shaped_view(a: M, n: int) -> M:
    return a[:, ::2].reshape(n, -1) + a.T[:, ::2].T.reshape(n, -1)


@compile(contract=False)
def shaped_expression(a: V, n: int) -> M:
    return (a * 2.0).reshape(n, n)


@compile(contract=False)
def flat(a: M, x: float) -> V:
    b = a.ravel()
    b[::2] = x
    return np.ravel(a) * 2.0 + a.flatten()


@compile(contract=False)
def flat_line(a: V, x: float) -> None:
    a[::2].ravel()[:] = x
    a[::3].reshape(-1)[:1] = 7.0
    a.flatten()[:] = x


@compile(contract=False)
def flat_masks(a: M) -> V:
    return a.ravel()[a.flatten() > 0]


@compile(contract=False)
def turned(a: C) -> C:
    return np.transpose(a, (1, 0, 2)) + a.transpose(1, 0, 2) * 2.0


@compile(contract=False)
def turned_all(a: C, b: M) -> C:
    return np.transpose(a) + b.transpose()[None] * 0.0 + a.transpose((2, -2, 0))


@compile(contract=False)
def swapped(a: C, x: float) -> C:
    np.swapaxes(a, 0, 2)[0] = x
    return a.swapaxes(1, -1).copy()


@compile(contract=False)
def flipped(a: M, b: V) -> M:
    return np.flip(a) + np.flip(a, axis=1) * 2.0 + np.flip(b)[:1]


@compile(contract=False)
def more_axes(a: V, b: M) -> M:
    return np.expand_dims(a, 1) + np.expand_dims(a, axis=0) + np.squeeze(b[:1], axis=0)[:1]


@compile(contract=False)
def fewer_axes(a: M) -> V:
    return a.squeeze(axis=0) * 2.0


@compile(contract=False)
def one_behind_the_other(a: V, b: V, c: L) -> V:
    return np.concatenate((a, b * 2.0, c))


@compile(contract=False)
def joined(a: M, b: M, f: F) -> M:
    return np.concatenate([a, b, f], axis=1)


@compile(contract=False)
def stacked(a: V, b: V) -> M:
    return np.stack((a, b)) + np.stack([b, a + 1], axis=-1).T


@compile(contract=False)
def in_rows(a: M, b: V) -> M:
    return np.vstack((a, b, a))


@compile(contract=False)
def in_columns(a: M, b: M, c: V) -> M:
    return np.hstack((a, b)) + np.hstack([c, c])[:1]


@compile(contract=False)
def clipped(a: M, x: float, y: float, k: L) -> M:
    return np.clip(a, x, y) + a.clip(-1, None) + np.clip(k, 0, 3)[:1]


@compile(contract=False)
def differences(a: M, b: V) -> M:
    return np.diff(a) + np.diff(a, axis=0)[:1, :1] + np.diff(b)[:1]


@compile(contract=False)
def triangles(a: M, k: int) -> M:
    return np.tril(a) + np.triu(a * 2.0, k) + np.tril(a, k=-1)


@compile(contract=False)
def six_dimensions(a: V, m: M) -> V:
    b = a[:8].reshape(2, 1, 2, 1, 2, -1)
    c = m[:, ::2].reshape(1, 1, 1, -1, 1, 1)
    return b[b > 0] + b.transpose(5, 4, 3, 2, 1, 0).reshape(8)[0] + c.flatten()[:1]
