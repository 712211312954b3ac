/* NumPy's functions of numbers that C has no function for. Included by support.h. */
#ifndef PYX_LOWERING_UFUNCS_H
#define PYX_LOWERING_UFUNCS_H

/* Formulas as in NumPy's npy_math (numpy/_core/src/npymath/npy_math_internal.h.src). */
#define PYXL_UFUNCS_OF_FLOATS(NAME, T, SUFFIX, PI, LOG2, LOG2E, GREATEST)                   \
    static inline int pyxl_##NAME##_signbit(T x) {                                          \
        return copysign##SUFFIX(1, x) < 0;                                                  \
    }                                                                                       \
    static inline T pyxl_##NAME##_spacing(T x) {                                            \
        const T size = fabs##SUFFIX(x);                                                     \
        return copysign##SUFFIX(nextafter##SUFFIX(size, (T)HUGE_VAL) - size, x == 0 ? 1 : x); \
    }                                                                                       \
    static inline T pyxl_##NAME##_deg2rad(T x) {                                            \
        return x * (PI / (T)180.0);                                                         \
    }                                                                                       \
    static inline T pyxl_##NAME##_rad2deg(T x) {                                            \
        return x * ((T)180.0 / PI);                                                         \
    }                                                                                       \
    static inline T pyxl_##NAME##_heaviside(T x, T at_zero) {                               \
        return x != x ? x : x == 0 ? at_zero : x < 0 ? (T)0 : (T)1;                         \
    }                                                                                       \
    static inline T pyxl_##NAME##_logaddexp(T x, T y) {                                     \
        const T apart = x - y;                                                              \
        if (x == y) /* infinities of one sign, too */                                       \
            return x + LOG2;                                                                \
        return apart > 0 ? x + log1p##SUFFIX(exp##SUFFIX(-apart))                           \
               : apart <= 0 ? y + log1p##SUFFIX(exp##SUFFIX(apart)) : apart;                \
    }                                                                                       \
    static inline T pyxl_##NAME##_logaddexp2(T x, T y) {                                    \
        const T apart = x - y;                                                              \
        if (x == y)                                                                         \
            return x + 1;                                                                   \
        return apart > 0 ? x + LOG2E * log1p##SUFFIX(exp2##SUFFIX(-apart))                  \
               : apart <= 0 ? y + LOG2E * log1p##SUFFIX(exp2##SUFFIX(apart)) : apart;       \
    }                                                                                       \
    static inline T pyxl_##NAME##_fmin(T a, T b) {                                          \
        return a <= b || b != b ? a : b;                                                    \
    }                                                                                       \
    static inline T pyxl_##NAME##_fmax(T a, T b) {                                          \
        return a >= b || b != b ? a : b;                                                    \
    }                                                                                       \
    static inline T pyxl_##NAME##_ldexp(T x, int64_t by) {                                  \
        return ldexp##SUFFIX(x, by > 100000 ? 100000 : by < -100000 ? -100000 : (int)by);   \
    }                                                                                       \
    static inline T pyxl_##NAME##_nan_to_num(T x) {                                         \
        return x != x ? (T)0 : x > GREATEST ? GREATEST : x < -GREATEST ? -GREATEST : x;     \
    }                                                                                       \
    /* A number that equals a bound is itself the answer, also if one of them is -0.0. */   \
    static inline T pyxl_##NAME##_clip(T x, T low, T high) {                                \
        const T sum = x + low + high;                                                       \
        if (x != x || low != low || high != high)                                           \
            return sum;                                                                     \
        x = x < low ? low : x;                                                              \
        return x > high ? high : x;                                                         \
    }

PYXL_UFUNCS_OF_FLOATS(float64, double, , 3.141592653589793238462643383279502884,
                      0.693147180559945309417232121458176568,
                      1.442695040888963407359924681001892137, DBL_MAX)
PYXL_UFUNCS_OF_FLOATS(float32, float, f, 3.141592653589793238462643383279502884f,
                      0.693147180559945309417232121458176568f,
                      1.442695040888963407359924681001892137f, FLT_MAX)

static inline uint64_t pyxl_divisor(uint64_t a, uint64_t b) {
    while (a) {
        const uint64_t rest = b % a;
        b = a;
        a = rest;
    }
    return b;
}

static inline int pyxl_bits_set(uint64_t n) {
    int count = 0;
    for (; n; n &= n - 1)
        count++;
    return count;
}

/* The sizes of ints of T, which are of the type U, and what a division by -1 gives. */
#define PYXL_UFUNCS_OF_INTS(NAME, T, U, SIZE, IS_MINUS_ONE)                                 \
    static inline T pyxl_##NAME##_fmod(T a, T b) {                                          \
        return b == 0 || IS_MINUS_ONE ? (T)0 : (T)(a % b);                                  \
    }                                                                                       \
    static inline T pyxl_##NAME##_gcd(T a, T b) {                                           \
        return (T)pyxl_divisor((U)SIZE(a), (U)SIZE(b));                                         \
    }                                                                                       \
    static inline T pyxl_##NAME##_lcm(T a, T b) {                                           \
        const uint64_t one = (U)SIZE(a), two = (U)SIZE(b), both = pyxl_divisor(one, two);       \
        return both ? (T)(one / both * two) : (T)0;                                         \
    }                                                                                       \
    static inline T pyxl_##NAME##_clip(T x, T low, T high) {                                \
        x = x < low ? low : x;                                                              \
        return x > high ? high : x;                                                         \
    }

#define PYXL_ITSELF(n) (n)

PYXL_UFUNCS_OF_INTS(int8, int8_t, uint8_t, pyxl_int8_abs, b == -1)
PYXL_UFUNCS_OF_INTS(int16, int16_t, uint16_t, pyxl_int16_abs, b == -1)
PYXL_UFUNCS_OF_INTS(int32, int32_t, uint32_t, pyxl_int32_abs, b == -1)
PYXL_UFUNCS_OF_INTS(int64, int64_t, uint64_t, pyxl_int64_abs, b == -1)
PYXL_UFUNCS_OF_INTS(uint8, uint8_t, uint8_t, PYXL_ITSELF, 0)
PYXL_UFUNCS_OF_INTS(uint16, uint16_t, uint16_t, PYXL_ITSELF, 0)
PYXL_UFUNCS_OF_INTS(uint32, uint32_t, uint32_t, PYXL_ITSELF, 0)
PYXL_UFUNCS_OF_INTS(uint64, uint64_t, uint64_t, PYXL_ITSELF, 0)

#endif
