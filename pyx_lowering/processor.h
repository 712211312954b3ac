/* What this processor can do, asked once, when the module is loaded. Part of support.h. */
#ifndef PYX_LOWERING_PROCESSOR_H
#define PYX_LOWERING_PROCESSOR_H

#if (defined(__GNUC__) || defined(__clang__)) && defined(__x86_64__) \
    && !defined(PYXL_PORTABLE) && !defined(PYXL_UNFUSED) /* so that tests reach the others */

static int pyxl_has_avx2; /* and fused multiply-adds */

__attribute__((constructor)) static void pyxl_detect_avx2(void) {
    __builtin_cpu_init();
    pyxl_has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
}

#define PYXL_ASKS_AVX2 1
#else
#define PYXL_ASKS_AVX2 0
#endif

#endif
