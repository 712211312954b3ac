"""The operators on complex numbers, as rows for the tables of `arithmetic`.

A real operand beside a complex one has rows of its own, because CPython does not make it
complex first (since 3.14); `complexes.h` does what the running version does. An `np.float64`
is such an operand behind the operator, where CPython takes it for the float that it is too; in
front of it, NumPy computes.
"""

from __future__ import annotations

import operator

from pyx_lowering.dtypes import FLOAT64
from pyx_lowering.ops.table import Guard, Overload, message_of, on
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT


def _rows(both: str, complex_real: str, real_complex: str) -> tuple[Overload, ...]:
    """The rows of an operator that gives a complex number."""
    return (
        on(COMPLEX, FLOAT, to=COMPLEX, pyx=complex_real),
        on(COMPLEX, FLOAT64, to=COMPLEX, pyx=complex_real, strict=True),
        on(FLOAT, COMPLEX, to=COMPLEX, pyx=real_complex),
        on(COMPLEX, COMPLEX, to=COMPLEX, pyx=both, exact=True),
    )


ADD = _rows("support.complex_add({0}, {1})", "support.complex_add_real({0}, {1})",
            "support.complex_add_real({1}, {0})")
SUB = _rows("support.complex_sub({0}, {1})", "support.complex_sub_real({0}, {1})",
            "support.real_sub_complex({0}, {1})")
MUL = _rows("support.complex_mul({0}, {1})", "support.complex_mul_real({0}, {1})",
            "support.real_mul_complex({0}, {1})")

_ZERO = Guard("support.complex_is_zero({1})", ZeroDivisionError,
              message_of(operator.truediv, 1j, 0j))
_REAL_ZERO = Guard("{1} == 0.0", ZeroDivisionError, message_of(operator.truediv, 1j, 0.0))

TRUEDIV = (
    *(on(COMPLEX, real, to=COMPLEX, pyx="support.complex_div_real({0}, {1})",
         guards=[_REAL_ZERO], strict=real == FLOAT64) for real in (FLOAT, FLOAT64)),
    on(FLOAT, COMPLEX, to=COMPLEX, pyx="support.real_div_complex({0}, {1})", guards=[_ZERO]),
    on(COMPLEX, COMPLEX, to=COMPLEX, pyx="support.complex_div({0}, {1})", guards=[_ZERO],
       exact=True),
)

#: CPython has an algorithm of its own for whole exponents, and others for the rest.
POWER = (
    *(on(COMPLEX, real, to=COMPLEX, strict=real == FLOAT64,
         pyx="support.to_complex(python.builtins.pow(support.from_complex({0}), {1}))")
      for real in (FLOAT, FLOAT64)),
    on(FLOAT, COMPLEX, to=COMPLEX,
       pyx="support.to_complex(python.builtins.pow({0}, support.from_complex({1})))"),
    on(COMPLEX, COMPLEX, to=COMPLEX, exact=True,
       pyx="support.to_complex(python.builtins.pow("
           "support.from_complex({0}), support.from_complex({1})))"),
)


def _equal(prefix: str) -> tuple[Overload, ...]:
    return (
        *(on(COMPLEX, real, to=BOOL, exact=True, strict=real == FLOAT64,
             pyx=f"{prefix}support.complex_equal({{0}}, support.complex_of({{1}}, 0.0))")
          for real in (FLOAT, FLOAT64)),
        on(FLOAT, COMPLEX, to=BOOL, exact=True,
           pyx=f"{prefix}support.complex_equal(support.complex_of({{0}}, 0.0), {{1}})"),
        on(COMPLEX, INT, to=BOOL, pyx=f"{prefix}support.complex_equal_int({{0}}, {{1}})",
           exact=True),
        on(INT, COMPLEX, to=BOOL, pyx=f"{prefix}support.complex_equal_int({{1}}, {{0}})",
           exact=True),
        on(COMPLEX, COMPLEX, to=BOOL, pyx=f"{prefix}support.complex_equal({{0}}, {{1}})",
           exact=True),
    )


EQ, NE = _equal(""), _equal("not ")
