"""The functions of `math`.

Their errors are those of CPython's mathmodule.c. Where CPython computes with an
algorithm of its own rather than the C library's, the template calls the Python
function itself, so that the bits are the same.
"""

from __future__ import annotations

import math
import operator
import sys
from collections.abc import Callable

from pyx_lowering.ops.arithmetic import float_zero
from pyx_lowering.ops.builtin import NO_INT
from pyx_lowering.ops.table import Guard, Overload, declare, on
from pyx_lowering.types import BOOL, FLOAT, INT, NONE, TupleType, tuple_of

Function = Callable[..., object]


def _domain(condition: str) -> Guard:
    return Guard(condition, ValueError, "math domain error")


#: A finite argument whose result is too large for a float.
_RANGE = Guard("support.is_inf({result}) and support.is_finite({0})",
               OverflowError, "math range error")


def _unary(target: Function, doc: str, *guards: Guard) -> None:
    """A function of the C library with one float argument."""
    pyx = f"libc.math.{target.__name__}({{0}})"
    declare(target, doc, on(FLOAT, to=FLOAT, pyx=pyx, guards=guards))


# Roots, exponentials and logarithms

_unary(math.sqrt, "Square root.", _domain("{0} < 0.0"))
_unary(math.cbrt, "Cube root.")
_unary(math.exp, "e to the power x.", _RANGE)
_unary(math.exp2, "2 to the power x.", _RANGE)
_unary(math.expm1, "`exp(x) - 1`, accurate near 0.", _RANGE)
_unary(math.log2, "Logarithm to the base 2.", _domain("{0} <= 0.0"))
_unary(math.log10, "Logarithm to the base 10.", _domain("{0} <= 0.0"))
_unary(math.log1p, "`log(1 + x)`, accurate near 0.", _domain("{0} <= -1.0"))
declare(
    math.log, "Natural logarithm, or the logarithm to a base.",
    on(FLOAT, to=FLOAT, pyx="libc.math.log({0})", guards=[_domain("{0} <= 0.0")]),
    on(FLOAT, FLOAT, to=FLOAT, pyx="libc.math.log({0}) / libc.math.log({1})", guards=[
        _domain("{0} <= 0.0"),
        _domain("{1} <= 0.0"),
        Guard("{1} == 1.0", ZeroDivisionError, float_zero(operator.truediv).message),
    ]),
)
declare(
    math.pow, "x to the power y, always a float.",
    on(FLOAT, FLOAT, to=FLOAT, pyx="support.float_power({0}, {1})", guards=[
        _domain("{0} == 0.0 and {1} < 0.0 and support.is_finite({1})"),
        _domain("support.power_is_complex({0}, {1})"),
        Guard("support.is_inf({result}) and support.is_finite({0}) and support.is_finite({1})",
              OverflowError, "math range error"),
    ]),
)

# Trigonometry

_unary(math.sin, "Sine, of radians.", _domain("support.is_inf({0})"))
_unary(math.cos, "Cosine, of radians.", _domain("support.is_inf({0})"))
_unary(math.tan, "Tangent, of radians.", _domain("support.is_inf({0})"))
_unary(math.asin, "Inverse sine, in radians.", _domain("libc.math.fabs({0}) > 1.0"))
_unary(math.acos, "Inverse cosine, in radians.", _domain("libc.math.fabs({0}) > 1.0"))
_unary(math.atan, "Inverse tangent, in radians.")
_unary(math.sinh, "Hyperbolic sine.", _RANGE)
_unary(math.cosh, "Hyperbolic cosine.", _RANGE)
_unary(math.tanh, "Hyperbolic tangent.")
_unary(math.asinh, "Inverse hyperbolic sine.")
_unary(math.acosh, "Inverse hyperbolic cosine.", _domain("{0} < 1.0"))
_unary(math.atanh, "Inverse hyperbolic tangent.", _domain("libc.math.fabs({0}) >= 1.0"))
declare(
    math.atan2, "The angle of the point (x, y), given y and x.",
    on(FLOAT, FLOAT, to=FLOAT, pyx="libc.math.atan2({0}, {1})"),
)
declare(
    math.degrees, "Radians as degrees.",
    on(FLOAT, to=FLOAT, pyx=f"{{0}} * {180.0 / math.pi!r}"),
)
declare(
    math.radians, "Degrees as radians.",
    on(FLOAT, to=FLOAT, pyx=f"{{0}} * {math.pi / 180.0!r}"),
)

