/* Calls of a scalar function for each element of arrays, for generated code. Included by
 * support.h. NumPy's part of it is in runtime.py.
 */
#ifndef PYX_LOWERING_ELEMENTS_H
#define PYX_LOWERING_ELEMENTS_H

PYXL_COLD static int pyxl_is_ndarray(PyObject *value) {
    PyTypeObject *type = pyxl_ndarray_type();
    return type != NULL && PyObject_TypeCheck(value, type);
}

/* Whether an object is an array; the numbers of a usual call are told apart at once. */
static inline int pyxl_is_array(PyObject *value) {
    if (PyFloat_CheckExact(value) || PyLong_CheckExact(value) || PyBool_Check(value))
        return 0;
    return pyxl_is_ndarray(value);
}

/* Hold memory without gaps, whose elements are what the runtime made sure of. */
static inline int pyxl_take_elements(pyxl_buffers *held, PyObject *value, int writes) {
    int flags = writes ? PyBUF_WRITABLE : PyBUF_SIMPLE;
    if (PyObject_GetBuffer(value, &held->views[held->count], flags) < 0)
        return -1;
    held->count++;
    return 0;
}

#endif
