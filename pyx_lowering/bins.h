/* How many elements are in which bin, and what is between samples.
 *
 * Part of support.h, after sorting.h. The arithmetic is NumPy's, operation by operation. */

#ifndef PYX_LOWERING_BINS_H
#define PYX_LOWERING_BINS_H

static inline double pyxl_double_at(const void *data, int64_t stride, int64_t place) {
    double item;
    memcpy(&item, (const char *)data + place * stride, sizeof item);
    return item;
}

/* The greatest of some ints and 1 more; -1 if one is negative. */
static inline int64_t pyxl_bins_of(const void *data, int64_t stride, int64_t count) {
    int64_t index, least = 0, most = -1;
    for (index = 0; index < count; index++) {
        int64_t item;
        memcpy(&item, (const char *)data + index * stride, sizeof item);
        least = item < least ? item : least;
        most = item > most ? item : most;
    }
    return least < 0 ? -1 : most == INT64_MAX ? most : most + 1;
}

/* Which of equal bins a value is in; -1 if it is in none. */
static inline int64_t pyxl_equal_bin(
    double value, const double *edges, int64_t bins, double first, double last) {
    int64_t bin;
    if (!(value >= first && value <= last))
        return -1;
    bin = (int64_t)((value - first) / (last - first) * (double)bins);
    if (bin == bins)
        bin--;
    /* What is computed may be off by one near an edge. */
    if (value < edges[bin])
        bin--;
    if (value >= edges[bin + 1] && bin != bins - 1)
        bin++;
    return bin;
}

static inline void pyxl_count_in_bins(
    void *out, const void *edges, int64_t bins, const void *data, int64_t stride, int64_t count,
    double first, double last) {
    int64_t index;
    for (index = 0; index < count; index++) {
        const int64_t bin = pyxl_equal_bin(
            pyxl_double_at(data, stride, index), (const double *)edges, bins, first, last);
        if (bin >= 0)
            ((int64_t *)out)[bin]++;
    }
}

/* NumPy adds up the weights of so many elements at once, and then what they give. */
#define PYXL_WEIGHED_AT_ONCE 65536

static inline void pyxl_weigh_in_bins(
    void *out, void *part, const void *edges, int64_t bins, const void *data, int64_t stride,
    int64_t count, const void *weights, int64_t step, double first, double last) {
    double *const sums = (double *)part;
    int64_t start, index, bin;
    for (start = 0; start < count; start += PYXL_WEIGHED_AT_ONCE) {
        const int64_t end = count - start < PYXL_WEIGHED_AT_ONCE ? count
                                                                 : start + PYXL_WEIGHED_AT_ONCE;
        memset(sums, 0, (size_t)bins * sizeof(double));
        for (index = start; index < end; index++) {
            bin = pyxl_equal_bin(
                pyxl_double_at(data, stride, index), (const double *)edges, bins, first, last);
            if (bin >= 0)
                sums[bin] += pyxl_double_at(weights, step, index);
        }
        for (bin = 0; bin < bins; bin++)
            ((double *)out)[bin] += sums[bin];
    }
}

/* As pyxl_count_in_bins, between edges that are far from each other as they like. */
static inline void pyxl_count_between(
    void *out, const void *edges, int64_t step, int64_t bins, const void *data, int64_t stride,
    int64_t count) {
    double first, last;
    int64_t index;
    if (bins < 1) /* there is no edge, or only one */
        return;
    first = pyxl_double_at(edges, step, 0);
    last = pyxl_double_at(edges, step, bins);
    for (index = 0; index < count; index++) {
        const double value = pyxl_double_at(data, stride, index);
        int64_t bin;
        if (!(value >= first && value <= last))
            continue;
        bin = pyxl_search_float64(edges, step, bins + 1, value, 1) - 1;
        ((int64_t *)out)[bin < bins ? bin : bins - 1]++;
    }
}

/* What is wrong with edges: 1 if they do not increase, 2 if one is a nan. */
static inline int pyxl_wrong_edges(const void *edges, int64_t step, int64_t count, int strictly) {
    int64_t index;
    int wrong = 0;
    for (index = 0; index < count; index++) {
        const double here = pyxl_double_at(edges, step, index);
        if (here != here)
            wrong |= 2;
        if (index > 0) {
            const double before = pyxl_double_at(edges, step, index - 1);
            if (strictly ? before >= here : before > here)
                wrong |= 1;
        }
    }
    return wrong;
}

/* The value at `x` between samples at places that increase. */
static inline double pyxl_interp(
    double x, const void *places, int64_t step, int64_t count, const void *values, int64_t stride,
    double left, double right) {
    int64_t at;
    double here, value, slope, found;
    if (x != x)
        return count == 1 ? pyxl_double_at(values, stride, 0) : x;
    if (x < pyxl_double_at(places, step, 0))
        return left;
    if (x > pyxl_double_at(places, step, count - 1))
        return right;
    at = pyxl_search_float64(places, step, count, x, 1) - 1;
    if (at < 0) /* the places are no numbers */
        return left;
    here = pyxl_double_at(places, step, at);
    value = pyxl_double_at(values, stride, at);
    if (at >= count - 1 || here == x)
        return value;
    slope = (pyxl_double_at(values, stride, at + 1) - value)
        / (pyxl_double_at(places, step, at + 1) - here);
    found = slope * (x - here) + value;
    if (found != found) { /* from the other side there may be a number */
        const double next = pyxl_double_at(values, stride, at + 1);
        found = slope * (x - pyxl_double_at(places, step, at + 1)) + next;
        if (found != found && value == next)
            found = value;
    }
    return found;
}

#endif
