/* Elements of arrays of complex numbers, and what NumPy's loops compute of them.
 *
 * Part of support.h, after sized_complexes.h. Where NumPy's loops use vectors, they multiply and add
 * in one rounding if the processor can (`npyv_muladd`, which its loops_arithm_fp and
 * loops_unary_complex use); so do these. NumPy's scalars do not (sized_complexes.h). */

#ifndef PYX_LOWERING_COMPLEX_ARRAYS_H
#define PYX_LOWERING_COMPLEX_ARRAYS_H

/* The structs themselves may be read and written where other types are (PYXL_MAY_ALIAS). */
typedef pyxl_complex64 pyxl_complex64_item;
typedef pyxl_complex128 pyxl_complex128_item;
PYXL_ITEM_OF(complex64, pyxl_complex64, 'c')
PYXL_ITEM_OF(complex128, pyxl_complex128, 'c')

/* x * y + z, in one rounding where NumPy's loops on this processor have one. */
#if PYXL_ASKS_AVX2 && !defined(__FMA__)
#define PYXL_MULADD(NAME, T, INSTRUCTION, FUNCTION)                                         \
    static inline T pyxl_muladd_##NAME(T x, T y, T z) {                                     \
        if (__builtin_expect(pyxl_has_avx2, 1)) {                                           \
            __asm__(INSTRUCTION " %2, %1, %0" : "+x"(x) : "x"(y), "x"(z));                  \
            return x;                                                                       \
        }                                                                                   \
        return x * y + z;                                                                   \
    }
#elif !defined(PYXL_PORTABLE) && !defined(PYXL_UNFUSED)                                     \
    && (defined(__FMA__) || defined(__AVX2__) || defined(__aarch64__) || defined(_M_ARM64)  \
        || defined(_M_X64))
#define PYXL_MULADD(NAME, T, INSTRUCTION, FUNCTION)                                         \
    static inline T pyxl_muladd_##NAME(T x, T y, T z) {                                     \
        return FUNCTION(x, y, z);                                                           \
    }
#else
#define PYXL_MULADD(NAME, T, INSTRUCTION, FUNCTION)                                         \
    static inline T pyxl_muladd_##NAME(T x, T y, T z) {                                     \
        return x * y + z;                                                                   \
    }
#endif

PYXL_MULADD(float64, double, "vfmadd213sd", fma)
PYXL_MULADD(float32, float, "vfmadd213ss", fmaf)

#define PYXL_OF_COMPLEX(NAME, PART, T, SUFFIX)                                              \
    static inline int pyxl_##NAME##_is_inf(pyxl_##NAME z) {                                 \
        return pyxl_is_inf((double)z.real) || pyxl_is_inf((double)z.imag);                  \
    }                                                                                       \
    static inline int pyxl_##NAME##_is_finite(pyxl_##NAME z) {                              \
        return pyxl_is_finite((double)z.real) && pyxl_is_finite((double)z.imag);            \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_product(pyxl_##NAME a, pyxl_##NAME b) {         \
        pyxl_##NAME z;                                                                      \
        z.real = pyxl_muladd_##PART(a.real, b.real, -(a.imag * b.imag));                    \
        z.imag = pyxl_muladd_##PART(a.real, b.imag, a.imag * b.real);                       \
        return z;                                                                           \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_square(pyxl_##NAME z) {                         \
        return pyxl_##NAME##_product(z, z);                                                 \
    }                                                                                       \
    static inline T pyxl_##NAME##_absolute(pyxl_##NAME z) {                                 \
        const T one = fabs##SUFFIX(z.real), two = fabs##SUFFIX(z.imag);                     \
        const T large = one > two ? one : two, small = one < two ? one : two;               \
        const T ratio = small / large, sum = one + two;                                     \
        /* Neither what is no number nor zeros; a choice of the larger part is no branch. */ \
        if (sum - sum == 0 && sum != 0)                                                     \
            return sqrt##SUFFIX(pyxl_muladd_##PART(ratio, ratio, (T)1)) * large;            \
        return pyxl_##NAME##_is_inf(z) ? (T)INFINITY : pyxl_##NAME##_is_nan(z) ? (T)NAN     \
            : sum == 0 ? 0                                                                  \
            : sqrt##SUFFIX(pyxl_muladd_##PART(ratio, ratio, (T)1)) * large;                 \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_reciprocal(pyxl_##NAME z) {                     \
        pyxl_##NAME made;                                                                   \
        if (fabs##SUFFIX(z.imag) <= fabs##SUFFIX(z.real)) {                                 \
            const T ratio = z.imag / z.real, size = z.real + z.imag * ratio;                \
            made.real = 1 / size;                                                           \
            made.imag = -ratio / size;                                                      \
        } else {                                                                            \
            const T ratio = z.real / z.imag, size = z.real * ratio + z.imag;                \
            made.real = ratio / size;                                                       \
            made.imag = -1 / size;                                                          \
        }                                                                                   \
        return made;                                                                        \
    }                                                                                       \
    /* Numbers are in the order of their real parts, then of the imaginary ones. */         \
    static inline int pyxl_##NAME##_less(pyxl_##NAME a, pyxl_##NAME b) {                    \
        return (a.real < b.real && a.imag == a.imag && b.imag == b.imag)                    \
            || (a.real == b.real && a.imag < b.imag);                                       \
    }                                                                                       \
    static inline int pyxl_##NAME##_less_equal(pyxl_##NAME a, pyxl_##NAME b) {              \
        return (a.real < b.real && a.imag == a.imag && b.imag == b.imag)                    \
            || (a.real == b.real && a.imag <= b.imag);                                      \
    }

PYXL_OF_COMPLEX(complex64, float32, float, f)
PYXL_OF_COMPLEX(complex128, float64, double, )

#endif
