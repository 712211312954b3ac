"""What is neither linear algebra nor a stencil: searches, sums over pairs, fractals, transforms."""

import numpy as np

from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
M = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]
I2 = np.ndarray[tuple[int, int], np.dtype[np.int64]]
Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]
Z = np.ndarray[tuple[int], np.dtype[np.complex128]]
ZM = np.ndarray[tuple[int, int], np.dtype[np.complex128]]
Z3 = np.ndarray[tuple[int, int, int], np.dtype[np.complex128]]


@compile(contract=False)
def arc_distance(theta1: V, phi1: V, theta2: V, phi2: V) -> V:
    """The angles between points on a sphere."""
    sines = (np.sin((theta2 - theta1) / 2.0) ** 2
             + np.cos(theta1) * np.cos(theta2) * np.sin((phi2 - phi1) / 2.0) ** 2)
    return 2.0 * np.arctan2(np.sqrt(sines), np.sqrt(1.0 - sines))


@compile(contract=False)
def go_fast(a: M) -> M:
    trace = 0.0
    for i in range(a.shape[0]):
        trace += np.tanh(a[i, i])
    return a + trace


@compile(contract=False)
def clipping(a: M, b: M, low: float, high: float, c: float) -> M:
    """What NPBench calls `compute`."""
    return np.clip(a, low, high) * c + b * 2.0


@compile(contract=False)
def azimint_naive(data: V, radius: V, bins: int) -> V:
    """The mean of the data in each ring of the radius."""
    largest = np.max(radius)
    means = np.zeros(bins)
    for i in range(bins):
        inner, outer = largest * i / bins, largest * (i + 1) / bins
        ring = np.logical_and(inner <= radius, radius < outer)
        means[i] = np.mean(data[ring])
    return means


@compile(contract=False)
def azimint_hist(data: V, radius: V, bins: int) -> V:
    """The same by histograms."""
    counts = np.histogram(radius, bins)[0]
    sums = np.histogram(radius, bins, weights=data)[0]
    return sums / counts


@compile(contract=False)
def crc16(data: Bytes) -> int:
    """The checksum of X.25: polynomial 0x8408 (reversed), byte by byte and bit by bit."""
    crc = 0xFFFF
    for i in range(data.shape[0]):
        byte = int(data[i])
        for _ in range(8):
            if (crc & 1) ^ (byte & 1):
                crc = (crc >> 1) ^ 0x8408
            else:
                crc >>= 1
            byte >>= 1
    crc = ~crc & 0xFFFF
    return (crc << 8 & 0xFF00) | (crc >> 8 & 0xFF)


@compile(contract=False)
def nussinov(seq: Ints) -> I2:
    """The most pairs of bases that a strand of RNA can form, for all of its parts."""
    n = seq.shape[0]
    table = np.zeros((n, n), np.int64)
    for i in range(n - 1, -1, -1):
        for j in range(i + 1, n):
            best = max(table[i, j - 1], table[i + 1, j])
            if i < j - 1:
                pair = 1 if seq[i] + seq[j] == 3 else 0
                best = max(best, table[i + 1, j - 1] + pair)
            else:
                best = max(best, table[i + 1, j - 1])
            for k in range(i + 1, j):
                best = max(best, table[i, k] + table[k + 1, j])
            table[i, j] = best
    return table


def accelerations(pos: M, mass: V, gravity: float, softening: float) -> M:
    x, y, z = pos[:, 0], pos[:, 1], pos[:, 2]
    dx, dy, dz = x - x[:, None], y - y[:, None], z - z[:, None]
    cubes = dx ** 2 + dy ** 2 + dz ** 2 + softening ** 2
    inverse = np.where(cubes > 0.0, cubes ** (-1.5), cubes)
    acc = np.empty_like(pos)
    acc[:, 0] = gravity * (dx * inverse) @ mass
    acc[:, 1] = gravity * (dy * inverse) @ mass
    acc[:, 2] = gravity * (dz * inverse) @ mass
    return acc


