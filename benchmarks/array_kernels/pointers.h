/* The same loops in C, over plain pointers. */
#include <stddef.h>

static double c_dot(const double *a, const double *b, ptrdiff_t n) {
    double total = 0.0;
    for (ptrdiff_t i = 0; i < n; i++)
        total += a[i] * b[i];
    return total;
}

static void c_axpy(double alpha, const double *x, double *y, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n; i++)
        y[i] += alpha * x[i];
}

static void c_multiply(
    const double *a, const double *b, double *c, ptrdiff_t n, ptrdiff_t m, ptrdiff_t p) {
    for (ptrdiff_t i = 0; i < n; i++)
        for (ptrdiff_t j = 0; j < p; j++) {
            double total = 0.0;
            for (ptrdiff_t k = 0; k < m; k++)
                total += a[i * m + k] * b[k * p + j];
            c[i * p + j] = total;
        }
}

static void c_multiply_rows(
    const double *a, const double *b, double *c, ptrdiff_t n, ptrdiff_t m, ptrdiff_t p) {
    for (ptrdiff_t i = 0; i < n; i++) {
        for (ptrdiff_t j = 0; j < p; j++)
            c[i * p + j] = 0.0;
        for (ptrdiff_t k = 0; k < m; k++)
            for (ptrdiff_t j = 0; j < p; j++)
                c[i * p + j] += a[i * m + k] * b[k * p + j];
    }
}

static void c_jacobi(const double *a, double *b, ptrdiff_t n, ptrdiff_t m) {
    for (ptrdiff_t i = 1; i < n - 1; i++)
        for (ptrdiff_t j = 1; j < m - 1; j++)
            b[i * m + j] = 0.25 * (a[(i - 1) * m + j] + a[(i + 1) * m + j]
                                   + a[i * m + j - 1] + a[i * m + j + 1]);
}
