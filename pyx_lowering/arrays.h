/* Arrays that a function makes, and views.
 *
 * Part of support.h, after lists.h. The elements of a new array are in a block of the
 * function's `scratch`, which is freed or stored (lists.h) when it is left, unless the array
 * is handed to the caller. Nothing here needs the GIL or raises, apart from what says so: what cannot get
 * memory gives NULL. */

#ifndef PYX_LOWERING_ARRAYS_H
#define PYX_LOWERING_ARRAYS_H

#if defined(__linux__)
#include <sys/mman.h>
#endif

/* As `MAX_RANK` in types.py. */
#define PYXL_MAX_RANK 6

/* A copy of the shape or the strides of an array, which lives as long as the block around. */
#define pyxl_apart(sizes, bytes) \
    ((const int64_t *)memcpy((int64_t[PYXL_MAX_RANK]){0}, (sizes), (bytes)))

/* ---- memory ----------------------------------------------------------------------- */

/* How far behind its block the memory of the elements begins: aligned for any of them. */
#define PYXL_HEADER 64

static inline char *pyxl_elements(struct pyxl_block *block) {
    return (char *)block + PYXL_HEADER;
}

static inline struct pyxl_block *pyxl_block_of(void *data) {
    return (struct pyxl_block *)((char *)data - PYXL_HEADER);
}

/* Ask for large pages, as NumPy does for its arrays: the first writes take half the time. */
static inline void pyxl_in_large_pages(void *memory, size_t size) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
    const size_t page = 4096, least = (size_t)1 << 22;
    if (size >= least) {
        const size_t skipped = page - (uintptr_t)memory % page;
        madvise((char *)memory + skipped, size - skipped, MADV_HUGEPAGE); /* no matter if not */
    }
#else
    (void)memory;
    (void)size;
#endif
}

/* Where the smallest of some blocks is that has room, or NULL. */
static inline struct pyxl_block **pyxl_fitting(struct pyxl_block **place, size_t size) {
    struct pyxl_block **best = NULL;
    for (; *place != NULL; place = &(*place)->next)
        if ((*place)->size >= size && (best == NULL || (*place)->size < (*best)->size))
            best = place;
    return best;
}

static inline void *pyxl_new_block_in(
    int64_t count, int64_t width, int zero, pyxl_scratch *scratch) {
    struct pyxl_block *block, **place;
    size_t size = (size_t)count * (size_t)width;
    if ((uint64_t)count > ((uint64_t)PY_SSIZE_T_MAX - PYXL_HEADER) / (uint64_t)width)
        return NULL;
    place = pyxl_fitting(&scratch->spare_blocks, size);
    if (place == NULL && size >= PYXL_LEAST_STORED) {
        struct pyxl_block **last = &scratch->spare_blocks;
        while (*last != NULL)
            last = &(*last)->next;
        *last = pyxl_stored();
        place = pyxl_fitting(last, size);
    }
    if (place != NULL) {
        block = *place;
        *place = block->next;
        if (zero)
            memset(pyxl_elements(block), 0, size);
    } else {
        /* Those that are too small now would be so again. */
        pyxl_free_blocks(scratch->spare_blocks);
        scratch->spare_blocks = NULL;
        block = (struct pyxl_block *)(zero ? calloc(1, size + PYXL_HEADER)
                                           : malloc(size + PYXL_HEADER));
        if (block == NULL)
            return NULL;
        pyxl_in_large_pages(block, size);
        block->size = size;
    }
    block->used = 0;
    block->next = scratch->blocks;
    scratch->blocks = block;
    return pyxl_elements(block);
}

/* Whether an array of these dimensions has more elements than there may be. */
static inline int pyxl_too_large(
    int64_t a, int64_t b, int64_t c, int64_t d, int64_t e, int64_t f) {
    const int64_t sizes[6] = {a, b, c, d, e, f};
    int64_t elements = 1;
    int axis;
    for (axis = 0; axis < 6; axis++) {
        if (sizes[axis] == 0)
            continue;
        if (sizes[axis] > PYXL_MAX_ELEMENTS / elements)
            return 1;
        elements *= sizes[axis];
    }
    return 0;
}

/* An array that is still needed begins at `data`, if there is one. */
static inline void pyxl_keep_block_in(const void *data, pyxl_scratch *scratch) {
    struct pyxl_block *block;
    for (block = scratch->blocks; block != NULL; block = block->next) {
        const char *elements = pyxl_elements(block);
        if ((const char *)data >= elements && (const char *)data <= elements + block->size)
            block->used = 1;
    }
}

/* The memory of arrays that were not kept may be used again. */
static inline void pyxl_collect_in(pyxl_scratch *scratch) {
    struct pyxl_block *block, **place = &scratch->blocks;
    while ((block = *place) != NULL) {
        if (block->used) {
            block->used = 0;
            place = &block->next;
        } else {
            *place = block->next;
            block->next = scratch->spare_blocks;
            scratch->spare_blocks = block;
        }
    }
}

/* Copy the elements of an array, one after the other, to packed memory. */
static inline char *pyxl_pack(
    char *target, const char *data, const int64_t *shape, const int64_t *strides, int rank,
    int width) {
    int64_t index;
    if (rank == 0) {
        memcpy(target, data, (size_t)width);
        return target + width;
    }
    for (index = 0; index < shape[0]; index++)
        target = pyxl_pack(target, data + index * strides[0], shape + 1, strides + 1, rank - 1,
                           width);
    return target;
}

