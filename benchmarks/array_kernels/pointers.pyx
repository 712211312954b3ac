# cython: language_level=3, boundscheck=False, wraparound=False
"""Hands the memory of arrays to the loops in pointers.h."""

from cpython.buffer cimport PyBUF_STRIDES, PyBuffer_Release, PyObject_GetBuffer
from libc.stdint cimport int64_t


cdef extern from "pointers.h":
    double c_dot(const double *a, const double *b, Py_ssize_t n) nogil
    void c_axpy(double alpha, const double *x, double *y, Py_ssize_t n) nogil
    void c_multiply(const double *a, const double *b, double *c,
                    Py_ssize_t n, Py_ssize_t m, Py_ssize_t p) nogil
    void c_multiply_rows(const double *a, const double *b, double *c,
                         Py_ssize_t n, Py_ssize_t m, Py_ssize_t p) nogil
    void c_jacobi(const double *a, double *b, Py_ssize_t n, Py_ssize_t m) nogil
    void c_nbody(double *place, double *speed, const double *mass, Py_ssize_t n,
                 int64_t steps, double dt) nogil
    void c_pairwise(const double *points, double *out, Py_ssize_t n, Py_ssize_t m) nogil
    void c_histogram(const int64_t *values, int64_t *counts,
                     Py_ssize_t n, Py_ssize_t bins) nogil
    void c_prefix(const double *a, double *out, Py_ssize_t n) nogil
    void c_search(const double *a, const double *keys, int64_t *found,
                  Py_ssize_t n, Py_ssize_t count) nogil
    int64_t c_levenshtein(const int64_t *a, const int64_t *b, int64_t *row,
                          Py_ssize_t n, Py_ssize_t m) nogil
    int64_t c_sieve(unsigned char *prime, Py_ssize_t n) nogil
    void c_life(const unsigned char *board, unsigned char *out, Py_ssize_t n, Py_ssize_t m) nogil


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


def nbody(double[:, ::1] place, double[:, ::1] speed, const double[::1] mass,
          int64_t steps, double dt):
    c_nbody(&place[0, 0], &speed[0, 0], &mass[0], mass.shape[0], steps, dt)


def pairwise(const double[:, ::1] points, double[:, ::1] out):
    c_pairwise(&points[0, 0], &out[0, 0], points.shape[0], points.shape[1])


def histogram(const int64_t[::1] values, int64_t[::1] counts):
    c_histogram(&values[0], &counts[0], values.shape[0], counts.shape[0])


def prefix(const double[::1] a, double[::1] out):
    c_prefix(&a[0], &out[0], a.shape[0])


def search(const double[::1] a, const double[::1] keys, int64_t[::1] found):
    c_search(&a[0], &keys[0], &found[0], a.shape[0], keys.shape[0])


def levenshtein(const int64_t[::1] a, const int64_t[::1] b, int64_t[::1] row):
    return c_levenshtein(&a[0], &b[0], &row[0], a.shape[0], b.shape[0])


def sieve(unsigned char[::1] prime):
    return c_sieve(&prime[0], prime.shape[0])


def life(const unsigned char[:, ::1] board, unsigned char[:, ::1] out):
    c_life(&board[0, 0], &out[0, 0], board.shape[0], board.shape[1])


def first(a):
    """By a raw buffer, which is taken by hand."""
    cdef Py_buffer view
    PyObject_GetBuffer(a, &view, PyBUF_STRIDES)
    cdef double item = (<double *>view.buf)[0]
    PyBuffer_Release(&view)
    return item
