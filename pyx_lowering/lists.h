/* Lists that live no longer than the function that makes them: arrays that grow.
 *
 * Part of support.h. A function keeps all lists that it makes in its `scratch`, and frees
 * them when it is left. Nothing here needs the GIL or raises: what cannot get memory says
 * so by NULL or 0. */

#ifndef PYX_LOWERING_LISTS_H
#define PYX_LOWERING_LISTS_H

#include <stdlib.h>
#include <string.h>
#if defined(_MSC_VER)
#include <intrin.h>
#endif

struct pyxl_list {
    struct pyxl_list *next, *next_spare; /* in the scratch */
    void *items;
    int64_t size, capacity;
    size_t width; /* of an item, in bytes */
};

typedef struct pyxl_list *pyxl_floats;
typedef struct pyxl_list *pyxl_ints;
typedef struct pyxl_list *pyxl_bools;

/* Memory for the elements of arrays, which follow it; see arrays.h. */
struct pyxl_block {
    struct pyxl_block *next;
    size_t size; /* of the elements, in bytes */
    int used;    /* whether an array was found in it that is still needed */
};

/* All lists and arrays of a function, and those that nothing refers to any more. */
typedef struct {
    struct pyxl_list *first, *spare;
    struct pyxl_block *blocks, *spare_blocks;
} pyxl_scratch;

static inline pyxl_scratch pyxl_no_lists(void) {
    pyxl_scratch scratch = {NULL, NULL, NULL, NULL};
    return scratch;
}

static inline void pyxl_free_blocks(struct pyxl_block *block) {
    while (block != NULL) {
        struct pyxl_block *next = block->next;
        free(block);
        block = next;
    }
}

/* ---- the store ---------------------------------------------------------------------- */

/* Large blocks of functions that were left are stored for those that are called next, up to a limit for
 * each module: the system gives new memory page by page when it is first written to, which often
 * takes longer than what is computed in it. Whoever takes from the store or puts into it takes all that
 * is there, so that no thread waits for another. */
#define PYXL_LEAST_STORED ((size_t)1 << 16)
#define PYXL_MOST_STORED ((size_t)1 << 25)

#if defined(__SANITIZE_ADDRESS__) || !(defined(__GNUC__) || defined(_MSC_VER))
#define PYXL_EXCHANGED(place, value) ((void)(place), pyxl_free_blocks(value), NULL)
#elif defined(__GNUC__)
#define PYXL_EXCHANGED(place, value) __atomic_exchange_n(&(place), value, __ATOMIC_ACQ_REL)
#else
#define PYXL_EXCHANGED(place, value) \
    ((struct pyxl_block *)_InterlockedExchangePointer((void *volatile *)&(place), value))
#endif

static struct pyxl_block *pyxl_store = NULL;

/* All that is stored; the store is empty from then on. */
static inline struct pyxl_block *pyxl_stored(void) {
    return PYXL_EXCHANGED(pyxl_store, NULL);
}

/* Put the blocks that are large enough in front of others, and free those that are too much. */
static inline struct pyxl_block *pyxl_sorted_out(
    struct pyxl_block *block, struct pyxl_block *others, size_t *total) {
    while (block != NULL) {
        struct pyxl_block *next = block->next;
        if (block->size < PYXL_LEAST_STORED || block->size > PYXL_MOST_STORED - *total) {
            free(block);
        } else {
            *total += block->size;
            block->next = others;
            others = block;
        }
        block = next;
    }
    return others;
}

static inline void pyxl_store_blocks(struct pyxl_block *blocks, struct pyxl_block *more) {
    size_t total = 0;
    struct pyxl_block *kept = pyxl_sorted_out(blocks, NULL, &total);
    kept = pyxl_sorted_out(more, kept, &total);
    if (kept != NULL) {
        kept = pyxl_sorted_out(pyxl_stored(), kept, &total);
        /* Another thread may have stored some meanwhile. */
        pyxl_free_blocks(PYXL_EXCHANGED(pyxl_store, kept));
    }
}

static inline void pyxl_free_lists(pyxl_scratch scratch) {
    struct pyxl_list *list = scratch.first;
    pyxl_store_blocks(scratch.blocks, scratch.spare_blocks);
    while (list != NULL) {
        struct pyxl_list *next = list->next;
        free(list->items);
        free(list);
        list = next;
    }
}