# Special functions: erf and erfc are the library's, gamma and lgamma CPython's own

_unary(math.erf, "Error function.")
_unary(math.erfc, "`1 - erf(x)`, accurate for large x.")
declare(math.gamma, "Gamma function.", on(FLOAT, to=FLOAT, pyx="python.math.gamma({0})"))
declare(math.lgamma, "Logarithm of the absolute value of the gamma function.",
        on(FLOAT, to=FLOAT, pyx="python.math.lgamma({0})"))

# Whole and fractional parts

for _target, _doc in (
    (math.floor, "The largest int that is not above x."),
    (math.ceil, "The smallest int that is not below x."),
    (math.trunc, "The int towards zero."),
):
    declare(
        _target, _doc,
        on(INT, to=INT, pyx="{0}"),
        on(FLOAT, to=INT, pyx=f"support.to_int(libc.math.{_target.__name__}({{0}}), overflow)",
           guards=NO_INT, exact=True),
    )

_NO_REMAINDER = _domain(
    "support.is_inf({0}) and not support.is_nan({1}) or {1} == 0.0 and not support.is_nan({0})")
declare(
    math.fmod, "The remainder of the division towards zero; it has the sign of x.",
    on(FLOAT, FLOAT, to=FLOAT, pyx="libc.math.fmod({0}, {1})", guards=[_NO_REMAINDER]),
)
declare(
    math.remainder, "The difference to the nearest multiple of y; ties to the even multiple.",
    on(FLOAT, FLOAT, to=FLOAT, pyx="libc.math.remainder({0}, {1})", guards=[_NO_REMAINDER]),
)
declare(
    math.modf, "The fractional and the whole part, both with the sign of x.",
    on(FLOAT, to=tuple_of(FLOAT, FLOAT),
       pyx="(support.fraction({0}), libc.math.trunc({0}))"),
)
declare(
    math.frexp, "The pair (m, e) with `x == m * 2**e` and `0.5 <= abs(m) < 1`.",
    on(FLOAT, to=tuple_of(FLOAT, INT), pyx="(support.mantissa({0}), support.exponent({0}))"),
)
declare(
    math.ldexp, "`x * 2**i`, the inverse of `frexp`.",
    on(FLOAT, INT, to=FLOAT, pyx="support.scale({0}, {1})", guards=[_RANGE]),
)

# The representation

declare(math.fabs, "Absolute value, as a float.",
        on(FLOAT, to=FLOAT, pyx="libc.math.fabs({0})"))
declare(math.copysign, "The size of x with the sign of y.",
        on(FLOAT, FLOAT, to=FLOAT, pyx="libc.math.copysign({0}, {1})"))
declare(math.isnan, "Whether x is not a number.",
        on(FLOAT, to=BOOL, pyx="support.is_nan({0})"))
declare(math.isinf, "Whether x is an infinity.",
        on(FLOAT, to=BOOL, pyx="support.is_inf({0})"))
declare(math.isfinite, "Whether x is neither an infinity nor a nan.",
        on(FLOAT, to=BOOL, pyx="support.is_finite({0})"))
declare(
    math.isclose, "Whether two values differ by no more than a tolerance.",
    on(FLOAT, FLOAT, FLOAT, FLOAT, to=BOOL, pyx="support.is_close({0}, {1}, {2}, {3})",
       guards=[Guard("{2} < 0.0 or {3} < 0.0", ValueError, "tolerances must be non-negative")]),
    keywords={"rel_tol": 1e-09, "abs_tol": 0.0},
)
if sys.version_info >= (3, 12):
    declare(
        math.nextafter, "The float after x in the direction of y, or `steps` floats on.",
        on(FLOAT, FLOAT, NONE, to=FLOAT, pyx="libc.math.nextafter({0}, {1})"),
        on(FLOAT, FLOAT, INT, to=FLOAT, pyx="python.math.nextafter({0}, {1}, steps={2})",
           since="3.12"),
        keywords={"steps": None},
    )
else:
    declare(
        math.nextafter, "The float after x in the direction of y.",
        on(FLOAT, FLOAT, to=FLOAT, pyx="libc.math.nextafter({0}, {1})"),
    )
