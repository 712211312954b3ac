"""Linear algebra: products of matrices and vectors, factorizations, solvers."""

import numpy as np

from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
C = np.ndarray[tuple[int, int, int], np.dtype[np.float64]]


@compile(contract=False)
def gemm(alpha: float, beta: float, c: M, a: M, b: M) -> None:
    c[:] = alpha * (a @ b) + beta * c


@compile(contract=False)
def k2mm(alpha: float, beta: float, a: M, b: M, c: M, d: M) -> None:
    d[:] = alpha * (a @ b) @ c + beta * d


@compile(contract=False)
def k3mm(a: M, b: M, c: M, d: M) -> M:
    return (a @ b) @ (c @ d)


@compile(contract=False)
def atax(a: M, x: V) -> V:
    return (a @ x) @ a


@compile(contract=False)
def bicg(a: M, p: V, r: V, s: V, q: V) -> None:
    s[:] = r @ a
    q[:] = a @ p


@compile(contract=False)
def mvt(x1: V, x2: V, y1: V, y2: V, a: M) -> None:
    x1 += a @ y1
    x2 += y2 @ a


@compile(contract=False)
def gemver(
    alpha: float, beta: float, a: M, u1: V, v1: V, u2: V, v2: V, w: V, x: V, y: V, z: V
) -> None:
    a += np.outer(u1, v1) + np.outer(u2, v2)
    x += beta * (y @ a) + z
    w += alpha * (a @ x)


@compile(contract=False)
def gesummv(alpha: float, beta: float, a: M, b: M, x: V) -> V:
    return alpha * (a @ x) + beta * (b @ x)


@compile(contract=False)
def doitgen(a: C, c4: M) -> None:
    for r in range(a.shape[0]):
        a[r] = a[r] @ c4


@compile(contract=False)
def symm(alpha: float, beta: float, c: M, a: M, b: M) -> None:
    """`a` is symmetric, and only its lower triangle is read."""
    c *= beta
    for i in range(c.shape[0]):
        for j in range(c.shape[1]):
            c[:i, j] += alpha * b[i, j] * a[i, :i]
            c[i, j] += alpha * (b[i, j] * a[i, i] + b[:i, j] @ a[i, :i])


@compile(contract=False)
def syrk(alpha: float, beta: float, c: M, a: M) -> None:
    for i in range(a.shape[0]):
        c[i, :i + 1] *= beta
        for k in range(a.shape[1]):
            c[i, :i + 1] += alpha * a[i, k] * a[:i + 1, k]


@compile(contract=False)
def syr2k(alpha: float, beta: float, c: M, a: M, b: M) -> None:
    for i in range(a.shape[0]):
        c[i, :i + 1] *= beta
        for k in range(a.shape[1]):
            c[i, :i + 1] += (
                a[:i + 1, k] * (alpha * b[i, k]) + b[:i + 1, k] * (alpha * a[i, k]))


@compile(contract=False)
def trmm(alpha: float, a: M, b: M) -> None:
    """`b = alpha * a.T @ b`, where `a` is lower triangular with ones on its diagonal."""
    for i in range(b.shape[0]):
        for j in range(b.shape[1]):
            b[i, j] += a[i + 1:, i] @ b[i + 1:, j]
    b *= alpha


@compile(contract=False)
def trisolv(low: M, x: V, b: V) -> None:
    for i in range(x.shape[0]):
        x[i] = (b[i] - low[i, :i] @ x[:i]) / low[i, i]


@compile(contract=False)
def cholesky(a: M) -> None:
    for i in range(a.shape[0]):
        for j in range(i):
            a[i, j] = (a[i, j] - a[i, :j] @ a[j, :j]) / a[j, j]
        a[i, i] = np.sqrt(a[i, i] - a[i, :i] @ a[i, :i])


@compile(contract=False)
def lu(a: M) -> None:
    for i in range(a.shape[0]):
        for j in range(i):
            a[i, j] = (a[i, j] - a[i, :j] @ a[:j, j]) / a[j, j]
        for j in range(i, a.shape[0]):
            a[i, j] -= a[i, :i] @ a[:i, j]


@compile(contract=False)
def ludcmp(a: M, b: V) -> V:
    n = a.shape[0]
    lu(a)
    x = np.zeros_like(b)
    y = np.zeros_like(b)
    for i in range(n):
        y[i] = b[i] - a[i, :i] @ y[:i]
    for i in range(n - 1, -1, -1):
        x[i] = (y[i] - a[i, i + 1:] @ x[i + 1:]) / a[i, i]
    return x


@compile(contract=False)
def gramschmidt(a: M, q: M, r: M) -> None:
    for k in range(a.shape[1]):
        r[k, k] = np.sqrt(a[:, k] @ a[:, k])
        q[:, k] = a[:, k] / r[k, k]
        for j in range(k + 1, a.shape[1]):
            r[k, j] = q[:, k] @ a[:, j]
            a[:, j] -= q[:, k] * r[k, j]


@compile(contract=False)
def durbin(r: V) -> V:
    y = np.empty_like(r)
    alpha = -r[0]
    beta = 1.0
    y[0] = -r[0]
    for k in range(1, r.shape[0]):
        beta *= 1.0 - alpha * alpha
        alpha = -(r[k] + r[k - 1::-1] @ y[:k]) / beta
        y[:k] += alpha * y[k - 1::-1]
        y[k] = alpha
    return y


@compile(contract=False)
def covariance(data: M) -> M:
    centred = data - np.mean(data, axis=0)
    return centred.T @ centred / (data.shape[0] - 1.0)


@compile(contract=False)
def correlation(data: M) -> M:
    deviation = np.std(data, axis=0)
    deviation = np.where(deviation <= 0.1, 1.0, deviation)
    scaled = (data - np.mean(data, axis=0)) / (np.sqrt(float(data.shape[0])) * deviation)
    return scaled.T @ scaled


@compile(contract=False)
def floyd_warshall(path: M) -> None:
    for k in range(path.shape[0]):
        path[:] = np.minimum(path, path[:, k][:, None] + path[k])