/* Make room for `size` items; 0 if there is none. The capacity grows by half, so that
 * appending n items copies O(n) of them. */
static inline int pyxl_list_reserve(struct pyxl_list *list, int64_t size, size_t width) {
    int64_t capacity = list->capacity;
    void *items;
    if (size <= capacity)
        return 1;
    if ((uint64_t)size > (uint64_t)PY_SSIZE_T_MAX / width)
        return 0;
    capacity = capacity > size - capacity / 2 ? capacity + capacity / 2 : size;
    if (capacity < 8)
        capacity = 8;
    if ((uint64_t)capacity > (uint64_t)PY_SSIZE_T_MAX / width)
        capacity = size;
    items = realloc(list->items, (size_t)capacity * width);
    if (items == NULL)
        return 0;
    list->items = items;
    list->capacity = capacity;
    return 1;
}

/* A list with room for `size` items, which are not set. */
static inline struct pyxl_list *pyxl_list_new(int64_t size, size_t width, pyxl_scratch *scratch) {
    struct pyxl_list *list = scratch->spare;
    if (list != NULL) {
        /* Its memory is kept, but for items of another width it has another capacity. */
        scratch->spare = list->next_spare;
        list->capacity = (int64_t)((size_t)list->capacity * list->width / width);
    } else {
        list = (struct pyxl_list *)malloc(sizeof *list);
        if (list == NULL)
            return NULL;
        list->items = NULL;
        list->capacity = 0;
        list->next = scratch->first;
        scratch->first = list;
    }
    list->width = width;
    list->size = 0;
    if (!pyxl_list_reserve(list, size, width))
        return NULL;
    list->size = size;
    return list;
}

/* Nothing refers to a list any more: its memory may be used again. */
static inline void pyxl_recycle(struct pyxl_list *list, pyxl_scratch *scratch) {
    if (list != NULL) {
        list->next_spare = scratch->spare;
        scratch->spare = list;
    }
}

static inline int pyxl_is_null(const void *list) {
    return list == NULL;
}

static inline int64_t pyxl_list_size(const struct pyxl_list *list) {
    return list->size;
}

/* Where the item is that a program calls `index`, or -1. */
static inline int64_t pyxl_list_place(const struct pyxl_list *list, int64_t index) {
    if (index < 0)
        index += list->size;
    return (uint64_t)index < (uint64_t)list->size ? index : -1;
}

static inline int pyxl_list_clear(struct pyxl_list *list) {
    list->size = 0;
    return 0;
}

/* A bound of a slice, from 0 to the size. */
static inline int64_t pyxl_list_bound(const struct pyxl_list *list, int64_t bound) {
    if (bound < 0)
        bound = bound + list->size < 0 ? 0 : bound + list->size;
    return bound > list->size ? list->size : bound;
}

/* items[start:stop] = values, which may be the list itself. */
static inline int pyxl_list_splice(
    struct pyxl_list *list, int64_t start, int64_t stop, const struct pyxl_list *values,
    size_t width) {
    int64_t count = values->size, rest, size;
    char *items, *copy = NULL;
    start = pyxl_list_bound(list, start);
    stop = pyxl_list_bound(list, stop);
    if (stop < start)
        stop = start;
    rest = list->size - stop;
    size = start + count + rest;
    if (values == list && count > 0) {
        copy = (char *)malloc((size_t)count * width);
        if (copy == NULL)
            return 0;
        memcpy(copy, values->items, (size_t)count * width);
    }
    if (!pyxl_list_reserve(list, size, width)) {
        free(copy);
        return 0;
    }
    items = (char *)list->items;
    if (rest > 0)
        memmove(items + (size_t)(start + count) * width, items + (size_t)stop * width,
                (size_t)rest * width);
    if (count > 0)
        memcpy(items + (size_t)start * width, copy != NULL ? copy : (char *)values->items,
               (size_t)count * width);
    list->size = size;
    free(copy);
    return 1;
}

/* Where a slice begins or ends that has this bound. */
static inline int64_t pyxl_slice_bound(int64_t bound, int64_t size, int64_t step) {
    const int64_t low = step < 0 ? -1 : 0, high = step < 0 ? size - 1 : size;
    if (bound < 0)
        bound += size;
    return bound < low ? low : bound > high ? high : bound;
}