declare(math.ulp, "The value of the last bit of x.",
        on(FLOAT, to=FLOAT, pyx="support.ulp({0})"))

# Whole numbers

declare(
    math.gcd, "Greatest common divisor.",
    on(INT, to=INT, pyx="support.absolute({0}, overflow)"),
    on(INT, INT, to=INT, pyx="support.gcd({0}, {1}, overflow)"),
    nary=True,
)
declare(
    math.lcm, "Least common multiple.",
    on(INT, to=INT, pyx="support.absolute({0}, overflow)"),
    on(INT, INT, to=INT, pyx="support.lcm({0}, {1}, overflow)"),
    nary=True,
)
declare(
    math.isqrt, "The square root of an int, rounded down.",
    on(INT, to=INT, pyx="support.isqrt({0})",
       guards=[Guard("{0} < 0", ValueError, "isqrt() argument must be nonnegative")]),
)
declare(
    math.factorial, "The product of 1 to n.",
    on(INT, to=INT, pyx="support.factorial({0}, overflow)", guards=[
        Guard("{0} < 0", ValueError, "factorial() not defined for negative values")]),
)
declare(
    math.comb, "How many ways there are to choose k of n.",
    on(INT, INT, to=INT, pyx="support.int_of(python.math.comb({0}, {1}), overflow)"),
)
declare(
    math.perm, "How many ways there are to choose k of n (or all) in order.",
    on(INT, to=INT, pyx="support.int_of(python.math.perm({0}), overflow)"),
    on(INT, INT, to=INT, pyx="support.int_of(python.math.perm({0}, {1}), overflow)"),
)

# Many values. The tuples have a fixed size, so there is an overload for each size.

_SIZES = range(1, 9)


def _floats(size: int) -> TupleType:
    return tuple_of(*[FLOAT] * size)


def _ints(size: int) -> TupleType:
    return tuple_of(*[INT] * size)


def _prod(size: int) -> tuple[Overload, ...]:
    pyx = "python.math.prod({0}, start={1})"
    return (
        on(_ints(size), INT, to=INT, pyx=pyx, exact=True),
        on(_ints(size), FLOAT, to=FLOAT, pyx=pyx, exact=True),
        on(_floats(size), INT, to=FLOAT, pyx=pyx, exact=True),
        on(_floats(size), FLOAT, to=FLOAT, pyx=pyx, exact=True),
    )


declare(
    math.hypot, "Distance from the origin, without overflow on the way.",
    *(on(*[FLOAT] * size, to=FLOAT,
         pyx=f"python.math.hypot({', '.join(f'{{{k}}}' for k in range(size))})")
      for size in _SIZES),
)
declare(
    math.dist, "Distance of two points.",
    *(on(_floats(size), _floats(size), to=FLOAT, pyx="python.math.dist({0}, {1})")
      for size in _SIZES),
)
declare(
    math.fsum, "The sum of the floats, with one rounding.",
    *(on(_floats(size), to=FLOAT, pyx="python.math.fsum({0})") for size in _SIZES),
)
declare(
    math.prod, "The product of the numbers and of `start`.",
    *(overload for size in _SIZES for overload in _prod(size)),
    keywords={"start": 1},
)

# Newer than Python 3.11

if sys.version_info >= (3, 12):
    declare(
        math.sumprod, "The sum of the products of two tuples, with extended precision.",
        *(on(tuples(size), tuples(size), to=result, exact=True,
             pyx="python.math.sumprod({0}, {1})", since="3.12")
          for tuples, result in ((_ints, INT), (_floats, FLOAT)) for size in _SIZES),
    )
if sys.version_info >= (3, 13):
    declare(
        math.fma, "`x * y + z` with one rounding.",
        on(FLOAT, FLOAT, FLOAT, to=FLOAT, pyx="libc.math.fma({0}, {1}, {2})", since="3.13",
           guards=[
            Guard("support.is_nan({result}) and not (support.is_nan({0}) or "
                  "support.is_nan({1}) or support.is_nan({2}))",
                  ValueError, "invalid operation in fma"),
            Guard("support.is_inf({result}) and support.is_finite({0}) and "
                  "support.is_finite({1}) and support.is_finite({2})",
                  OverflowError, "overflow in fma"),
        ]),
    )
