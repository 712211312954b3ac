/* Python's arithmetic on complex numbers, for generated code. Included by support.h.
 *
 * CPython's algorithms differ from version to version in two places. Where a product or
 * quotient has no number in it, some versions recover an infinity: there the interpreter
 * that runs is asked itself. And since 3.14 a real operand beside a complex one is not
 * made complex first (C99, Annex G.5), which decides signs of zeros.
 */
#ifndef PYX_LOWERING_COMPLEXES_H
#define PYX_LOWERING_COMPLEXES_H

typedef struct PYXL_MAY_ALIAS {
    double real, imag;
} pyxl_complex;

static inline pyxl_complex pyxl_complex_of(double real, double imag) {
    pyxl_complex z;
    z.real = real;
    z.imag = imag;
    return z;
}

/* Whether the running CPython keeps real operands real. */
static inline int pyxl_keeps_real(void) {
    return Py_Version >= 0x030E0000;
}

/* ---- between Python and C (with the GIL) ---------------------------------------- */

static inline PyObject *pyxl_from_complex(pyxl_complex z) {
    return PyComplex_FromDoubles(z.real, z.imag);
}

/* The value of a complex object; on failure an error is set. */
static inline pyxl_complex pyxl_to_complex(PyObject *value) {
    pyxl_complex z = {-1.0, 0.0};
    z.real = PyComplex_RealAsDouble(value);
    if (z.real != -1.0 || !PyErr_Occurred())
        z.imag = PyComplex_ImagAsDouble(value);
    return z;
}

/* A complex, or what `complex` makes one of; text excepted. On failure an error is set. */
static inline pyxl_complex pyxl_as_complex(PyObject *value, PyObject *name) {
    pyxl_complex z = {-1.0, 0.0};
    PyObject *made;
    if (PyComplex_Check(value) || PyFloat_Check(value) || PyLong_Check(value))
        return pyxl_to_complex(value);
    if (!PyObject_HasAttrString(value, "__complex__")
        && !PyObject_HasAttrString(value, "__float__") && !PyIndex_Check(value)) {
        PyObject *type_name = PyObject_GetAttrString((PyObject *)Py_TYPE(value), "__name__");
        if (type_name != NULL) {
            PyErr_Format(
                PyExc_TypeError, "argument '%U' must be complex, not %S", name, type_name);
            Py_DECREF(type_name);
        }
        return z;
    }
    made = PyObject_CallFunctionObjArgs((PyObject *)&PyComplex_Type, value, NULL);
    if (made != NULL) {
        z = pyxl_to_complex(made);
        Py_DECREF(made);
    }
    return z;
}

/* What the interpreter itself gives for two operands; NULL stands for an object that was
 * not made. It is asked for few values only, with the GIL taken for that. */
static inline pyxl_complex pyxl_ask(
    PyObject *(*operation)(PyObject *, PyObject *), PyObject *(*left)(pyxl_complex),
    pyxl_complex a, PyObject *(*right)(pyxl_complex), pyxl_complex b) {
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *x = left(a), *y = right(b);
    PyObject *made = x != NULL && y != NULL ? operation(x, y) : NULL;
    pyxl_complex z;
    if (made == NULL)
        Py_FatalError("no memory for a complex number");
    z = pyxl_to_complex(made);
    Py_DECREF(made);
    Py_DECREF(x);
    Py_DECREF(y);
    PyGILState_Release(state);
    return z;
}

static inline PyObject *pyxl_from_real_part(pyxl_complex z) {
    return PyFloat_FromDouble(z.real);
}

/* ---- arithmetic ------------------------------------------------------------------ */

static inline int pyxl_complex_is_nan(pyxl_complex z) {
    return pyxl_is_nan(z.real) || pyxl_is_nan(z.imag);
}

static inline int pyxl_complex_is_inf(pyxl_complex z) {
    return pyxl_is_inf(z.real) || pyxl_is_inf(z.imag);
}

static inline int pyxl_complex_is_finite(pyxl_complex z) {
    return pyxl_is_finite(z.real) && pyxl_is_finite(z.imag);
}

static inline int pyxl_complex_is_zero(pyxl_complex z) {
    return z.real == 0.0 && z.imag == 0.0;
}

