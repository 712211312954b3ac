/* What NumPy computes of all elements of an array of complex numbers, and with loops of its own.
 *
 * Part of support.h, after applied.h. Sums are added in NumPy's order (reductions.h), in which a
 * complex number counts as two: runs have 64 of them, in four sums. */

#ifndef PYX_LOWERING_COMPLEX_REDUCTIONS_H
#define PYX_LOWERING_COMPLEX_REDUCTIONS_H

/* Both parts of a number, which are added by one instruction where there are vectors. */
#if PYXL_VECTORS
typedef double pyxl_complex128_pair __attribute__((vector_size(16)));
typedef float pyxl_complex64_pair __attribute__((vector_size(8)));
#define PYXL_ADD_PAIRS(NAME, a, b) ((a) + (b))
#else
typedef pyxl_complex128 pyxl_complex128_pair;
typedef pyxl_complex64 pyxl_complex64_pair;
#define PYXL_ADD_PAIRS(NAME, a, b) pyxl_##NAME##_add(a, b)
#endif

#define PYXL_COMPLEX_SUM(NAME, T)                                                           \
    static inline pyxl_##NAME##_pair pyxl_##NAME##_pair_at(const char *at) {                \
        pyxl_##NAME##_pair made;                                                            \
        memcpy(&made, at, sizeof made);                                                     \
        return made;                                                                        \
    }                                                                                       \
    static inline pyxl_##NAME##_pair pyxl_##NAME##_run(                                     \
        const char *at, int64_t stride, int64_t count) {                                    \
        pyxl_##NAME##_pair sums[4], total = {(T)-0.0, (T)-0.0};                             \
        int64_t index = 0;                                                                  \
        int lane;                                                                           \
        if (count >= 4) {                                                                   \
            for (lane = 0; lane < 4; lane++)                                                \
                sums[lane] = pyxl_##NAME##_pair_at(at + lane * stride);                     \
            for (index = 4; index < count - count % 4; index += 4)                          \
                for (lane = 0; lane < 4; lane++)                                            \
                    sums[lane] = PYXL_ADD_PAIRS(                                            \
                        NAME, sums[lane], pyxl_##NAME##_pair_at(at + (index + lane) * stride)); \
            sums[0] = PYXL_ADD_PAIRS(NAME, sums[0], sums[1]);                               \
            sums[2] = PYXL_ADD_PAIRS(NAME, sums[2], sums[3]);                               \
            total = PYXL_ADD_PAIRS(NAME, sums[0], sums[2]);                                 \
        }                                                                                   \
        for (; index < count; index++)                                                      \
            total = PYXL_ADD_PAIRS(NAME, total, pyxl_##NAME##_pair_at(at + index * stride)); \
        return total;                                                                       \
    }                                                                                       \
    static inline pyxl_##NAME##_pair pyxl_##NAME##_pairwise(                                \
        const char *at, int64_t stride, int64_t count) {                                    \
        const int64_t half = (count - count % 8) / 2;                                       \
        if (count <= PYXL_RUN / 2)                                                          \
            return stride == (int64_t)sizeof(pyxl_##NAME) /* a constant is quicker */       \
                ? pyxl_##NAME##_run(at, sizeof(pyxl_##NAME), count)                         \
                : pyxl_##NAME##_run(at, stride, count);                                     \
        return PYXL_ADD_PAIRS(                                                              \
            NAME, pyxl_##NAME##_pairwise(at, stride, half),                                 \
            pyxl_##NAME##_pairwise(at + half * stride, stride, count - half));              \
    }                                                                                       \
    static inline pyxl_##NAME##_pair pyxl_##NAME##_walked(pyxl_walk *walk, int64_t count) { \
        int64_t half = (count - count % 8) / 2;                                             \
        pyxl_##NAME##_pair first;                                                           \
        pyxl_##NAME run[PYXL_RUN / 2];                                                      \
        if (count > PYXL_RUN / 2) {                                                         \
            first = pyxl_##NAME##_walked(walk, half);                                       \
            return PYXL_ADD_PAIRS(NAME, first, pyxl_##NAME##_walked(walk, count - half));   \
        }                                                                                   \
        for (half = 0; half < count; half++) {                                              \
            run[half] = pyxl_load_##NAME(walk->at, 0);                                      \
            pyxl_walk_on(walk);                                                             \
        }                                                                                   \
        return pyxl_##NAME##_run((const char *)run, sizeof run[0], count);                  \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_sum_##NAME(                                              \
        const void *data, const int64_t *shape, const int64_t *strides, int rank) {         \
        pyxl_walk walk = pyxl_walk_of(data, shape, strides, rank);                          \
        int64_t left = pyxl_walk_length(&walk), chunk = left;                               \
        pyxl_##NAME##_pair total = {0, 0};                                                  \
        pyxl_##NAME made;                                                                   \
        if (left > 0 && walk.rank > 1)                                                      \
            chunk = pyxl_walk_chunk(&walk);                                                 \
        for (; left > 0; left -= chunk)                                                     \
            total = PYXL_ADD_PAIRS(NAME, total, walk.rank == 1                              \
                ? pyxl_##NAME##_pairwise(walk.at, walk.strides[0], left)                    \
                : pyxl_##NAME##_walked(&walk, left < chunk ? left : chunk));                \
        memcpy(&made, &total, sizeof made);                                                 \
        return made;                                                                        \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_prod_##NAME(                                             \
        const void *data, const int64_t *shape, const int64_t *strides, int rank) {         \
        pyxl_walk walk = pyxl_walk_of(data, shape, strides, rank);                          \
        int64_t left = pyxl_walk_length(&walk);                                             \
        pyxl_##NAME total = {1, 0};                                                         \
        for (; left > 0; left--) {                                                          \
            total = pyxl_##NAME##_mul(total, pyxl_load_##NAME(walk.at, 0));                 \
            if (left > 1)                                                                   \
                pyxl_walk_on(&walk);                                                        \
        }                                                                                   \
        return total;                                                                       \
    }

PYXL_COMPLEX_SUM(complex64, float)
PYXL_COMPLEX_SUM(complex128, double)

/* Along several axes (along.h). What is multiplied into one number in turn is multiplied as NumPy's
 * scalars are. */
#define PYXL_ALONG_COMPLEX(NAME)                                                            \
    PYXL_ALONG_AXES(sum, NAME, NAME, pyxl_##NAME, pyxl_##NAME##_add(total, item))           \
    PYXL_ALONG_AXES(prod, NAME, NAME, pyxl_##NAME, along.out[last] == 0                     \
        ? pyxl_##NAME##_mul(total, item) : pyxl_##NAME##_product(total, item))

PYXL_ALONG_COMPLEX(complex64)
PYXL_ALONG_COMPLEX(complex128)

/* ---- products of vectors and matrices ---------------------------------------------- */

#define PYXL_COMPLEX_PRODUCTS(NAME, T)                                                      \
    PYXL_PRODUCTS(NAME, pyxl_##NAME, pyxl_##NAME##_add, pyxl_##NAME##_mul)                  \
    static inline void pyxl_matmul_##NAME(                                                  \
        void *out, const int64_t *steps, const void *a, const int64_t *steps_a,             \
        const void *b, const int64_t *steps_b, int64_t n, int64_t k, int64_t m) {           \
        static pyxl_found found;                                                            \
        if (!pyxl_blas(&found, 'c', sizeof(pyxl_##NAME), out, steps, a, steps_a, b,         \
                       steps_b, n, k, m))                                                   \
            pyxl_plain_matmul_##NAME(out, steps, a, steps_a, b, steps_b, n, k, m);          \
    }

PYXL_COMPLEX_PRODUCTS(complex64, float)
PYXL_COMPLEX_PRODUCTS(complex128, double)

/* ---- NumPy's loops ------------------------------------------------------------------ */

PYXL_COLD static int pyxl_import_numpy(void) {
    PyGILState_STATE gil = PyGILState_Ensure();
    PyObject *numpy = PyImport_ImportModule("numpy");
    const int found = numpy != NULL && pyxl_ndarray_type() != NULL;
    PyErr_Clear();
    Py_XDECREF(numpy);
    PyGILState_Release(gil);
    return found;
}

/* Whether NumPy is missing, without whose loops there are no functions of complex numbers. */
static inline int pyxl_no_numpy(void) {
    static int is_there;
    if (!PYXL_READ(is_there))
        PYXL_PUBLISH(is_there, pyxl_import_numpy());
    return !PYXL_READ(is_there);
}

/* Call NumPy's loop for so many elements at these distances; `pyxl_no_numpy` was asked. */
static inline void pyxl_apply_complex(
    pyxl_found *found, const char *name, int width, int operands, const void *one,
    Py_ssize_t step_one, const void *two, Py_ssize_t step_two, void *out, int64_t count) {
    const pyxl_loop loop = pyxl_loop_of(found, name, 'c', width);
    const Py_ssize_t counts[1] = {(Py_ssize_t)count};
    char *args[3] = {(char *)one, (char *)out, NULL};
    Py_ssize_t steps[3] = {step_one, width, width};
    if (operands == 2) {
        args[1] = (char *)two;
        args[2] = (char *)out;
        steps[1] = step_two;
    }
    if (loop != NULL)
        loop(args, counts, steps, found->more);
}

/* A function of one number, and of all elements of an array, which are written to packed memory that
 * may be that of the array itself. */
#define PYXL_COMPLEX_LOOP(FUNCTION, NAME)                                                   \
    static inline pyxl_##NAME pyxl_##NAME##_##FUNCTION(pyxl_##NAME z) {                     \
        static pyxl_found found;                                                            \
        pyxl_##NAME made = z;                                                               \
        pyxl_apply_complex(&found, #FUNCTION, sizeof z, 1, &z, sizeof z, NULL, 0, &made, 1); \
        return made;                                                                        \
    }                                                                                       \
    static inline void pyxl_##FUNCTION##_each_##NAME(                                       \
        void *out, const void *from, const int64_t *strides, const int64_t *shape,          \
        int rank) {                                                                         \
        static pyxl_found found;                                                            \
        const int width = sizeof(pyxl_##NAME);                                              \
        int64_t count;                                                                      \
        const void *given = pyxl_in_line(out, from, strides, shape, rank, width, &count);   \
        pyxl_apply_complex(&found, #FUNCTION, width, 1, given, width, NULL, 0, out, count); \
    }
#define PYXL_COMPLEX_LOOPS(FUNCTION)      \
    PYXL_COMPLEX_LOOP(FUNCTION, complex64) \
    PYXL_COMPLEX_LOOP(FUNCTION, complex128)

PYXL_COMPLEX_LOOPS(sqrt)
PYXL_COMPLEX_LOOPS(exp)
PYXL_COMPLEX_LOOPS(exp2)
PYXL_COMPLEX_LOOPS(expm1)
PYXL_COMPLEX_LOOPS(log)
PYXL_COMPLEX_LOOPS(log2)
PYXL_COMPLEX_LOOPS(log10)
PYXL_COMPLEX_LOOPS(log1p)
PYXL_COMPLEX_LOOPS(sin)
PYXL_COMPLEX_LOOPS(cos)
PYXL_COMPLEX_LOOPS(tan)
PYXL_COMPLEX_LOOPS(arcsin)
PYXL_COMPLEX_LOOPS(arccos)
PYXL_COMPLEX_LOOPS(arctan)
PYXL_COMPLEX_LOOPS(sinh)
PYXL_COMPLEX_LOOPS(cosh)
PYXL_COMPLEX_LOOPS(tanh)
PYXL_COMPLEX_LOOPS(arcsinh)
PYXL_COMPLEX_LOOPS(arccosh)
PYXL_COMPLEX_LOOPS(arctanh)

/* Powers. Operands of one element are the same for all. */
#define PYXL_COMPLEX_POWER(NAME)                                                            \
    static inline void pyxl_power_each_##NAME(                                              \
        void *out, const int64_t *shape, const void *one, const int64_t *shape_one,         \
        const void *two, const int64_t *shape_two, int rank) {                              \
        static pyxl_found found;                                                            \
        const int width = sizeof(pyxl_##NAME);                                              \
        pyxl_apply_complex(                                                                 \
            &found, "power", width, 2,                                                      \
            one, pyxl_count_of(shape_one, rank) != 1 ? width : 0,                           \
            two, pyxl_count_of(shape_two, rank) != 1 ? width : 0,                           \
            out, pyxl_count_of(shape, rank));                                               \
    }

PYXL_COMPLEX_POWER(complex64)
PYXL_COMPLEX_POWER(complex128)

#endif
