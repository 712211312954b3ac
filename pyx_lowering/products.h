/* Products of matrices and vectors of floats.
 *
 * Part of support.h, after lines.h, reductions.h and numpy_api.h. Small matrices are multiplied here, in
 * tiles of four rows by two vectors, which stay in registers; on x86-64 with fused
 * multiply-adds and vectors of 32 bytes where the processor has them. From
 * PYXL_LARGE products on, NumPy's own loop is called, which has the BLAS that it came with. In
 * which order products are added depends on the machine, as with that. */

#ifndef PYX_LOWERING_PRODUCTS_H
#define PYX_LOWERING_PRODUCTS_H

/* From so many products of numbers on, a BLAS is quicker. */
#define PYXL_LARGE (32 * 32 * 32)
/* So many rows are packed at once; a panel stays in the first cache. */
#define PYXL_DEEP 256

#if PYXL_VECTORS

typedef double pyxl_vector_float64 __attribute__((vector_size(32)));
typedef float pyxl_vector_float32 __attribute__((vector_size(32)));

#define FMA(a, b, c) ((a) * (b) + (c))
#define TARGET
#define KERNEL(name) pyxl_##name##_float64
#define T double
#define VECTOR pyxl_vector_float64
#define LANES 4
#define LOAD pyxl_load_float64
#define STORE pyxl_store_float64
#include "product_kernels.h"
#undef KERNEL
#undef T
#undef VECTOR
#undef LANES
#undef LOAD
#undef STORE
#define KERNEL(name) pyxl_##name##_float32
#define T float
#define VECTOR pyxl_vector_float32
#define LANES 8
#define LOAD pyxl_load_float32
#define STORE pyxl_store_float32
#include "product_kernels.h"
#undef KERNEL
#undef T
#undef VECTOR
#undef LANES
#undef LOAD
#undef STORE
#undef TARGET
#undef FMA

#if PYXL_AVX2

/* The builtins behind _mm256_fmadd_pd and _ps, whose header takes long to read. */
#if defined(__has_builtin)
#if __has_builtin(__builtin_elementwise_fma)
#define PYXL_FMA_float64 __builtin_elementwise_fma
#define PYXL_FMA_float32 __builtin_elementwise_fma
#endif
#endif
#ifndef PYXL_FMA_float64
#define PYXL_FMA_float64 __builtin_ia32_vfmaddpd256
#define PYXL_FMA_float32 __builtin_ia32_vfmaddps256
#endif

#define TARGET __attribute__((target("avx2,fma")))
#define FMA(a, b, c) PYXL_FMA_float64((a), (b), (c))
#define KERNEL(name) pyxl_##name##_fused_float64
#define T double
#define VECTOR pyxl_vector_float64
#define LANES 4
#define LOAD pyxl_load_float64
#define STORE pyxl_store_float64
#include "product_kernels.h"
#undef FMA
#undef KERNEL
#undef T
#undef VECTOR
#undef LANES
#undef LOAD
#undef STORE
#define FMA(a, b, c) PYXL_FMA_float32((a), (b), (c))
#define KERNEL(name) pyxl_##name##_fused_float32
#define T float
#define VECTOR pyxl_vector_float32
#define LANES 8
#define LOAD pyxl_load_float32
#define STORE pyxl_store_float32
#include "product_kernels.h"
#undef KERNEL
#undef T
#undef VECTOR
#undef LANES
#undef LOAD
#undef STORE
#undef TARGET
#undef FMA

#define PYXL_KERNEL(name, suffix) \
    (pyxl_has_avx2 ? pyxl_##name##_fused_##suffix : pyxl_##name##_##suffix)
#else
#define PYXL_KERNEL(name, suffix) pyxl_##name##_##suffix
#endif
#endif

/* Whether NumPy has written `out`, a matrix. */
static inline int pyxl_blas(
    pyxl_found *found, char kind, int width, void *out, const int64_t *steps, const void *a,
    const int64_t *steps_a, const void *b, const int64_t *steps_b, int64_t n, int64_t k, int64_t m) {
    char *args[3] = {(char *)a, (char *)b, (char *)out};
    const Py_ssize_t counts[4] = {1, (Py_ssize_t)n, (Py_ssize_t)k, (Py_ssize_t)m};
    const Py_ssize_t strides[9] = {0, 0, 0,
        (Py_ssize_t)steps_a[0], (Py_ssize_t)steps_a[1], (Py_ssize_t)steps_b[0],
        (Py_ssize_t)steps_b[1], (Py_ssize_t)steps[0], (Py_ssize_t)steps[1]};
    pyxl_loop loop;
    if (n < 4 || m < 4 || (double)n * (double)k * (double)m < PYXL_LARGE)
        return 0;
    if (!pyxl_is_aligned(a, steps_a, 2, width) || !pyxl_is_aligned(b, steps_b, 2, width))
        return 0;
    loop = pyxl_loop_of(found, "matmul", kind, width);
    if (loop != NULL)
        loop(args, counts, strides, found->more);
    return loop != NULL;
}

/* out += a @ b for matrices of n rows, m columns, and k in between; `out` is all zeros. */
#if PYXL_VECTORS
#define PYXL_FAST_PRODUCTS(NAME, T)                                                         \
    static inline void pyxl_matmul_##NAME(                                                  \
        void *out, const int64_t *steps, const void *a, const int64_t *steps_a,             \
        const void *b, const int64_t *steps_b, int64_t n, int64_t k, int64_t m) {           \
        const int64_t width = sizeof(T);                                                    \
        static pyxl_found found;                                                            \
        if (pyxl_blas(&found, 'f', sizeof(T), out, steps, a, steps_a, b, steps_b, n, k, m)) \
            return;                                                                         \
        if (m == 1 && steps_a[1] == width && (steps_b[0] == width || k == 1))               \
            PYXL_KERNEL(rows, NAME)((char *)out, steps[0], (const char *)a, steps_a[0],     \
                                    (const char *)b, n, k);                                 \
        else if (n == 1 && steps[1] == width && steps_b[1] == width)                        \
            PYXL_KERNEL(columns, NAME)((char *)out, (const char *)a, steps_a[1],            \
                                       (const char *)b, steps_b[0], k, m);                  \
        else if (n == 1 || m == 1)                                                          \
            pyxl_plain_matmul_##NAME(out, steps, a, steps_a, b, steps_b, n, k, m);          \
        else                                                                                \
            PYXL_KERNEL(matrices, NAME)((char *)out, steps, (const char *)a, steps_a,       \
                                        (const char *)b, steps_b, n, k, m);                 \
    }
#else
#define PYXL_FAST_PRODUCTS(NAME, T)                                                         \
    static inline void pyxl_matmul_##NAME(                                                  \
        void *out, const int64_t *steps, const void *a, const int64_t *steps_a,             \
        const void *b, const int64_t *steps_b, int64_t n, int64_t k, int64_t m) {           \
        static pyxl_found found;                                                            \
        if (!pyxl_blas(&found, 'f', sizeof(T), out, steps, a, steps_a, b, steps_b, n, k, m)) \
            pyxl_plain_matmul_##NAME(out, steps, a, steps_a, b, steps_b, n, k, m);          \
    }
#endif

PYXL_FAST_PRODUCTS(float64, double)
PYXL_FAST_PRODUCTS(float32, float)

#endif