static inline int pyxl_has_no_number(pyxl_complex z) {
    return pyxl_is_nan(z.real) && pyxl_is_nan(z.imag);
}

static inline int pyxl_complex_equal(pyxl_complex a, pyxl_complex b) {
    return a.real == b.real && a.imag == b.imag;
}

/* An int is compared exactly. */
static inline int pyxl_complex_equal_int(pyxl_complex z, int64_t n) {
    return pyxl_compare(n, z.real) == 0.0 && z.imag == 0.0;
}

static inline pyxl_complex pyxl_complex_neg(pyxl_complex z) {
    return pyxl_complex_of(-z.real, -z.imag);
}

static inline pyxl_complex pyxl_conjugate(pyxl_complex z) {
    return pyxl_complex_of(z.real, -z.imag);
}

static inline pyxl_complex pyxl_complex_add(pyxl_complex a, pyxl_complex b) {
    return pyxl_complex_of(a.real + b.real, a.imag + b.imag);
}

static inline pyxl_complex pyxl_complex_sub(pyxl_complex a, pyxl_complex b) {
    return pyxl_complex_of(a.real - b.real, a.imag - b.imag);
}

static inline pyxl_complex pyxl_complex_mul(pyxl_complex a, pyxl_complex b) {
    pyxl_complex z = pyxl_complex_of(
        a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real);
    if (pyxl_has_no_number(z))
        return pyxl_ask(PyNumber_Multiply, pyxl_from_complex, a, pyxl_from_complex, b);
    return z;
}

/* Smith's division ("Algorithm 116: Complex Division", 1962); b is not zero. */
static inline pyxl_complex pyxl_complex_div(pyxl_complex a, pyxl_complex b) {
    pyxl_complex z;
    if (fabs(b.real) >= fabs(b.imag)) {
        double ratio = b.imag / b.real, scale = b.real + b.imag * ratio;
        z = pyxl_complex_of(
            (a.real + a.imag * ratio) / scale, (a.imag - a.real * ratio) / scale);
    } else {
        double ratio = b.real / b.imag, scale = b.real * ratio + b.imag;
        z = pyxl_complex_of(
            (a.real * ratio + a.imag) / scale, (a.imag * ratio - a.real) / scale);
    }
    if (pyxl_has_no_number(z))
        return pyxl_ask(PyNumber_TrueDivide, pyxl_from_complex, a, pyxl_from_complex, b);
    return z;
}

/* ---- a complex and a real number -------------------------------------------------- */

static inline pyxl_complex pyxl_complex_add_real(pyxl_complex a, double b) {
    return pyxl_complex_of(a.real + b, pyxl_keeps_real() ? a.imag : a.imag + 0.0);
}

static inline pyxl_complex pyxl_complex_sub_real(pyxl_complex a, double b) {
    return pyxl_complex_of(a.real - b, a.imag);
}

static inline pyxl_complex pyxl_real_sub_complex(double a, pyxl_complex b) {
    return pyxl_complex_of(a - b.real, pyxl_keeps_real() ? -b.imag : 0.0 - b.imag);
}

static inline pyxl_complex pyxl_complex_mul_real(pyxl_complex a, double b) {
    if (pyxl_keeps_real())
        return pyxl_complex_of(a.real * b, a.imag * b);
    return pyxl_complex_mul(a, pyxl_complex_of(b, 0.0));
}

static inline pyxl_complex pyxl_real_mul_complex(double a, pyxl_complex b) {
    if (pyxl_keeps_real())
        return pyxl_complex_of(a * b.real, a * b.imag);
    return pyxl_complex_mul(pyxl_complex_of(a, 0.0), b);
}

static inline pyxl_complex pyxl_complex_div_real(pyxl_complex a, double b) {
    if (pyxl_keeps_real())
        return pyxl_complex_of(a.real / b, a.imag / b);
    return pyxl_complex_div(a, pyxl_complex_of(b, 0.0));
}

static inline pyxl_complex pyxl_real_div_complex(double a, pyxl_complex b) {
    pyxl_complex x = pyxl_complex_of(a, 0.0);
    if (pyxl_keeps_real())
        return pyxl_ask(PyNumber_TrueDivide, pyxl_from_real_part, x, pyxl_from_complex, b);
    return pyxl_complex_div(x, b);
}

#endif
