"""Loops over arrays, as a user writes them. Not contracted, like what they are compared with."""

import math

import numpy as np
import numpy.typing as npt

from pyx_lowering import compile

Vector = npt.NDArray[np.float64]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Grid = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


@compile(contract=False)
def dot(a: Vector, b: Vector) -> float:
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


@compile(contract=False)
def axpy(alpha: float, x: Vector, y: Vector) -> None:
    for i in range(len(x)):
        y[i] += alpha * x[i]


@compile(contract=False)
def multiply(a: Matrix, b: Matrix, c: Matrix) -> None:
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            total = 0.0
            for k in range(a.shape[1]):
                total += a[i, k] * b[k, j]
            c[i, j] = total


@compile(contract=False)
def multiply_rows(a: Matrix, b: Matrix, c: Matrix) -> None:
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            c[i, j] = 0.0
        for k in range(a.shape[1]):
            for j in range(b.shape[1]):
                c[i, j] += a[i, k] * b[k, j]


@compile(contract=False)
def jacobi(a: Matrix, b: Matrix) -> None:
    n, m = a.shape
    for i in range(1, n - 1):
        for j in range(1, m - 1):
            b[i, j] = 0.25 * (a[i - 1, j] + a[i + 1, j] + a[i, j - 1] + a[i, j + 1])


@compile(contract=False)
def first(a: Vector) -> float:
    return float(a[0])


@compile(contract=False)
def nbody(place: Matrix, speed: Matrix, mass: Vector, steps: int, dt: float) -> None:
    n = len(mass)
    for _ in range(steps):
        for i in range(n):
            for j in range(i + 1, n):
                dx = place[i, 0] - place[j, 0]
                dy = place[i, 1] - place[j, 1]
                dz = place[i, 2] - place[j, 2]
                square = dx * dx + dy * dy + dz * dz
                pull = dt / (square * math.sqrt(square))
                speed[i, 0] -= dx * mass[j] * pull
                speed[i, 1] -= dy * mass[j] * pull
                speed[i, 2] -= dz * mass[j] * pull
                speed[j, 0] += dx * mass[i] * pull
                speed[j, 1] += dy * mass[i] * pull
                speed[j, 2] += dz * mass[i] * pull
        for i in range(n):
            for k in range(3):
                place[i, k] += dt * speed[i, k]


@compile(contract=False)
def pairwise(points: Matrix, out: Matrix) -> None:
    n, m = points.shape
    for i in range(n):
        for j in range(n):
            total = 0.0
            for k in range(m):
                difference = points[i, k] - points[j, k]
                total += difference * difference
            out[i, j] = math.sqrt(total)


@compile(contract=False)
def histogram(values: Ints, counts: Ints) -> None:
    for value in values:
        counts[value] += 1


@compile(contract=False)
def prefix(a: Vector, out: Vector) -> None:
    total = 0.0
    for i in range(len(a)):
        total += a[i]
        out[i] = total


@compile(contract=False)
def search(a: Vector, keys: Vector, found: Ints) -> None:
    for i in range(len(keys)):
        key = keys[i]
        low, high = 0, len(a)
        while low < high:
            middle = (low + high) // 2
            if a[middle] < key:
                low = middle + 1
            else:
                high = middle
        found[i] = low


@compile(contract=False)
def levenshtein(a: Ints, b: Ints, row: Ints) -> int:
    m = len(b)
    for j in range(m + 1):
        row[j] = j
    for i in range(len(a)):
        corner = row[0]
        row[0] = i + 1
        for j in range(m):
            above = row[j + 1]
            cost = corner if a[i] == b[j] else min(corner, above, row[j]) + 1
            row[j + 1] = cost
            corner = above
    return int(row[m])


@compile(contract=False)
def sieve(prime: Bools) -> int:
    n = len(prime)
    for i in range(n):
        prime[i] = i >= 2
    i = 2
    while i * i < n:
        if prime[i]:
            for j in range(i * i, n, i):
                prime[j] = False
        i += 1
    count = 0
    for each in prime:
        count += each
    return count


@compile(contract=False)
def life(board: Grid, out: Grid) -> None:
    n, m = board.shape
    for i in range(1, n - 1):
        for j in range(1, m - 1):
            around = (
                board[i - 1, j - 1] + board[i - 1, j] + board[i - 1, j + 1]
                + board[i, j - 1] + board[i, j + 1]
                + board[i + 1, j - 1] + board[i + 1, j] + board[i + 1, j + 1])
            out[i, j] = around == 3 or (board[i, j] and around == 2)
