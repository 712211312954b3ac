/* Indices that are read from arrays.
 *
 * Part of support.h, after arrays.h. They are checked all at once, before an element is read
 * or written, as NumPy does. */

#ifndef PYX_LOWERING_SELECTION_H
#define PYX_LOWERING_SELECTION_H

/* The place that a checked index means; a negative one counts from the end. */
static inline int64_t pyxl_wrapped(int64_t place, int64_t size) {
    return place < 0 ? place + size : place;
}

/* Whether one of `count` indices is no place among `size`: neither branches nor overflow, so
 * that C compilers make vector code of it. */
#define PYXL_OUTSIDE(T)                                                                      \
    for (index = 0; index < count; index++) {                                                \
        T place;                                                                             \
        memcpy(&place, at + index * stride, sizeof(T));                                      \
        outside |= (uint64_t)(int64_t)place + (uint64_t)size >= 2 * (uint64_t)size;          \
    }

/* `width` is the size of an index in bytes, negative for those that have no sign. */
static inline int pyxl_outside_line(
    const char *at, int64_t stride, int64_t count, int width, int64_t size) {
    int64_t index;
    int outside = 0;
    switch (width) {
    case 1: PYXL_OUTSIDE(int8_t) break;
    case 2: PYXL_OUTSIDE(int16_t) break;
    case 4:
        if (stride == 4) {
            PYXL_OUTSIDE(int32_t)
        } else {
            PYXL_OUTSIDE(int32_t)
        }
        break;
    case -1: PYXL_OUTSIDE(uint8_t) break;
    case -2: PYXL_OUTSIDE(uint16_t) break;
    case -4: PYXL_OUTSIDE(uint32_t) break;
    default:
        if (stride == 8) {
            PYXL_OUTSIDE(int64_t)
        } else {
            PYXL_OUTSIDE(int64_t)
        }
    }
    return outside;
}

static inline int pyxl_outside(
    const void *data, const int64_t *shape, const int64_t *strides, int rank, int width,
    int64_t size) {
    int64_t index;
    if (rank == 1)
        return pyxl_outside_line((const char *)data, strides[0], shape[0], width, size);
    for (index = 0; index < shape[0]; index++)
        if (pyxl_outside((const char *)data + index * strides[0], shape + 1, strides + 1,
                         rank - 1, width, size))
            return 1;
    return 0;
}

#endif
