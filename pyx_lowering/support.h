/* Python's arithmetic on 64-bit ints and doubles, for generated code.
 *
 * Every function gives what Python's operation gives. Conditions under which Python
 * raises are tested by the caller first (they are the guards of the operation tables),
 * so a divisor is never zero here and a shift count never negative. Operations whose
 * result may not fit in 64 bits take a flag, which they set and never clear.
 *
 * C99 and the Python C API only (its limited part); nothing here depends on the target.
 */
#ifndef PYX_LOWERING_SUPPORT_H
#define PYX_LOWERING_SUPPORT_H

#include <Python.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

/* Compilers without these (MSVC) take portable code; PYXL_PORTABLE asks for it anywhere,
 * so that tests reach it. */
#if (defined(__GNUC__) || defined(__clang__)) && !defined(PYXL_PORTABLE)
#define PYXL_BUILTIN_OVERFLOW 1
#else
#define PYXL_BUILTIN_OVERFLOW 0
#endif
#if defined(__SIZEOF_INT128__) && !defined(PYXL_PORTABLE)
#define PYXL_INT128 1
#else
#define PYXL_INT128 0
#endif

/* Kept out of the code around, where it is hardly ever reached. */
#if defined(__GNUC__) || defined(__clang__)
#define PYXL_COLD __attribute__((cold, noinline, unused))
#else
#define PYXL_COLD
#endif

/* ---- int arithmetic ------------------------------------------------------------- */

/* The absolute value, which for INT64_MIN only an unsigned number can hold. */
static inline uint64_t pyxl_magnitude(int64_t a) {
    return a < 0 ? (uint64_t)0 - (uint64_t)a : (uint64_t)a;
}

/* The int of this magnitude and sign; sets the flag where there is none. */
static inline int64_t pyxl_signed(uint64_t magnitude, int negative, int *overflow) {
    if (magnitude > (uint64_t)INT64_MAX + (negative ? 1u : 0u)) {
        *overflow = 1;
        return 0;
    }
    /* Two steps, because -(int64_t)2**63 is undefined. */
    return negative && magnitude ? -(int64_t)(magnitude - 1) - 1 : (int64_t)magnitude;
}

static inline int64_t pyxl_add_checked(int64_t a, int64_t b, int *overflow) {
#if PYXL_BUILTIN_OVERFLOW
    int64_t sum;
    *overflow |= __builtin_add_overflow(a, b, &sum);
    return sum;
#else
    int64_t sum = (int64_t)((uint64_t)a + (uint64_t)b);
    *overflow |= ((a ^ sum) & (b ^ sum)) < 0;
    return sum;
#endif
}

static inline int64_t pyxl_sub_checked(int64_t a, int64_t b, int *overflow) {
#if PYXL_BUILTIN_OVERFLOW
    int64_t difference;
    *overflow |= __builtin_sub_overflow(a, b, &difference);
    return difference;
#else
    int64_t difference = (int64_t)((uint64_t)a - (uint64_t)b);
    *overflow |= ((a ^ b) & (a ^ difference)) < 0;
    return difference;
#endif
}

static inline int64_t pyxl_mul_checked(int64_t a, int64_t b, int *overflow) {
#if PYXL_BUILTIN_OVERFLOW
    int64_t product;
    *overflow |= __builtin_mul_overflow(a, b, &product);
    return product;
#else
    uint64_t x = pyxl_magnitude(a), y = pyxl_magnitude(b);
    if (y != 0 && x > UINT64_MAX / y) {
        *overflow = 1;
        return 0;
    }
    return pyxl_signed(x * y, (a < 0) != (b < 0), overflow);
#endif
}

static inline int64_t pyxl_absolute_checked(int64_t a, int *overflow) {
    return a < 0 ? pyxl_sub_checked(0, a, overflow) : a;
}

static inline int64_t pyxl_floordiv_checked(int64_t a, int64_t b, int *overflow) {
    int64_t quotient, remainder;
    if (b == -1) /* INT64_MIN / -1 traps on some processors */
        return pyxl_sub_checked(0, a, overflow);
    quotient = a / b;
    remainder = a % b;
    return quotient - (remainder != 0 && (remainder ^ b) < 0);
}

/* The same where no overflow is possible. */
static inline int64_t pyxl_quotient(int64_t a, int64_t b) {
    int64_t quotient = a / b, remainder = a % b;
    return quotient - (remainder != 0 && (remainder ^ b) < 0);
}

static inline int64_t pyxl_mod(int64_t a, int64_t b) {
    int64_t remainder;
    if (b == -1)
        return 0;
    remainder = a % b;
    return remainder != 0 && (remainder ^ b) < 0 ? remainder + b : remainder;
}

