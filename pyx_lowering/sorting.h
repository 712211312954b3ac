/* Elements in order, and places in what is in order.
 *
 * Part of support.h, after arrays.h. Nans are behind all other numbers, as NumPy has them. The order of
 * equal elements stays as it was: runs that are sorted by insertion are merged, from one memory to
 * another and back. Long lines of elements go from one memory to the other once for each of their
 * bytes, the last one first (a radix sort: Knuth, "The Art of Computer Programming", 5.2.5). */

#ifndef PYX_LOWERING_SORTING_H
#define PYX_LOWERING_SORTING_H

#define PYXL_SORTED_RUN 16

#define PYXL_BEFORE(a, b) ((a) < (b))
#define PYXL_FLOAT_BEFORE(a, b) ((a) < (b) || ((b) != (b) && (a) == (a)))

#define PYXL_ITEM_ITSELF(keys, item) (item)
#define PYXL_KEY_AT(keys, item) ((keys)[item])

/* Sort a line of items by their keys; `spare` has room for as many. */
#define PYXL_SORT_LINE(KIND, NAME, ITEM, T, KEY, BEFORE)                                    \
    static inline void pyxl_##KIND##_line_##NAME(                                           \
        ITEM *items, ITEM *spare, const T *keys, int64_t count) {                           \
        ITEM *from = items, *to = spare;                                                    \
        int64_t start, width, index;                                                        \
        (void)keys;                                                                         \
        for (start = 0; start < count; start += PYXL_SORTED_RUN) {                          \
            const int64_t end = count - start < PYXL_SORTED_RUN ? count                     \
                                                                : start + PYXL_SORTED_RUN;  \
            for (index = start + 1; index < end; index++) {                                 \
                const ITEM item = items[index];                                             \
                const T key = KEY(keys, item);                                              \
                int64_t place = index;                                                      \
                while (place > start && BEFORE(key, KEY(keys, items[place - 1]))) {         \
                    items[place] = items[place - 1];                                        \
                    place--;                                                                \
                }                                                                           \
                items[place] = item;                                                        \
            }                                                                               \
        }                                                                                   \
        for (width = PYXL_SORTED_RUN; width < count; width *= 2) {                          \
            for (start = 0; start < count; start += 2 * width) {                            \
                const int64_t middle = count - start < width ? count : start + width;       \
                const int64_t end = count - middle < width ? count : middle + width;        \
                int64_t one = start, two = middle, place = start;                           \
                if (middle < end && BEFORE(KEY(keys, from[middle]), KEY(keys, from[middle - 1]))) \
                    while (one < middle && two < end) {                                     \
                        const int second = BEFORE(KEY(keys, from[two]), KEY(keys, from[one])); \
                        to[place++] = second ? from[two] : from[one];                       \
                        two += second;                                                      \
                        one += !second;                                                     \
                    }                                                                       \
                if (one < middle) {                                                         \
                    memcpy(to + place, from + one, (size_t)(middle - one) * sizeof(ITEM));  \
                    place += middle - one;                                                  \
                }                                                                           \
                if (two < end)                                                              \
                    memcpy(to + place, from + two, (size_t)(end - two) * sizeof(ITEM));     \
            }                                                                               \
            {                                                                               \
                ITEM *const other = from;                                                   \
                from = to;                                                                  \
                to = other;                                                                 \
            }                                                                               \
        }                                                                                   \
        if (from != items && count > 0)                                                     \
            memcpy(items, from, (size_t)count * sizeof(ITEM));                              \
    }

/* From so many elements on, a pass for each byte takes less time than merging. */
#define PYXL_RADIX_LEAST 2000

/* Ints of the size of an element that are in the order of the elements: the bit of the sign is turned
 * over, and of negative floats all bits. Nans are one number here, and so are both zeros. */
#define PYXL_RADIX_KEY(NAME, T, UNSIGNED, SIGN)                                             \
    static inline UNSIGNED pyxl_radix_key_##NAME(T item) {                                  \
        return (UNSIGNED)((UNSIGNED)item ^ (SIGN));                                         \
    }
#define PYXL_RADIX_KEY_OF_FLOAT(NAME, T, UNSIGNED, SIGN)                                    \
    static inline UNSIGNED pyxl_radix_key_##NAME(T item) {                                  \
        UNSIGNED bits;                                                                      \
        memcpy(&bits, &item, sizeof bits);                                                  \
        if (item != item)                                                                   \
            return (UNSIGNED)-1;                                                            \
        if (item == 0)                                                                      \
            return SIGN;                                                                    \
        return bits & (SIGN) ? ~bits : bits | (SIGN);                                       \
    }

