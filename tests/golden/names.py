"""Names that mean something to C, to Cython or to the generated code."""

import math

from pyx_lowering import compile


@compile
def double(int64_t: int, void: float, NULL: float) -> float:
    return int64_t + void * NULL


@compile
def union(register: int, struct: int) -> int:
    volatile = register + struct
    cdef = volatile * 2
    include = cdef - 1
    return include - struct


@compile
def overflow(overflow: int, c_fma: int, n_fma: int) -> int:
    """The flag of checked sums has this name too."""
    sqrt = overflow * c_fma
    support = sqrt + n_fma
    return support


@compile
def fma(fma: float, libc: float, math_: float) -> float:
    return fma * libc + math_


@compile
def n_fma(x: float) -> float:
    return fma(x, x, x) + math.sqrt(x)


@compile
def größe(länge: float, π: float) -> float:
    """Names beyond ASCII."""
    ergebnis_ü = länge * π
    return ergebnis_ü + 1.0


@compile
def sin(cos: float) -> float:
    """Hides nothing of `math`, and calls it."""
    return math.sin(cos) + math.cos(cos)


@compile
def _private(__x: float, x_1: float, x: float) -> float:
    x = x + x_1
    x = x * __x
    return x


@compile
def object(cython: bool, bint: bool, inline: bool) -> bool:
    nogil = cython or bint
    return nogil and inline
