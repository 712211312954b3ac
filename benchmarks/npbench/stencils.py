"""Stencils, and solvers of partial differential equations."""

import numpy as np

from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
C = np.ndarray[tuple[int, int, int], np.dtype[np.float64]]


@compile(contract=False)
def jacobi_1d(steps: int, a: V, b: V) -> None:
    for _ in range(steps):
        b[1:-1] = 0.33333 * (a[:-2] + a[1:-1] + a[2:])
        a[1:-1] = 0.33333 * (b[:-2] + b[1:-1] + b[2:])


@compile(contract=False)
def jacobi_2d(steps: int, a: M, b: M) -> None:
    for _ in range(steps):
        b[1:-1, 1:-1] = 0.2 * (
            a[1:-1, 1:-1] + a[1:-1, :-2] + a[1:-1, 2:] + a[2:, 1:-1] + a[:-2, 1:-1])
        a[1:-1, 1:-1] = 0.2 * (
            b[1:-1, 1:-1] + b[1:-1, :-2] + b[1:-1, 2:] + b[2:, 1:-1] + b[:-2, 1:-1])


@compile(contract=False)
def heat_3d(steps: int, a: C, b: C) -> None:
    for _ in range(steps):
        b[1:-1, 1:-1, 1:-1] = (
            0.125 * (a[2:, 1:-1, 1:-1] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[:-2, 1:-1, 1:-1])
            + 0.125 * (a[1:-1, 2:, 1:-1] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[1:-1, :-2, 1:-1])
            + 0.125 * (a[1:-1, 1:-1, 2:] - 2.0 * a[1:-1, 1:-1, 1:-1] + a[1:-1, 1:-1, :-2])
            + a[1:-1, 1:-1, 1:-1])
        a[1:-1, 1:-1, 1:-1] = (
            0.125 * (b[2:, 1:-1, 1:-1] - 2.0 * b[1:-1, 1:-1, 1:-1] + b[:-2, 1:-1, 1:-1])
            + 0.125 * (b[1:-1, 2:, 1:-1] - 2.0 * b[1:-1, 1:-1, 1:-1] + b[1:-1, :-2, 1:-1])
            + 0.125 * (b[1:-1, 1:-1, 2:] - 2.0 * b[1:-1, 1:-1, 1:-1] + b[1:-1, 1:-1, :-2])
            + b[1:-1, 1:-1, 1:-1])


@compile(contract=False)
def seidel_2d(steps: int, a: M) -> None:
    n = a.shape[0]
    for _ in range(steps):
        for i in range(1, n - 1):
            a[i, 1:-1] += (
                a[i - 1, :-2] + a[i - 1, 1:-1] + a[i - 1, 2:] + a[i, 2:]
                + a[i + 1, :-2] + a[i + 1, 1:-1] + a[i + 1, 2:])
            for j in range(1, n - 1):
                a[i, j] = (a[i, j] + a[i, j - 1]) / 9.0


@compile(contract=False)
def fdtd_2d(ex: M, ey: M, hz: M, source: V) -> None:
    for t in range(source.shape[0]):
        ey[0, :] = source[t]
        ey[1:, :] -= 0.5 * (hz[1:, :] - hz[:-1, :])
        ex[:, 1:] -= 0.5 * (hz[:, 1:] - hz[:, :-1])
        hz[:-1, :-1] -= 0.7 * (ex[:-1, 1:] - ex[:-1, :-1] + ey[1:, :-1] - ey[:-1, :-1])


