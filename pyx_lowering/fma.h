/* A fast fma in code that must also run where the processor has no such instruction.
 *
 * Compiled for every x86-64, libc's fma is a function call (which then uses the
 * instruction where the processor has it). This asks the processor once, when the
 * module is loaded, and writes the instruction in line. WebAssembly has none at all.
 * What is left is computed from sums and products, with the same bits: all round once.
 * Included after <math.h>; other targets, and compilers that may use the instruction
 * anyway, keep the name `fma` for libc's.
 */
#ifndef PYX_LOWERING_FMA_H
#define PYX_LOWERING_FMA_H

#if (defined(__GNUC__) || defined(__clang__)) \
    && ((defined(__x86_64__) && !defined(__FMA__)) || defined(__wasm__))

#include <stdint.h>
#include <string.h>

/* s + *rest is exactly x + y (Knuth's TwoSum). */
static inline double pyxl_two_sum(double x, double y, double *rest) {
    double s = x + y, v = s - x;
    *rest = (x - (s - v)) + (y - v);
    return s;
}

/* p + *rest is exactly x * y, if nothing over- or underflows (Dekker's product). */
static inline double pyxl_two_product(double x, double y, double *rest) {
    double p = x * y;
    double cx = 134217729.0 * x, cy = 134217729.0 * y; /* 2^27 + 1 splits into halves */
    double hx = cx - (cx - x), hy = cy - (cy - y);
    double lx = x - hx, ly = y - hy;
    *rest = ((hx * hy - p) + hx * ly + lx * hy) + lx * ly;
    return p;
}

/* x + y rounded to odd: where it is not exact, to the neighbour with the last bit set.
 * A later rounding to nearest then gives what one rounding would have given. */
static inline double pyxl_sum_to_odd(double x, double y) {
    double rest, s = pyxl_two_sum(x, y, &rest);
    uint64_t bits;
    if (rest != 0.0) {
        memcpy(&bits, &s, sizeof bits);
        if ((bits & 1) == 0) {
            bits += (rest > 0.0) == (s > 0.0) ? 1 : -(uint64_t)1;
            memcpy(&s, &bits, sizeof s);
        }
    }
    return s;
}

/* Boldo and Melquiond, "Emulation of a FMA and correctly rounded sums: proved algorithms
 * using rounding to odd", IEEE Transactions on Computers 57(4), 2008. Its condition is that
 * nothing over- or underflows: the bounds keep both parts of the product normal, and
 * everything finite. Only rounding to nearest is meant, as in all of Python. */
static double pyxl_careful_fma(double x, double y, double z) {
    const double least = 0x1p-450, most = 0x1p+500;
    double ax = __builtin_fabs(x), ay = __builtin_fabs(y);
    if (ax >= least && ax <= most && ay >= least && ay <= most
        && __builtin_fabs(z) <= 0x1p+1000) {
        double product_rest, high, low, sum, sum_rest;
        double product = pyxl_two_product(x, y, &product_rest);
        high = pyxl_two_sum(z, product_rest, &low);
        sum = pyxl_two_sum(product, high, &sum_rest);
        return sum + pyxl_sum_to_odd(low, sum_rest);
    }
    if (x == 0.0 || y == 0.0)
        return x * y + z; /* the product is exact, or a nan */
    if (z == 0.0)
        return x * y; /* musl's fma loses the sign of a product that underflows */
    return fma(x, y, z);
}

static inline uint64_t pyxl_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double pyxl_from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The usual case, in half the time. What the product lost is the difference of two integers
 * below 2^106 that are known to differ by 2^52 at most, so 64 bits of them are enough.
 * The exact result is then product + z + rest = sum + sum_rest + rest. The sum of the last two
 * is rounded; where its neighbours on both sides lead to the same result, that is the one. */
static inline double pyxl_software_fma(double x, double y, double z) {
    const uint64_t fraction = 0xfffffffffffffu, one = fraction + 1, sign = one << 11;
    uint64_t bx = pyxl_bits(x), by = pyxl_bits(y);
    uint64_t ex = bx >> 52 & 0x7ff, ey = by >> 52 & 0x7ff;
    /* The bounds are 2^-450 to 2^500. Where z or the sum is not finite, the correction is a nan,
     * which equals nothing. */
    if (__builtin_expect(ex - 573 < 950 && ey - 573 < 950, 1)) {
        double product = x * y, sum = product + z, rest, sum_rest, correction;
        uint64_t bp = pyxl_bits(product);
        uint64_t wide = ((bx & fraction) | one) * ((by & fraction) | one);
        /* The product's fraction counts 2^52 or 2^53 of these, by its exponent. */
        uint64_t kept = bp << (((bp >> 52) - ex - ey + 1023 + 52) & 63);
        uint64_t scale = (ex + ey - 1127) << 52 | (bp & sign);
        rest = (double)(int64_t)(wide - kept) * pyxl_from_bits(scale);
        sum_rest = __builtin_fabs(product) > __builtin_fabs(z) ? z - (sum - product)
                                                               : product - (sum - z);
        correction = sum_rest + rest;
        if (__builtin_expect(sum + correction * (1.0 - 0x1p-52)
                             == sum + correction * (1.0 + 0x1p-52), 1))
            return sum + correction;
    }
    return pyxl_careful_fma(x, y, z);
}

#if defined(__x86_64__)

static int pyxl_has_fma;

__attribute__((constructor)) static void pyxl_detect_fma(void) {
    __builtin_cpu_init();
    pyxl_has_fma = __builtin_cpu_supports("fma") != 0;
}

static inline double pyxl_fma(double x, double y, double z) {
    if (__builtin_expect(pyxl_has_fma, 1)) {
        __asm__("vfmadd213sd %2, %1, %0" : "+x"(x) : "x"(y), "x"(z));
        return x;
    }
    return pyxl_software_fma(x, y, z);
}

#else

#define pyxl_fma pyxl_software_fma

#endif

#define fma(x, y, z) pyxl_fma((x), (y), (z))

#endif
#endif
