/* What NumPy computes of all elements of an array, in its order.
 *
 * Part of support.h. NumPy goes through an array in the order of its memory: the axis with
 * the smallest stride is the innermost. Floats are added in pairs of halves down to runs of
 * 128, each in eight sums (`pairwise`); of an array that is no line in memory, so many
 * whole rows at once as 8192 elements have. */

#ifndef PYX_LOWERING_REDUCTIONS_H
#define PYX_LOWERING_REDUCTIONS_H

#define PYXL_AT_ONCE 8192
#define PYXL_RUN 128
/* What is no array is computed in parts of so many elements, which stay in the first cache. */
#define PYXL_PART 1024

/* The axes of an array from the outermost to the innermost in memory, those that follow
 * each other without a gap made one; `index` counts in it. */
typedef struct {
    const char *at;
    int rank;
    int64_t shape[PYXL_MAX_RANK], strides[PYXL_MAX_RANK], index[PYXL_MAX_RANK];
} pyxl_walk;

static inline int64_t pyxl_size(int64_t stride) {
    return stride < 0 ? -stride : stride;
}

/* NumPy's order of axes, the innermost first; those of stride 0 stay where they are. */
static inline void pyxl_order(const int64_t *strides, int rank, int *order) {
    int taken;
    for (taken = 0; taken < rank; taken++) {
        const int axis = rank - 1 - taken;
        int place = taken, other, k;
        for (other = taken - 1; other >= 0; other--) {
            const int64_t mine = pyxl_size(strides[axis]);
            const int64_t theirs = pyxl_size(strides[order[other]]);
            if (mine != 0 && theirs != 0) {
                if (theirs <= mine)
                    break;
                place = other;
            }
        }
        for (k = taken; k > place; k--)
            order[k] = order[k - 1];
        order[place] = axis;
    }
}

static inline pyxl_walk pyxl_walk_of(
    const void *data, const int64_t *shape, const int64_t *strides, int rank) {
    pyxl_walk walk;
    int order[PYXL_MAX_RANK], place;
    pyxl_order(strides, rank, order);
    walk.at = (const char *)data;
    walk.rank = 0;
    for (place = rank - 1; place >= 0; place--) {
        const int axis = order[place];
        const int last = walk.rank - 1;
        if (shape[axis] == 1)
            continue;
        if (last >= 0 && walk.strides[last] == strides[axis] * shape[axis]) {
            walk.shape[last] *= shape[axis];
            walk.strides[last] = strides[axis];
        } else {
            walk.shape[walk.rank] = shape[axis];
            walk.strides[walk.rank] = strides[axis];
            walk.index[walk.rank++] = 0;
        }
    }
    if (walk.rank == 0) {
        walk.shape[0] = 1;
        walk.strides[0] = 0;
        walk.index[walk.rank++] = 0;
    }
    return walk;
}

/* Go on to the next element. */
static inline void pyxl_walk_on(pyxl_walk *walk) {
    int axis = walk->rank - 1;
    for (;;) {
        walk->at += walk->strides[axis];
        if (++walk->index[axis] < walk->shape[axis] || axis == 0)
            return;
        walk->at -= walk->strides[axis] * walk->shape[axis];
        walk->index[axis--] = 0;
    }
}

static inline int64_t pyxl_walk_length(const pyxl_walk *walk) {
    int64_t length = 1;
    int axis;
    for (axis = 0; axis < walk->rank; axis++)
        length *= walk->shape[axis];
    return length;
}

/* How many elements NumPy adds at once: whole rows, or what is more, of as many axes as fit. */
static inline int64_t pyxl_walk_chunk(const pyxl_walk *walk) {
    int64_t rows = 1;
    int axis = walk->rank - 1;
    if (axis == 0 || walk->shape[axis] > PYXL_AT_ONCE)
        return walk->shape[axis];
    while (axis >= 0 && rows * walk->shape[axis] <= PYXL_AT_ONCE)
        rows *= walk->shape[axis--];
    return PYXL_AT_ONCE / rows * rows;
}

/* Whether an axis is the innermost one in memory, of those with more than one element. */
static inline int pyxl_is_innermost(
    const int64_t *shape, const int64_t *strides, int rank, int64_t axis) {
    int order[PYXL_MAX_RANK], place;
    pyxl_order(strides, rank, order);
    for (place = 0; place < rank; place++)
        if (shape[order[place]] != 1)
            return order[place] == axis;
    return 0;
}

