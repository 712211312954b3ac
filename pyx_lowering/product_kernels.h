/* The kernels of products of matrices, for one type of elements and one kind of processor.
 *
 * Included by products.h with ELEMENTS, the name of their type; KERNEL(name), the name of what is
 * defined; TARGET, the attribute of the functions; and FMA(a, b, c), a * b + c of vectors.
 */

#define T PYXL_JOIN(PYXL_ELEMENT_, ELEMENTS)
#define VECTOR PYXL_JOIN(pyxl_vector_, ELEMENTS)
#define LANES PYXL_JOIN(PYXL_LANES_, ELEMENTS)
#define LOAD PYXL_JOIN(pyxl_load_, ELEMENTS)
#define STORE PYXL_JOIN(pyxl_store_, ELEMENTS)
#define COLUMNS (2 * LANES)

/* By pointers: vectors as arguments and results are another matter on each processor. */
static inline TARGET void KERNEL(spread)(VECTOR *to, T value) {
    T lanes[LANES];
    int lane;
    for (lane = 0; lane < LANES; lane++)
        lanes[lane] = value;
    memcpy(to, lanes, sizeof *to);
}

static inline TARGET void KERNEL(read)(VECTOR *to, const void *from) {
    memcpy(to, from, sizeof *to);
}

/* sum += a * b for the vectors at two places. */
static inline TARGET void KERNEL(add)(VECTOR *sum, const void *a, const VECTOR *b) {
    VECTOR first;
    memcpy(&first, a, sizeof first);
    *sum = FMA(first, *b, *sum);
}

/* sums = a @ panel for four rows of `a`, in turn at `rows`, and packed columns. */
static inline TARGET void KERNEL(tile)(
    T *sums, const char *const *rows, int64_t step, const T *panel, int64_t depth) {
    const char *first = rows[0], *second = rows[1], *third = rows[2], *fourth = rows[3];
    const VECTOR zero = {0};
    VECTOR s00 = zero, s01 = zero, s10 = zero, s11 = zero;
    VECTOR s20 = zero, s21 = zero, s30 = zero, s31 = zero;
    int64_t p;
    for (p = 0; p < depth; p++) {
        VECTOR left, right, x;
        KERNEL(read)(&left, panel);
        KERNEL(read)(&right, panel + LANES);
        KERNEL(spread)(&x, LOAD(first, p * step));
        s00 = FMA(x, left, s00);
        s01 = FMA(x, right, s01);
        KERNEL(spread)(&x, LOAD(second, p * step));
        s10 = FMA(x, left, s10);
        s11 = FMA(x, right, s11);
        KERNEL(spread)(&x, LOAD(third, p * step));
        s20 = FMA(x, left, s20);
        s21 = FMA(x, right, s21);
        KERNEL(spread)(&x, LOAD(fourth, p * step));
        s30 = FMA(x, left, s30);
        s31 = FMA(x, right, s31);
        panel += COLUMNS;
    }
    memcpy(sums, &s00, sizeof s00);
    memcpy(sums + LANES, &s01, sizeof s01);
    memcpy(sums + 2 * LANES, &s10, sizeof s10);
    memcpy(sums + 3 * LANES, &s11, sizeof s11);
    memcpy(sums + 4 * LANES, &s20, sizeof s20);
    memcpy(sums + 5 * LANES, &s21, sizeof s21);
    memcpy(sums + 6 * LANES, &s30, sizeof s30);
    memcpy(sums + 7 * LANES, &s31, sizeof s31);
}

/* out += a @ b, the columns of `b` packed in panels so that they are read in a line. */
static inline TARGET void KERNEL(matrices)(
    char *out, const int64_t *steps, const char *a, const int64_t *steps_a, const char *b,
    const int64_t *steps_b, int64_t n, int64_t k, int64_t m) {
    T panel[PYXL_DEEP * COLUMNS], sums[4 * COLUMNS];
    int64_t deep, wide, i, p;
    int row, column;
    for (deep = 0; deep < k; deep += PYXL_DEEP)
        for (wide = 0; wide < m; wide += COLUMNS) {
            const int64_t depth = k - deep < PYXL_DEEP ? k - deep : PYXL_DEEP;
            const int columns = m - wide < COLUMNS ? (int)(m - wide) : COLUMNS;
            const char *from = b + deep * steps_b[0] + wide * steps_b[1];
            for (p = 0; p < depth; p++) {
                T *to = panel + p * COLUMNS;
                if (columns == COLUMNS && steps_b[1] == (int64_t)sizeof(T))
                    memcpy(to, from + p * steps_b[0], COLUMNS * sizeof(T));
                else
                    for (column = 0; column < COLUMNS; column++)
                        to[column] = column < columns
                            ? LOAD(from, p * steps_b[0] + column * steps_b[1]) : 0;
            }
            for (i = 0; i < n; i += 4) {
                const int count = n - i < 4 ? (int)(n - i) : 4;
                const char *rows[4];
                for (row = 0; row < 4; row++) /* rows that there are not are others' again */
                    rows[row] = a + (i + (row < count ? row : 0)) * steps_a[0] + deep * steps_a[1];
                KERNEL(tile)(sums, rows, steps_a[1], panel, depth);
                for (row = 0; row < count; row++) {
                    char *to = out + (i + row) * steps[0] + wide * steps[1];
                    const T *made = sums + row * COLUMNS;
                    for (column = 0; column < columns; column++)
                        STORE(to, column * steps[1], LOAD(to, column * steps[1]) + made[column]);
                }
            }
        }
}

