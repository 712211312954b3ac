/* NumPy's arithmetic on complex numbers, for generated code. Included by support.h. */
#ifndef PYX_LOWERING_SIZED_COMPLEXES_H
#define PYX_LOWERING_SIZED_COMPLEXES_H

/* A scalar of the type, or a number of Python's; on failure an error is set. */
static inline pyxl_complex pyxl_as_complex_scalar(
    PyObject *value, PyObject *type, PyObject *name) {
    pyxl_complex z = {-1.0, 0.0};
    PyObject *made;
    if ((PyObject *)Py_TYPE(value) != type && !PyComplex_CheckExact(value)
        && !PyFloat_CheckExact(value) && !PyLong_Check(value)) {
        pyxl_refuse_scalar(value, type, name);
        return z;
    }
    made = PyObject_CallFunctionObjArgs((PyObject *)&PyComplex_Type, value, NULL);
    if (made != NULL) {
        z = pyxl_to_complex(made);
        Py_DECREF(made);
    }
    return z;
}

typedef struct PYXL_MAY_ALIAS {
    float real, imag;
} pyxl_complex64;
typedef pyxl_complex pyxl_complex128; /* so that an element of an array is one of Python's too */

/* As NumPy's scalars compute: the product without a look at infinities, and a quotient by
 * Smith's division with one reciprocal (numpy/_core/src/umath/scalarmath.c.src). */
#define PYXL_COMPLEX(NAME, T, SUFFIX)                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_of(double real, double imag) {                  \
        pyxl_##NAME z;                                                                      \
        z.real = (T)real;                                                                   \
        z.imag = (T)imag;                                                                   \
        return z;                                                                           \
    }                                                                                       \
    static inline PyObject *pyxl_from_##NAME(pyxl_##NAME z) {                               \
        return PyComplex_FromDoubles((double)z.real, (double)z.imag);                       \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_to_##NAME(PyObject *value) {                             \
        PyObject *made = PyObject_CallFunctionObjArgs(                                      \
            (PyObject *)&PyComplex_Type, value, NULL);                                      \
        pyxl_complex z = {-1.0, 0.0};                                                       \
        if (made != NULL) {                                                                 \
            z = pyxl_to_complex(made);                                                      \
            Py_DECREF(made);                                                                \
        }                                                                                   \
        return pyxl_##NAME##_of(z.real, z.imag);                                            \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_as_##NAME(                                               \
        PyObject *value, PyObject *type, PyObject *name) {                                  \
        pyxl_complex z = pyxl_as_complex_scalar(value, type, name);                         \
        return pyxl_##NAME##_of(z.real, z.imag);                                            \
    }                                                                                       \
    static inline int pyxl_##NAME##_is_nan(pyxl_##NAME z) {                                 \
        return pyxl_is_nan((double)z.real) || pyxl_is_nan((double)z.imag);                  \
    }                                                                                       \
    static inline int pyxl_##NAME##_is_zero(pyxl_##NAME z) {                                \
        return z.real == 0 && z.imag == 0;                                                  \
    }                                                                                       \
    static inline int pyxl_##NAME##_equal(pyxl_##NAME a, pyxl_##NAME b) {                   \
        return a.real == b.real && a.imag == b.imag;                                        \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_neg(pyxl_##NAME z) {                            \
        z.real = -z.real;                                                                   \
        z.imag = -z.imag;                                                                   \
        return z;                                                                           \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_conjugate(pyxl_##NAME z) {                      \
        z.imag = -z.imag;                                                                   \
        return z;                                                                           \
    }                                                                                       \
    static inline T pyxl_##NAME##_abs(pyxl_##NAME z) {                                      \
        return hypot##SUFFIX(z.real, z.imag);                                               \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_add(pyxl_##NAME a, pyxl_##NAME b) {             \
        a.real += b.real;                                                                   \
        a.imag += b.imag;                                                                   \
        return a;                                                                           \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_sub(pyxl_##NAME a, pyxl_##NAME b) {             \
        a.real -= b.real;                                                                   \
        a.imag -= b.imag;                                                                   \
        return a;                                                                           \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_mul(pyxl_##NAME a, pyxl_##NAME b) {             \
        pyxl_##NAME z;                                                                      \
        z.real = a.real * b.real - a.imag * b.imag;                                         \
        z.imag = a.real * b.imag + a.imag * b.real;                                         \
        return z;                                                                           \
    }                                                                                       \
    static inline pyxl_##NAME pyxl_##NAME##_div(pyxl_##NAME a, pyxl_##NAME b) {             \
        pyxl_##NAME z;                                                                      \
        T real = fabs##SUFFIX(b.real), imag = fabs##SUFFIX(b.imag), ratio, scale;           \
        if (real >= imag) {                                                                 \
            if (real == 0 && imag == 0) {                                                   \
                z.real = a.real / real;                                                     \
                z.imag = a.imag / real;                                                     \
                return z;                                                                   \
            }                                                                               \
            ratio = b.imag / b.real;                                                        \
            scale = (T)1 / (b.real + b.imag * ratio);                                       \
            z.real = (a.real + a.imag * ratio) * scale;                                     \
            z.imag = (a.imag - a.real * ratio) * scale;                                     \
        } else {                                                                            \
            ratio = b.real / b.imag;                                                        \
            scale = (T)1 / (b.imag + b.real * ratio);                                       \
            z.real = (a.real * ratio + a.imag) * scale;                                     \
            z.imag = (a.imag * ratio - a.real) * scale;                                     \
        }                                                                                   \
        return z;                                                                           \
    }

PYXL_COMPLEX(complex64, float, f)
PYXL_COMPLEX(complex128, double, )

#endif
