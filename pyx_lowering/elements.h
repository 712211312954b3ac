/* Calls of a scalar function for each element of arrays, for generated code. Included by
 * support.h. NumPy's part of it is in runtime.py.
 */
#ifndef PYX_LOWERING_ELEMENTS_H
#define PYX_LOWERING_ELEMENTS_H

/* Whether an object is an array of NumPy's, which cannot be where NumPy was not imported. */
PYXL_COLD static int pyxl_is_ndarray(PyObject *value) {
    static PyTypeObject *ndarray = NULL;
    if (ndarray == NULL) {
        PyObject *name = PyUnicode_FromString("numpy");
        PyObject *numpy = name == NULL ? NULL : PyImport_GetModule(name);
        PyObject *type = numpy == NULL ? NULL : PyObject_GetAttrString(numpy, "ndarray");
        Py_XDECREF(name);
        Py_XDECREF(numpy);
        if (type == NULL || !PyType_Check(type)) {
            PyErr_Clear();
            Py_XDECREF(type);
            return 0;
        }
        ndarray = (PyTypeObject *)type; /* kept for good */
    }
    return PyObject_TypeCheck(value, ndarray);
}

/* The numbers of a usual call are told apart without a look at NumPy. */
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