/* a / b for any two ints, rounded once: long division until there are two bits more
 * than a double holds; the remainder then only decides ties. */
static inline double pyxl_truediv_exact(int64_t a, int64_t b) {
    uint64_t divisor = pyxl_magnitude(b);
    uint64_t quotient = pyxl_magnitude(a) / divisor;
    uint64_t remainder = pyxl_magnitude(a) % divisor;
    int shift = 0;
    double result;
    if (a == 0)
        return b < 0 ? -0.0 : 0.0;
    while (quotient < ((uint64_t)1 << 55)) {
        remainder <<= 1;
        quotient <<= 1;
        if (remainder >= divisor) {
            remainder -= divisor;
            quotient |= 1;
        }
        shift++;
    }
    result = ldexp((double)(quotient | (remainder != 0)), -shift);
    return (a < 0) != (b < 0) ? -result : result;
}

/* Whether |a| <= 2**53. */
static inline int pyxl_is_short(int64_t a) {
    return a >= -((int64_t)1 << 53) && a <= ((int64_t)1 << 53);
}

static inline double pyxl_truediv(int64_t a, int64_t b) {
    if (pyxl_is_short(a) && pyxl_is_short(b))
        return (double)a / (double)b;
    return pyxl_truediv_exact(a, b);
}

static inline int64_t pyxl_power_checked(int64_t base, int64_t exponent, int *overflow) {
    int64_t result = 1;
    for (;;) {
        if (exponent & 1)
            result = pyxl_mul_checked(result, base, overflow);
        exponent >>= 1;
        /* The square is taken only if it is used: it may overflow where the result fits. */
        if (exponent <= 0 || *overflow)
            return result;
        base = pyxl_mul_checked(base, base, overflow);
    }
}

static inline int64_t pyxl_lshift_checked(int64_t a, int64_t count, int *overflow) {
    int64_t result;
    if (a == 0)
        return 0;
    if (count > 63) {
        *overflow = 1;
        return 0;
    }
    result = (int64_t)((uint64_t)a << count);
    *overflow |= (result >> count) != a;
    return result;
}

static inline int64_t pyxl_rshift(int64_t a, int64_t count) {
    return a >> (count > 63 ? 63 : count);
}

/* round(a, digits): to the nearest multiple of 10**-digits, ties to the even one. */
static inline int64_t pyxl_round_int_checked(int64_t a, int64_t digits, int *overflow) {
    uint64_t unit = 1, magnitude = pyxl_magnitude(a), quotient, rest;
    if (digits >= 0)
        return a;
    if (digits < -19) /* half of 10**20 is more than any 64-bit int */
        return 0;
    for (; digits < 0; digits++)
        unit *= 10;
    quotient = magnitude / unit;
    rest = magnitude % unit;
    if (rest > unit - rest || (rest == unit - rest && (quotient & 1)))
        quotient++;
    return pyxl_signed(quotient * unit, a < 0, overflow);
}

#define pyxl_add(a, b, overflow) pyxl_add_checked(a, b, &(overflow))
#define pyxl_sub(a, b, overflow) pyxl_sub_checked(a, b, &(overflow))
#define pyxl_mul(a, b, overflow) pyxl_mul_checked(a, b, &(overflow))
#define pyxl_neg(a, overflow) pyxl_sub_checked(0, a, &(overflow))
#define pyxl_absolute(a, overflow) pyxl_absolute_checked(a, &(overflow))
#define pyxl_floordiv(a, b, overflow) pyxl_floordiv_checked(a, b, &(overflow))
#define pyxl_power(base, exponent, overflow) pyxl_power_checked(base, exponent, &(overflow))
#define pyxl_lshift(a, count, overflow) pyxl_lshift_checked(a, count, &(overflow))
#define pyxl_round_int(a, digits, overflow) pyxl_round_int_checked(a, digits, &(overflow))

/* ---- whole numbers -------------------------------------------------------------- */

