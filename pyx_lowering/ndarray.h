/* NumPy's arrays without NumPy's headers, for generated code. Included by support.h.
 *
 * The fields of an array have been at the same places since NumPy 1.7: whatever is
 * compiled with NumPy's headers reads them there. Here they are believed only after a
 * first array's buffer said the same; otherwise each array is asked for its buffer, which
 * takes several times as long.
 */
#ifndef PYX_LOWERING_NDARRAY_H
#define PYX_LOWERING_NDARRAY_H

typedef struct {
    PyObject_HEAD
    char *data;
    int rank;
    Py_ssize_t *shape;
    Py_ssize_t *strides;
    PyObject *base;
    PyObject *dtype;
    int flags;
} pyxl_ndarray;

/* An array may be written to, and that is no mistake (views made by broadcasting warn). */
#define PYXL_WRITEABLE 0x0400u
#define PYXL_WARN_ON_WRITE 0x80000000u

static inline int pyxl_is_writeable(const pyxl_ndarray *array) {
    return ((unsigned)array->flags & (PYXL_WRITEABLE | PYXL_WARN_ON_WRITE)) == PYXL_WRITEABLE;
}

/* A pointer that threads may write at the same time, the same value or one as good. */
#if defined(__GNUC__) || defined(__clang__)
#define PYXL_PUBLISH(place, value) __atomic_store_n(&(place), (value), __ATOMIC_RELEASE)
#define PYXL_READ(place) __atomic_load_n(&(place), __ATOMIC_ACQUIRE)
#else
#define PYXL_PUBLISH(place, value) ((place) = (value))
#define PYXL_READ(place) (place)
#endif

/* numpy.ndarray, or NULL: where NumPy was not imported there is no array of it. */
PYXL_COLD static PyTypeObject *pyxl_ndarray_type(void) {
    static PyTypeObject *type = NULL;
    PyTypeObject *found = PYXL_READ(type);
    if (found == NULL) {
        PyObject *name = PyUnicode_FromString("numpy");
        PyObject *numpy = name == NULL ? NULL : PyImport_GetModule(name);
        PyObject *attribute = numpy == NULL ? NULL : PyObject_GetAttrString(numpy, "ndarray");
        Py_XDECREF(name);
        Py_XDECREF(numpy);
        if (attribute == NULL || !PyType_Check(attribute)) {
            PyErr_Clear();
            Py_XDECREF(attribute);
            return NULL;
        }
        found = (PyTypeObject *)attribute; /* kept for good */
        PYXL_PUBLISH(type, found);
    }
    return found;
}

/* Whether the fields of an array say what its buffer says. */
static inline int pyxl_is_laid_out(PyObject *value, PyObject *dtype, const Py_buffer *view) {
    const pyxl_ndarray *array = (const pyxl_ndarray *)value;
    int axis;
    if (Py_TYPE(value) != pyxl_ndarray_type())
        return 0;
    if (array->data != (char *)view->buf || array->rank != view->ndim || array->rank == 0
        || array->dtype != dtype || pyxl_is_writeable(array) != !view->readonly)
        return 0;
    for (axis = 0; axis < view->ndim; axis++)
        if (array->shape[axis] != view->shape[axis] || array->strides[axis] != view->strides[axis])
            return 0;
    return 1;
}

#endif
