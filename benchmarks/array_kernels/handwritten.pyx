# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False

from libc.math cimport sqrt
from libc.stdint cimport int64_t


def dot(const double[::1] a, const double[::1] b):
    cdef Py_ssize_t i
    cdef double total = 0.0
    with nogil:
        for i in range(a.shape[0]):
            total += a[i] * b[i]
    return total


def axpy(double alpha, const double[::1] x, double[::1] y):
    cdef Py_ssize_t i
    with nogil:
        for i in range(x.shape[0]):
            y[i] += alpha * x[i]


def multiply(const double[:, ::1] a, const double[:, ::1] b, double[:, ::1] c):
    cdef Py_ssize_t i, j, k
    cdef double total
    with nogil:
        for i in range(a.shape[0]):
            for j in range(b.shape[1]):
                total = 0.0
                for k in range(a.shape[1]):
                    total += a[i, k] * b[k, j]
                c[i, j] = total


def multiply_rows(const double[:, ::1] a, const double[:, ::1] b, double[:, ::1] c):
    cdef Py_ssize_t i, j, k
    with nogil:
        for i in range(a.shape[0]):
            for j in range(b.shape[1]):
                c[i, j] = 0.0
            for k in range(a.shape[1]):
                for j in range(b.shape[1]):
                    c[i, j] += a[i, k] * b[k, j]


def jacobi(const double[:, ::1] a, double[:, ::1] b):
    cdef Py_ssize_t i, j
    with nogil:
        for i in range(1, a.shape[0] - 1):
            for j in range(1, a.shape[1] - 1):
                b[i, j] = 0.25 * (a[i - 1, j] + a[i + 1, j] + a[i, j - 1] + a[i, j + 1])


def first(const double[::1] a):
    return a[0]


def nbody(double[:, ::1] place, double[:, ::1] speed, const double[::1] mass, long long steps, double dt):
    cdef Py_ssize_t i, j, k, n = mass.shape[0]
    cdef long long turn
    cdef double dx, dy, dz, square, pull
    with nogil:
        for turn in range(steps):
            for i in range(n):
                for j in range(i + 1, n):
                    dx = place[i, 0] - place[j, 0]
                    dy = place[i, 1] - place[j, 1]
                    dz = place[i, 2] - place[j, 2]
                    square = dx * dx + dy * dy + dz * dz
                    pull = dt / (square * sqrt(square))
                    speed[i, 0] -= dx * mass[j] * pull
                    speed[i, 1] -= dy * mass[j] * pull
                    speed[i, 2] -= dz * mass[j] * pull
                    speed[j, 0] += dx * mass[i] * pull
                    speed[j, 1] += dy * mass[i] * pull
                    speed[j, 2] += dz * mass[i] * pull
            for i in range(n):
                for k in range(3):
                    place[i, k] += dt * speed[i, k]


def pairwise(const double[:, ::1] points, double[:, ::1] out):
    cdef Py_ssize_t i, j, k
    cdef double total, difference
    with nogil:
        for i in range(points.shape[0]):
            for j in range(points.shape[0]):
                total = 0.0
                for k in range(points.shape[1]):
                    difference = points[i, k] - points[j, k]
                    total += difference * difference
                out[i, j] = sqrt(total)


def histogram(const int64_t[::1] values, int64_t[::1] counts):
    cdef Py_ssize_t i
    with nogil:
        for i in range(values.shape[0]):
            counts[values[i]] += 1


def prefix(const double[::1] a, double[::1] out):
    cdef Py_ssize_t i
    cdef double total = 0.0
    with nogil:
        for i in range(a.shape[0]):
            total += a[i]
            out[i] = total


def search(const double[::1] a, const double[::1] keys, int64_t[::1] found):
    cdef Py_ssize_t i, low, high, middle
    cdef double key
    with nogil:
        for i in range(keys.shape[0]):
            key = keys[i]
            low, high = 0, a.shape[0]
            while low < high:
                middle = (low + high) // 2
                if a[middle] < key:
                    low = middle + 1
                else:
                    high = middle
            found[i] = low


def levenshtein(const int64_t[::1] a, const int64_t[::1] b, int64_t[::1] row):
    cdef Py_ssize_t i, j, m = b.shape[0]
    cdef int64_t corner, above, cost
    with nogil:
        for j in range(m + 1):
            row[j] = j
        for i in range(a.shape[0]):
            corner = row[0]
            row[0] = i + 1
            for j in range(m):
                above = row[j + 1]
                cost = corner if a[i] == b[j] else min(corner, above, row[j]) + 1
                row[j + 1] = cost
                corner = above
    return row[m]


def sieve(unsigned char[::1] prime):
    cdef Py_ssize_t i, j, n = prime.shape[0]
    cdef int64_t count = 0
    with nogil:
        for i in range(n):
            prime[i] = i >= 2
        i = 2
        while i * i < n:
            if prime[i]:
                j = i * i
                while j < n:
                    prime[j] = False
                    j += i
            i += 1
        for i in range(n):
            count += prime[i]
    return count


def life(const unsigned char[:, ::1] board, unsigned char[:, ::1] out):
    cdef Py_ssize_t i, j
    cdef int around
    with nogil:
        for i in range(1, board.shape[0] - 1):
            for j in range(1, board.shape[1] - 1):
                around = (
                    board[i - 1, j - 1] + board[i - 1, j] + board[i - 1, j + 1]
                    + board[i, j - 1] + board[i, j + 1]
                    + board[i + 1, j - 1] + board[i + 1, j] + board[i + 1, j + 1])
                out[i, j] = around == 3 or (board[i, j] and around == 2)