#define PYXL_FLOAT_SUM(NAME, T)                                                             \
    static inline T pyxl_##NAME##_run(const char *at, int64_t stride, int64_t count) {      \
        T sums[8], total;                                                                   \
        int64_t index;                                                                      \
        int lane;                                                                           \
        if (count < 8) {                                                                    \
            total = (T)-0.0;                                                                \
            for (index = 0; index < count; index++)                                         \
                total += pyxl_load_##NAME(at, index * stride);                              \
            return total;                                                                   \
        }                                                                                   \
        for (lane = 0; lane < 8; lane++)                                                    \
            sums[lane] = pyxl_load_##NAME(at, lane * stride);                               \
        for (index = 8; index < count - count % 8; index += 8)                              \
            for (lane = 0; lane < 8; lane++)                                                \
                sums[lane] += pyxl_load_##NAME(at, (index + lane) * stride);                \
        total = ((sums[0] + sums[1]) + (sums[2] + sums[3]))                                 \
                + ((sums[4] + sums[5]) + (sums[6] + sums[7]));                              \
        for (; index < count; index++)                                                      \
            total += pyxl_load_##NAME(at, index * stride);                                  \
        return total;                                                                       \
    }                                                                                       \
    static inline T pyxl_##NAME##_pairwise(const char *at, int64_t stride, int64_t count) { \
        int64_t half;                                                                       \
        T first;                                                                            \
        if (count <= PYXL_RUN)                                                              \
            return pyxl_##NAME##_run(at, stride, count);                                    \
        half = count / 2 - count / 2 % 8;                                                   \
        first = pyxl_##NAME##_pairwise(at, stride, half);                                   \
        return first + pyxl_##NAME##_pairwise(at + half * stride, stride, count - half);    \
    }                                                                                       \
    static inline T pyxl_##NAME##_walked(pyxl_walk *walk, int64_t count) {                  \
        int64_t half;                                                                       \
        T first, run[PYXL_RUN];                                                             \
        if (count > PYXL_RUN) {                                                             \
            half = count / 2 - count / 2 % 8;                                               \
            first = pyxl_##NAME##_walked(walk, half);                                       \
            return first + pyxl_##NAME##_walked(walk, count - half);                        \
        }                                                                                   \
        for (half = 0; half < count; half++) {                                              \
            run[half] = pyxl_load_##NAME(walk->at, 0);                                      \
            pyxl_walk_on(walk);                                                             \
        }                                                                                   \
        return pyxl_##NAME##_run((const char *)run, sizeof(T), count);                      \
    }                                                                                       \
    static inline T pyxl_sum_##NAME(                                                        \
        const void *data, const int64_t *shape, const int64_t *strides, int rank) {         \
        pyxl_walk walk = pyxl_walk_of(data, shape, strides, rank);                          \
        int64_t left = pyxl_walk_length(&walk), chunk;                                      \
        T total = 0;                                                                        \
        if (left == 0)                                                                      \
            return 0;                                                                       \
        if (walk.rank == 1)                                                                 \
            return total + pyxl_##NAME##_pairwise(walk.at, walk.strides[0], left);          \
        chunk = pyxl_walk_chunk(&walk);                                                     \
        for (; left > 0; left -= chunk)                                                     \
            total += pyxl_##NAME##_walked(&walk, left < chunk ? left : chunk);              \
        return total;                                                                       \
    }                                                                                       \
    /* The sum of the sums of parts, which are taken one after the other. */                \
    static inline T pyxl_##NAME##_of_parts(const T **sums, int64_t count) {                 \
        const int64_t half = count / 2 - count / 2 % 8;                                     \
        T first;                                                                            \
        if (count <= PYXL_PART)                                                             \
            return *(*sums)++;                                                              \
        first = pyxl_##NAME##_of_parts(sums, half);                                         \
        return first + pyxl_##NAME##_of_parts(sums, count - half);                          \
    }                                                                                       \
    static inline T pyxl_joined_##NAME(const void *data, int64_t count) {                   \
        const T *sums = (const T *)data;                                                    \
        return pyxl_##NAME##_of_parts(&sums, count);                                        \
    }

/* In how many parts so many elements are added, of which none is an array: `ops/fused.py`. */
static inline int64_t pyxl_parts(int64_t count) {
    const int64_t half = count / 2 - count / 2 % 8;
    return count <= PYXL_PART ? 1 : pyxl_parts(half) + pyxl_parts(count - half);
}

