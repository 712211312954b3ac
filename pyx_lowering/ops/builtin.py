"""The built-in functions: abs min max round int float bool complex divmod pow."""

from __future__ import annotations

import builtins

from pyx_lowering.dtypes import FLOATS
from pyx_lowering.ops import interval, sized, texts
from pyx_lowering.ops.arithmetic import POWER, float_zero, int_zero
from pyx_lowering.ops.table import Case, Guard, declare, on
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT, tuple_of

#: Where a float has no int.
NO_INT = (
    Guard("support.is_nan({0})", ValueError, "cannot convert float NaN to integer"),
    Guard("support.is_inf({0})", OverflowError, "cannot convert float infinity to integer"),
)
_NO_MODULUS = Guard("{2} == 0", ValueError, "pow() 3rd argument cannot be 0")
_NO_INVERSE = Guard("{1} < 0 and not support.invertible({0}, {2})", ValueError,
                    "base is not invertible for the given modulus")

declare(
    builtins.abs, "Absolute value.",
    on(INT, to=INT, pyx="support.absolute({0}, overflow)", interval=interval.absolute,
       cases=[Case("{0}", lambda a: a.low >= 0)]),
    on(FLOAT, to=FLOAT, pyx="libc.math.fabs({0})"),
    on(COMPLEX, to=FLOAT, pyx="libc.math.hypot({0}.real, {0}.imag)", guards=[
        Guard("support.is_inf({result}) and support.complex_is_finite({0})",
              OverflowError, "absolute value too large")]),
    *sized.rows_of(abs),
)
declare(
    builtins.min, "The smallest; the first of equals. A nan is smaller than nothing.",
    on(BOOL, BOOL, to=BOOL, pyx="{1} if {1} < {0} else {0}"),
    on(INT, INT, to=INT, pyx="{1} if {1} < {0} else {0}", interval=interval.smaller),
    on(FLOAT, FLOAT, to=FLOAT, pyx="{1} if {1} < {0} else {0}", exact=True),
    nary=True,
    differs="a literal int beside a float, or a bool beside an int, "
            "gives its value as a float or an int",
)
declare(
    builtins.max, "The largest; the first of equals. A nan is larger than nothing.",
    on(BOOL, BOOL, to=BOOL, pyx="{1} if {1} > {0} else {0}"),
    on(INT, INT, to=INT, pyx="{1} if {1} > {0} else {0}", interval=interval.larger),
    on(FLOAT, FLOAT, to=FLOAT, pyx="{1} if {1} > {0} else {0}", exact=True),
    nary=True,
    differs="a literal int beside a float, or a bool beside an int, "
            "gives its value as a float or an int",
)
declare(
    builtins.round, "The nearest whole number, or multiple of 10**-digits; ties to even.",
    on(INT, to=INT, pyx="{0}", interval=interval.identity),
    on(INT, INT, to=INT, pyx="support.round_int({0}, {1}, overflow)"),
    on(FLOAT, to=INT, pyx="support.to_int(libc.math.nearbyint({0}), overflow)",
       guards=NO_INT, exact=True),
    on(FLOAT, INT, to=FLOAT, pyx="python.builtins.round({0}, {1})", exact=True),
)
declare(
    builtins.int, "The whole number towards zero.",
    on(INT, to=INT, pyx="{0}", interval=interval.identity),
    on(FLOAT, to=INT, pyx="support.to_int({0}, overflow)", guards=NO_INT, exact=True),
    *(on(type_, to=INT, pyx="support.to_int({0}, overflow)", guards=NO_INT) for type_ in FLOATS),
    *sized.rows_of(int),
    *texts.ROWS[builtins.int],
)
declare(
    builtins.float, "The nearest float.",
    on(FLOAT, to=FLOAT, pyx="{0}", exact=True),
    on(INT, to=FLOAT, pyx="support.to_float({0})"),
    *sized.rows_of(float),
    *texts.ROWS[builtins.float],
)
declare(
    builtins.bool, "The truth value: whether it is not zero. A nan is true.",
    on(BOOL, to=BOOL, pyx="{0}"),
    on(INT, to=BOOL, pyx="{0} != 0"),
    on(FLOAT, to=BOOL, pyx="{0} != 0.0", exact=True),
    on(COMPLEX, to=BOOL, pyx="not support.complex_is_zero({0})", exact=True),
    *sized.rows_of(bool),
    *texts.ROWS[builtins.bool],
)
declare(
    builtins.complex, "The complex number, or the one with these parts.",
    on(COMPLEX, to=COMPLEX, pyx="{0}", exact=True),
    on(FLOAT, to=COMPLEX, pyx="support.complex_of({0}, 0.0)"),
    on(FLOAT, FLOAT, to=COMPLEX, pyx="support.complex_of({0}, {1})"),
    *sized.rows_of(complex),
)
declare(
    builtins.divmod, "`x // y` and `x % y`.",
    on(INT, INT, to=tuple_of(INT, INT),
       pyx="(support.floordiv({0}, {1}, overflow), support.mod({0}, {1}))",
       guards=[int_zero(divmod)]),
    on(FLOAT, FLOAT, to=tuple_of(FLOAT, FLOAT),
       pyx="(support.float_floordiv({0}, {1}), support.float_mod({0}, {1}))",
       guards=[float_zero(divmod)]),
)
declare(
    builtins.pow, "Power; of three ints `x ** y % z` without the large power.",
    *POWER,
    on(INT, INT, INT, to=INT, pyx="support.power_mod({0}, {1}, {2})",
       guards=[_NO_MODULUS, _NO_INVERSE]),
)
