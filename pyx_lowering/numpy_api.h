/* What NumPy's C interface does for generated code, without NumPy's headers.
 *
 * Part of support.h, after arrays.h. NumPy keeps the table of its functions at the same places in
 * all versions, as whatever is compiled with its headers has the places written into it (numpy/
 * __multiarray_api.h). It is looked up when it is first needed, so that a module which needs
 * it for no call does not need NumPy. All needs the GIL, apart from what takes it. */

#ifndef PYX_LOWERING_NUMPY_API_H
#define PYX_LOWERING_NUMPY_API_H

#define PYXL_MOST_DIMENSIONS 8

typedef PyObject *(*pyxl_new_array)(PyTypeObject *type, int rank, const Py_ssize_t *shape,
                                    int number, const Py_ssize_t *strides, void *data, int width,
                                    int flags, PyObject *like);
typedef int (*pyxl_set_base)(PyObject *array, PyObject *base);

#define PYXL_ARRAY_TYPE(table) ((PyTypeObject *)(table)[2])
#define PYXL_NEW_ARRAY(table) ((pyxl_new_array)(table)[93])
#define PYXL_SET_BASE(table) ((pyxl_set_base)(table)[282])
#define PYXL_C_CONTIGUOUS 0x0001
#define PYXL_ALIGNED 0x0100

/* The table, or NULL with an exception set. */
PYXL_COLD static void **pyxl_numpy_table(void) {
    static void **table = NULL;
    void **found = PYXL_READ(table);
    if (found == NULL) {
        PyObject *capsule, *module = PyImport_ImportModule("numpy._core._multiarray_umath");
        if (module == NULL && PyErr_ExceptionMatches(PyExc_ModuleNotFoundError)) {
            PyErr_Clear(); /* NumPy 1 has it there: */
            module = PyImport_ImportModule("numpy.core._multiarray_umath");
        }
        if (module == NULL)
            return NULL;
        capsule = PyObject_GetAttrString(module, "_ARRAY_API");
        Py_DECREF(module);
        if (capsule == NULL)
            return NULL;
        found = (void **)PyCapsule_GetPointer(capsule, NULL);
        Py_DECREF(capsule); /* the module, which is never unloaded, holds it */
        if (found != NULL)
            PYXL_PUBLISH(table, found);
    }
    return found;
}

/* The number that NumPy gives to a type of elements; `kind` is that of its dtype. */
static inline int pyxl_type_number(char kind, int width) {
    /* Of two types of C with the same bits, NumPy takes `long` first. */
    const int is_long = width == (int)sizeof(long), is_unsigned = kind == 'u';
    switch (kind) {
    case 'b': return 0;
    case 'f': return width == 4 ? 11 : 12;
    case 'c': return width == 8 ? 14 : 15;
    default: return (width == 1 ? 1 : width == 2 ? 3 : is_long ? 7 : width == 4 ? 5 : 9)
                    + is_unsigned;
    }
}

/* ---- arrays that are returned ------------------------------------------------------- */

/* From so many bytes on, an array that is returned keeps the memory that it was computed in. Below
 * it is quicker to copy them: NumPy keeps small pieces of memory ready. */
#define PYXL_KEPT 16384

static void pyxl_free_capsule(PyObject *capsule) {
    free(PyCapsule_GetPointer(capsule, NULL));
}

/* An array of NumPy's with the elements of one that was handed over, whose memory it owns from
 * now on; NULL with an exception set. */
static PyObject *pyxl_given(
    char kind, void *data, const int64_t *shape, int rank, int width) {
    void **table = pyxl_numpy_table();
    struct pyxl_block *block = pyxl_block_of(data);
    const int number = pyxl_type_number(kind, width);
    PyObject *made = NULL, *owner;
    Py_ssize_t sizes[PYXL_MOST_DIMENSIONS];
    size_t size = (size_t)width;
    int axis;
    for (axis = 0; axis < rank; axis++) {
        sizes[axis] = (Py_ssize_t)shape[axis];
        size *= (size_t)shape[axis];
    }
    if (table != NULL && size < PYXL_KEPT) {
        made = PYXL_NEW_ARRAY(table)(
            PYXL_ARRAY_TYPE(table), rank, sizes, number, NULL, NULL, 0, 0, NULL);
        if (made != NULL && size > 0)
            memcpy(((pyxl_ndarray *)made)->data, data, size);
    } else if (table != NULL) {
        owner = PyCapsule_New(block, NULL, pyxl_free_capsule);
        if (owner != NULL) {
            block = NULL;
            made = PYXL_NEW_ARRAY(table)(
                PYXL_ARRAY_TYPE(table), rank, sizes, number, NULL, data, 0,
                PYXL_C_CONTIGUOUS | PYXL_ALIGNED | (int)PYXL_WRITEABLE, NULL);
            if (made == NULL)
                Py_DECREF(owner);
            else if (PYXL_SET_BASE(table)(made, owner) < 0) /* takes it in any case */
                Py_CLEAR(made);
        }
    }
    free(block);
    return made;
}