@compile(contract=False)
def nbody(
    mass: V, pos: M, vel: M, steps: int, dt: float, gravity: float, softening: float
) -> V:
    """Bodies that attract each other, by leapfrog; the kinetic energy after each step."""
    energies = np.zeros(steps + 1)
    vel -= np.mean(mass[:, None] * vel, axis=0) / np.mean(mass)
    acc = accelerations(pos, mass, gravity, softening)
    energies[0] = 0.5 * np.sum(mass[:, None] * vel ** 2)
    for i in range(steps):
        vel += acc * dt / 2.0
        pos += vel * dt
        acc = accelerations(pos, mass, gravity, softening)
        vel += acc * dt / 2.0
        energies[i + 1] = 0.5 * np.sum(mass[:, None] * vel ** 2)
    return energies


@compile(contract=False)
def spmv(row: Ints, col: Ints, val: V, x: V) -> V:
    """A sparse matrix, held by rows, times a vector."""
    y = np.empty(row.shape[0] - 1)
    for i in range(row.shape[0] - 1):
        cols = col[row[i]:row[i + 1]]
        vals = val[row[i]:row[i + 1]]
        y[i] = vals @ x[cols]
    return y


@compile(contract=False)
def mandelbrot1(
    xmin: float, xmax: float, ymin: float, ymax: float, xn: int, yn: int, most: int,
    horizon: float,
) -> I2:
    """How often each point is squared before it leaves the circle; all points each time."""
    x = np.linspace(xmin, xmax, xn)
    y = np.linspace(ymin, ymax, yn)
    c = x + y[:, None] * 1j
    n = np.zeros(c.shape, np.int64)
    z = np.zeros(c.shape, np.complex128)
    for i in range(most):
        inside = np.abs(z) < horizon
        n[inside] = i
        z[inside] = z[inside] ** 2 + c[inside]
    n[n == most - 1] = 0
    return n


@compile(contract=False)
def mandelbrot2(
    xmin: float, xmax: float, ymin: float, ymax: float, xn: int, yn: int, most: int,
    horizon: float,
) -> I2:
    """The same; what has left the circle is not computed any more."""
    x = np.linspace(xmin, xmax, xn)
    y = np.linspace(ymin, ymax, yn)
    c = (x + y[:, None] * 1j).ravel()
    n = np.zeros(xn * yn, np.int64)
    places = np.arange(xn * yn)
    z = np.zeros(xn * yn, np.complex128)
    for i in range(most):
        z = z * z + c
        left = np.abs(z) > horizon
        n[places[left]] = i + 1
        stays = ~left
        places = places[stays]
        z = z[stays]
        c = c[stays]
    return n.reshape(yn, xn)


@compile(contract=False)
def stockham_fft(r: int, k: int, x: Z) -> Z:
    """The Fourier transform of `r ** k` numbers in Stockham's order, by radix `r`."""
    n = r ** k
    ids = np.arange(r)
    dft = np.exp(-2j * np.pi / r * (ids[:, None] * ids))
    y = x.copy()
    for i in range(k):
        folded = y.reshape(r ** i, r, r ** (k - i - 1))
        ts = np.arange(r ** i)
        turn = np.exp(-2j * np.pi / r ** (i + 1) * (ts[:, None] * ids))
        turned = folded * turn[:, :, None]
        mixed = np.transpose(turned, (1, 0, 2)).reshape(r, n // r)
        y = (dft @ mixed).reshape(n)
    return y


@compile(contract=False)
def contour_integral(n: int, slabs: int, ham: Z3, int_pts: Z, y: ZM) -> ZM:
    """The moments of a resolvent along a contour."""
    p0 = np.zeros((n, y.shape[1]), np.complex128)
    for i in range(int_pts.shape[0]):
        z = int_pts[i]
        tz = np.zeros((n, n), np.complex128)
        for k in range(slabs + 1):
            tz += z ** (slabs / 2 - k) * ham[k]
        p0 += np.linalg.solve(tz, y)
    return p0
