/* NumPy's arithmetic on numbers of fixed sizes, for generated code. Included by support.h.
 *
 * Ints wrap around, and a division by zero gives 0. What does not depend on the size is
 * computed with 64 bits without a sign, where C defines every result.
 */
#ifndef PYX_LOWERING_SIZED_H
#define PYX_LOWERING_SIZED_H

/* ---- from Python (with the GIL) -------------------------------------------------- */

static inline void pyxl_refuse_scalar(PyObject *value, PyObject *type, PyObject *name) {
    PyObject *wanted = PyObject_GetAttrString(type, "__name__");
    PyObject *given = PyObject_GetAttrString((PyObject *)Py_TYPE(value), "__name__");
    if (wanted != NULL && given != NULL)
        PyErr_Format(PyExc_TypeError, "argument '%U' must be numpy.%S, not %S", name, wanted, given);
    Py_XDECREF(wanted);
    Py_XDECREF(given);
}

static inline int pyxl_is_of(PyObject *value, PyObject *type) {
    return (PyObject *)Py_TYPE(value) == type;
}

static inline void pyxl_out_of_bounds(PyObject *whole, PyObject *type) {
    PyObject *name = PyObject_GetAttrString(type, "__name__");
    if (name != NULL) {
        PyErr_Format(PyExc_OverflowError, "Python integer %S out of bounds for %S", whole, name);
        Py_DECREF(name);
    }
}

/* A scalar of the type or an int in its range, as its 64 low bits; 0 with an error set. */
static inline uint64_t pyxl_as_sized(
    PyObject *value, PyObject *type, PyObject *name, int64_t low, uint64_t high) {
    PyObject *whole;
    uint64_t result = 0;
    int outside;
    if (!pyxl_is_of(value, type) && !PyLong_Check(value)) {
        pyxl_refuse_scalar(value, type, name);
        return 0;
    }
    whole = PyNumber_Index(value);
    if (whole == NULL)
        return 0;
    if (low < 0) {
        long long number = PyLong_AsLongLong(whole);
        outside = (number == -1 && PyErr_Occurred()) || number < low || number > (int64_t)high;
        result = (uint64_t)number;
    } else {
        result = PyLong_AsUnsignedLongLong(whole);
        outside = (result == (uint64_t)-1 && PyErr_Occurred()) || result > high;
    }
    if (outside) {
        PyErr_Clear();
        pyxl_out_of_bounds(whole, type);
        result = 0;
    }
    Py_DECREF(whole);
    return result;
}

static inline double pyxl_as_real(PyObject *value, PyObject *type, PyObject *name) {
    if (!pyxl_is_of(value, type) && !PyFloat_CheckExact(value) && !PyLong_Check(value)) {
        pyxl_refuse_scalar(value, type, name);
        return -1.0;
    }
    return PyFloat_AsDouble(value);
}

static inline float pyxl_as_float32(PyObject *value, PyObject *type, PyObject *name) {
    return (float)pyxl_as_real(value, type, name);
}

static inline double pyxl_as_float64(PyObject *value, PyObject *type, PyObject *name) {
    return pyxl_as_real(value, type, name);
}

static inline int pyxl_as_bool_(PyObject *value, PyObject *type, PyObject *name) {
    if (!pyxl_is_of(value, type) && value != Py_True && value != Py_False) {
        pyxl_refuse_scalar(value, type, name);
        return -1;
    }
    return PyObject_IsTrue(value);
}

/* ---- conversions ------------------------------------------------------------------ */

static inline float pyxl_float32(double x) {
    return (float)x;
}

static inline float pyxl_float32_of_int(int64_t n) {
    return (float)n;
}

static inline float pyxl_float32_of_uint(uint64_t n) {
    return (float)n;
}

static inline double pyxl_float64(double x) {
    return x;
}

static inline int64_t pyxl_whole(double x) {
    return (int64_t)x;
}

static inline uint64_t pyxl_uint64_of_float(double x) {
    return (uint64_t)x;
}

/* ---- arithmetic ------------------------------------------------------------------- */

static inline double pyxl_divide(double a, double b) {
    return a / b;
}

/* -1, 0 or 1: the order of two ints of which one has no sign. */
static inline int pyxl_compare_unsigned(uint64_t a, int64_t b) {
    return b < 0 || a > (uint64_t)b ? 1 : a == (uint64_t)b ? 0 : -1;
}

#define PYXL_COMMON(NAME, T, BITS)                                                          \
    static inline T pyxl_##NAME(int64_t n) {                                                \
        return (T)n;                                                                        \
    }                                                                                       \
    static inline T pyxl_##NAME##_add(T a, T b) {                                           \
        return (T)((uint64_t)a + (uint64_t)b);                                              \
    }                                                                                       \
    static inline T pyxl_##NAME##_sub(T a, T b) {                                           \
        return (T)((uint64_t)a - (uint64_t)b);                                              \
    }                                                                                       \
    static inline T pyxl_##NAME##_mul(T a, T b) {                                           \
        return (T)((uint64_t)a * (uint64_t)b);                                              \
    }                                                                                       \
    static inline T pyxl_##NAME##_neg(T a) {                                                \
        return (T)(0 - (uint64_t)a);                                                        \
    }                                                                                       \
    static inline T pyxl_##NAME##_invert(T a) {                                             \
        return (T)~(uint64_t)a;                                                             \
    }                                                                                       \
    static inline T pyxl_##NAME##_lshift(T a, T b) {                                        \
        return (uint64_t)b < BITS ? (T)((uint64_t)a << b) : (T)0;                           \
    }                                                                                       \
    static inline T pyxl_##NAME##_pow(T a, T b) {                                           \
        uint64_t result = 1, base = (uint64_t)a, left = (uint64_t)b;                        \
        for (; left; left >>= 1) {                                                          \
            if (left & 1)                                                                   \
                result *= base;                                                             \
            base *= base;                                                                   \
        }                                                                                   \
        return (T)result;                                                                   \
    }