/* How many items there are from one bound to the other. */
static inline int64_t pyxl_slice_size(int64_t start, int64_t stop, int64_t step) {
    if (step < 0)
        return start > stop ? (start - stop - 1) / (step == INT64_MIN ? INT64_MAX : -step) + 1 : 0;
    return stop > start ? (stop - start - 1) / step + 1 : 0;
}

#define PYXL_LIST_OF(T, NAME)                                                               \
    static inline pyxl_##NAME pyxl_new_##NAME##_in(                                         \
        T item, int64_t count, pyxl_scratch *scratch) {                                     \
        pyxl_##NAME list;                                                                   \
        int64_t index;                                                                      \
        if (count < 0)                                                                      \
            count = 0;                                                                      \
        list = pyxl_list_new(count, sizeof(T), scratch);                                    \
        if (list != NULL)                                                                   \
            for (index = 0; index < count; index++)                                         \
                ((T *)list->items)[index] = item;                                           \
        return list;                                                                        \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_recycle_in(                                     \
        pyxl_##NAME list, pyxl_scratch *scratch) {                                          \
        pyxl_recycle(list, scratch);                                                        \
        return NULL;                                                                        \
    }                                                                                       \
    static inline T pyxl_##NAME##_known(pyxl_##NAME list, int64_t index) {                  \
        return ((T *)list->items)[index];                                                   \
    }                                                                                       \
    static inline T pyxl_##NAME##_item(pyxl_##NAME list, int64_t index) {                   \
        return ((T *)list->items)[index < 0 ? index + list->size : index];                  \
    }                                                                                       \
    static inline int pyxl_##NAME##_store(pyxl_##NAME list, int64_t index, T item) {        \
        int64_t place = pyxl_list_place(list, index);                                       \
        if (place < 0)                                                                      \
            return 0;                                                                       \
        ((T *)list->items)[place] = item;                                                   \
        return 1;                                                                           \
    }                                                                                       \
    static inline int pyxl_##NAME##_append(pyxl_##NAME list, T item) {                      \
        if (!pyxl_list_reserve(list, list->size + 1, sizeof(T)))                            \
            return 0;                                                                       \
        ((T *)list->items)[list->size++] = item;                                            \
        return 1;                                                                           \
    }                                                                                       \
    static inline T pyxl_##NAME##_remove(pyxl_##NAME list, int64_t index) {                 \
        int64_t place = pyxl_list_place(list, index);                                       \
        T *items = (T *)list->items, item = items[place];                                   \
        list->size--;                                                                       \
        memmove(items + place, items + place + 1, (size_t)(list->size - place) * sizeof(T));\
        return item;                                                                        \
    }                                                                                       \
    static inline int pyxl_##NAME##_contain(pyxl_##NAME list, T item) {                     \
        int64_t index;                                                                      \
        for (index = 0; index < list->size; index++)                                        \
            if (((T *)list->items)[index] == item)                                          \
                return 1;                                                                   \
        return 0;                                                                           \
    }                                                                                       \
    static inline int64_t pyxl_##NAME##_count(pyxl_##NAME list, T item) {                   \
        int64_t index, count = 0;                                                           \
        for (index = 0; index < list->size; index++)                                        \
            count += ((T *)list->items)[index] == item;                                     \
        return count;                                                                       \
    }                                                                                       \
    static inline int64_t pyxl_##NAME##_find(pyxl_##NAME list, T item) {                    \
        int64_t index;                                                                      \
        for (index = 0; index < list->size; index++)                                        \
            if (((T *)list->items)[index] == item)                                          \
                return index;                                                               \
        return -1;                                                                          \
    }                                                                                       \
    static inline int pyxl_##NAME##_insert(pyxl_##NAME list, int64_t index, T item) {       \
        int64_t place = pyxl_list_bound(list, index);                                       \
        T *items;                                                                           \
        if (!pyxl_list_reserve(list, list->size + 1, sizeof(T)))                            \
            return 0;                                                                       \
        items = (T *)list->items;                                                           \
        memmove(items + place + 1, items + place, (size_t)(list->size - place) * sizeof(T));\
        items[place] = item;                                                                \
        list->size++;                                                                       \
        return 1;                                                                           \
    }                                                                                       \
    static inline int pyxl_##NAME##_reverse(pyxl_##NAME list) {                             \
        T *items = (T *)list->items;                                                        \
        int64_t index;                                                                      \
        for (index = 0; index < list->size / 2; index++) {                                  \
            T item = items[index];                                                          \
            items[index] = items[list->size - 1 - index];                                   \
            items[list->size - 1 - index] = item;                                           \
        }                                                                                   \
        return 0;                                                                           \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_slice_in(                                       \
        pyxl_##NAME list, int64_t start, int64_t stop, pyxl_scratch *scratch) {             \
        pyxl_##NAME made;                                                                   \
        start = pyxl_list_bound(list, start);                                               \
        stop = pyxl_list_bound(list, stop);                                                 \
        made = pyxl_list_new(stop > start ? stop - start : 0, sizeof(T), scratch);          \
        if (made != NULL && made->size > 0)                                                 \
            memcpy(made->items, (T *)list->items + start, (size_t)made->size * sizeof(T));  \
        return made;                                                                        \
    }                                                                                       \
    /* Of `missing`, the first bit says that there is no start, the second that there is no stop. */ \
    static inline pyxl_##NAME pyxl_##NAME##_stepped_in(                                     \
        pyxl_##NAME list, int64_t start, int64_t stop, int64_t step, int64_t missing,       \
        pyxl_scratch *scratch) {                                                            \
        const int64_t size = list->size;                                                    \
        pyxl_##NAME made;                                                                   \
        int64_t index;                                                                      \
        start = (missing & 1) != 0 ? (step < 0 ? size - 1 : 0)                              \
                                   : pyxl_slice_bound(start, size, step);                   \
        stop = (missing & 2) != 0 ? (step < 0 ? -1 : size)                                  \
                                  : pyxl_slice_bound(stop, size, step);                     \
        made = pyxl_list_new(pyxl_slice_size(start, stop, step), sizeof(T), scratch);       \
        if (made != NULL)                                                                   \
            for (index = 0; index < made->size; index++)                                    \
                ((T *)made->items)[index] = ((T *)list->items)[start + index * step];       \
        return made;                                                                        \
    }                                                                                       \
    static inline int pyxl_##NAME##_splice(                                                 \
        pyxl_##NAME list, int64_t start, int64_t stop, pyxl_##NAME values) {                \
        return pyxl_list_splice(list, start, stop, values, sizeof(T));                      \
    }

