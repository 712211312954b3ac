/* What masks select, and indices that are read from arrays.
 *
 * Part of support.h, after arrays.h. Indices are checked all at once, before an element is read
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

/* Write the elements of a line where its mask is true to `out` from `taken` on, and give where the
 * next one would be. Each of eight is written, and written over by the next one if it does not count;
 * where none of sixteen counts, they are skipped. */
#define PYXL_SELECT(NAME, T)                                                                 \
    static inline int64_t pyxl_select_##NAME(                                                \
        void *into, int64_t taken, const void *data, int64_t step, const void *truth,        \
        int64_t stride, int64_t count) {                                                     \
        T *const out = (T *)into;                                                            \
        const char *at = (const char *)data;                                                 \
        const unsigned char *mask = (const unsigned char *)truth;                            \
        int64_t index = 0, end;                                                              \
        while (stride == 1 && index + 16 <= count) {                                         \
            uint64_t some[2];                                                                \
            memcpy(some, mask + index, 16);                                                  \
            if ((some[0] | some[1]) == 0) {                                                  \
                index += 16;                                                                 \
                continue;                                                                    \
            }                                                                                \
            for (end = index + 16; index < end; index++) {                                   \
                memcpy(out + taken, at + index * step, sizeof(T));                           \
                taken += mask[index] != 0;                                                   \
            }                                                                                \
        }                                                                                    \
        for (; index < count; index++) {                                                     \
            memcpy(out + taken, at + index * step, sizeof(T));                               \
            taken += mask[index * stride] != 0;                                              \
        }                                                                                    \
        return taken;                                                                        \
    }

typedef struct {
    uint64_t parts[2];
} pyxl_wide;

PYXL_SELECT(1, uint8_t)
PYXL_SELECT(2, uint16_t)
PYXL_SELECT(4, uint32_t)
PYXL_SELECT(8, uint64_t)
PYXL_SELECT(16, pyxl_wide)

#endif
