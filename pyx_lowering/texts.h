/* str and bytes: views of memory that Python owns, which the caller of a function keeps.
 *
 * The memory of an argument is reached by `pyxl_memory_of_text`, whose result must be held as
 * long as the view is used. It is the str itself, but under the limited API, which does not
 * say where the characters of a str are: there it may be a copy of these. */

/* `kind` is how many bytes a character has: 1, 2 or 4 as in CPython, or 3 in a literal, the
 * highest byte first. With 0, `data` is no pointer but the only character itself. */
typedef struct {
    const void *data;
    int64_t length;
    int kind;
} pyxl_text;

typedef struct {
    const unsigned char *data;
    int64_t length;
} pyxl_bytes;

static inline pyxl_text pyxl_text_of(const char *data, int kind, int64_t length) {
    pyxl_text text = {data, length, kind};
    return text;
}

static inline pyxl_text pyxl_no_text(void) {
    return pyxl_text_of("", 1, 0);
}

/* The character of a code point that was checked. */
static inline Py_UCS4 pyxl_character(int64_t number) {
    return (Py_UCS4)number;
}

static inline pyxl_text pyxl_text_of_character(Py_UCS4 c) {
    pyxl_text text = {(const void *)(uintptr_t)c, 1, 0};
    return text;
}

static inline pyxl_bytes pyxl_bytes_of(const char *data, int64_t length) {
    pyxl_bytes bytes = {(const unsigned char *)data, length};
    return bytes;
}

static inline pyxl_bytes pyxl_no_bytes(void) {
    return pyxl_bytes_of("", 0);
}

/* The character at a place from 0 to the last. */
static inline Py_UCS4 pyxl_text_at(pyxl_text text, int64_t place) {
    const unsigned char *three;
    switch (text.kind) {
    case 1:
        return ((const unsigned char *)text.data)[place];
    case 2:
        return ((const uint16_t *)text.data)[place];
    case 4:
        return ((const uint32_t *)text.data)[place];
    case 3:
        three = (const unsigned char *)text.data + 3 * place;
        return (Py_UCS4)three[0] << 16 | (Py_UCS4)three[1] << 8 | (Py_UCS4)three[2];
    default:
        return (Py_UCS4)(uintptr_t)text.data;
    }
}

static inline int64_t pyxl_byte_at(pyxl_bytes bytes, int64_t place) {
    return bytes.data[place];
}

/* Bytes as the str whose characters have their numbers. */
static inline pyxl_text pyxl_characters(pyxl_bytes bytes) {
    return pyxl_text_of((const char *)bytes.data, 1, bytes.length);
}

/* Comparison: less than 0, 0 or more, as the first is less, equal or greater. */

static inline int pyxl_text_compare(pyxl_text a, pyxl_text b) {
    int64_t place, shorter = a.length < b.length ? a.length : b.length;
    if (a.kind == 1 && b.kind == 1) {
        int order = memcmp(a.data, b.data, (size_t)shorter);
        if (order != 0)
            return order;
    }
    else {
        for (place = 0; place < shorter; place++) {
            Py_UCS4 first = pyxl_text_at(a, place), second = pyxl_text_at(b, place);
            if (first != second)
                return first < second ? -1 : 1;
        }
    }
    return a.length < b.length ? -1 : a.length > b.length;
}

static inline int pyxl_text_equal(pyxl_text a, pyxl_text b) {
    return a.length == b.length && pyxl_text_compare(a, b) == 0;
}

static inline int pyxl_text_is(pyxl_text text, Py_UCS4 c) {
    return text.length == 1 && pyxl_text_at(text, 0) == c;
}

static inline int pyxl_bytes_compare(pyxl_bytes a, pyxl_bytes b) {
    return pyxl_text_compare(pyxl_characters(a), pyxl_characters(b));
}

static inline int pyxl_bytes_equal(pyxl_bytes a, pyxl_bytes b) {
    return pyxl_text_equal(pyxl_characters(a), pyxl_characters(b));
}

/* Parts */

/* A bound of a slice as a place from 0 to the length. */
static inline int64_t pyxl_clipped(int64_t bound, int64_t length) {
    if (bound < 0)
        bound += length;
    return bound < 0 ? 0 : bound > length ? length : bound;
}

