/* What NumPy's C interface does for generated code, without NumPy's headers.
 *
 * Part of support.h, after arrays.h. NumPy keeps the table of its functions at the same places in
 * all versions, as whatever is compiled with its headers has the places written into it (numpy/
 * __multiarray_api.h). It is looked up when it is first needed, so that a module which needs
 * it for no call does not need NumPy. All needs the GIL, apart from what takes it. */

#ifndef PYX_LOWERING_NUMPY_API_H
#define PYX_LOWERING_NUMPY_API_H

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
    struct pyxl_block *block = (struct pyxl_block *)PyCapsule_GetPointer(capsule, NULL);
    block->next = NULL;
    pyxl_store_blocks(block, NULL);
}

/* An array of NumPy's with the elements of one that was handed over, whose memory it owns from
 * now on; NULL with an exception set. */
static inline PyObject *pyxl_given(
    char kind, void *data, const int64_t *shape, int rank, int width) {
    void **table = pyxl_numpy_table();
    struct pyxl_block *block = pyxl_block_of(data);
    const int number = pyxl_type_number(kind, width);
    PyObject *made = NULL, *owner;
    Py_ssize_t sizes[PYXL_MAX_RANK];
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

/* ---- NumPy's loops ----------------------------------------------------------------- */

/* A loop of a function of NumPy's over elements of one type, as NumPy's ufuncs hold it: arguments,
 * counts, strides in bytes, and what belongs to it. It needs no GIL and raises nothing. */
typedef void (*pyxl_loop)(char **args, const Py_ssize_t *counts, const Py_ssize_t *steps, void *more);

typedef struct {
    pyxl_loop loop;
    void *more;
} pyxl_found;

/* The first fields of a ufunc, which have been the same since NumPy 1.0 (numpy/ufuncobject.h). */
typedef struct {
    PyObject_HEAD
    int inputs, outputs, operands, identity;
    pyxl_loop *loops;
    void *const *more;
    int count, flags;
    const char *name;
    const char *numbers; /* of the types of the operands, loop after loop */
} pyxl_ufunc;

/* Find the loop of a function for operands of one type. Takes the GIL. Nothing is found where NumPy
 * was not imported; then it is looked for again the next time. */
PYXL_COLD static void pyxl_find_loop(pyxl_found *found, const char *name, char kind, int width) {
    PyGILState_STATE gil = PyGILState_Ensure();
    const char number = (char)pyxl_type_number(kind, width);
    PyObject *numpy = NULL, *type = NULL, *given = NULL;
    if (pyxl_ndarray_type() != NULL && (numpy = PyImport_ImportModule("numpy")) != NULL
        && (type = PyObject_GetAttrString(numpy, "ufunc")) != NULL
        && (given = PyObject_GetAttrString(numpy, name)) != NULL
        && (PyObject *)Py_TYPE(given) == type) {
        const pyxl_ufunc *ufunc = (const pyxl_ufunc *)given;
        int row, operand;
        for (row = 0; row < ufunc->count && found->loop == NULL; row++) {
            for (operand = 0; operand < ufunc->operands; operand++)
                if (ufunc->numbers[row * ufunc->operands + operand] != number)
                    break;
            if (operand == ufunc->operands) {
                found->more = ufunc->more == NULL ? NULL : ufunc->more[row];
                PYXL_PUBLISH(found->loop, ufunc->loops[row]);
            }
        }
    }
    PyErr_Clear();
    Py_XDECREF(given); /* NumPy keeps its functions for good */
    Py_XDECREF(type);
    Py_XDECREF(numpy);
    PyGILState_Release(gil);
}

/* The loop, looked for if it was not found yet; NULL where there is none. */
static inline pyxl_loop pyxl_loop_of(pyxl_found *found, const char *name, char kind, int width) {
    pyxl_loop loop = PYXL_READ(found->loop);
    if (loop == NULL) {
        pyxl_find_loop(found, name, kind, width);
        loop = PYXL_READ(found->loop);
    }
    return loop;
}

/* Whether all elements are where the processor expects numbers of this width. */
static inline int pyxl_is_aligned(
    const void *data, const int64_t *strides, int rank, int width) {
    uintptr_t all = (uintptr_t)data;
    int axis;
    for (axis = 0; axis < rank; axis++)
        all |= (uintptr_t)strides[axis];
    return all % (uintptr_t)width == 0;
}

#endif
