/* The same loops in C, over plain pointers; with SLICES defined, those of slices.rs. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#ifdef SLICES
double c_dot(const double *a, const double *b, ptrdiff_t n);
void c_axpy(double alpha, const double *x, double *y, ptrdiff_t n);
void c_multiply(const double *a, const double *b, double *c, ptrdiff_t n, ptrdiff_t m,
    ptrdiff_t p);
void c_multiply_rows(const double *a, const double *b, double *c, ptrdiff_t n, ptrdiff_t m,
    ptrdiff_t p);
void c_jacobi(const double *a, double *b, ptrdiff_t n, ptrdiff_t m);
void c_nbody(double *place, double *speed, const double *mass, ptrdiff_t n, int64_t steps,
    double dt);
void c_pairwise(const double *points, double *out, ptrdiff_t n, ptrdiff_t m);
void c_histogram(const int64_t *values, int64_t *counts, ptrdiff_t n, ptrdiff_t bins);
void c_prefix(const double *a, double *out, ptrdiff_t n);
void c_search(const double *a, const double *keys, int64_t *found, ptrdiff_t n, ptrdiff_t count);
int64_t c_levenshtein(const int64_t *a, const int64_t *b, int64_t *row, ptrdiff_t n, ptrdiff_t m);
int64_t c_sieve(unsigned char *prime, ptrdiff_t n);
void c_life(const unsigned char *board, unsigned char *out, ptrdiff_t n, ptrdiff_t m);
#else

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

static void c_nbody(
    double *place, double *speed, const double *mass, ptrdiff_t n, int64_t steps, double dt) {
    for (int64_t turn = 0; turn < steps; turn++) {
        for (ptrdiff_t i = 0; i < n; i++)
            for (ptrdiff_t j = i + 1; j < n; j++) {
                double dx = place[3 * i] - place[3 * j];
                double dy = place[3 * i + 1] - place[3 * j + 1];
                double dz = place[3 * i + 2] - place[3 * j + 2];
                double square = dx * dx + dy * dy + dz * dz;
                double pull = dt / (square * sqrt(square));
                speed[3 * i] -= dx * mass[j] * pull;
                speed[3 * i + 1] -= dy * mass[j] * pull;
                speed[3 * i + 2] -= dz * mass[j] * pull;
                speed[3 * j] += dx * mass[i] * pull;
                speed[3 * j + 1] += dy * mass[i] * pull;
                speed[3 * j + 2] += dz * mass[i] * pull;
            }
        for (ptrdiff_t i = 0; i < n; i++)
            for (ptrdiff_t k = 0; k < 3; k++)
                place[3 * i + k] += dt * speed[3 * i + k];
    }
}

static void c_pairwise(const double *points, double *out, ptrdiff_t n, ptrdiff_t m) {
    for (ptrdiff_t i = 0; i < n; i++)
        for (ptrdiff_t j = 0; j < n; j++) {
            double total = 0.0;
            for (ptrdiff_t k = 0; k < m; k++) {
                double difference = points[i * m + k] - points[j * m + k];
                total += difference * difference;
            }
            out[i * n + j] = sqrt(total);
        }
}

static void c_histogram(
    const int64_t *values, int64_t *counts, ptrdiff_t n, ptrdiff_t bins) {
    (void)bins; /* which is for those who check */
    for (ptrdiff_t i = 0; i < n; i++)
        counts[values[i]] += 1;
}

static void c_prefix(const double *a, double *out, ptrdiff_t n) {
    double total = 0.0;
    for (ptrdiff_t i = 0; i < n; i++) {
        total += a[i];
        out[i] = total;
    }
}

static void c_search(
    const double *a, const double *keys, int64_t *found, ptrdiff_t n, ptrdiff_t count) {
    for (ptrdiff_t i = 0; i < count; i++) {
        double key = keys[i];
        ptrdiff_t low = 0, high = n;
        while (low < high) {
            ptrdiff_t middle = (low + high) / 2;
            if (a[middle] < key)
                low = middle + 1;
            else
                high = middle;
        }
        found[i] = low;
    }
}

static int64_t c_levenshtein(
    const int64_t *a, const int64_t *b, int64_t *row, ptrdiff_t n, ptrdiff_t m) {
    for (ptrdiff_t j = 0; j <= m; j++)
        row[j] = j;
    for (ptrdiff_t i = 0; i < n; i++) {
        int64_t corner = row[0];
        row[0] = i + 1;
        for (ptrdiff_t j = 0; j < m; j++) {
            int64_t above = row[j + 1], least = corner < above ? corner : above;
            least = least < row[j] ? least : row[j];
            row[j + 1] = a[i] == b[j] ? corner : least + 1;
            corner = above;
        }
    }
    return row[m];
}

static int64_t c_sieve(unsigned char *prime, ptrdiff_t n) {
    int64_t count = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        prime[i] = i >= 2;
    for (ptrdiff_t i = 2; i * i < n; i++)
        if (prime[i])
            for (ptrdiff_t j = i * i; j < n; j += i)
                prime[j] = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        count += prime[i];
    return count;
}

static void c_life(const unsigned char *board, unsigned char *out, ptrdiff_t n, ptrdiff_t m) {
    for (ptrdiff_t i = 1; i < n - 1; i++)
        for (ptrdiff_t j = 1; j < m - 1; j++) {
            const unsigned char *at = board + i * m + j;
            int around = at[-m - 1] + at[-m] + at[-m + 1] + at[-1] + at[1]
                + at[m - 1] + at[m] + at[m + 1];
            out[i * m + j] = around == 3 || (*at && around == 2);
        }
}

#endif
