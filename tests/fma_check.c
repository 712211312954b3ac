/* Compares the software fma of fma.h with the C library's, bit for bit, and times both.
 *
 *     fma_check COUNT [SEED]     COUNT random and directed triples
 *     fma_check time             nanoseconds of one step of a dependent chain
 */
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double (*volatile library)(double, double, double) = fma;

#include "fma.h"

static uint64_t state;

static uint64_t draw(void) { /* splitmix64 */
    uint64_t z = (state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static double from_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t to_bits(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* Few bits set, at either end, make halfway cases and cancellation likely. */
static double drawn_significand(void) {
    uint64_t bits;
    switch (draw() % 4) {
    case 0: bits = draw(); break;
    case 1: bits = (uint64_t)1 << draw() % 52; break;
    case 2: bits = ~((uint64_t)0) << draw() % 52; break;
    default: bits = draw() % 4 + (draw() % 4 << 50);
    }
    return from_bits((bits & 0xfffffffffffffu) | 0x3ff0000000000000u | draw() << 63);
}

static double scaled(int span) { return ldexp(drawn_significand(), (int)(draw() % (2 * span + 1)) - span); }

static const double edges[] = {
    0.0, 5e-324, 1e-323, 0x1p-1022, 0x1.fffffffffffffp-1023, 0x1p-537, 0x1p-511, 0x1p-450,
    0x1.fffffffffffffp-451, 0x1p-53, 0x1p-54, 1.0, 0x1.0000000000001p0, 0x1.fffffffffffffp-1,
    3.0, 0x1p52, 0x1p53, 0x1p500, 0x1.0000000000001p500, 0x1p511, 0x1p512, 0x1p1000,
    0x1.fffffffffffffp1023, INFINITY, NAN,
};

static double edge(void) {
    double x = edges[draw() % (sizeof edges / sizeof *edges)];
    return draw() & 1 ? -x : x;
}

static void triple(double *x, double *y, double *z) {
    *x = scaled(60), *y = scaled(60);
    switch (draw() % 8) {
    case 0: *x = from_bits(draw()), *y = from_bits(draw()), *z = from_bits(draw()); break;
    case 1: *x = edge(), *y = edge(), *z = edge(); break;
    case 2: *z = scaled(180); break;
    case 3: /* cancellation: the sum is the product's rounding error, or near it */
        *z = from_bits(to_bits(-*x * *y) + draw() % 5 - 2); break;
    case 4: /* the product decides a sum that is halfway, or nearly */
        *z = ldexp(*x * *y, 53 + (int)(draw() % 5) - 2); break;
    case 5: *z = ldexp(drawn_significand(), ilogb(*x * *y) + (int)(draw() % 220) - 110); break;
    case 6: *x = scaled(540), *y = scaled(540), *z = scaled(1020); break; /* underflow, overflow */
    default: /* results among the subnormals */
        *x = ldexp(*x, -500), *y = ldexp(*y, -510 - (int)(draw() % 60)), *z = scaled(3) * 0x1p-1060;
    }
}

static int compare(uint64_t count) {
    uint64_t wrong = 0;
    for (uint64_t k = 0; k < count; k++) {
        double x, y, z, got, want;
        triple(&x, &y, &z);
        got = pyxl_software_fma(x, y, z), want = library(x, y, z);
        if (to_bits(got) != to_bits(want) && !(isnan(got) && isnan(want)) && wrong++ < 10)
            printf("fma(%a, %a, %a): %a, not %a\n", x, y, z, got, want);
    }
    printf("%" PRIu64 " triples, %" PRIu64 " different\n", count, wrong);
    return wrong != 0;
}

static double seconds(void) { return (double)clock() / CLOCKS_PER_SEC; }

static int measure(void) {
    const int steps = 10000000;
    double x = 0.5, start = seconds(), ours, theirs;
    for (int k = 0; k < steps; k++) x = pyxl_software_fma(x, 0.999, 0.1);
    ours = seconds() - start, start = seconds();
    for (int k = 0; k < steps; k++) x = library(x, 0.999, 0.1);
    theirs = seconds() - start;
    printf("ours %.1f ns, the library's %.1f ns (%g)\n", ours / steps * 1e9, theirs / steps * 1e9, x);
    return 0;
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "time") == 0) return measure();
    state = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    return compare(argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000);
}
