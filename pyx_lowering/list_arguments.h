/* Lists that Python passes: their items are copied into a native list (lists.h).
 *
 * Part of support.h. A list whose items are of the exact type costs one look at each; what
 * else a parameter of the items' type takes is converted as there. A list of a subclass may
 * have items of its own making, so that Python computes the call: an OverflowError, as for
 * other arguments without a native value. */

#ifndef PYX_LOWERING_LIST_ARGUMENTS_H
#define PYX_LOWERING_LIST_ARGUMENTS_H

/* An item, and what ends its use. Without the GIL another thread may take it out of the list
 * meanwhile, so that a reference of one's own is needed. */
#ifdef Py_GIL_DISABLED
#define PYXL_LIST_ITEM(list, index) PyList_GetItemRef(list, index)
#define PYXL_END_ITEM(item) Py_DECREF(item)
#elif defined(Py_LIMITED_API)
#define PYXL_LIST_ITEM(list, index) PyList_GetItem(list, index)
#define PYXL_END_ITEM(item) ((void)(item))
#else
#define PYXL_LIST_ITEM(list, index) PyList_GET_ITEM(list, index)
#define PYXL_END_ITEM(item) ((void)(item))
#endif

/* Whether an argument is a list itself; 0 with an error set if not. */
static inline int pyxl_is_plain_list(PyObject *value, PyObject *name) {
    PyObject *type_name;
    if (PyList_CheckExact(value))
        return 1;
    if (PyList_Check(value)) {
        PyErr_Format(PyExc_OverflowError, "argument '%U' is of a subclass of list", name);
        return 0;
    }
    type_name = PyObject_GetAttrString((PyObject *)Py_TYPE(value), "__name__");
    if (type_name != NULL) {
        PyErr_Format(PyExc_TypeError, "argument '%U' must be list, not %S", name, type_name);
        Py_DECREF(type_name);
    }
    return 0;
}

/* What messages call an item. */
PYXL_COLD static PyObject *pyxl_item_name(PyObject *name, Py_ssize_t index) {
    return PyUnicode_FromFormat("%U[%zd]", name, index);
}

/* Each reads the value of an item into `*read`; 0 with an error set if it has none. */

PYXL_COLD static int pyxl_read_other_float(
    PyObject *item, PyObject *name, Py_ssize_t index, double *read) {
    PyObject *place, *type_name;
    int done;
    Py_INCREF(item); /* its own code may take it out of the list */
    *read = PyFloat_AsDouble(item);
    done = *read != -1.0 || !PyErr_Occurred();
    if (!done && PyErr_ExceptionMatches(PyExc_TypeError) && !PyIndex_Check(item)) {
        PyErr_Clear();
        place = pyxl_item_name(name, index);
        type_name = PyObject_GetAttrString((PyObject *)Py_TYPE(item), "__name__");
        if (place != NULL && type_name != NULL)
            PyErr_Format(
                PyExc_TypeError, "argument '%U' must be float, not %S", place, type_name);
        Py_XDECREF(place);
        Py_XDECREF(type_name);
    }
    Py_DECREF(item);
    return done;
}

static inline int pyxl_read_float(
    PyObject *item, PyObject *name, Py_ssize_t index, double *read) {
#ifndef Py_LIMITED_API
    if (PyFloat_CheckExact(item)) {
        *read = PyFloat_AS_DOUBLE(item);
        return 1;
    }
#endif
    return pyxl_read_other_float(item, name, index, read);
}

PYXL_COLD static int pyxl_read_other_int(
    PyObject *item, PyObject *name, Py_ssize_t index, int64_t *read) {
    PyObject *place = pyxl_item_name(name, index);
    if (place == NULL)
        return 0;
    Py_INCREF(item);
    *read = pyxl_as_int(item, place);
    Py_DECREF(item);
    Py_DECREF(place);
    return *read != -1 || !PyErr_Occurred();
}

static inline int pyxl_read_int(
    PyObject *item, PyObject *name, Py_ssize_t index, int64_t *read) {
    if (!PyLong_Check(item))
        return pyxl_read_other_int(item, name, index, read);
    *read = (int64_t)PyLong_AsLongLong(item);
    return *read != -1 || !PyErr_Occurred();
}

PYXL_COLD static int pyxl_refuse_bool(PyObject *item, PyObject *name, Py_ssize_t index) {
    PyObject *place = pyxl_item_name(name, index);
    if (place != NULL) {
        (void)pyxl_as_bool(item, place);
        Py_DECREF(place);
    }
    return 0;
}