static inline pyxl_text pyxl_text_slice(pyxl_text text, int64_t start, int64_t stop) {
    start = pyxl_clipped(start, text.length);
    stop = pyxl_clipped(stop, text.length);
    /* A single character has kind 0, and no memory to go forward in. */
    if (text.kind != 0)
        text.data = (const char *)text.data + start * text.kind;
    text.length = stop > start ? stop - start : 0;
    return text;
}

static inline pyxl_bytes pyxl_bytes_slice(pyxl_bytes bytes, int64_t start, int64_t stop) {
    start = pyxl_clipped(start, bytes.length);
    stop = pyxl_clipped(stop, bytes.length);
    bytes.data += start;
    bytes.length = stop > start ? stop - start : 0;
    return bytes;
}

/* Searching */

static inline int pyxl_text_has(pyxl_text text, Py_UCS4 c) {
    int64_t place;
    for (place = 0; place < text.length; place++)
        if (pyxl_text_at(text, place) == c)
            return 1;
    return 0;
}

/* Whether a part begins at a place at which there are enough characters. */
static inline int pyxl_text_matches(pyxl_text text, int64_t place, pyxl_text part) {
    int64_t k;
    for (k = 0; k < part.length; k++)
        if (pyxl_text_at(text, place + k) != pyxl_text_at(part, k))
            return 0;
    return 1;
}

/* The first place from `start` on at which a part begins; -1 if there is none. */
static inline int64_t pyxl_text_find(pyxl_text text, pyxl_text part, int64_t start) {
    int64_t place = start;
    if (place < 0)
        place = place + text.length < 0 ? 0 : place + text.length;
    /* No sum, which could pass 64 bits. */
    for (; place <= text.length - part.length; place++)
        if (pyxl_text_matches(text, place, part))
            return place;
    return -1;
}

static inline int64_t pyxl_text_rfind(pyxl_text text, pyxl_text part) {
    int64_t place;
    for (place = text.length - part.length; place >= 0; place--)
        if (pyxl_text_matches(text, place, part))
            return place;
    return -1;
}

static inline int pyxl_text_contains(pyxl_text text, pyxl_text part) {
    return pyxl_text_find(text, part, 0) >= 0;
}

/* How often a part is there, without overlaps. */
static inline int64_t pyxl_text_count(pyxl_text text, pyxl_text part) {
    int64_t place, count = 0, step = part.length ? part.length : 1;
    for (place = pyxl_text_find(text, part, 0); place >= 0;
         place = pyxl_text_find(text, part, place + step))
        count++;
    return count;
}

static inline int pyxl_text_startswith(pyxl_text text, pyxl_text part) {
    return part.length <= text.length && pyxl_text_matches(text, 0, part);
}

static inline int pyxl_text_endswith(pyxl_text text, pyxl_text part) {
    return part.length <= text.length &&
        pyxl_text_matches(text, text.length - part.length, part);
}

static inline int pyxl_bytes_have(pyxl_bytes bytes, int64_t value) {
    return bytes.length > 0 && memchr(bytes.data, (int)value, (size_t)bytes.length) != NULL;
}

static inline int pyxl_bytes_contain(pyxl_bytes bytes, pyxl_bytes part) {
    return pyxl_text_contains(pyxl_characters(bytes), pyxl_characters(part));
}

/* What a character is, as the database of Unicode in the running Python says */

#ifdef Py_LIMITED_API
static inline int pyxl_character_is(Py_UCS4 c, const char *method) {
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *text = PyUnicode_FromOrdinal((int)c);
    PyObject *answer = text == NULL ? NULL : PyObject_CallMethod(text, method, NULL);
    int truth = answer == Py_True;
    if (answer == NULL)
        Py_FatalError("not enough memory for a character");
    Py_DECREF(answer);
    Py_DECREF(text);
    PyGILState_Release(state);
    return truth;
}
#define PYXL_IS(c, method, test) pyxl_character_is(c, method)