@compile(contract=False)
def adi(steps: int, u: M) -> None:
    """Alternating directions: a tridiagonal system for each column, then for each row."""
    n = u.shape[0]
    v, p, q = np.zeros_like(u), np.zeros_like(u), np.zeros_like(u)
    dx = 1.0 / n
    dt = 1.0 / steps
    mul1, mul2 = 2.0 * dt / (dx * dx), 1.0 * dt / (dx * dx)
    a, b, d, e = -mul1 / 2.0, 1.0 + mul1, -mul2 / 2.0, 1.0 + mul2
    for _ in range(steps):
        v[0, 1:-1] = 1.0
        p[1:-1, 0] = 0.0
        q[1:-1, 0] = v[0, 1:-1]
        for j in range(1, n - 1):
            p[1:-1, j] = -a / (a * p[1:-1, j - 1] + b)
            q[1:-1, j] = (
                -d * u[j, :-2] + (1.0 + 2.0 * d) * u[j, 1:-1] - d * u[j, 2:]
                - a * q[1:-1, j - 1]) / (a * p[1:-1, j - 1] + b)
        v[n - 1, 1:-1] = 1.0
        for j in range(n - 2, 0, -1):
            v[j, 1:-1] = p[1:-1, j] * v[j + 1, 1:-1] + q[1:-1, j]
        u[1:-1, 0] = 1.0
        p[1:-1, 0] = 0.0
        q[1:-1, 0] = u[1:-1, 0]
        for j in range(1, n - 1):
            p[1:-1, j] = -d / (d * p[1:-1, j - 1] + e)
            q[1:-1, j] = (
                -a * v[:-2, j] + (1.0 + 2.0 * a) * v[1:-1, j] - a * v[2:, j]
                - d * q[1:-1, j - 1]) / (d * p[1:-1, j - 1] + e)
        u[1:-1, n - 1] = 1.0
        for j in range(n - 2, 0, -1):
            u[1:-1, j] = p[1:-1, j] * u[1:-1, j + 1] + q[1:-1, j]


@compile(contract=False)
def deriche(alpha: float, image: M) -> M:
    """Deriche's recursive edge filter: forwards and backwards along each axis."""
    w, h = image.shape
    decay = np.exp(-alpha)
    k = (1.0 - decay) * (1.0 - decay) / (1.0 + 2.0 * alpha * decay - np.exp(2.0 * alpha))
    a1, a2 = k, k * decay * (alpha - 1.0)
    a3, a4 = k * decay * (alpha + 1.0), -k * np.exp(-2.0 * alpha)
    b1, b2 = 2.0 ** (-alpha), -np.exp(-2.0 * alpha)
    forth, back = np.empty_like(image), np.empty_like(image)
    forth[:, 0] = a1 * image[:, 0]
    forth[:, 1] = a1 * image[:, 1] + a2 * image[:, 0] + b1 * forth[:, 0]
    for j in range(2, h):
        forth[:, j] = (a1 * image[:, j] + a2 * image[:, j - 1]
                       + b1 * forth[:, j - 1] + b2 * forth[:, j - 2])
    back[:, h - 1] = 0.0
    back[:, h - 2] = a3 * image[:, h - 1]
    for j in range(h - 3, -1, -1):
        back[:, j] = (a3 * image[:, j + 1] + a4 * image[:, j + 2]
                      + b1 * back[:, j + 1] + b2 * back[:, j + 2])
    between = forth + back
    forth[0, :] = a1 * between[0, :]
    forth[1, :] = a1 * between[1, :] + a2 * between[0, :] + b1 * forth[0, :]
    for i in range(2, w):
        forth[i, :] = (a1 * between[i, :] + a2 * between[i - 1, :]
                       + b1 * forth[i - 1, :] + b2 * forth[i - 2, :])
    back[w - 1, :] = 0.0
    back[w - 2, :] = a3 * between[w - 1, :]
    for i in range(w - 3, -1, -1):
        back[i, :] = (a3 * between[i + 1, :] + a4 * between[i + 2, :]
                      + b1 * back[i + 1, :] + b2 * back[i + 2, :])
    return forth + back


