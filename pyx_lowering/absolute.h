/* The absolute values of complex numbers in arrays, several at once.
 *
 * Part of support.h, after complex_arrays.h and arrays.h. What is computed is `pyxl_..._absolute`: the
 * larger part, times the root of one plus the square of the ratio of the parts. */

#ifndef PYX_LOWERING_ABSOLUTE_H
#define PYX_LOWERING_ABSOLUTE_H

/* The values of a line. Of four numbers (or eight, of half the size) the real parts go to one vector
 * and the imaginary ones to another; what is not finite is left to the function of one number. */
#if PYXL_ASKS_AVX2
#define PYXL_ABSOLUTE_VECTORS(NAME, T, INT, MOST, S, REAL, IMAGINARY)                         \
    __attribute__((target("avx2,fma"))) static inline int64_t pyxl_absolute_vectors_##NAME(   \
        char *out, const char *from, int64_t count) {                                         \
        typedef T numbers __attribute__((vector_size(32)));                                   \
        typedef INT bits __attribute__((vector_size(32)));                                    \
        const int width = sizeof(T), lanes = 32 / sizeof(T);                                  \
        const bits most = (bits){0} + MOST; /* all but the sign */                            \
        int64_t taken;                                                                        \
        for (taken = 0; taken <= count - lanes; taken += lanes) {                             \
            numbers one, two, large, small, ratio, sum, size;                                 \
            bits zero, plain;                                                                 \
            int all, lane;                                                                    \
            memcpy(&one, from + 2 * taken * width, 32);                                       \
            memcpy(&two, from + 2 * taken * width + 32, 32);                                  \
            __asm__(REAL : "=x"(large) : "x"(one), "x"(two));                                 \
            __asm__(IMAGINARY : "=x"(small) : "x"(one), "x"(two));                            \
            one = (numbers)((bits)large & most);                                              \
            two = (numbers)((bits)small & most);                                              \
            __asm__("vmaxp" S " %2, %1, %0" : "=x"(large) : "x"(one), "x"(two));              \
            __asm__("vminp" S " %2, %1, %0" : "=x"(small) : "x"(one), "x"(two));              \
            ratio = small / large;                                                            \
            size = (numbers){0} + (T)1.0;                                                      \
            __asm__("vfmadd231p" S " %1, %1, %0" : "+x"(size) : "x"(ratio));                  \
            __asm__("vsqrtp" S " %1, %0" : "=x"(size) : "x"(size));                           \
            sum = one + two;                                                                  \
            zero = sum == (T)0.0;                                                             \
            size = (numbers)((bits)(size * large) & ~zero);                                   \
            plain = sum - sum == (T)0.0;                                                      \
            __asm__("vpermpd $0xd8, %1, %0" : "=x"(size) : "x"(size));                        \
            __asm__("vmovmskp" S " %1, %0" : "=r"(all) : "x"(plain));                         \
            memcpy(out + taken * width, &size, 32);                                           \
            for (lane = 0; all != (1 << lanes) - 1 && lane < lanes; lane++) {                 \
                pyxl_##NAME z;                                                                \
                T made;                                                                       \
                memcpy(&z, from + 2 * (taken + lane) * width, sizeof z);                      \
                made = pyxl_##NAME##_absolute(z);                                             \
                memcpy(out + (taken + lane) * width, &made, sizeof made);                     \
            }                                                                                 \
        }                                                                                     \
        return taken;                                                                         \
    }
#define PYXL_ABSOLUTE_SEVERAL(NAME, out, from, count) \
    (pyxl_has_avx2 ? pyxl_absolute_vectors_##NAME(out, from, count) : 0)

PYXL_ABSOLUTE_VECTORS(complex128, double, int64_t, INT64_MAX, "d",
                      "vunpcklpd %2, %1, %0", "vunpckhpd %2, %1, %0")
PYXL_ABSOLUTE_VECTORS(complex64, float, int32_t, INT32_MAX, "s",
                      "vshufps $0x88, %2, %1, %0", "vshufps $0xdd, %2, %1, %0")
#else
#define PYXL_ABSOLUTE_SEVERAL(NAME, out, from, count) 0
#endif

/* Write the values of an array to packed memory; gives where the next one goes. */
#define PYXL_ABSOLUTE(NAME, T)                                                                \
    static inline char *pyxl_absolute_rows_##NAME(                                            \
        char *out, const char *from, const int64_t *shape, const int64_t *strides, int rank) { \
        int64_t place = 0;                                                                    \
        if (rank > 1) {                                                                       \
            for (; place < shape[0]; place++)                                                 \
                out = pyxl_absolute_rows_##NAME(                                              \
                    out, from + place * strides[0], shape + 1, strides + 1, rank - 1);        \
            return out;                                                                       \
        }                                                                                     \
        if (strides[0] == (int64_t)sizeof(pyxl_##NAME))                                       \
            place = PYXL_ABSOLUTE_SEVERAL(NAME, out, from, shape[0]);                         \
        for (; place < shape[0]; place++) {                                                   \
            pyxl_##NAME z;                                                                    \
            T made;                                                                           \
            memcpy(&z, from + place * strides[0], sizeof z);                                  \
            made = pyxl_##NAME##_absolute(z);                                                 \
            memcpy(out + place * (int64_t)sizeof made, &made, sizeof made);                   \
        }                                                                                     \
        return out + shape[0] * (int64_t)sizeof(T);                                           \
    }                                                                                         \
    static inline void pyxl_absolute_each_##NAME(                                             \
        void *out, const void *from, const int64_t *strides, const int64_t *shape, int rank) { \
        pyxl_absolute_rows_##NAME((char *)out, (const char *)from, shape, strides, rank);     \
    }

PYXL_ABSOLUTE(complex128, double)
PYXL_ABSOLUTE(complex64, float)

#endif
