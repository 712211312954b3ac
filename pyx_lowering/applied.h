/* Functions of numbers for all elements of an array.
 *
 * Part of support.h, after numpy_api.h. NumPy's own loops for these use the vectors of the
 * processor and take down to a twentieth of the time of the C library. They are called for packed
 * memory, so that a result does not depend on how an array lies. Where NumPy was not imported, the
 * C library is called for each element. */

#ifndef PYX_LOWERING_APPLIED_H
#define PYX_LOWERING_APPLIED_H

/* Copy an array to packed memory unless it is packed and aligned; gives where its elements are. */
static inline const void *pyxl_in_line(
    void *out, const void *from, const int64_t *strides, const int64_t *shape, int rank,
    int width, int64_t *count) {
    int packed = (uintptr_t)from % (uintptr_t)(width > 8 ? 8 : width) == 0, axis;
    *count = 1;
    for (axis = rank - 1; axis >= 0; axis--) {
        packed &= strides[axis] == *count * width || shape[axis] <= 1;
        *count *= shape[axis];
    }
    if (packed)
        return from;
    if (*count > 0)
        pyxl_pack((char *)out, (const char *)from, shape, strides, rank, width);
    return out;
}

static inline int64_t pyxl_count_of(const int64_t *shape, int rank) {
    int64_t count = 1;
    while (rank-- > 0)
        count *= shape[rank];
    return count;
}

#define PYXL_APPLY(NAME, T)                                                                 \
    static inline void pyxl_apply_##NAME(                                                   \
        pyxl_found *found, const char *name, T (*function)(T), void *out,                   \
        const void *from, const int64_t *strides, const int64_t *shape, int rank) {         \
        int64_t count, index;                                                               \
        const T *given = (const T *)pyxl_in_line(                                           \
            out, from, strides, shape, rank, sizeof(T), &count);                            \
        const pyxl_loop loop = pyxl_loop_of(found, name, 'f', sizeof(T));                   \
        if (loop != NULL) {                                                                 \
            char *args[2] = {(char *)given, (char *)out};                                   \
            const Py_ssize_t counts[1] = {(Py_ssize_t)count};                               \
            const Py_ssize_t steps[2] = {sizeof(T), sizeof(T)};                             \
            loop(args, counts, steps, found->more);                                         \
        } else {                                                                            \
            for (index = 0; index < count; index++)                                         \
                ((T *)out)[index] = function(given[index]);                                 \
        }                                                                                   \
    }                                                                                       \
    /* Operands of one element are the same for all, which NumPy may compute in another way. */ \
    static inline void pyxl_apply2_##NAME(                                                  \
        pyxl_found *found, const char *name, T (*function)(T, T), T *out,                   \
        const int64_t *shape, const T *one, const int64_t *shape_one, const T *two,         \
        const int64_t *shape_two, int rank) {                                               \
        const int64_t count = pyxl_count_of(shape, rank);                                   \
        const int64_t first = pyxl_count_of(shape_one, rank) != 1;                          \
        const int64_t second = pyxl_count_of(shape_two, rank) != 1;                         \
        const pyxl_loop loop = pyxl_loop_of(found, name, 'f', sizeof(T));                   \
        int64_t index;                                                                      \
        if (loop != NULL) {                                                                 \
            char *args[3] = {(char *)one, (char *)two, (char *)out};                        \
            const Py_ssize_t counts[1] = {(Py_ssize_t)count}, width = sizeof(T);            \
            const Py_ssize_t steps[3] = {                                                   \
                (Py_ssize_t)first * width, (Py_ssize_t)second * width, width};              \
            loop(args, counts, steps, found->more);                                         \
        } else {                                                                            \
            for (index = 0; index < count; index++)                                         \
                out[index] = function(one[first * index], two[second * index]);             \
        }                                                                                   \
    }

PYXL_APPLY(float64, double)
PYXL_APPLY(float32, float)

/* Write NumPy's function of each element of an array to the packed memory of a new one, which may
 * be that of the array itself. Two operands are packed, or of one element. */
#define PYXL_APPLIED_TO(NAME, DTYPE, T, FUNCTION)                                           \
    static inline void pyxl_##NAME##_each_##DTYPE(                                          \
        void *out, const void *from, const int64_t *strides, const int64_t *shape,          \
        int rank) {                                                                         \
        static pyxl_found found;                                                            \
        pyxl_apply_##DTYPE(&found, #NAME, FUNCTION, out, from, strides, shape, rank);       \
    }
#define PYXL_APPLIED(NAME, FUNCTION)                                                        \
    PYXL_APPLIED_TO(NAME, float64, double, FUNCTION)                                        \
    PYXL_APPLIED_TO(NAME, float32, float, FUNCTION##f)
#define PYXL_APPLIED2(NAME, DTYPE, T, FUNCTION)                                             \
    static inline void pyxl_##NAME##_each_##DTYPE(                                          \
        void *out, const int64_t *shape, const void *one, const int64_t *shape_one,         \
        const void *two, const int64_t *shape_two, int rank) {                              \
        static pyxl_found found;                                                            \
        pyxl_apply2_##DTYPE(                                                                \
            &found, #NAME, FUNCTION, (T *)out, shape, (const T *)one, shape_one,            \
            (const T *)two, shape_two, rank);                                               \
    }

PYXL_APPLIED(exp, exp)
PYXL_APPLIED(exp2, exp2)
PYXL_APPLIED(expm1, expm1)
PYXL_APPLIED(log, log)
PYXL_APPLIED(log2, log2)
PYXL_APPLIED(log10, log10)
PYXL_APPLIED(log1p, log1p)
PYXL_APPLIED(sin, sin)
PYXL_APPLIED(cos, cos)
PYXL_APPLIED(tan, tan)
PYXL_APPLIED(arcsin, asin)
PYXL_APPLIED(arccos, acos)
PYXL_APPLIED(arctan, atan)
PYXL_APPLIED(sinh, sinh)
PYXL_APPLIED(cosh, cosh)
PYXL_APPLIED(tanh, tanh)
PYXL_APPLIED(arcsinh, asinh)
PYXL_APPLIED(arccosh, acosh)
PYXL_APPLIED(arctanh, atanh)
PYXL_APPLIED(cbrt, cbrt)
PYXL_APPLIED2(arctan2, float64, double, atan2)
PYXL_APPLIED2(arctan2, float32, float, atan2f)
PYXL_APPLIED2(power, float64, double, pyxl_float64_pow)
PYXL_APPLIED2(power, float32, float, pyxl_float32_pow)

#endif
