/* What NumPy computes of the elements along several axes of an array, in its order.
 *
 * Part of support.h, after reductions.h. The reduced axes that are innermost in memory are one
 * reduction of their own for each place of the others (`whole`); what they give is added to
 * the result in the order of memory. */
#ifndef PYX_LOWERING_ALONG_H
#define PYX_LOWERING_ALONG_H

typedef struct {
    int rank, inner;
    int64_t shape[PYXL_MAX_RANK], strides[PYXL_MAX_RANK], out[PYXL_MAX_RANK];
    int64_t inner_shape[PYXL_MAX_RANK], inner_strides[PYXL_MAX_RANK];
    int64_t index[PYXL_MAX_RANK];
} pyxl_along;

/* `axes` has a bit for each axis that is reduced, along which the result has one element. */
static inline pyxl_along pyxl_along_of(
    const int64_t *out, const int64_t *shape, const int64_t *strides, int rank, int64_t axes) {
    pyxl_along along;
    int order[PYXL_MAX_RANK], place, split;
    memset(&along, 0, sizeof along);
    pyxl_order(strides, rank, order);
    for (split = 0; split < rank; split++)
        if (shape[order[split]] != 1 && !((axes >> order[split]) & 1))
            break;
    for (place = rank - 1; place >= 0; place--) {
        const int axis = order[place];
        if (shape[axis] == 1)
            continue;
        if (place < split) {
            along.inner_shape[along.inner] = shape[axis];
            along.inner_strides[along.inner++] = strides[axis];
        } else {
            along.shape[along.rank] = shape[axis];
            along.strides[along.rank] = strides[axis];
            along.out[along.rank++] = (axes >> axis) & 1 ? 0 : out[axis];
        }
    }
    if (along.rank == 0)
        along.shape[along.rank++] = 1;
    return along;
}

static inline int pyxl_along_is_empty(const pyxl_along *along) {
    int axis;
    for (axis = 0; axis < along->rank; axis++)
        if (along->shape[axis] == 0)
            return 1;
    return 0;
}

/* `total` is the element of the result so far, `item` what is added to it. */
#define PYXL_ALONG_AXES(KIND, NAME, OUT, R, STEP)                                           \
    static inline void pyxl_##KIND##_along_##NAME(                                          \
        void *out, const int64_t *steps, const void *data, const int64_t *shape,            \
        const int64_t *strides, int rank, int64_t axes) {                                   \
        pyxl_along along = pyxl_along_of(steps, shape, strides, rank, axes);                \
        const int last = along.rank - 1;                                                    \
        char *to = (char *)out;                                                             \
        const char *at = (const char *)data;                                                \
        if (pyxl_along_is_empty(&along))                                                    \
            return;                                                                         \
        for (;;) {                                                                          \
            int64_t turn;                                                                   \
            int axis;                                                                       \
            for (turn = 0; turn < along.shape[last]; turn++) {                              \
                const char *from = at + turn * along.strides[last];                         \
                const int64_t place = turn * along.out[last];                               \
                const R total = pyxl_load_##OUT(to, place);                                 \
                const R item = along.inner                                                  \
                    ? pyxl_##KIND##_##NAME(                                                 \
                          from, along.inner_shape, along.inner_strides, along.inner)        \
                    : pyxl_load_##NAME(from, 0);                                            \
                pyxl_store_##OUT(to, place, STEP);                                          \
            }                                                                               \
            for (axis = last - 1; axis >= 0; axis--) {                                      \
                at += along.strides[axis];                                                  \
                to += along.out[axis];                                                      \
                if (++along.index[axis] < along.shape[axis])                                \
                    break;                                                                  \
                at -= along.strides[axis] * along.shape[axis];                              \
                to -= along.out[axis] * along.shape[axis];                                  \
                along.index[axis] = 0;                                                      \
            }                                                                               \
            if (axis < 0)                                                                   \
                return;                                                                     \
        }                                                                                   \
    }

#define PYXL_ALONG_INTS(NAME, T, OUT, R)                                                    \
    PYXL_ALONG_AXES(sum, NAME, OUT, R, (R)((uint64_t)total + (uint64_t)item))               \
    PYXL_ALONG_AXES(prod, NAME, OUT, R, (R)((uint64_t)total * (uint64_t)item))              \
    PYXL_ALONG_AXES(min, NAME, NAME, T, item < total ? item : total)                        \
    PYXL_ALONG_AXES(max, NAME, NAME, T, item > total ? item : total)

#define PYXL_ALONG_FLOATS(NAME, T)                                                          \
    PYXL_ALONG_AXES(sum, NAME, NAME, T, total + item)                                       \
    PYXL_ALONG_AXES(prod, NAME, NAME, T, total * item)                                      \
    PYXL_ALONG_AXES(min, NAME, NAME, T, pyxl_##NAME##_minimum(total, item))                 \
    PYXL_ALONG_AXES(max, NAME, NAME, T, pyxl_##NAME##_maximum(total, item))

PYXL_ALONG_FLOATS(float64, double)
PYXL_ALONG_FLOATS(float32, float)
PYXL_ALONG_INTS(int8, int8_t, int64, int64_t)
PYXL_ALONG_INTS(int16, int16_t, int64, int64_t)
PYXL_ALONG_INTS(int32, int32_t, int64, int64_t)
PYXL_ALONG_INTS(int64, int64_t, int64, int64_t)
PYXL_ALONG_INTS(uint8, uint8_t, uint64, uint64_t)
PYXL_ALONG_INTS(uint16, uint16_t, uint64, uint64_t)
PYXL_ALONG_INTS(uint32, uint32_t, uint64, uint64_t)
PYXL_ALONG_INTS(uint64, uint64_t, uint64, uint64_t)
PYXL_ALONG_AXES(sum, bool, int64, int64_t, total + item)
PYXL_ALONG_AXES(prod, bool, int64, int64_t, total & item)
PYXL_ALONG_AXES(any, bool, bool, int, (unsigned char)(total | (item != 0)))
PYXL_ALONG_AXES(all, bool, bool, int, (unsigned char)(total & (item != 0)))

#endif
