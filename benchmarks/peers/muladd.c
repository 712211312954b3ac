/* The C peer. Compiled with -O3 -ffp-contract=off, so that "plain" is two roundings everywhere. */
#include <math.h>
#include <stdint.h>

double call_plain(double x, double y, double z) { return x * y + z; }
double call_fused(double x, double y, double z) { return fma(x, y, z); }

/* The article's loop as written. Python raises for n = 0, where C has no answer. */
double article_plain(int64_t n, double x, double y, double z) {
    double result = NAN;
    for (int64_t i = 0; i < n; i++) result = x * y + z;
    return result;
}

double article_fused(int64_t n, double x, double y, double z) {
    double result = NAN;
    for (int64_t i = 0; i < n; i++) result = fma(x, y, z);
    return result;
}

double recurrence_plain(int64_t n, double x, double y, double z) {
    for (int64_t i = 0; i < n; i++) x = x * y + z;
    return x;
}

double recurrence_fused(int64_t n, double x, double y, double z) {
    for (int64_t i = 0; i < n; i++) x = fma(x, y, z);
    return x;
}