#define PYXL_SIGNED(NAME, T, BITS)                                                          \
    PYXL_COMMON(NAME, T, BITS)                                                              \
    static inline T pyxl_as_##NAME(PyObject *value, PyObject *type, PyObject *name) {       \
        return (T)pyxl_as_sized(value, type, name, -1 - (int64_t)(~(uint64_t)0 >> (65 - BITS)), \
                                ~(uint64_t)0 >> (65 - BITS));                               \
    }                                                                                       \
    static inline T pyxl_##NAME##_abs(T a) {                                                \
        return a < 0 ? pyxl_##NAME##_neg(a) : a;                                            \
    }                                                                                       \
    static inline T pyxl_##NAME##_floordiv(T a, T b) {                                      \
        T quotient;                                                                         \
        if (b == 0)                                                                         \
            return 0;                                                                       \
        if (b == -1)                                                                        \
            return pyxl_##NAME##_neg(a);                                                    \
        quotient = (T)(a / b);                                                              \
        return a % b != 0 && (a < 0) != (b < 0) ? (T)(quotient - 1) : quotient;             \
    }                                                                                       \
    static inline T pyxl_##NAME##_mod(T a, T b) {                                           \
        T rest;                                                                             \
        if (b == 0 || b == -1)                                                              \
            return 0;                                                                       \
        rest = (T)(a % b);                                                                  \
        return rest != 0 && (rest < 0) != (b < 0) ? (T)(rest + b) : rest;                   \
    }                                                                                       \
    static inline T pyxl_##NAME##_rshift(T a, T b) {                                        \
        return (uint64_t)b < BITS ? (T)(a >> b) : a < 0 ? (T)-1 : (T)0;                     \
    }

#define PYXL_UNSIGNED(NAME, T, BITS)                                                        \
    PYXL_COMMON(NAME, T, BITS)                                                              \
    static inline T pyxl_as_##NAME(PyObject *value, PyObject *type, PyObject *name) {       \
        return (T)pyxl_as_sized(value, type, name, 0, ~(uint64_t)0 >> (64 - BITS));         \
    }                                                                                       \
    static inline T pyxl_##NAME##_floordiv(T a, T b) {                                      \
        return b ? (T)(a / b) : (T)0;                                                       \
    }                                                                                       \
    static inline T pyxl_##NAME##_mod(T a, T b) {                                           \
        return b ? (T)(a % b) : (T)0;                                                       \
    }                                                                                       \
    static inline T pyxl_##NAME##_rshift(T a, T b) {                                        \
        return (uint64_t)b < BITS ? (T)(a >> b) : (T)0;                                     \
    }

/* Floats: the quotient and remainder round down, with signs of zeros as in NumPy. The
 * library's pow is called behind the compiler's back, which would round differently. */
#define PYXL_REAL(NAME, T, SUFFIX)                                                          \
    static inline T pyxl_##NAME##_abs(T a) {                                                \
        return fabs##SUFFIX(a);                                                             \
    }                                                                                       \
    static inline T pyxl_##NAME##_pow(T a, T b) {                                           \
        volatile T base = a, exponent = b;                                                  \
        return pow##SUFFIX(base, exponent);                                                 \
    }                                                                                       \
    static inline T pyxl_##NAME##_mod(T a, T b) {                                           \
        T rest = fmod##SUFFIX(a, b);                                                        \
        if (b == 0)                                                                         \
            return rest;                                                                    \
        if (rest == 0)                                                                      \
            return copysign##SUFFIX(0, b);                                                  \
        return (rest < 0) != (b < 0) ? rest + b : rest;                                     \
    }                                                                                       \
    static inline T pyxl_##NAME##_floordiv(T a, T b) {                                      \
        T rest, quotient, whole;                                                            \
        if (b == 0)                                                                         \
            return a / b;                                                                   \
        rest = fmod##SUFFIX(a, b);                                                          \
        quotient = (a - rest) / b;                                                          \
        if (rest != 0 && (rest < 0) != (b < 0))                                             \
            quotient -= 1;                                                                  \
        if (quotient == 0)                                                                  \
            return copysign##SUFFIX(0, a / b);                                              \
        whole = floor##SUFFIX(quotient);                                                    \
        return quotient - whole > (T)0.5 ? whole + 1 : whole;                               \
    }

PYXL_SIGNED(int8, int8_t, 8)
PYXL_SIGNED(int16, int16_t, 16)
PYXL_SIGNED(int32, int32_t, 32)
PYXL_SIGNED(int64, int64_t, 64)
PYXL_UNSIGNED(uint8, uint8_t, 8)
PYXL_UNSIGNED(uint16, uint16_t, 16)
PYXL_UNSIGNED(uint32, uint32_t, 32)
PYXL_UNSIGNED(uint64, uint64_t, 64)
PYXL_REAL(float32, float, f)
PYXL_REAL(float64, double, )

#endif