PYXL_RADIX_KEY(int8, int8_t, uint8_t, 0x80u)
PYXL_RADIX_KEY(int16, int16_t, uint16_t, 0x8000u)
PYXL_RADIX_KEY(int32, int32_t, uint32_t, 0x80000000u)
PYXL_RADIX_KEY(int64, int64_t, uint64_t, (uint64_t)1 << 63)
PYXL_RADIX_KEY(uint8, uint8_t, uint8_t, 0u)
PYXL_RADIX_KEY(uint16, uint16_t, uint16_t, 0u)
PYXL_RADIX_KEY(uint32, uint32_t, uint32_t, 0u)
PYXL_RADIX_KEY(uint64, uint64_t, uint64_t, 0u)
PYXL_RADIX_KEY(bool, uint8_t, uint8_t, 0u)
PYXL_RADIX_KEY_OF_FLOAT(float64, double, uint64_t, (uint64_t)1 << 63)
PYXL_RADIX_KEY_OF_FLOAT(float32, float, uint32_t, 0x80000000u)

#define PYXL_RADIX_SORT(NAME, T, BEFORE)                                                    \
    static inline void pyxl_radix_##NAME(T *items, T *spare, int64_t count) {               \
        int64_t places[sizeof(T)][256], index;                                              \
        T *from = items, *to = spare;                                                       \
        unsigned byte, value;                                                               \
        for (index = 1; index < count && !BEFORE(items[index], items[index - 1]);)          \
            index++;                                                                        \
        if (index >= count)                                                                 \
            return; /* it is in order */                                                    \
        memset(places, 0, sizeof places);                                                   \
        for (index = 0; index < count; index++)                                             \
            for (byte = 0; byte < sizeof(T); byte++)                                        \
                places[byte][pyxl_radix_key_##NAME(items[index]) >> 8 * byte & 255]++;      \
        for (byte = 0; byte < sizeof(T); byte++) {                                          \
            int64_t *const next = places[byte];                                             \
            int64_t first = 0;                                                              \
            if (next[pyxl_radix_key_##NAME(from[0]) >> 8 * byte & 255] == count)            \
                continue; /* all have the same */                                           \
            for (value = 0; value < 256; value++) {                                         \
                const int64_t size = next[value];                                           \
                next[value] = first;                                                        \
                first += size;                                                              \
            }                                                                               \
            for (index = 0; index < count; index++)                                         \
                to[next[pyxl_radix_key_##NAME(from[index]) >> 8 * byte & 255]++] = from[index]; \
            {                                                                               \
                T *const other = from;                                                      \
                from = to;                                                                  \
                to = other;                                                                 \
            }                                                                               \
        }                                                                                   \
        if (from != items)                                                                  \
            memcpy(items, from, (size_t)count * sizeof(T));                                 \
    }

/* All lines of a packed array along its last axis. For `argsort`, places are written to `out`. */
#define PYXL_SORTING(NAME, T, BEFORE)                                                       \
    PYXL_SORT_LINE(sort, NAME, T, T, PYXL_ITEM_ITSELF, BEFORE)                              \
    PYXL_SORT_LINE(argsort, NAME, int64_t, T, PYXL_KEY_AT, BEFORE)                          \
    PYXL_RADIX_SORT(NAME, T, BEFORE)                                                        \
    static inline void pyxl_sort_##NAME(                                                    \
        void *data, void *spare, const int64_t *shape, int rank) {                          \
        const int64_t length = shape[rank - 1], lines = pyxl_count_of(shape, rank - 1);     \
        int64_t line;                                                                       \
        for (line = 0; line < lines; line++)                                                \
            if (length < PYXL_RADIX_LEAST)                                                  \
                pyxl_sort_line_##NAME((T *)data + line * length, (T *)spare, NULL, length); \
            else                                                                            \
                pyxl_radix_##NAME((T *)data + line * length, (T *)spare, length);           \
    }                                                                                       \
    static inline void pyxl_argsort_##NAME(                                                 \
        void *out, void *spare, const void *data, const int64_t *shape, int rank) {         \
        const int64_t length = shape[rank - 1], lines = pyxl_count_of(shape, rank - 1);     \
        int64_t line, place;                                                                \
        for (line = 0; line < lines; line++) {                                              \
            int64_t *const places = (int64_t *)out + line * length;                         \
            for (place = 0; place < length; place++)                                        \
                places[place] = place;                                                      \
            pyxl_argsort_line_##NAME(                                                       \
                places, (int64_t *)spare, (const T *)data + line * length, length);         \
        }                                                                                   \
    }                                                                                       \
    /* The first place behind all elements that are less, or (`behind`) not greater. */     \
    static inline int64_t pyxl_search_##NAME(                                               \
        const void *data, int64_t stride, int64_t count, T key, int behind) {               \
        int64_t low = 0, high = count;                                                      \
        while (low < high) {                                                                \
            const int64_t middle = low + (high - low) / 2;                                  \
            T item;                                                                         \
            memcpy(&item, (const char *)data + middle * stride, sizeof(T));                 \
            if (behind ? !BEFORE(key, item) : BEFORE(item, key))                            \
                low = middle + 1;                                                           \
            else                                                                            \
                high = middle;                                                              \
        }                                                                                   \
        return low;                                                                         \
    }

