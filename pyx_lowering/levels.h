/* The entry of an extension module that has its code twice: for every x86-64, and for x86-64-v3
 * (AVX2, FMA and what comes with them). The processor is asked when the module is imported, so that
 * it needs no help of the compiler, the linker or the C library.
 *
 * Included by a file that defines PYXL_INIT, the name of the entry, and PYXL_BASELINE and
 * PYXL_V3, those of the two copies.
 */
#include <Python.h>
#include <stdlib.h>
#include <string.h>

#ifdef _MSC_VER
#include <intrin.h>
#else
#include <cpuid.h>
#endif

PyMODINIT_FUNC PYXL_BASELINE(void);
PyMODINIT_FUNC PYXL_V3(void);

static void pyxl_cpuid(unsigned leaf, unsigned registers[4]) {
#ifdef _MSC_VER
    int maximum[4];
    __cpuid(maximum, leaf & 0x80000000u);
    if ((unsigned)maximum[0] < leaf)
        memset(registers, 0, 4 * sizeof *registers);
    else
        __cpuidex((int *)registers, leaf, 0);
#else
    if (!__get_cpuid_count(leaf, 0, registers, registers + 1, registers + 2, registers + 3))
        memset(registers, 0, 4 * sizeof *registers);
#endif
}

/* Which register sets the operating system saves. */
static unsigned pyxl_saved(void) {
#ifdef _MSC_VER
    return (unsigned)_xgetbv(0);
#else
    unsigned low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
#endif
}

/* The definition of the level is that of the System V ABI for x86-64. */
static int pyxl_has_v3(void) {
    const unsigned first = 1u << 0 | 1u << 9 | 1u << 12 | 1u << 13 | 1u << 19 | 1u << 20 | 1u << 22
        | 1u << 23 | 1u << 27 | 1u << 28 | 1u << 29; /* SSE3 to SSE4.2, FMA, MOVBE, XSAVE, AVX, F16C */
    const unsigned seventh = 1u << 3 | 1u << 5 | 1u << 8; /* BMI1, AVX2, BMI2 */
    const unsigned extended = 1u << 0 | 1u << 5;          /* LAHF, LZCNT */
    unsigned r[4];
    pyxl_cpuid(1, r);
    if ((r[2] & first) != first || (pyxl_saved() & 6) != 6)
        return 0;
    pyxl_cpuid(7, r);
    if ((r[1] & seventh) != seventh)
        return 0;
    pyxl_cpuid(0x80000001u, r);
    return (r[2] & extended) == extended;
}

static int pyxl_note_baseline(PyObject *module) {
    return PyModule_AddStringConstant(module, "__level__", "baseline");
}

static int pyxl_note_v3(PyObject *module) {
    return PyModule_AddStringConstant(module, "__level__", "x86-64-v3");
}

/* Lets the module say in `__level__` which copy it is. */
static PyObject *pyxl_noting(PyObject *definition, int (*note)(PyObject *)) {
    static PyModuleDef_Slot slots[16];
    PyModuleDef *def = (PyModuleDef *)definition;
    int count = 0;
    if (definition == NULL || !PyObject_TypeCheck(definition, &PyModuleDef_Type)
        || def->m_slots == slots)
        return definition;
    while (def->m_slots[count].slot != 0 && count < 14) {
        slots[count] = def->m_slots[count];
        count++;
    }
    slots[count].slot = Py_mod_exec;
    slots[count].value = (void *)note;
    def->m_slots = slots;
    return definition;
}

PyMODINIT_FUNC PYXL_INIT(void) {
    const char *wanted = getenv("PYX_LOWERING_LEVEL");
    int v3 = pyxl_has_v3();
    if (wanted != NULL && *wanted != '\0') {
        if (strcmp(wanted, "baseline") == 0)
            v3 = 0;
        else if (strcmp(wanted, "x86-64-v3") != 0 || !v3) {
            PyErr_Format(PyExc_ImportError, "PYX_LOWERING_LEVEL asks for %s, and %s", wanted,
                         v3 ? "there are baseline and x86-64-v3"
                            : "on this processor there is baseline only");
            return NULL;
        }
    }
    return v3 ? pyxl_noting(PYXL_V3(), pyxl_note_v3)
              : pyxl_noting(PYXL_BASELINE(), pyxl_note_baseline);
}