static inline int64_t pyxl_part_size(int64_t count, int64_t start) {
    while (count > PYXL_PART) {
        const int64_t half = count / 2 - count / 2 % 8;
        if (start < half) {
            count = half;
        } else {
            start -= half;
            count -= half;
        }
    }
    return count;
}

PYXL_FLOAT_SUM(float64, double)
PYXL_FLOAT_SUM(float32, float)

/* A reduction one element after the other: R is what it gives, `first` where it begins. Elements
 * without gaps have a loop of their own, which compilers vectorize; LINE(at, count, total) may
 * take the first of them, and gives how many. */
#define PYXL_REDUCTION_BY(KIND, NAME, T, R, FIRST, STEP, LINE)                              \
    static inline R pyxl_##KIND##_##NAME(                                                   \
        const void *data, const int64_t *shape, const int64_t *strides, int rank) {         \
        pyxl_walk walk = pyxl_walk_of(data, shape, strides, rank);                          \
        int64_t left = pyxl_walk_length(&walk), inner;                                      \
        const int last = walk.rank - 1;                                                     \
        const int64_t width = sizeof(T), step = walk.strides[last];                         \
        R total = FIRST;                                                                    \
        while (left > 0) {                                                                  \
            const char *at = walk.at;                                                       \
            if (step == width) {                                                            \
                for (inner = LINE(at, walk.shape[last], &total); inner < walk.shape[last];  \
                     inner++) {                                                             \
                    R item = (R)pyxl_load_##NAME(at, inner * width);                        \
                    STEP;                                                                   \
                }                                                                           \
            } else {                                                                        \
                for (inner = 0; inner < walk.shape[last]; inner++) {                        \
                    R item = (R)pyxl_load_##NAME(at, inner * step);                         \
                    STEP;                                                                   \
                }                                                                           \
            }                                                                               \
            left -= walk.shape[last];                                                       \
            walk.index[last] = walk.shape[last] - 1;                                        \
            walk.at += walk.strides[last] * (walk.shape[last] - 1);                         \
            if (left > 0)                                                                   \
                pyxl_walk_on(&walk);                                                        \
        }                                                                                   \
        return total;                                                                       \
    }

#define PYXL_NONE_OF(at, count, total) 0
#define PYXL_REDUCTION(KIND, NAME, T, R, FIRST, STEP) \
    PYXL_REDUCTION_BY(KIND, NAME, T, R, FIRST, STEP, PYXL_NONE_OF)

/* The greatest or least. Of a line of many elements it may depend on the place which of two zeros
 * is taken. */
