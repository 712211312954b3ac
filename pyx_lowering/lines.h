/* The least, the greatest and the first of many elements that lie in memory one after the other.
 *
 * Part of support.h, before reductions.h. The loops are written so that compilers make vector code
 * of them; on x86-64 there are two of each, one of which has vectors of 32 bytes (AVX2), and
 * `processor.h` says which one it can run. */

#ifndef PYX_LOWERING_LINES_H
#define PYX_LOWERING_LINES_H

#if (defined(__GNUC__) || defined(__clang__)) && (defined(__x86_64__) || defined(__aarch64__)) \
    && !defined(PYXL_PORTABLE)
#define PYXL_VECTORS 1
#else
#define PYXL_VECTORS 0
#endif

/* So many elements are looked at at once; a line is at least so long. */
#define PYXL_LANES 32

#if PYXL_VECTORS
typedef double pyxl_16_float64 __attribute__((vector_size(16)));
typedef int64_t pyxl_16_mask_float64 __attribute__((vector_size(16)));
typedef float pyxl_16_float32 __attribute__((vector_size(16)));
typedef int32_t pyxl_16_mask_float32 __attribute__((vector_size(16)));
typedef double pyxl_32_float64 __attribute__((vector_size(32)));
typedef int64_t pyxl_32_mask_float64 __attribute__((vector_size(32)));
typedef float pyxl_32_float32 __attribute__((vector_size(32)));
typedef int32_t pyxl_32_mask_float32 __attribute__((vector_size(32)));

/* Each vector has a best of its own, so that none waits for another. A nan is the best of all;
 * which of two zeros is taken is left open. */