static inline int pyxl_read_bool(PyObject *item, PyObject *name, Py_ssize_t index, int *read) {
    if (item != Py_True && item != Py_False)
        return pyxl_refuse_bool(item, name, index);
    *read = item == Py_True;
    return 1;
}

/* A native list of the items of an argument; NULL with an error set. An item's own code, which
 * converts it, might change the list: what is read are the items that it has by then, at
 * most as many as it had before. */
#define PYXL_TAKE_LIST(T, NAME, READ)                                                       \
    static inline pyxl_##NAME pyxl_take_##NAME##_in(                                        \
        PyObject *value, PyObject *name, pyxl_scratch *scratch) {                           \
        pyxl_##NAME list;                                                                   \
        Py_ssize_t index, size;                                                             \
        if (!pyxl_is_plain_list(value, name))                                               \
            return NULL;                                                                    \
        size = PyList_Size(value);                                                          \
        list = pyxl_list_new((int64_t)size, sizeof(T), scratch);                            \
        if (list == NULL) {                                                                 \
            PyErr_NoMemory();                                                               \
            return NULL;                                                                    \
        }                                                                                   \
        for (index = 0; index < size && index < PyList_Size(value); index++) {              \
            PyObject *item = PYXL_LIST_ITEM(value, index);                                  \
            int done;                                                                       \
            if (item == NULL)                                                               \
                return NULL;                                                                \
            done = READ(item, name, index, (T *)list->items + index);                       \
            PYXL_END_ITEM(item);                                                            \
            if (!done)                                                                      \
                return NULL;                                                                \
        }                                                                                   \
        list->size = (int64_t)index;                                                        \
        return list;                                                                        \
    }

PYXL_TAKE_LIST(double, floats, pyxl_read_float)
PYXL_TAKE_LIST(int64_t, ints, pyxl_read_int)
PYXL_TAKE_LIST(int, bools, pyxl_read_bool)

#define pyxl_take_floats(value, name, scratch) pyxl_take_floats_in(value, name, &(scratch))
#define pyxl_take_ints(value, name, scratch) pyxl_take_ints_in(value, name, &(scratch))
#define pyxl_take_bools(value, name, scratch) pyxl_take_bools_in(value, name, &(scratch))

/* What Python computes with where a list of floats was passed: the list itself if all of its
 * items are floats, else a list of the floats that these become. */
static inline PyObject *pyxl_floats_again(PyObject *value) {
    Py_ssize_t index = 0;
    PyObject *list;
    if (!PyList_CheckExact(value))
        return Py_NewRef(value);
    for (index = 0; index < PyList_Size(value); index++) {
        PyObject *item = PYXL_LIST_ITEM(value, index);
        int same = item != NULL && PyFloat_CheckExact(item);
        if (item == NULL)
            return NULL;
        PYXL_END_ITEM(item);
        if (!same)
            break;
    }
    if (index >= PyList_Size(value))
        return Py_NewRef(value);
    list = PyList_New(0);
    for (index = 0; list != NULL && index < PyList_Size(value); index++) {
        PyObject *item = PYXL_LIST_ITEM(value, index);
        PyObject *number = NULL;
        if (item != NULL) {
            Py_INCREF(item);
            number = PyFloat_CheckExact(item) ? Py_NewRef(item) : PyNumber_Float(item);
            Py_DECREF(item);
            PYXL_END_ITEM(item);
        }
        if (number == NULL || PyList_Append(list, number) < 0)
            Py_CLEAR(list);
        Py_XDECREF(number);
    }
    return list;
}

/* Whether an argument is a list of items that a parameter takes; calls are told apart by it. */
#define PYXL_FITS_LIST(NAME, FITS)                                                          \
    static inline int pyxl_fits_##NAME(PyObject *value) {                                   \
        Py_ssize_t index;                                                                   \
        if (!PyList_Check(value))                                                           \
            return 0;                                                                       \
        for (index = 0; index < PyList_Size(value); index++) {                              \
            PyObject *item = PYXL_LIST_ITEM(value, index);                                  \
            int fits = item != NULL && FITS(item);                                          \
            if (item == NULL)                                                               \
                PyErr_Clear();                                                              \
            else                                                                            \
                PYXL_END_ITEM(item);                                                        \
            if (!fits)                                                                      \
                return 0;                                                                   \
        }                                                                                   \
        return 1;                                                                           \
    }

PYXL_FITS_LIST(floats, pyxl_fits_float)
PYXL_FITS_LIST(ints, pyxl_fits_int)
PYXL_FITS_LIST(bools, pyxl_fits_bool)

#endif