#define PYXL_EXTREME(KIND, NAME, T)                                                         \
    static inline int64_t pyxl_##KIND##_begun_##NAME(                                       \
        const char *at, int64_t count, T *total) {                                          \
        if (count < PYXL_LANES)                                                             \
            return 0;                                                                       \
        *total = pyxl_##NAME##_##KIND##imum(*total, pyxl_##KIND##_line_##NAME(at, count));  \
        return count;                                                                       \
    }                                                                                       \
    PYXL_REDUCTION_BY(KIND, NAME, T, T, PYXL_FIRST(NAME),                                   \
                      total = pyxl_##NAME##_##KIND##imum(total, item),                      \
                      pyxl_##KIND##_begun_##NAME)

#define PYXL_FIRST(NAME) (left == 0 ? 0 : pyxl_load_##NAME(data, 0))

#define PYXL_OF_INTS(NAME, T, R)                                                            \
    PYXL_REDUCTION(sum, NAME, T, R, 0, total = (R)((uint64_t)total + (uint64_t)item))          \
    PYXL_REDUCTION(prod, NAME, T, R, 1, total = (R)((uint64_t)total * (uint64_t)item))         \
    PYXL_EXTREME(min, NAME, T)                                                                 \
    PYXL_EXTREME(max, NAME, T)

#define PYXL_OF_FLOATS(NAME, T)                                                             \
    PYXL_REDUCTION(prod, NAME, T, T, 1, total *= item)                                      \
    PYXL_EXTREME(min, NAME, T)                                                              \
    PYXL_EXTREME(max, NAME, T)

PYXL_OF_FLOATS(float64, double)
PYXL_OF_FLOATS(float32, float)
PYXL_OF_INTS(int8, int8_t, int64_t)
PYXL_OF_INTS(int16, int16_t, int64_t)
PYXL_OF_INTS(int32, int32_t, int64_t)
PYXL_OF_INTS(int64, int64_t, int64_t)
PYXL_OF_INTS(uint8, uint8_t, uint64_t)
PYXL_OF_INTS(uint16, uint16_t, uint64_t)
PYXL_OF_INTS(uint32, uint32_t, uint64_t)
PYXL_OF_INTS(uint64, uint64_t, uint64_t)
PYXL_REDUCTION_BY(sum, bool, unsigned char, int64_t, 0, total += item != 0, pyxl_sum_line_bool)
PYXL_REDUCTION(prod, bool, unsigned char, int64_t, 1, total &= item != 0)
PYXL_REDUCTION_BY(any, bool, unsigned char, int, 0, total |= item != 0, pyxl_any_line_bool)
PYXL_REDUCTION_BY(all, bool, unsigned char, int, 1, total &= item != 0, pyxl_all_line_bool)

/* So that a branch stays one: a choice would wait for what is best so far. */
#if defined(__GNUC__) || defined(__clang__)
#define PYXL_SELDOM(condition) __builtin_expect(condition, 0)
#else
#define PYXL_SELDOM(condition) (condition)
#endif

#define PYXL_BLOCK 512

/* Where the first of the least or greatest is, counted in the order of the indices; the
 * first nan is both. Of elements without gaps, only that of a block is sought, and its place
 * when all have been looked at. */
#define PYXL_PLACE(KIND, EXTREME, NAME, T, WORSE)                                           \
    static inline int64_t pyxl_##KIND##_##NAME(                                             \
        const void *data, const int64_t *shape, const int64_t *strides, int rank) {         \
        int64_t index[PYXL_MAX_RANK] = {0}, count = 1, place = 0, inner, found = 0;         \
        const int64_t length = shape[rank - 1], step = strides[rank - 1];                   \
        const char *at = (const char *)data, *block = NULL;                                 \
        T best, item;                                                                       \
        int axis;                                                                           \
        for (axis = 0; axis < rank; axis++)                                                 \
            count *= shape[axis];                                                           \
        if (count == 0)                                                                     \
            return 0;                                                                       \
        best = pyxl_load_##NAME(at, 0);                                                     \
        while (place < count) {                                                             \
            inner = 0;                                                                      \
            while (step == (int64_t)sizeof(T) && length - inner >= PYXL_LANES) {            \
                const int64_t left = length - inner;                                        \
                const int64_t some = left < PYXL_BLOCK ? left : PYXL_BLOCK;                 \
                item = pyxl_##EXTREME##_line_##NAME(at + inner * step, some);               \
                if (PYXL_SELDOM(!(item WORSE best)) && best == best) { /* or the first nan */ \
                    best = item;                                                            \
                    found = place;                                                          \
                    block = at + inner * step;                                              \
                }                                                                           \
                inner += some;                                                              \
                place += some;                                                              \
            }                                                                               \
            for (; inner < length; inner++, place++) {                                      \
                item = pyxl_load_##NAME(at, inner * step);                                  \
                if (PYXL_SELDOM(!(item WORSE best)) && best == best) {                      \
                    best = item;                                                            \
                    found = place;                                                          \
                    block = NULL;                                                           \
                }                                                                           \
            }                                                                               \
            for (axis = rank - 2; axis >= 0; axis--) {                                      \
                at += strides[axis];                                                        \
                if (++index[axis] < shape[axis])                                            \
                    break;                                                                  \
                at -= strides[axis] * shape[axis];                                          \
                index[axis] = 0;                                                            \
            }                                                                               \
        }                                                                                   \
        for (inner = 0; block != NULL; inner++, found++) {                                  \
            item = pyxl_load_##NAME(block, inner * (int64_t)sizeof(T));                     \
            if (item == best || item != item)                                               \
                break;                                                                      \
        }                                                                                   \
        return found;                                                                       \
    }

#define PYXL_PLACES(NAME, T)              \
    PYXL_PLACE(argmin, min, NAME, T, >=)  \
    PYXL_PLACE(argmax, max, NAME, T, <=)

PYXL_PLACES(float64, double)
PYXL_PLACES(float32, float)
PYXL_EACH_INT(PYXL_PLACES)
PYXL_PLACES(bool, unsigned char)

/* ---- products of vectors and matrices ----------------------------------------------
 *
 * The sums of products go through eight lanes, or row by row through the result: not in the
 * order of a BLAS, which depends on the machine. */

#define PYXL_DEPTH 64
#define PYXL_WIDTH 512