static inline int64_t pyxl_decimal_value(Py_UCS4 c) {
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *text = PyUnicode_FromOrdinal((int)c);
    PyObject *number = text == NULL ? NULL : PyNumber_Long(text);
    long value = number == NULL ? -1 : PyLong_AsLong(number);
    Py_XDECREF(number);
    Py_XDECREF(text);
    PyGILState_Release(state);
    return value;
}
#else
#define PYXL_IS(c, method, test) (test(c) != 0)
#endif

static inline int pyxl_is_digit(Py_UCS4 c) {
    return c < 128 ? c - '0' < 10u : PYXL_IS(c, "isdigit", Py_UNICODE_ISDIGIT);
}

static inline int pyxl_is_decimal(Py_UCS4 c) {
    return c < 128 ? c - '0' < 10u : PYXL_IS(c, "isdecimal", Py_UNICODE_ISDECIMAL);
}

static inline int pyxl_is_alpha(Py_UCS4 c) {
    return c < 128 ? (c | 32) - 'a' < 26u : PYXL_IS(c, "isalpha", Py_UNICODE_ISALPHA);
}

static inline int pyxl_is_alnum(Py_UCS4 c) {
    return c < 128 ? pyxl_is_alpha(c) || pyxl_is_digit(c)
                   : PYXL_IS(c, "isalnum", Py_UNICODE_ISALNUM);
}

static inline int pyxl_is_space(Py_UCS4 c) {
    return c < 128 ? c == ' ' || c - 9 < 5u || c - 28 < 4u
                   : PYXL_IS(c, "isspace", Py_UNICODE_ISSPACE);
}

static inline int pyxl_is_upper(Py_UCS4 c) {
    return c < 128 ? c - 'A' < 26u : PYXL_IS(c, "isupper", Py_UNICODE_ISUPPER);
}

static inline int pyxl_is_lower(Py_UCS4 c) {
    return c < 128 ? c - 'a' < 26u : PYXL_IS(c, "islower", Py_UNICODE_ISLOWER);
}

/* The number that a digit is, -1 if it is none. */
static inline int64_t pyxl_decimal(Py_UCS4 c) {
    if (c < 128)
        return c - '0' < 10u ? (int64_t)(c - '0') : -1;
#ifdef Py_LIMITED_API
    if (!pyxl_is_decimal(c))
        return -1;
    return pyxl_decimal_value(c);
#else
    return Py_UNICODE_TODECIMAL(c);
#endif
}

/* Whether there are characters, and all are so. */
static inline int pyxl_all_are(pyxl_text text, int (*test)(Py_UCS4)) {
    int64_t place;
    for (place = 0; place < text.length; place++)
        if (!test(pyxl_text_at(text, place)))
            return 0;
    return text.length > 0;
}

static inline int pyxl_all_digit(pyxl_text text) {
    return pyxl_all_are(text, pyxl_is_digit);
}

static inline int pyxl_all_decimal(pyxl_text text) {
    return pyxl_all_are(text, pyxl_is_decimal);
}

static inline int pyxl_all_alpha(pyxl_text text) {
    return pyxl_all_are(text, pyxl_is_alpha);
}

static inline int pyxl_all_alnum(pyxl_text text) {
    return pyxl_all_are(text, pyxl_is_alnum);
}

static inline int pyxl_all_space(pyxl_text text) {
    return pyxl_all_are(text, pyxl_is_space);
}

/* Arguments. A subclass may mean something else by an item or a comparison: the call is
 * for the Python function then, which an OverflowError asks for. */

PYXL_COLD static void pyxl_not_text(
    PyObject *value, PyObject *name, const char *wanted, int subclass) {
    PyObject *type_name = PyObject_GetAttrString((PyObject *)Py_TYPE(value), "__name__");
    if (type_name == NULL)
        return;
    PyErr_Format(
        subclass ? PyExc_OverflowError : PyExc_TypeError, "argument '%U' must be %s%s, not %S",
        name, wanted, subclass ? " itself" : "", type_name);
    Py_DECREF(type_name);
}

