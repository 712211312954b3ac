# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False


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
