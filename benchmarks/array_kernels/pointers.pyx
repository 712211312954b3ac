# cython: language_level=3, boundscheck=False, wraparound=False
"""Hands the memory of arrays to the loops in pointers.h."""

cdef extern from "pointers.h":
    double c_dot(const double *a, const double *b, Py_ssize_t n) nogil
    void c_axpy(double alpha, const double *x, double *y, Py_ssize_t n) nogil
    void c_multiply(const double *a, const double *b, double *c,
                    Py_ssize_t n, Py_ssize_t m, Py_ssize_t p) nogil
    void c_multiply_rows(const double *a, const double *b, double *c,
                         Py_ssize_t n, Py_ssize_t m, Py_ssize_t p) nogil
    void c_jacobi(const double *a, double *b, Py_ssize_t n, Py_ssize_t m) nogil


def dot(const double[::1] a, const double[::1] b):
    return c_dot(&a[0], &b[0], a.shape[0])


def axpy(double alpha, const double[::1] x, double[::1] y):
    c_axpy(alpha, &x[0], &y[0], x.shape[0])


def multiply(const double[:, ::1] a, const double[:, ::1] b, double[:, ::1] c):
    c_multiply(&a[0, 0], &b[0, 0], &c[0, 0], a.shape[0], a.shape[1], b.shape[1])


def multiply_rows(const double[:, ::1] a, const double[:, ::1] b, double[:, ::1] c):
    c_multiply_rows(&a[0, 0], &b[0, 0], &c[0, 0], a.shape[0], a.shape[1], b.shape[1])


def jacobi(const double[:, ::1] a, double[:, ::1] b):
    c_jacobi(&a[0, 0], &b[0, 0], a.shape[0], a.shape[1])


def first(const double[::1] a):
    return a[0]
