/* A fast fma on x86-64 in code that must also run without the instruction.
 *
 * Compiled for every x86-64, libc's fma is a function call (which then uses the
 * instruction where the processor has it). This asks the processor once, when the
 * module is loaded, and writes the instruction in line. The bits are the same: both
 * round once. Included after <math.h>; other targets, and compilers that may use the
 * instruction anyway, keep the name `fma` for libc's.
 */
#ifndef PYX_LOWERING_FMA_H
#define PYX_LOWERING_FMA_H

#if defined(__x86_64__) && !defined(__FMA__) && (defined(__GNUC__) || defined(__clang__))

static int pyxl_has_fma;

__attribute__((constructor)) static void pyxl_detect_fma(void) {
    __builtin_cpu_init();
    pyxl_has_fma = __builtin_cpu_supports("fma") != 0;
}

static inline double pyxl_fma(double x, double y, double z) {
    if (__builtin_expect(pyxl_has_fma, 1)) {
        __asm__("vfmadd213sd %2, %1, %0" : "+x"(x) : "x"(y), "x"(z));
        return x;
    }
    return fma(x, y, z);
}

#define fma(x, y, z) pyxl_fma((x), (y), (z))

#endif
#endif