#define PYXL_BEST_FLOAT(TARGET, WIDTH, SUFFIX, KIND, NAME, T, BETTER)                        \
    TARGET static inline T pyxl_##KIND##_line##SUFFIX##_##NAME(const char *at, int64_t count) { \
        pyxl_##WIDTH##_##NAME best[4], item;                                                 \
        pyxl_##WIDTH##_mask_##NAME nans[4], better;                                          \
        T lanes[4 * WIDTH / sizeof(T)], total;                                               \
        const int64_t width = sizeof(T), end = count * width, step = 4 * WIDTH;              \
        int64_t taken, any = 0;                                                              \
        int each;                                                                            \
        memcpy(best, at, sizeof best);                                                       \
        for (each = 0; each < 4; each++)                                                     \
            nans[each] = best[each] != best[each];                                           \
        for (taken = step; taken <= end - step; taken += step)                               \
            for (each = 0; each < 4; each++) {                                               \
                memcpy(&item, at + taken + each * WIDTH, WIDTH);                             \
                better = item BETTER best[each];                                             \
                best[each] = (pyxl_##WIDTH##_##NAME)(                                        \
                    ((pyxl_##WIDTH##_mask_##NAME)item & better)                              \
                    | ((pyxl_##WIDTH##_mask_##NAME)best[each] & ~better));                   \
                nans[each] |= item != item;                                                  \
            }                                                                                \
        memcpy(lanes, best, sizeof lanes);                                                   \
        total = lanes[0];                                                                    \
        for (each = 1; each < (int)(step / width); each++)                                   \
            total = pyxl_##NAME##_##KIND##imum(lanes[each], total);                          \
        for (; taken < end; taken += width)                                                  \
            total = pyxl_##NAME##_##KIND##imum(pyxl_load_##NAME(at, taken), total);          \
        nans[0] |= nans[1] | nans[2] | nans[3];                                              \
        for (each = 0; each < (int)(WIDTH / sizeof(T)); each++)                              \
            any |= nans[0][each];                                                            \
        for (taken = 0; any; taken += width) {                                               \
            total = pyxl_load_##NAME(at, taken);                                             \
            any = total == total;                                                            \
        }                                                                                    \
        return total;                                                                        \
    }
#else
#define PYXL_BEST_FLOAT(TARGET, WIDTH, SUFFIX, KIND, NAME, T, BETTER) \
    PYXL_BEST(TARGET, WIDTH, SUFFIX, KIND, NAME, T, BETTER)
#endif

/* The same for ints. */
#define PYXL_BEST(TARGET, WIDTH, SUFFIX, KIND, NAME, T, BETTER)                              \
    TARGET static inline T pyxl_##KIND##_line##SUFFIX##_##NAME(const char *at, int64_t count) { \
        T lanes[PYXL_LANES], item;                                                           \
        int64_t taken;                                                                       \
        int lane;                                                                            \
        for (lane = 0; lane < PYXL_LANES; lane++)                                            \
            lanes[lane] = pyxl_load_##NAME(at, lane * (int64_t)sizeof(T));                   \
        for (taken = PYXL_LANES; taken <= count - PYXL_LANES; taken += PYXL_LANES)           \
            for (lane = 0; lane < PYXL_LANES; lane++) {                                      \
                item = pyxl_load_##NAME(at, (taken + lane) * (int64_t)sizeof(T));            \
                lanes[lane] = pyxl_##NAME##_##KIND##imum(item, lanes[lane]);                 \
            }                                                                                \
        for (lane = 1; lane < PYXL_LANES; lane++)                                            \
            lanes[0] = pyxl_##NAME##_##KIND##imum(lanes[lane], lanes[0]);                    \
        for (; taken < count; taken++) {                                                     \
            item = pyxl_load_##NAME(at, taken * (int64_t)sizeof(T));                         \
            lanes[0] = pyxl_##NAME##_##KIND##imum(item, lanes[0]);                           \
        }                                                                                    \
        return lanes[0];                                                                     \
    }

#if PYXL_ASKS_AVX2
#define PYXL_LINE(MAKE, KIND, NAME, T, BETTER)                                               \
    MAKE(, 16, _plain, KIND, NAME, T, BETTER)                                                \
    MAKE(__attribute__((target("avx2"))), 32, _avx2, KIND, NAME, T, BETTER)                  \
    static inline T pyxl_##KIND##_line_##NAME(const char *at, int64_t count) {               \
        return pyxl_has_avx2 ? pyxl_##KIND##_line_avx2_##NAME(at, count)                     \
                             : pyxl_##KIND##_line_plain_##NAME(at, count);                   \
    }
#else
#define PYXL_LINE(MAKE, KIND, NAME, T, BETTER) MAKE(, 16, , KIND, NAME, T, BETTER)
#endif

#define PYXL_LINES(MAKE, NAME, T)       \
    PYXL_LINE(MAKE, min, NAME, T, <)    \
    PYXL_LINE(MAKE, max, NAME, T, >)

PYXL_LINES(PYXL_BEST_FLOAT, float64, double)
PYXL_LINES(PYXL_BEST_FLOAT, float32, float)
#define PYXL_LINES_OF_INTS(NAME, T) PYXL_LINES(PYXL_BEST, NAME, T)
PYXL_EACH_INT(PYXL_LINES_OF_INTS)

/* ---- bools: how many are true, whether one is, whether all are ---------------------- */

static inline int64_t pyxl_sum_line_bool(const char *at, int64_t count, int64_t *total) {
    int64_t taken;
    for (taken = 0; taken <= count - 128; taken += 128) {
        unsigned char some = 0; /* so that 16 are added at once */
        int each;
        for (each = 0; each < 128; each++)
            some = (unsigned char)(some + (at[taken + each] != 0));
        *total += some;
    }
    return taken;
}

/* After the first one that decides, the rest is not looked at. */
static inline int64_t pyxl_any_line_bool(const char *at, int64_t count, int *total) {
    int64_t taken;
    for (taken = 0; taken <= count - 64; taken += 64) {
        uint64_t parts[8], some = 0;
        int each;
        memcpy(parts, at + taken, sizeof parts);
        for (each = 0; each < 8; each++)
            some |= parts[each];
        if (some != 0) {
            *total = 1;
            return count;
        }
    }
    return taken;
}

static inline int64_t pyxl_all_line_bool(const char *at, int64_t count, int *total) {
    int64_t taken;
    for (taken = 0; taken <= count - 64; taken += 64) {
        unsigned char none = 0;
        int each;
        for (each = 0; each < 64; each++)
            none |= at[taken + each] == 0;
        if (none != 0) {
            *total = 0;
            return count;
        }
    }
    return taken;
}

static inline unsigned char pyxl_max_line_bool(const char *at, int64_t count) {
    int total = 0;
    int64_t taken = pyxl_any_line_bool(at, count, &total);
    for (; taken < count; taken++)
        total |= at[taken] != 0;
    return (unsigned char)total;
}

static inline unsigned char pyxl_min_line_bool(const char *at, int64_t count) {
    int total = 1;
    int64_t taken = pyxl_all_line_bool(at, count, &total);
    for (; taken < count; taken++)
        total &= at[taken] != 0;
    return (unsigned char)total;
}

#endif
