"""The functions of `cmath`.

CPython computes them with algorithms and tables of special values of its own, so the
templates call the functions themselves: the bits and the errors are the same.
"""

from __future__ import annotations

import cmath

from pyx_lowering.ops.table import declare, on
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, tuple_of

_Z = "support.from_complex({0})"

for _name, _doc in {
    "sqrt": "Square root, the one that has no negative real part.",
    "exp": "e to the power z.",
    "log10": "Logarithm to the base 10.",
    "sin": "Sine.",
    "cos": "Cosine.",
    "tan": "Tangent.",
    "asin": "Inverse sine.",
    "acos": "Inverse cosine.",
    "atan": "Inverse tangent.",
    "sinh": "Hyperbolic sine.",
    "cosh": "Hyperbolic cosine.",
    "tanh": "Hyperbolic tangent.",
    "asinh": "Inverse hyperbolic sine.",
    "acosh": "Inverse hyperbolic cosine.",
    "atanh": "Inverse hyperbolic tangent.",
}.items():
    declare(
        getattr(cmath, _name), _doc,
        on(COMPLEX, to=COMPLEX, pyx=f"support.to_complex(python.cmath.{_name}({_Z}))"),
    )

declare(
    cmath.log, "Natural logarithm, or the logarithm to a base.",
    on(COMPLEX, to=COMPLEX, pyx=f"support.to_complex(python.cmath.log({_Z}))"),
    on(COMPLEX, COMPLEX, to=COMPLEX,
       pyx=f"support.to_complex(python.cmath.log({_Z}, support.from_complex({{1}})))"),
)
declare(
    cmath.phase, "The angle of the number, in radians.",
    on(COMPLEX, to=FLOAT, pyx=f"python.cmath.phase({_Z})"),
)
declare(
    cmath.polar, "The distance from the origin, and the angle in radians.",
    on(COMPLEX, to=tuple_of(FLOAT, FLOAT), pyx=f"python.cmath.polar({_Z})"),
)
declare(
    cmath.rect, "The number with this distance from the origin and this angle.",
    on(FLOAT, FLOAT, to=COMPLEX, pyx="support.to_complex(python.cmath.rect({0}, {1}))"),
)
declare(cmath.isnan, "Whether a part is not a number.",
        on(COMPLEX, to=BOOL, pyx="support.complex_is_nan({0})"))
declare(cmath.isinf, "Whether a part is an infinity.",
        on(COMPLEX, to=BOOL, pyx="support.complex_is_inf({0})"))
declare(cmath.isfinite, "Whether no part is an infinity or a nan.",
        on(COMPLEX, to=BOOL, pyx="support.complex_is_finite({0})"))
declare(
    cmath.isclose, "Whether two values differ by no more than a tolerance.",
    on(COMPLEX, COMPLEX, FLOAT, FLOAT, to=BOOL,
       pyx=f"python.cmath.isclose({_Z}, support.from_complex({{1}}), "
           "rel_tol={2}, abs_tol={3})"),
    keywords={"rel_tol": 1e-09, "abs_tol": 0.0},
)