PYXL_LIST_OF(double, floats)
PYXL_LIST_OF(int64_t, ints)
PYXL_LIST_OF(int, bools)

static inline int pyxl_floats_contain_nan(pyxl_floats list) {
    int64_t index;
    for (index = 0; index < list->size; index++)
        if (((double *)list->items)[index] != ((double *)list->items)[index])
            return 1;
    return 0;
}

#define pyxl_new_floats(item, count, scratch) pyxl_new_floats_in(item, count, &(scratch))
#define pyxl_new_ints(item, count, scratch) pyxl_new_ints_in(item, count, &(scratch))
#define pyxl_new_bools(item, count, scratch) pyxl_new_bools_in(item, count, &(scratch))
#define pyxl_floats_recycle(list, scratch) pyxl_floats_recycle_in(list, &(scratch))
#define pyxl_ints_recycle(list, scratch) pyxl_ints_recycle_in(list, &(scratch))
#define pyxl_bools_recycle(list, scratch) pyxl_bools_recycle_in(list, &(scratch))
#define pyxl_floats_stepped(list, start, stop, step, missing, scratch) \
    pyxl_floats_stepped_in(list, start, stop, step, missing, &(scratch))
#define pyxl_ints_stepped(list, start, stop, step, missing, scratch) \
    pyxl_ints_stepped_in(list, start, stop, step, missing, &(scratch))
#define pyxl_bools_stepped(list, start, stop, step, missing, scratch) \
    pyxl_bools_stepped_in(list, start, stop, step, missing, &(scratch))
#define pyxl_floats_slice(list, start, stop, scratch) \
    pyxl_floats_slice_in(list, start, stop, &(scratch))
#define pyxl_ints_slice(list, start, stop, scratch) \
    pyxl_ints_slice_in(list, start, stop, &(scratch))
#define pyxl_bools_slice(list, start, stop, scratch) \
    pyxl_bools_slice_in(list, start, stop, &(scratch))

#endif