@compile(contract=False)
def hdiff(field: C, coefficient: C) -> C:
    """Horizontal diffusion of a weather model, with its flux limiter."""
    lap = 4.0 * field[1:-1, 1:-1, :] - (
        field[2:, 1:-1, :] + field[:-2, 1:-1, :] + field[1:-1, 2:, :] + field[1:-1, :-2, :])
    along_x = lap[1:, 1:-1, :] - lap[:-1, 1:-1, :]
    flux_x = np.where(
        along_x * (field[2:-1, 2:-2, :] - field[1:-2, 2:-2, :]) > 0.0, 0.0, along_x)
    along_y = lap[1:-1, 1:, :] - lap[1:-1, :-1, :]
    flux_y = np.where(
        along_y * (field[2:-2, 2:-1, :] - field[2:-2, 1:-2, :]) > 0.0, 0.0, along_y)
    return field[2:-2, 2:-2, :] - coefficient * (
        flux_x[1:, :, :] - flux_x[:-1, :, :] + flux_y[:, 1:, :] - flux_y[:, :-1, :])


@compile(contract=False)
def vadv(stage: C, pos: C, wcon: C, tens: C, dtr: float) -> None:
    """Vertical advection of a weather model: one tridiagonal system for each column."""
    ni, nj, nk = stage.shape
    ccol, dcol = np.zeros((ni, nj, nk)), np.zeros((ni, nj, nk))
    for k in range(nk):
        low, up = max(k - 1, 0), min(k + 1, nk - 1)
        gav, gcv = np.zeros((ni, nj)), np.zeros((ni, nj))
        if k > 0:
            gav = -0.25 * (wcon[1:, :, k] + wcon[:-1, :, k])
        if k < nk - 1:
            gcv = 0.25 * (wcon[1:, :, k + 1] + wcon[:-1, :, k + 1])
        acol, over = gav * 0.5, gcv * 0.5
        change = -gav * 0.5 * (stage[:, :, low] - stage[:, :, k])
        change = change - gcv * 0.5 * (stage[:, :, up] - stage[:, :, k])
        right = dtr * pos[:, :, k] + tens[:, :, k] + change
        bcol = dtr - acol - over
        if k > 0:
            divided = 1.0 / (bcol - ccol[:, :, k - 1] * acol)
            ccol[:, :, k] = over * divided
            dcol[:, :, k] = (right - dcol[:, :, k - 1] * acol) * divided
        else:
            ccol[:, :, k] = over / bcol
            dcol[:, :, k] = right / bcol
    data = dcol[:, :, nk - 1].copy()
    tens[:, :, nk - 1] = dtr * (data - pos[:, :, nk - 1])
    for k in range(nk - 2, -1, -1):
        data[:] = dcol[:, :, k] - ccol[:, :, k] * data
        tens[:, :, k] = dtr * (data - pos[:, :, k])


def pressure_source(b: M, rho: float, dt: float, u: M, v: M, dx: float, dy: float) -> None:
    b[1:-1, 1:-1] = rho * (
        1.0 / dt * ((u[1:-1, 2:] - u[1:-1, :-2]) / (2.0 * dx)
                    + (v[2:, 1:-1] - v[:-2, 1:-1]) / (2.0 * dy))
        - ((u[1:-1, 2:] - u[1:-1, :-2]) / (2.0 * dx)) ** 2
        - 2.0 * ((u[2:, 1:-1] - u[:-2, 1:-1]) / (2.0 * dy)
                 * (v[1:-1, 2:] - v[1:-1, :-2]) / (2.0 * dx))
        - ((v[2:, 1:-1] - v[:-2, 1:-1]) / (2.0 * dy)) ** 2)


def momentum(
    w: M, w_old: M, u: M, v: M, gradient: M, dt: float, dx: float, dy: float, nu: float
) -> None:
    w[1:-1, 1:-1] = (
        w_old[1:-1, 1:-1]
        - u[1:-1, 1:-1] * dt / dx * (w_old[1:-1, 1:-1] - w_old[1:-1, :-2])
        - v[1:-1, 1:-1] * dt / dy * (w_old[1:-1, 1:-1] - w_old[:-2, 1:-1])
        - gradient
        + nu * (dt / dx ** 2
                * (w_old[1:-1, 2:] - 2.0 * w_old[1:-1, 1:-1] + w_old[1:-1, :-2])
                + dt / dy ** 2
                * (w_old[2:, 1:-1] - 2.0 * w_old[1:-1, 1:-1] + w_old[:-2, 1:-1])))