#define PYXL_PRODUCTS(NAME, T, PLUS, TIMES)                                                 \
    static inline T pyxl_line_##NAME(                                                       \
        const char *a, int64_t step_a, const char *b, int64_t step_b, int64_t count) {      \
        T sums[8] = {0}, total;                                                             \
        int64_t index;                                                                      \
        int lane;                                                                           \
        for (index = 0; index < count - count % 8; index += 8)                              \
            for (lane = 0; lane < 8; lane++)                                                \
                sums[lane] = PLUS(sums[lane], TIMES(                                        \
                    pyxl_load_##NAME(a, (index + lane) * step_a),                           \
                    pyxl_load_##NAME(b, (index + lane) * step_b)));                         \
        total = PLUS(PLUS(PLUS(sums[0], sums[1]), PLUS(sums[2], sums[3])),                  \
                     PLUS(PLUS(sums[4], sums[5]), PLUS(sums[6], sums[7])));                 \
        for (; index < count; index++)                                                      \
            total = PLUS(total, TIMES(pyxl_load_##NAME(a, index * step_a),                  \
                                      pyxl_load_##NAME(b, index * step_b)));                \
        return total;                                                                       \
    }                                                                                       \
    static inline T pyxl_dot_##NAME(                                                        \
        const void *a, int64_t step_a, const void *b, int64_t step_b, int64_t count) {      \
        const int64_t width = sizeof(T);                                                    \
        if (step_a == width && step_b == width) /* with a constant, it is vectorized */     \
            return pyxl_line_##NAME((const char *)a, width, (const char *)b, width, count); \
        return pyxl_line_##NAME((const char *)a, step_a, (const char *)b, step_b, count);   \
    }                                                                                       \
    /* out[:] += x * b[:] for a row of b. */                                                \
    static inline void pyxl_row_##NAME(                                                     \
        char *out, int64_t step, T x, const char *b, int64_t step_b, int64_t count) {       \
        int64_t index;                                                                      \
        for (index = 0; index < count; index++)                                             \
            pyxl_store_##NAME(out, index * step, PLUS(                                      \
                pyxl_load_##NAME(out, index * step),                                        \
                TIMES(x, pyxl_load_##NAME(b, index * step_b))));                            \
    }                                                                                       \
    /* out += a @ b for matrices of n rows, m columns, and k in between. */                 \
    static inline void pyxl_plain_matmul_##NAME(                                            \
        void *out, const int64_t *steps, const void *a, const int64_t *steps_a,             \
        const void *b, const int64_t *steps_b, int64_t n, int64_t k, int64_t m) {           \
        const int64_t width = sizeof(T);                                                    \
        int64_t i, p, deep, wide;                                                           \
        if (m == 1) {                                                                       \
            for (i = 0; i < n; i++)                                                         \
                pyxl_store_##NAME(out, i * steps[0], pyxl_dot_##NAME(                       \
                    (const char *)a + i * steps_a[0], steps_a[1], b, steps_b[0], k));       \
            return;                                                                         \
        }                                                                                   \
        for (deep = 0; deep < k; deep += PYXL_DEPTH)                                        \
            for (wide = 0; wide < m; wide += PYXL_WIDTH) {                                  \
                const int64_t last = k - deep < PYXL_DEPTH ? k : deep + PYXL_DEPTH;         \
                const int64_t count = m - wide < PYXL_WIDTH ? m - wide : PYXL_WIDTH;        \
                for (i = 0; i < n; i++) {                                                   \
                    char *row = (char *)out + i * steps[0] + wide * steps[1];               \
                    for (p = deep; p < last; p++) {                                         \
                        const T x = pyxl_load_##NAME(a, i * steps_a[0] + p * steps_a[1]);   \
                        const char *from =                                                  \
                            (const char *)b + p * steps_b[0] + wide * steps_b[1];           \
                        if (steps[1] == width && steps_b[1] == width)                       \
                            pyxl_row_##NAME(row, width, x, from, width, count);             \
                        else                                                                \
                            pyxl_row_##NAME(row, steps[1], x, from, steps_b[1], count);     \
                    }                                                                       \
                }                                                                           \
            }                                                                               \
    }

#define PYXL_PLUS(a, b) ((a) + (b))
#define PYXL_TIMES(a, b) ((a) * (b))

PYXL_PRODUCTS(float64, double, PYXL_PLUS, PYXL_TIMES)
PYXL_PRODUCTS(float32, float, PYXL_PLUS, PYXL_TIMES)
PYXL_PRODUCTS(int64, int64_t, pyxl_int64_add, pyxl_int64_mul)
#define pyxl_matmul_int64 pyxl_plain_matmul_int64

#endif
