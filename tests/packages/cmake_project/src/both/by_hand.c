#include <Python.h>

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "by_hand", NULL, -1, NULL};

PyMODINIT_FUNC PyInit_by_hand(void) {
    return PyModule_Create(&module);
}