#ifdef Py_LIMITED_API
/* Whether all characters are ASCII: then they are where UTF-8 is, which the str keeps. */
static inline const char *pyxl_ascii(PyObject *value) {
    Py_ssize_t size = 0;
    const char *data = PyUnicode_AsUTF8AndSize(value, &size);
    if (data == NULL)
        PyErr_Clear(); /* it has surrogates, or there is no memory, as the copy will say */
    return data != NULL && size == PyUnicode_GetLength(value) ? data : NULL;
}
#endif

/* A new reference to the object that has the memory of a str; NULL with an exception. */
static inline PyObject *pyxl_memory_of_text(PyObject *value, PyObject *name) {
    if (!PyUnicode_CheckExact(value)) {
        pyxl_not_text(value, name, "str", PyUnicode_Check(value));
        return NULL;
    }
#ifdef Py_LIMITED_API
    if (pyxl_ascii(value) == NULL) {
        const uint16_t one = 1;
        const char *encoding = *(const unsigned char *)&one ? "utf-32-le" : "utf-32-be";
        return PyUnicode_AsEncodedString(value, encoding, "surrogatepass");
    }
#elif PY_VERSION_HEX < 0x030C0000
    if (PyUnicode_READY(value) < 0)
        return NULL;
#endif
    Py_INCREF(value);
    return value;
}

/* The characters in what `pyxl_memory_of_text` gave. */
static inline pyxl_text pyxl_as_text(PyObject *memory, PyObject *name) {
    pyxl_text text = pyxl_no_text();
#ifdef Py_LIMITED_API
    if (PyBytes_Check(memory)) {
        text.data = PyBytes_AsString(memory);
        text.length = (int64_t)(PyBytes_Size(memory) / 4);
        text.kind = 4;
        return text;
    }
    text.data = pyxl_ascii(memory);
    if (text.data == NULL)
        PyErr_Format(PyExc_SystemError, "nothing holds the memory of '%U'", name);
    else
        text.length = (int64_t)PyUnicode_GetLength(memory);
#else
    if (!PyUnicode_CheckExact(memory)) {
        pyxl_not_text(memory, name, "str", PyUnicode_Check(memory));
        return text;
    }
    text.data = PyUnicode_DATA(memory);
    text.length = (int64_t)PyUnicode_GET_LENGTH(memory);
    text.kind = (int)PyUnicode_KIND(memory);
#endif
    return text;
}

static inline pyxl_bytes pyxl_as_bytes(PyObject *value, PyObject *name) {
    pyxl_bytes bytes = pyxl_no_bytes();
    if (!PyBytes_CheckExact(value)) {
        pyxl_not_text(value, name, "bytes", PyBytes_Check(value));
        return bytes;
    }
    bytes.data = (const unsigned char *)PyBytes_AsString(value);
    bytes.length = (int64_t)PyBytes_Size(value);
    return bytes;
}

/* Results: new objects */

static inline PyObject *pyxl_from_bytes(pyxl_bytes bytes) {
    return PyBytes_FromStringAndSize((const char *)bytes.data, (Py_ssize_t)bytes.length);
}

static inline PyObject *pyxl_from_text(pyxl_text text) {
    PyObject *result;
    uint32_t *characters;
    int64_t place;
    int order = 0;
    const uint16_t one = 1;
    if (text.length == 0)
        return PyUnicode_FromStringAndSize("", 0);
    if (text.length == 1)
        return PyUnicode_FromOrdinal((int)pyxl_text_at(text, 0));
    if (text.kind == 1)
        return PyUnicode_DecodeLatin1((const char *)text.data, (Py_ssize_t)text.length, NULL);
#ifndef Py_LIMITED_API
    if (text.kind != 3)
        return PyUnicode_FromKindAndData(text.kind, text.data, (Py_ssize_t)text.length);
#endif
    characters = (uint32_t *)PyMem_Malloc((size_t)text.length * 4);
    if (characters == NULL)
        return PyErr_NoMemory();
    for (place = 0; place < text.length; place++)
        characters[place] = pyxl_text_at(text, place);
    order = *(const unsigned char *)&one ? -1 : 1;
    result = PyUnicode_DecodeUTF32(
        (const char *)characters, (Py_ssize_t)text.length * 4, "surrogatepass", &order);
    PyMem_Free(characters);
    return result;
}