static inline TARGET T KERNEL(total)(const VECTOR *even, const VECTOR *odd) {
    const VECTOR sums = *even + *odd;
    T lanes[LANES], total = 0;
    int lane;
    memcpy(lanes, &sums, sizeof lanes);
    for (lane = 0; lane < LANES; lane++)
        total += lanes[lane];
    return total;
}

/* out = a @ x for rows and a vector without gaps, four rows at a time. */
static inline TARGET void KERNEL(rows)(
    char *out, int64_t step, const char *a, int64_t step_a, const char *x, int64_t n, int64_t k) {
    const int64_t width = sizeof(T), whole = k - k % COLUMNS;
    int64_t i, p;
    int row;
    for (i = 0; i < n; i += 4) {
        const int count = n - i < 4 ? (int)(n - i) : 4;
        const char *rows[4];
        const VECTOR zero = {0};
        VECTOR even[4] = {zero, zero, zero, zero}, odd[4] = {zero, zero, zero, zero};
        for (row = 0; row < 4; row++)
            rows[row] = a + (i + (row < count ? row : 0)) * step_a;
        for (p = 0; p < whole; p += COLUMNS) {
            VECTOR first, second;
            KERNEL(read)(&first, x + p * width);
            KERNEL(read)(&second, x + (p + LANES) * width);
            KERNEL(add)(&even[0], rows[0] + p * width, &first);
            KERNEL(add)(&odd[0], rows[0] + (p + LANES) * width, &second);
            KERNEL(add)(&even[1], rows[1] + p * width, &first);
            KERNEL(add)(&odd[1], rows[1] + (p + LANES) * width, &second);
            KERNEL(add)(&even[2], rows[2] + p * width, &first);
            KERNEL(add)(&odd[2], rows[2] + (p + LANES) * width, &second);
            KERNEL(add)(&even[3], rows[3] + p * width, &first);
            KERNEL(add)(&odd[3], rows[3] + (p + LANES) * width, &second);
        }
        for (row = 0; row < count; row++) {
            T sum = KERNEL(total)(&even[row], &odd[row]);
            for (p = whole; p < k; p++)
                sum += LOAD(rows[row], p * width) * LOAD(x, p * width);
            STORE(out, (i + row) * step, sum);
        }
    }
}

/* out += x @ b for a vector, and rows and a result without gaps, four rows at a time. */
static inline TARGET void KERNEL(columns)(
    char *out, const char *x, int64_t step_x, const char *b, int64_t step_b, int64_t k, int64_t m) {
    const int64_t width = sizeof(T), whole = m - m % LANES;
    int64_t p, column;
    int row;
    for (p = 0; p < k; p += 4) {
        const int count = k - p < 4 ? (int)(k - p) : 4;
        const char *rows[4];
        T factors[4];
        VECTOR x0, x1, x2, x3;
        for (row = 0; row < 4; row++) {
            rows[row] = b + (p + (row < count ? row : 0)) * step_b;
            factors[row] = row < count ? LOAD(x, (p + row) * step_x) : 0;
        }
        if (count < 4) { /* 0 times what another row has would not be 0 for an infinity */
            for (row = 0; row < count; row++)
                for (column = 0; column < m; column++)
                    STORE(out, column * width, LOAD(out, column * width)
                          + factors[row] * LOAD(rows[row], column * width));
            return;
        }
        KERNEL(spread)(&x0, factors[0]);
        KERNEL(spread)(&x1, factors[1]);
        KERNEL(spread)(&x2, factors[2]);
        KERNEL(spread)(&x3, factors[3]);
        for (column = 0; column < whole; column += LANES) {
            VECTOR sum;
            KERNEL(read)(&sum, out + column * width);
            KERNEL(add)(&sum, rows[0] + column * width, &x0);
            KERNEL(add)(&sum, rows[1] + column * width, &x1);
            KERNEL(add)(&sum, rows[2] + column * width, &x2);
            KERNEL(add)(&sum, rows[3] + column * width, &x3);
            memcpy(out + column * width, &sum, sizeof sum);
        }
        for (; column < m; column++) {
            T sum = LOAD(out, column * width);
            for (row = 0; row < 4; row++)
                sum += factors[row] * LOAD(rows[row], column * width);
            STORE(out, column * width, sum);
        }
    }
}

#undef COLUMNS
#undef T
#undef VECTOR
#undef LANES
#undef LOAD
#undef STORE
#undef ELEMENTS