@compile(contract=False)
def cavity_flow(
    steps: int, iterations: int, u: M, v: M, p: M, dt: float, dx: float, dy: float, rho: float,
    nu: float,
) -> None:
    """The flow in a cavity under a moving lid, by Navier and Stokes."""
    b = np.zeros_like(p)
    for _ in range(steps):
        u_old, v_old = u.copy(), v.copy()
        pressure_source(b, rho, dt, u, v, dx, dy)
        for _ in range(iterations):
            p_old = p.copy()
            p[1:-1, 1:-1] = (
                ((p_old[1:-1, 2:] + p_old[1:-1, :-2]) * dy ** 2
                 + (p_old[2:, 1:-1] + p_old[:-2, 1:-1]) * dx ** 2) / (2.0 * (dx ** 2 + dy ** 2))
                - dx ** 2 * dy ** 2 / (2.0 * (dx ** 2 + dy ** 2)) * b[1:-1, 1:-1])
            p[:, -1] = p[:, -2]
            p[0, :] = p[1, :]
            p[:, 0] = p[:, 1]
            p[-1, :] = 0.0
        push_x = dt / (2.0 * rho * dx) * (p[1:-1, 2:] - p[1:-1, :-2])
        push_y = dt / (2.0 * rho * dy) * (p[2:, 1:-1] - p[:-2, 1:-1])
        momentum(u, u_old, u_old, v_old, push_x, dt, dx, dy, nu)
        momentum(v, v_old, u_old, v_old, push_y, dt, dx, dy, nu)
        u[0, :] = 0.0
        u[:, 0] = 0.0
        u[:, -1] = 0.0
        u[-1, :] = 1.0
        v[0, :] = 0.0
        v[-1, :] = 0.0
        v[:, 0] = 0.0
        v[:, -1] = 0.0


def extended(a: M) -> M:
    """With the last column in front and the first one behind: the channel has no ends."""
    wide = np.empty((a.shape[0], a.shape[1] + 2))
    wide[:, 1:-1] = a
    wide[:, 0] = a[:, -1]
    wide[:, -1] = a[:, 0]
    return wide


@compile(contract=False)
def channel_flow(
    iterations: int, limit: float, u: M, v: M, p: M, dt: float, dx: float, dy: float, rho: float,
    nu: float, force: float,
) -> int:
    """The flow through a channel that closes in itself, until it changes by less than `limit`."""
    change = 1.0
    count = 0
    while change > limit:
        wide_u, wide_v = extended(u), extended(v)
        b = np.zeros((p.shape[0], p.shape[1] + 2))
        pressure_source(b, rho, dt, wide_u, wide_v, dx, dy)
        for _ in range(iterations):
            wide_p = extended(p)
            p[1:-1, :] = (
                ((wide_p[1:-1, 2:] + wide_p[1:-1, :-2]) * dy ** 2
                 + (wide_p[2:, 1:-1] + wide_p[:-2, 1:-1]) * dx ** 2)
                / (2.0 * (dx ** 2 + dy ** 2))
                - dx ** 2 * dy ** 2 / (2.0 * (dx ** 2 + dy ** 2)) * b[1:-1, 1:-1])
            p[-1, :] = p[-2, :]
            p[0, :] = p[1, :]
        wide_p = extended(p)
        push_x = dt / (2.0 * rho * dx) * (wide_p[1:-1, 2:] - wide_p[1:-1, :-2]) - force * dt
        push_y = dt / (2.0 * rho * dy) * (wide_p[2:, 1:-1] - wide_p[:-2, 1:-1])
        new_u, new_v = np.zeros_like(wide_u), np.zeros_like(wide_v)
        momentum(new_u, wide_u, wide_u, wide_v, push_x, dt, dx, dy, nu)
        momentum(new_v, wide_v, wide_u, wide_v, push_y, dt, dx, dy, nu)
        u[:] = new_u[:, 1:-1]
        v[:] = new_v[:, 1:-1]
        before, after = np.sum(wide_u[:, 1:-1]), np.sum(u)
        change = (after - before) / after
        count += 1
    return count