#define PYXL_AT(NAME, T, items, index) \
    pyxl_load_##NAME(items, (index) * (int64_t)sizeof(T))

/* The mean of the one or two in the middle: added to zero, as NumPy does. The place is looked for
 * byte by byte, the first one first, among fewer and fewer elements, which are put into `spare`. */
#define PYXL_MEDIAN(NAME, T, R)                                                             \
    static inline T pyxl_nth_##NAME(                                                        \
        const void *items, T *spare, int64_t count, int64_t place, int64_t *equal) {        \
        unsigned byte = sizeof(T), value;                                                   \
        while (byte-- > 0) {                                                                \
            int64_t sizes[256] = {0}, index, taken = 0;                                     \
            for (index = 0; index < count; index++)                                         \
                sizes[pyxl_radix_key_##NAME(PYXL_AT(NAME, T, items, index)) >> 8 * byte & 255]++; \
            for (value = 0; place >= sizes[value]; value++)                                 \
                place -= sizes[value];                                                      \
            if (sizes[value] == count)                                                      \
                continue;                                                                   \
            for (index = 0; index < count; index++)                                         \
                if ((pyxl_radix_key_##NAME(PYXL_AT(NAME, T, items, index)) >> 8 * byte & 255) == value) \
                    spare[taken++] = PYXL_AT(NAME, T, items, index);                        \
            items = spare;                                                                  \
            count = taken;                                                                  \
        }                                                                                   \
        *equal = count - place; /* with itself, from this place on */                       \
        return PYXL_AT(NAME, T, items, place);                                              \
    }                                                                                       \
    static inline R pyxl_median_##NAME(const void *data, void *spare, int64_t count) {      \
        int64_t index, equal;                                                               \
        T first, second;                                                                    \
        R total;                                                                            \
        for (index = 0; index < count; index++)                                             \
            if (PYXL_AT(NAME, T, data, index) != PYXL_AT(NAME, T, data, index))             \
                return (R)NAN;                                                              \
        if (count == 0)                                                                     \
            return (R)NAN;                                                                  \
        first = pyxl_nth_##NAME(data, (T *)spare, count, (count - 1) / 2, &equal);          \
        if (count % 2)                                                                      \
            return (R)first + (R)0;                                                         \
        second = first;                                                                     \
        for (index = 0; equal < 2 && index < count; index++) { /* the least that is larger */ \
            const T item = PYXL_AT(NAME, T, data, index);                                   \
            if (item > first && (second == first || item < second))                         \
                second = item;                                                              \
        }                                                                                   \
        total = (R)first + (R)0;                                                            \
        total += (R)second;                                                                 \
        return total / (R)2;                                                                \
    }

#define PYXL_SORTING_OF_INTS(NAME, T)       \
    PYXL_SORTING(NAME, T, PYXL_BEFORE)      \
    PYXL_MEDIAN(NAME, T, double)

PYXL_EACH_INT(PYXL_SORTING_OF_INTS)
PYXL_SORTING(bool, uint8_t, PYXL_BEFORE)
PYXL_SORTING(float64, double, PYXL_FLOAT_BEFORE)
PYXL_SORTING(float32, float, PYXL_FLOAT_BEFORE)
PYXL_MEDIAN(float64, double, double)
PYXL_MEDIAN(float32, float, float)

#endif