/* The elements of an array in a block of their own, which the scratch holds no longer. */
static inline void *pyxl_handed_in(
    void *data, const int64_t *shape, const int64_t *strides, int rank, int width,
    pyxl_scratch *scratch) {
    struct pyxl_block *block, **place;
    int64_t elements = 1, step = width;
    int axis, packed = 1;
    for (axis = rank - 1; axis >= 0; axis--) {
        packed &= strides[axis] == step || shape[axis] <= 1;
        elements *= shape[axis];
        step *= shape[axis];
    }
    for (place = &scratch->blocks; (block = *place) != NULL; place = &block->next)
        if (pyxl_elements(block) == (char *)data)
            break;
    /* Of a block that is mostly empty, as where a mask selected little, the rest is freed. */
    if (block == NULL || !packed
        || (block->size > 4096 && (size_t)elements * (size_t)width < block->size / 2)) {
        char *made = (char *)pyxl_new_block_in(elements, width, 0, scratch);
        if (made == NULL)
            return NULL;
        pyxl_pack(made, (const char *)data, shape, strides, rank, width);
        data = made;
        place = &scratch->blocks;
        block = *place;
    }
    *place = block->next;
    return data;
}

/* The scratch holds what a callee has handed to its caller. One block comes and one that is spare
 * goes: a loop that only calls would otherwise pile them up, and touch new memory in each turn. */
static inline void *pyxl_adopted_in(void *data, pyxl_scratch *scratch) {
    struct pyxl_block *block = scratch->spare_blocks;
    if (block != NULL) {
        scratch->spare_blocks = block->next;
        free(block);
    }
    block = pyxl_block_of(data);
    block->used = 0;
    block->next = scratch->blocks;
    scratch->blocks = block;
    return data;
}

#define pyxl_new_block(count, width, zero, scratch) \
    pyxl_new_block_in(count, width, zero, &(scratch))
#define pyxl_keep_block(data, scratch) pyxl_keep_block_in(data, &(scratch))
#define pyxl_collect(scratch) pyxl_collect_in(&(scratch))
#define pyxl_handed(data, shape, strides, rank, width, scratch) \
    pyxl_handed_in(data, shape, strides, rank, width, &(scratch))
#define pyxl_adopted(data, scratch) pyxl_adopted_in(data, &(scratch))

/* ---- views ------------------------------------------------------------------------ */

/* The first byte of an array and the one behind its last; both are 0 if it is empty. */
static inline void pyxl_extent(
    const void *data, const int64_t *shape, const int64_t *strides, int rank, int width,
    uintptr_t *low, uintptr_t *high) {
    int axis;
    *low = (uintptr_t)data;
    *high = *low + (uintptr_t)width;
    for (axis = 0; axis < rank; axis++) {
        uintptr_t length;
        if (shape[axis] == 0) {
            *low = *high = 0;
            return;
        }
        length = (uintptr_t)((shape[axis] - 1) * strides[axis]);
        if (strides[axis] < 0)
            *low += length;
        else
            *high += length;
    }
}

/* Whether two arrays may have elements in common, for where their memory is. */
static inline int pyxl_shares(
    const void *data, const int64_t *shape, const int64_t *strides, int rank, int width,
    const void *other, const int64_t *other_shape, const int64_t *other_strides,
    int other_rank, int other_width) {
    uintptr_t low, high, other_low, other_high;
    pyxl_extent(data, shape, strides, rank, width, &low, &high);
    pyxl_extent(other, other_shape, other_strides, other_rank, other_width,
                &other_low, &other_high);
    return high > other_low && other_high > low;
}

/* Whether writing the elements of one array in order may change an element of another that
 * is read later. Not so if both are the same view: each is read before it is written. */
static inline int pyxl_overlap(
    const void *data, const int64_t *shape, const int64_t *strides, int rank, int width,
    const void *other, const int64_t *other_shape, const int64_t *other_strides,
    int other_rank, int other_width) {
    if (!pyxl_shares(data, shape, strides, rank, width, other, other_shape, other_strides,
                     other_rank, other_width))
        return 0;
    if (data != other || rank != other_rank || width != other_width)
        return 1;
    while (rank-- > 0)
        if (shape[rank] != other_shape[rank]
            || (strides[rank] != other_strides[rank] && shape[rank] > 1))
            return 1;
    return 0;
}

/* The place in an array that may have one item for all. */
static inline int64_t pyxl_stretched(int64_t place, int64_t size) {
    return size == 1 ? 0 : place;
}

/* ---- functions of elements -------------------------------------------------------- */

static inline double pyxl_sign(double x) {
    return x > 0 ? 1.0 : x < 0 ? -1.0 : x == 0 ? 0.0 : x;
}

/* Once for each type of ints: its name, and that in C. */
#define PYXL_EACH_INT(MAKE) \
    MAKE(int8, int8_t)      \
    MAKE(int16, int16_t)    \
    MAKE(int32, int32_t)    \
    MAKE(int64, int64_t)    \
    MAKE(uint8, uint8_t)    \
    MAKE(uint16, uint16_t)  \
    MAKE(uint32, uint32_t)  \
    MAKE(uint64, uint64_t)

/* The second of two that are equal, such as 0.0 and -0.0, and nan if one of them is. */
#define PYXL_EXTREMES(NAME, T)                                 \
    static inline T pyxl_##NAME##_minimum(T a, T b) {          \
        return a < b || a != a ? a : b;                        \
    }                                                          \
    static inline T pyxl_##NAME##_maximum(T a, T b) {          \
        return a > b || a != a ? a : b;                        \
    }

PYXL_EXTREMES(float64, double)
PYXL_EXTREMES(float32, float)
PYXL_EACH_INT(PYXL_EXTREMES)

#endif
