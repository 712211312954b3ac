/* Arrays in another shape.
 *
 * Part of support.h, after arrays.h. Whether that is possible without a copy is decided as
 * NumPy does: axes are taken together from the outside, old and new ones of one size, and
 * those of the old shape must follow each other in memory. */

#ifndef PYX_LOWERING_RESHAPING_H
#define PYX_LOWERING_RESHAPING_H

/* A size of a new shape, in which a negative one stands for what is left. */
static inline int64_t pyxl_size_in(
    int64_t total, int64_t axis, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f) {
    const int64_t sizes[6] = {a, b, c, d, e, f};
    uint64_t others = 1;
    int place;
    if (sizes[axis] >= 0)
        return sizes[axis];
    for (place = 0; place < 6; place++)
        if (place != axis)
            others *= (uint64_t)sizes[place];
    return others == 0 ? 0 : total / (int64_t)others;
}

/* Whether so many elements do not have this shape. */
static inline int pyxl_misfits(
    int64_t total, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f) {
    const int64_t sizes[6] = {a, b, c, d, e, f};
    int64_t known = 1;
    int place, unknown = 0, empty = 0;
    for (place = 0; place < 6; place++) {
        unknown += sizes[place] < 0;
        empty |= sizes[place] == 0;
    }
    if (unknown > 1)
        return 1;
    if (empty)
        return unknown != 0 || total != 0;
    for (place = 0; place < 6; place++) {
        if (sizes[place] < 0)
            continue;
        if (sizes[place] > PYXL_MAX_ELEMENTS / known)
            return unknown == 0 || total != 0;
        known *= sizes[place];
    }
    return unknown ? total % known != 0 : total != known;
}

/* Find the strides of an array in another shape of as many elements; 0 where it must be
 * copied. */
static inline int pyxl_new_strides(
    const int64_t *shape, const int64_t *strides, int rank, int new_rank,
    const int64_t *sizes, int64_t *made) {
    int64_t old_shape[6], old_strides[6], last = 1;
    int old_rank = 0, axis, from = 0, to = 1, new_from = 0, new_to = 1;
    for (axis = 0; axis < rank; axis++) {
        if (shape[axis] == 0) {
            for (axis = 0; axis < new_rank; axis++)
                made[axis] = 1;
            return 1;
        }
        if (shape[axis] != 1) {
            old_shape[old_rank] = shape[axis];
            old_strides[old_rank++] = strides[axis];
        }
    }
    while (new_from < new_rank && from < old_rank) {
        int64_t new_count = sizes[new_from], old_count = old_shape[from];
        while (new_count != old_count) {
            if (new_count < old_count)
                new_count *= sizes[new_to++];
            else
                old_count *= old_shape[to++];
        }
        for (axis = from; axis < to - 1; axis++)
            if (old_strides[axis] != old_shape[axis + 1] * old_strides[axis + 1])
                return 0;
        made[new_to - 1] = old_strides[to - 1];
        for (axis = new_to - 1; axis > new_from; axis--)
            made[axis - 1] = made[axis] * sizes[axis];
        new_from = new_to++;
        from = to++;
    }
    if (new_from >= 1)
        last = made[new_from - 1];
    for (axis = new_from; axis < new_rank; axis++)
        made[axis] = last;
    return 1;
}

static inline int pyxl_reshapes(
    const int64_t *shape, const int64_t *strides, int rank, int new_rank,
    int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f) {
    const int64_t sizes[6] = {a, b, c, d, e, f};
    int64_t made[6];
    return pyxl_new_strides(shape, strides, rank, new_rank, sizes, made);
}

static inline int64_t pyxl_reshaped_stride(
    const int64_t *shape, const int64_t *strides, int rank, int new_rank,
    int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f, int axis) {
    const int64_t sizes[6] = {a, b, c, d, e, f};
    int64_t made[6] = {0, 0, 0, 0, 0, 0};
    pyxl_new_strides(shape, strides, rank, new_rank, sizes, made);
    return made[axis];
}

/* Whether the elements follow each other in memory, as those of a new array. */
static inline int pyxl_is_packed(
    const int64_t *shape, const int64_t *strides, int rank, int64_t width) {
    int64_t step = width;
    int axis, packed = 1;
    for (axis = rank - 1; axis >= 0; axis--) {
        if (shape[axis] == 0)
            return 1;
        packed &= strides[axis] == step || shape[axis] == 1;
        step *= shape[axis];
    }
    return packed;
}

/* The elements of an array in memory of the scratch. */
static inline void *pyxl_packed_copy_in(
    const void *data, const int64_t *shape, const int64_t *strides, int rank, int width,
    pyxl_scratch *scratch) {
    int64_t elements = 1;
    char *made;
    int axis;
    for (axis = 0; axis < rank; axis++)
        elements *= shape[axis];
    made = (char *)pyxl_new_block_in(elements, width, 0, scratch);
    if (made != NULL)
        pyxl_pack(made, (const char *)data, shape, strides, rank, width);
    return made;
}

#define pyxl_packed_copy(data, shape, strides, rank, width, scratch) \
    pyxl_packed_copy_in(data, shape, strides, rank, width, &(scratch))

#endif