/* ---- calls of NumPy's functions ----------------------------------------------------- */

/* An array as an argument of a function of NumPy's. */
typedef struct {
    void *data;
    const int64_t *shape, *strides;
    int rank;
} pyxl_operand;

/* A view of memory, as one of NumPy's arrays. */
static PyObject *pyxl_seen(void **table, const pyxl_operand *operand, char kind, int width) {
    Py_ssize_t sizes[PYXL_MOST_DIMENSIONS], steps[PYXL_MOST_DIMENSIONS];
    int axis;
    for (axis = 0; axis < operand->rank; axis++) {
        sizes[axis] = (Py_ssize_t)operand->shape[axis];
        steps[axis] = (Py_ssize_t)operand->strides[axis];
    }
    return PYXL_NEW_ARRAY(table)(
        PYXL_ARRAY_TYPE(table), operand->rank, sizes, pyxl_type_number(kind, width), steps,
        operand->data, 0, (int)PYXL_WRITEABLE, NULL);
}

/* NumPy's functions warn as they do under `np.errstate(all="ignore")`: not at all. */
static PyObject *pyxl_silence(PyObject *numpy) {
    PyObject *silence = NULL, *entered;
    PyObject *type = PyObject_GetAttrString(numpy, "errstate");
    PyObject *none = PyTuple_New(0), *all = Py_BuildValue("{s:s}", "all", "ignore");
    if (type != NULL && none != NULL && all != NULL)
        silence = PyObject_Call(type, none, all);
    Py_XDECREF(type);
    Py_XDECREF(none);
    Py_XDECREF(all);
    if (silence == NULL)
        return NULL;
    entered = PyObject_CallMethod(silence, "__enter__", NULL);
    if (entered == NULL)
        Py_CLEAR(silence);
    Py_XDECREF(entered);
    return silence;
}

/* Have a function of NumPy's write the last of these arrays, all of one type of elements, from
 * the others. Takes the GIL. 0 where that is not possible, with no exception set: where NumPy is
 * not imported, or has no memory. What was written to the result then means nothing. */
PYXL_COLD static int pyxl_numpy_computes(
    const char *function, char kind, int width, const pyxl_operand *operands, int count) {
    PyGILState_STATE gil = PyGILState_Ensure();
    PyObject *numpy = NULL, *called = NULL, *silence = NULL, *arguments = NULL, *result = NULL;
    void **table = pyxl_ndarray_type() == NULL ? NULL : pyxl_numpy_table();
    int index;
    if (table != NULL && (numpy = PyImport_ImportModule("numpy")) != NULL
        && (called = PyObject_GetAttrString(numpy, function)) != NULL
        && (arguments = PyTuple_New(count)) != NULL) {
        for (index = 0; index < count; index++) {
            PyObject *each = pyxl_seen(table, &operands[index], kind, width);
            if (each == NULL || PyTuple_SetItem(arguments, index, each) < 0)
                break;
        }
        if (index == count && (silence = pyxl_silence(numpy)) != NULL) {
            PyObject *left;
            result = PyObject_Call(called, arguments, NULL);
            if (result == NULL)
                PyErr_Clear();
            left = PyObject_CallMethod(silence, "__exit__", "OOO", Py_None, Py_None, Py_None);
            if (left == NULL)
                PyErr_Clear();
            Py_XDECREF(left);
        }
    }
    PyErr_Clear();
    index = result != NULL;
    Py_XDECREF(result);
    Py_XDECREF(silence);
    Py_XDECREF(arguments);
    Py_XDECREF(called);
    Py_XDECREF(numpy);
    PyGILState_Release(gil);
    return index;
}

#endif