static inline uint64_t pyxl_gcd_unsigned(uint64_t a, uint64_t b) {
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static inline int64_t pyxl_gcd_checked(int64_t a, int64_t b, int *overflow) {
    return pyxl_signed(
        pyxl_gcd_unsigned(pyxl_magnitude(a), pyxl_magnitude(b)), 0, overflow);
}

static inline int64_t pyxl_lcm_checked(int64_t a, int64_t b, int *overflow) {
    uint64_t x = pyxl_magnitude(a), y = pyxl_magnitude(b);
    if (x == 0 || y == 0)
        return 0;
    x /= pyxl_gcd_unsigned(x, y);
    if (x > (uint64_t)INT64_MAX / y) {
        *overflow = 1;
        return 0;
    }
    return (int64_t)(x * y);
}

static inline int64_t pyxl_isqrt(int64_t n) {
    /* The double may be one off either way, being rounded twice. */
    uint64_t root = (uint64_t)sqrt((double)n);
    while (root * root > (uint64_t)n)
        root--;
    while ((root + 1) * (root + 1) <= (uint64_t)n)
        root++;
    return (int64_t)root;
}

static inline int64_t pyxl_factorial_checked(int64_t n, int *overflow) {
    int64_t product = 1, factor;
    if (n > 20) {
        *overflow = 1;
        return 0;
    }
    for (factor = 2; factor <= n; factor++)
        product *= factor;
    return product;
}

/* a * b % modulus, with both factors below the modulus and the modulus at most 2**63. */
static inline uint64_t pyxl_mul_mod(uint64_t a, uint64_t b, uint64_t modulus) {
#if PYXL_INT128
    return (uint64_t)((unsigned __int128)a * b % modulus);
#else
    uint64_t result = 0;
    for (; b != 0; b >>= 1) {
        if (b & 1)
            result = (result + a) % modulus;
        a = (a + a) % modulus;
    }
    return result;
#endif
}

/* `a` reduced to 0 <= result < modulus. */
static inline uint64_t pyxl_reduce(int64_t a, uint64_t modulus) {
    uint64_t rest = pyxl_magnitude(a) % modulus;
    return a < 0 && rest != 0 ? modulus - rest : rest;
}

static inline int pyxl_invertible(int64_t a, int64_t modulus) {
    return pyxl_gcd_unsigned(pyxl_magnitude(a), pyxl_magnitude(modulus)) == 1;
}

/* The inverse of `a` by Euclid's algorithm: `a * x == rest (mod modulus)` holds for
 * both pairs throughout. */
static inline uint64_t pyxl_inverse(uint64_t a, uint64_t modulus) {
    uint64_t rest = modulus, next_rest = a, x = 0, next_x = 1;
    while (next_rest != 0) {
        uint64_t quotient = rest / next_rest, old_rest = next_rest, old_x = next_x;
        uint64_t step = pyxl_mul_mod(quotient % modulus, next_x, modulus);
        next_x = x >= step ? x - step : x + (modulus - step);
        next_rest = rest - quotient * next_rest;
        rest = old_rest;
        x = old_x;
    }
    return x;
}

/* pow(base, exponent, modulus); the result has the sign of the modulus. */
static inline int64_t pyxl_power_mod(int64_t base, int64_t exponent, int64_t modulus) {
    uint64_t size = pyxl_magnitude(modulus), left = pyxl_magnitude(exponent), factor, result;
    if (size == 1)
        return 0;
    factor = pyxl_reduce(base, size);
    if (exponent < 0)
        factor = pyxl_inverse(factor, size);
    result = 1;
    for (; left != 0; left >>= 1) {
        if (left & 1)
            result = pyxl_mul_mod(result, factor, size);
        factor = pyxl_mul_mod(factor, factor, size);
    }
    return modulus < 0 && result != 0 ? -(int64_t)(size - result) : (int64_t)result;
}

/* How many bits the magnitude needs. */
static inline int64_t pyxl_bit_length(int64_t a) {
    uint64_t rest = pyxl_magnitude(a);
    int64_t bits = 0;
    int step;
    for (step = 32; step > 0; step >>= 1)
        if (rest >> step) {
            rest >>= step;
            bits += step;
        }
    return bits + (int64_t)rest;
}

/* How many bits of the magnitude are set: sums of pairs, of nibbles, then of bytes. */
static inline int64_t pyxl_bit_count(int64_t a) {
    uint64_t bits = pyxl_magnitude(a);
    bits -= (bits >> 1) & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + ((bits >> 2) & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (int64_t)((bits * 0x0101010101010101u) >> 56);
}

/* sys.maxsize, of the platform that the code is compiled for. */
static inline int64_t pyxl_maxsize(void) {
    return (int64_t)PY_SSIZE_T_MAX;
}

#define pyxl_gcd(a, b, overflow) pyxl_gcd_checked(a, b, &(overflow))
#define pyxl_lcm(a, b, overflow) pyxl_lcm_checked(a, b, &(overflow))
#define pyxl_factorial(n, overflow) pyxl_factorial_checked(n, &(overflow))

/* ---- between int and float ------------------------------------------------------ */

#define PYXL_TWO_63 9223372036854775808.0

/* A bool as an int, with which C computes in 64 bits. */
static inline int64_t pyxl_of_bool(int value) {
    return value;
}

static inline double pyxl_to_float(int64_t n) {
    return (double)n;
}

/* Towards zero; nan and infinities are the caller's to refuse. */
static inline int64_t pyxl_to_int_checked(double x, int *overflow) {
    if (x >= -PYXL_TWO_63 && x < PYXL_TWO_63)
        return (int64_t)x;
    *overflow = 1;
    return 0;
}

#define pyxl_to_int(x, overflow) pyxl_to_int_checked(x, &(overflow))

/* Whether the int is a double without a change of value. */
static inline int pyxl_is_exact(int64_t n) {
    double x = (double)n;
    return x < PYXL_TWO_63 && (int64_t)x == n;
}

/* The sign of n - x, without rounding; nan for a nan, so that every comparison of the
 * result with zero says what Python says of n and x. */
static inline double pyxl_compare(int64_t n, double x) {
    int64_t whole;
    double rest;
    if (x != x)
        return x;
    if (x >= PYXL_TWO_63)
        return -1.0;
    if (x < -PYXL_TWO_63)
        return 1.0;
    whole = (int64_t)x;
    if (n != whole)
        return n < whole ? -1.0 : 1.0;
    rest = x - (double)whole;
    return rest > 0.0 ? -1.0 : rest < 0.0 ? 1.0 : 0.0;
}

/* ---- float arithmetic ----------------------------------------------------------- */

static inline int pyxl_is_nan(double x) {
    return x != x;
}

static inline int pyxl_is_inf(double x) {
    return fabs(x) == (double)INFINITY;
}

static inline int pyxl_is_finite(double x) {
    return fabs(x) < (double)INFINITY;
}

/* x % y: the remainder of the division towards minus infinity. A zero has the sign of y. */
static inline double pyxl_float_mod(double x, double y) {
    double rest = fmod(x, y);
    if (rest == 0.0)
        return copysign(0.0, y);
    return (rest < 0.0) != (y < 0.0) ? rest + y : rest;
}

/* x // y. With the exact remainder known, (x - rest) / y is a whole number but for
 * rounding, and is moved to the nearest one. A zero has the sign of x / y. */
static inline double pyxl_float_floordiv(double x, double y) {
    double rest = fmod(x, y);
    double quotient = (x - rest) / y;
    double whole;
    if (rest != 0.0 && (rest < 0.0) != (y < 0.0))
        quotient -= 1.0;
    if (quotient == 0.0)
        return copysign(0.0, x / y);
    whole = floor(quotient);
    return quotient - whole > 0.5 ? whole + 1.0 : whole;
}

/* x ** y by the library's pow, whatever the compiler knows of x and y: compilers replace
 * pow(x, 2.0) by x * x and pow(2.0, y) by exp2(y), which round differently. */
static inline double pyxl_float_power(double x, double y) {
    volatile double base = x, exponent = y;
    /* As in CPython, a nan keeps its sign. */
    if (x != x)
        return y == 0.0 ? 1.0 : x;
    if (y != y)
        return x == 1.0 ? 1.0 : y;
    return pow(base, exponent);
}

/* Whether x ** y is a complex number in Python. */
static inline int pyxl_power_is_complex(double x, double y) {
    return x < 0.0 && pyxl_is_finite(x) && pyxl_is_finite(y) && floor(y) != y;
}

/* frexp(x)[0] */
static inline double pyxl_mantissa(double x) {
    int exponent;
    return frexp(x, &exponent);
}

/* frexp(x)[1], which C leaves open for infinities and nan. */
static inline int64_t pyxl_exponent(double x) {
    int exponent = 0;
    if (!pyxl_is_finite(x))
        return 0;
    (void)frexp(x, &exponent);
    return exponent;
}

/* modf(x)[0] */
static inline double pyxl_fraction(double x) {
    double whole;
    return modf(x, &whole);
}

/* ldexp(x, exponent) for any 64-bit exponent. */
static inline double pyxl_scale(double x, int64_t exponent) {
    if (exponent > 10000)
        exponent = 10000;
    if (exponent < -10000)
        exponent = -10000;
    return ldexp(x, (int)exponent);
}

/* The value of the last bit of x. */
static inline double pyxl_ulp(double x) {
    double size = fabs(x), next = nextafter(size, (double)INFINITY);
    if (!pyxl_is_finite(size))
        return size;
    /* The largest double has no finite neighbour above. */
    return pyxl_is_finite(next) ? next - size : size - nextafter(size, 0.0);
}

static inline int pyxl_is_close(double a, double b, double relative, double absolute) {
    double distance = fabs(b - a);
    if (a == b)
        return 1;
    if (pyxl_is_inf(a) || pyxl_is_inf(b))
        return 0;
    return distance <= fabs(relative * b) || distance <= fabs(relative * a)
        || distance <= absolute;
}

/* ---- range() -------------------------------------------------------------------- */

static inline uint64_t pyxl_range_length(int64_t start, int64_t stop, int64_t step) {
    if (step > 0)
        return start < stop
            ? 1 + ((uint64_t)stop - (uint64_t)start - 1) / (uint64_t)step : 0;
    return step < 0 && start > stop
        ? 1 + ((uint64_t)start - (uint64_t)stop - 1) / pyxl_magnitude(step) : 0;
}

static inline int64_t pyxl_range_item(int64_t start, int64_t step, uint64_t k) {
    return (int64_t)((uint64_t)start + k * (uint64_t)step);
}

/* ---- arguments and recursion (with the GIL) ------------------------------------- */

/* An int, a bool, or anything with __index__; never a float. -1 with an error set. */
static inline int64_t pyxl_as_int(PyObject *value, PyObject *name) {
    PyObject *whole;
    int64_t result;
    if (PyLong_Check(value))
        return (int64_t)PyLong_AsLongLong(value);
    if (!PyIndex_Check(value)) {
        PyObject *type_name = PyObject_GetAttrString((PyObject *)Py_TYPE(value), "__name__");
        if (type_name != NULL) {
            PyErr_Format(
                PyExc_TypeError, "argument '%U' must be int, not %S", name, type_name);
            Py_DECREF(type_name);
        }
        return -1;
    }
    whole = PyNumber_Index(value);
    if (whole == NULL)
        return -1;
    result = (int64_t)PyLong_AsLongLong(whole);
    Py_DECREF(whole);
    return result;
}

/* True or False themselves. -1 with an error set. */
static inline int pyxl_as_bool(PyObject *value, PyObject *name) {
    PyObject *type_name;
    if (value == Py_True)
        return 1;
    if (value == Py_False)
        return 0;
    type_name = PyObject_GetAttrString((PyObject *)Py_TYPE(value), "__name__");
    if (type_name != NULL) {
        PyErr_Format(PyExc_TypeError, "argument '%U' must be bool, not %S", name, type_name);
        Py_DECREF(type_name);
    }
    return -1;
}

/* Whether an argument can be accepted: what the functions that accept it ask first. */
static inline int pyxl_fits_bool(PyObject *value) {
    return value == Py_True || value == Py_False;
}

static inline int pyxl_fits_int(PyObject *value) {
    return PyIndex_Check(value);
}

static inline int pyxl_fits_float(PyObject *value) {
    return PyFloat_Check(value) || PyIndex_Check(value)
        || PyObject_HasAttrString((PyObject *)Py_TYPE(value), "__float__");
}

static inline int pyxl_fits_complex(PyObject *value) {
    return PyComplex_Check(value) || pyxl_fits_float(value)
        || PyObject_HasAttrString((PyObject *)Py_TYPE(value), "__complex__");
}

/* A tuple argument of `size` items; a new reference, or NULL with a TypeError. */
static inline PyObject *pyxl_as_tuple(PyObject *value, Py_ssize_t size, PyObject *name) {
    if (PyTuple_Check(value) && PyTuple_Size(value) == size) {
        Py_INCREF(value);
        return value;
    }
    PyErr_Format(PyExc_TypeError, "argument '%U' must be a tuple of %zd items", name, size);
    return NULL;
}

/* An int that Python computed. */
static inline int64_t pyxl_int_of_checked(PyObject *value, int *overflow) {
    int past = 0;
    long long result = PyLong_AsLongLongAndOverflow(value, &past);
    *overflow |= past != 0;
    return (int64_t)result;
}

#define pyxl_int_of(value, overflow) pyxl_int_of_checked(value, &(overflow))

/* The exception that says: the call runs again as the Python function. A type of its own,
 * so that no `except OverflowError` of the author's catches it. A variable inside a
 * function, so that an extension that does not need it has no unused one. */
static inline PyObject *pyxl_rerun_type(void) {
    static PyObject *type = NULL;
    if (type == NULL)
        type = PyErr_NewException("pyx_lowering.Rerun", PyExc_OverflowError, NULL);
    Py_XINCREF(type);
    return type;
}

/* Raise it, with or without the GIL; always -1. */
PYXL_COLD static int pyxl_rerun(void) {
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *type = pyxl_rerun_type();
    if (type != NULL) {
        PyErr_SetString(type, "the answer has no native type");
        Py_DECREF(type);
    }
    PyGILState_Release(state);
    return -1;
}

#include "ndarray.h"

/* ---- indices -------------------------------------------------------------------- */

/* Whether an index is none of a list or an array of this size, counted from the end if it is
 * negative. The first question is enough for most, and has one answer for both sides. */
static inline int pyxl_no_index(int64_t index, int64_t size) {
    return (uint64_t)index >= (uint64_t)size && (index >= size || ~index >= size);
}

/* The place that an index means which is not outside. The same question as above, so that
 * compilers ask it once. */
static inline int64_t pyxl_from_end(int64_t index, int64_t size) {
    return (uint64_t)index >= (uint64_t)size ? index + size : index;
}

/* ---- arrays --------------------------------------------------------------------- */

/* Elements of different types may share memory: two views of one array. */
#if defined(__GNUC__) || defined(__clang__)
#define PYXL_MAY_ALIAS __attribute__((may_alias))
#else
#define PYXL_MAY_ALIAS
#endif

/* The memory that a call holds: buffers, and arrays whose fields were read instead. `packed`
 * as long as in all of it the last index runs without gaps, and every element is aligned. */
typedef struct {
    Py_buffer *views;
    int count;
    int packed;
} pyxl_buffers;

/* What stands in a buffer for the number of dimensions if only a reference is held. */
#define PYXL_ONLY_HELD -1

static inline void pyxl_hold(pyxl_buffers *held, Py_buffer *views) {
    held->views = views;
    held->count = 0;
    held->packed = 1;
}

static inline void pyxl_release(pyxl_buffers *held) {
    while (held->count > 0) {
        Py_buffer *view = &held->views[--held->count];
        if (view->ndim == PYXL_ONLY_HELD)
            Py_DECREF(view->obj);
        else
            PyBuffer_Release(view);
    }
}

/* No array has more elements: none does that has memory of its own, and so no product of
 * dimensions passes 64 bits. Keep it equal to MAX_ELEMENTS of types.py. */
#define PYXL_MAX_ELEMENTS ((int64_t)1 << 56)

/* Whether the format of a buffer is one number of this kind in the order of this machine. */
static inline int pyxl_is_kind(const char *format, char kind) {
    const uint16_t one = 1;
    const int little = *(const unsigned char *)&one == 1;
    const char *letters = kind == 'f' || kind == 'c' ? "efdg" : kind == 'i' ? "bhilqn"
                          : kind == 'u' ? "BHILQN" : "?";
    if (format == NULL)
        format = "B";
    if (*format == '@' || *format == '=' || *format == '^' || *format == (little ? '<' : '>')
        || (!little && *format == '!'))
        format++;
    if (kind == 'c' && *format++ != 'Z')
        return 0;
    return *format != 0 && strchr(letters, *format) != NULL && format[1] == 0;
}

/* Whether an object reads its elements like its memory: a masked array does not. */
static inline int pyxl_is_plain(PyObject *value) {
    PyObject *mask = PyObject_GetAttrString(value, "mask");
    if (mask == NULL) {
        PyErr_Clear();
        return 1;
    }
    Py_DECREF(mask);
    return 0;
}

/* A type of arrays and an object for their type of elements that were found good: NumPy's
 * own nearly always. To ask for the format of a buffer costs twice as much as the rest.
 * `laid_out` is numpy.ndarray once its fields were found where they are looked for. */
typedef struct {
    PyTypeObject *type;
    PyObject *dtype;
    PyTypeObject *laid_out;
} pyxl_known;

static inline PyObject *pyxl_dtype_of(PyObject *value) {
    static PyObject *name = NULL;
    PyObject *dtype;
    if (name == NULL)
        name = PyUnicode_InternFromString("dtype");
    dtype = name == NULL ? NULL : PyObject_GetAttr(value, name);
    if (dtype == NULL)
        PyErr_Clear();
    return dtype;
}

static inline int pyxl_is_known(const pyxl_known *known, PyObject *value) {
    PyObject *dtype;
    if (Py_TYPE(value) != PYXL_READ(known->type))
        return 0;
    dtype = pyxl_dtype_of(value);
    Py_XDECREF(dtype);
    return dtype != NULL && dtype == known->dtype;
}

/* Both are kept for good, so that no other object is ever found at their addresses. */
static inline void pyxl_remember(pyxl_known *known, PyObject *value, const Py_buffer *view) {
    if (known->type == NULL && (known->dtype = pyxl_dtype_of(value)) != NULL) {
        Py_INCREF((PyObject *)Py_TYPE(value));
        PYXL_PUBLISH(known->type, Py_TYPE(value));
    }
    if (known->dtype != NULL && pyxl_is_laid_out(value, known->dtype, view))
        PYXL_PUBLISH(known->laid_out, Py_TYPE(value));
}

/* What is wanted of an argument. */
typedef struct {
    const char *name;
    const char *dtype;
    char kind;
    int size;
    int rank;
    int writes;
} pyxl_wanted;

/* TypeError: `name` must be ..., not what the format says; %U is put in for a last word. */
PYXL_COLD static int pyxl_refuse(const pyxl_wanted *wanted, PyObject *value, const char *what) {
    PyObject *dtype = pyxl_dtype_of(value);
    PyObject *type = dtype ? NULL : PyObject_GetAttrString((PyObject *)Py_TYPE(value), "__name__");
    PyErr_Format(PyExc_TypeError, "`%s` must be an array of %s with %d dimension%s, not %s%S",
        wanted->name, wanted->dtype, wanted->rank, wanted->rank == 1 ? "" : "s", what,
        dtype ? dtype : type ? type : Py_None);
    Py_XDECREF(dtype);
    Py_XDECREF(type);
    return -1;
}

/* Describe memory that is held; -1 with an exception if it is too large. */
static inline int pyxl_describe(
    pyxl_buffers *held, const pyxl_wanted *wanted, char *buf, const Py_ssize_t *lengths,
    const Py_ssize_t *distances, void **data, int64_t *shape, int64_t *strides) {
    int64_t elements = 1, step = wanted->size;
    int axis;
    if (((uintptr_t)buf & (uintptr_t)((wanted->size > 8 ? 8 : wanted->size) - 1)) != 0)
        held->packed = 0;
    for (axis = wanted->rank - 1; axis >= 0; axis--) {
        int64_t length = lengths[axis];
        if (length > 1 && distances[axis] != step)
            held->packed = 0;
        /* Most arrays are so small that nothing has to be divided to see it. */
        if ((elements | length) >> 28 != 0 && length > 0
            && (length > PYXL_MAX_ELEMENTS || elements > PYXL_MAX_ELEMENTS / length)) {
            PyErr_Format(PyExc_ValueError, "`%s` has too many elements", wanted->name);
            return -1;
        }
        if (length > 0)
            elements *= length;
        step *= length;
        shape[axis] = length;
        strides[axis] = distances[axis];
    }
    if (wanted->rank == 0) { /* in memory, it is one of a single element */
        shape[0] = 1;
        strides[0] = 0;
    }
    *data = buf;
    return 0;
}

/* Hold the memory of an argument and describe it; -1 with an exception that names the
 * parameter if it is none of this type. */
PYXL_COLD static int pyxl_take_buffer(
    pyxl_buffers *held, pyxl_known *known, PyObject *value, const pyxl_wanted *wanted,
    void **data, int64_t *shape, int64_t *strides) {
    const int is_known = pyxl_is_known(known, value);
    Py_buffer *view = &held->views[held->count];
    if (!is_known && !pyxl_is_plain(value))
        return pyxl_refuse(wanted, value, "a masked array of ");
    if (PyObject_GetBuffer(value, view, is_known ? PyBUF_STRIDES : PyBUF_RECORDS_RO) < 0) {
        if (PyErr_ExceptionMatches(PyExc_TypeError) || PyErr_ExceptionMatches(PyExc_ValueError)
            || PyErr_ExceptionMatches(PyExc_BufferError)) {
            PyErr_Clear();
            return pyxl_refuse(wanted, value, "");
        }
        return -1;
    }
    held->count++;
    if (view->itemsize != wanted->size
        || (!is_known && !pyxl_is_kind(view->format, wanted->kind)))
        return pyxl_refuse(wanted, value, "one of ");
    pyxl_remember(known, value, view);
    if (view->ndim != wanted->rank) {
        PyErr_Format(PyExc_ValueError, "`%s` must be an array of %s with %d dimension%s, not %d",
            wanted->name, wanted->dtype, wanted->rank, wanted->rank == 1 ? "" : "s", view->ndim);
        return -1;
    }
    if (wanted->writes && view->readonly) {
        PyErr_Format(PyExc_ValueError, "`%s` is read-only, and would be written to",
            wanted->name);
        return -1;
    }
    return pyxl_describe(
        held, wanted, (char *)view->buf, view->shape, view->strides, data, shape, strides);
}

/* The same, by the fields of the array where they can be read. */
static inline int pyxl_take(
    pyxl_buffers *held, pyxl_known *known, PyObject *value, const pyxl_wanted *wanted,
    void **data, int64_t *shape, int64_t *strides) {
    const pyxl_ndarray *array = (const pyxl_ndarray *)value;
    Py_buffer *view = &held->views[held->count];
    if (Py_TYPE(value) != PYXL_READ(known->laid_out) || array->dtype != known->dtype
        || array->rank != wanted->rank || (wanted->writes && !pyxl_is_writeable(array)))
        return pyxl_take_buffer(held, known, value, wanted, data, shape, strides);
    Py_INCREF(value);
    view->obj = value;
    view->ndim = PYXL_ONLY_HELD;
    held->count++;
    return pyxl_describe(
        held, wanted, array->data, array->shape, array->strides, data, shape, strides);
}

/* A type of elements, read and written wherever they are, aligned or not; and how an
 * array of them is taken. */
#define PYXL_ITEM(item, type, kind)                                                        \
    typedef type PYXL_MAY_ALIAS pyxl_##item##_item;                                        \
    PYXL_ITEM_OF(item, type, kind)
#define PYXL_ITEM_OF(item, type, kind)                                                     \
    static inline type pyxl_load_##item(const void *data, int64_t offset) {                \
        type value;                                                                        \
        memcpy(&value, (const char *)data + offset, sizeof value);                         \
        return value;                                                                      \
    }                                                                                      \
    static inline void pyxl_store_##item(void *data, int64_t offset, type value) {         \
        memcpy((char *)data + offset, &value, sizeof value);                               \
    }                                                                                      \
    static inline int pyxl_take_##item(                                                    \
        pyxl_buffers *held, PyObject *value, const char *name, int rank, int writes,       \
        void **data, int64_t *shape, int64_t *strides) {                                   \
        static pyxl_known known = {NULL, NULL, NULL};                                      \
        const pyxl_wanted wanted = {name, #item, kind, (int)sizeof(type), rank, writes};   \
        return pyxl_take(held, &known, value, &wanted, data, shape, strides);              \
    }

PYXL_ITEM(float64, double, 'f')
PYXL_ITEM(int64, int64_t, 'i')
PYXL_ITEM(bool, unsigned char, 'b')
PYXL_ITEM(float32, float, 'f')
PYXL_ITEM(int8, int8_t, 'i')
PYXL_ITEM(int16, int16_t, 'i')
PYXL_ITEM(int32, int32_t, 'i')
PYXL_ITEM(uint8, uint8_t, 'u')
PYXL_ITEM(uint16, uint16_t, 'u')
PYXL_ITEM(uint32, uint32_t, 'u')
PYXL_ITEM(uint64, uint64_t, 'u')

/* More native frames than this do not fit on the smallest common stack. */
#define PYXL_DEEPEST 20000

/* How deep compiled functions may call each other: Python's own limit, at the time when
 * Python last called one. A variable inside a function, so that an extension without
 * recursion has no unused one. */
static inline int *pyxl_recursion_limit_cell(void) {
    static int limit = 1000;
    return &limit;
}

/* Steps of `sum` over floats, as CPython computes it since 3.12. */
static inline double pyxl_sum_low(double total, double term, double low) {
    double high = total + term;
    if (fabs(total) >= fabs(term))
        return low + ((total - high) + term);
    return low + ((term - high) + total);
}

static inline double pyxl_sum_result(double total, double low) {
    return low != 0.0 && low - low == 0.0 ? total + low : total;
}

/* Whether a number is in `range(start, stop, step)`; the step is not 0. */
static inline int pyxl_in_range(int64_t n, int64_t start, int64_t stop, int64_t step) {
    if (step > 0)
        return n >= start && n < stop
            && ((uint64_t)n - (uint64_t)start) % (uint64_t)step == 0;
    return n <= start && n > stop
        && ((uint64_t)start - (uint64_t)n) % (0 - (uint64_t)step) == 0;
}

/* Whether a float is an int of 64 bits. */
static inline int pyxl_is_whole(double x) {
    return x >= -9223372036854775808.0 && x < 9223372036854775808.0 && floor(x) == x;
}

static inline int64_t pyxl_range_count_checked(
    int64_t start, int64_t stop, int64_t step, int *overflow) {
    uint64_t length = pyxl_range_length(start, stop, step);
    *overflow |= length > (uint64_t)INT64_MAX;
    return (int64_t)(length & (uint64_t)INT64_MAX);
}

#define pyxl_range_count(start, stop, step, overflow) \
    pyxl_range_count_checked(start, stop, step, &(overflow))

#define pyxl_recursion_limit (*pyxl_recursion_limit_cell())

static inline void pyxl_refresh_recursion_limit(void) {
    int limit = Py_GetRecursionLimit();
    pyxl_recursion_limit = limit < PYXL_DEEPEST ? limit : PYXL_DEEPEST;
}

#include "processor.h"
#include "complexes.h"
#include "sized.h"
#include "ufuncs.h"
#include "sized_complexes.h"
#include "complex_arrays.h"
#include "lists.h"
#include "list_arguments.h"
#include "arrays.h"
#include "absolute.h"
#include "numpy_api.h"
#include "lines.h"
#include "reductions.h"
#include "along.h"
#include "products.h"
#include "applied.h"
#include "complex_reductions.h"
#include "selection.h"
#include "reshaping.h"
#include "sorting.h"
#include "bins.h"
#include "texts.h"
#include "elements.h"

#endif
