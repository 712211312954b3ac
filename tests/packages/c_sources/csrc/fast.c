#include <Python.h>

#include "table.h"

static PyObject *look(PyObject *self, PyObject *index) {
    (void)self;
    return PyLong_FromLong(entry((int)PyLong_AsLong(index)));
}

static PyMethodDef methods[] = {{"look", look, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_fast", NULL, -1, methods};

PyMODINIT_FUNC PyInit__fast(void) { return PyModule_Create(&module); }
