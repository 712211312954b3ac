"""NumPy's functions of numbers, which it applies to arrays element by element.

They never raise: out of their domain they give nan or an infinity. For a number of
Python's they give one of Python's too.
"""

from __future__ import annotations

import importlib
import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

from pyx_lowering.dtypes import (
    BOOL_,
    COMPLEX128,
    COMPLEXES,
    FLOAT32,
    FLOAT64,
    FLOATS,
    INT8,
    INT32,
    INT64,
    INTEGERS,
    PARTS,
    SIZED,
    UINT8,
    Sized,
)
from pyx_lowering.ops.table import Guard, Overload, declare, on
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT, Type

Ufunc = Callable[..., object]


def _stand_in(name: str) -> Ufunc:
    """What stands for a function of NumPy where that is not imported."""
    def call(*values: object) -> object:
        result = getattr(importlib.import_module("numpy"), name)(*values)
        # Beside numbers of Python's only, the result is one as well.
        python = all(type(value) in (bool, int, float, complex) for value in values)
        return result.item() if python else result

    call.__module__, call.__qualname__, call.__name__ = "numpy", name, name
    return call


#: Those that give a float, by the name of C's function.
OF_FLOATS = {
    "sqrt": "sqrt", "exp": "exp", "exp2": "exp2", "expm1": "expm1", "log": "log",
    "log2": "log2", "log10": "log10", "log1p": "log1p", "sin": "sin", "cos": "cos",
    "tan": "tan", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "sinh": "sinh",
    "cosh": "cosh", "tanh": "tanh", "arcsinh": "asinh", "arccosh": "acosh",
    "arctanh": "atanh", "cbrt": "cbrt",
}
#: Those of complex numbers, too.
OF_COMPLEX = tuple(name for name in OF_FLOATS if name != "cbrt")
_OF_TWO_FLOATS = {"arctan2": "atan2", "hypot": "hypot", "copysign": "copysign",
                  "nextafter": "nextafter"}
#: Those that give a whole number, and an int for an int.
_ROUNDED = {"floor": "floor", "ceil": "ceil", "trunc": "trunc", "rint": "rint"}
_TESTS = {"isnan": "isnan", "isinf": "isinf", "isfinite": "isfinite"}
#: Those that are operators by another name: these are the operations themselves.
OPERATORS = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "truediv",
    "true_divide": "truediv", "floor_divide": "floordiv", "mod": "mod", "remainder": "mod",
    "power": "pow", "negative": "neg", "positive": "pos", "invert": "invert",
    "bitwise_not": "invert", "bitwise_and": "and_", "bitwise_or": "or_", "bitwise_xor": "xor",
    "left_shift": "lshift", "right_shift": "rshift", "pow": "pow", "bitwise_invert": "invert",
    "bitwise_left_shift": "lshift", "bitwise_right_shift": "rshift", "less": "lt",
    "less_equal": "le",
    "greater": "gt", "greater_equal": "ge", "equal": "eq", "not_equal": "ne",
}

#: Every one that is an operation of its own, by name.
UFUNCS: dict[str, Ufunc] = {}

#: The types that arrays may hold.
_REAL = tuple(type_ for type_ in SIZED.values() if type_.kind != "c")
#: Numbers of NumPy's that it takes for floats of 64 bits; of fewer bits it makes shorter floats.
_AS_FLOAT64 = tuple(type_ for type_ in INTEGERS if type_.bits >= 32)
_AS_FLOAT32 = tuple(type_ for type_ in INTEGERS if type_.bits == 16)


#: Complex numbers, and the names of the functions of `complex_arrays.h` for them.
_COMPLEX: dict[Type, str] = {
    COMPLEX: f"support.{COMPLEX128.short}",
    **{type_: f"support.{type_.short}" for type_ in COMPLEXES}}
#: NumPy's own loops compute functions of complex numbers.
NO_NUMPY = Guard(
    "support.no_numpy()", ImportError, "NumPy is needed for functions of complex numbers")


def _complex_rows(
    name: str, to: dict[Type, Type] | None = None, guards: Sequence[Guard] = (), pyx: str = ""
) -> list[Overload]:
    """Rows of a function of complex numbers; `to` are other results than such a number."""
    return [on(type_, to=(to or {}).get(type_, type_), guards=guards,
               pyx=(pyx or "{short}_{name}({{0}})").format(short=short, name=name))
            for type_, short in _COMPLEX.items()]


_SIZES: dict[Type, Type] = {COMPLEX: FLOAT, **{type_: PARTS[type_] for type_ in COMPLEXES}}
_TESTS_OF_COMPLEX: dict[Type, Type] = {COMPLEX: BOOL, **dict.fromkeys(COMPLEXES, BOOL_)}


def _declare(name: str, doc: str, rows: Sequence[Overload]) -> None:
    target = UFUNCS[name] = _stand_in(name)
    # NumPy computes with the types that it is given: of a bool it makes a float of 16 bits.
    strict = [replace(row, strict=True) for row in rows]
    declare(target, doc, *strict, folds=False, symbol=f"np.{name}")


def _float_rows(
    function: str, operands: int, suffix: str = "f", to: dict[Type, Type] | None = None
) -> list[Overload]:
    """Rows of a function of floats, which takes ints as well.

    `function` is that of 64 bits; `suffix` makes it that of 32. `to` are other results.
    """
    rows = []
    for type_, name, taken in (
        (FLOAT, function, (FLOAT, INT)), (FLOAT64, function, (FLOAT64, *_AS_FLOAT64)),
        (FLOAT32, _single(function, suffix), (FLOAT32, *_AS_FLOAT32)),
    ):
        choices = itertools.product(taken, repeat=operands) if type_ == FLOAT else (
            [given] * operands for given in taken)
        for given in choices:
            args = ", ".join(
                _as_float(each, type_, f"{{{place}}}") for place, each in enumerate(given))
            rows.append(on(*given, to=(to or {}).get(type_, type_), pyx=f"{name}({args})"))
    return rows


def _single(function: str, suffix: str) -> str:
    return function + suffix if suffix else function.replace("float64", "float32")


def _as_float(given: Type, wanted: Type, operand: str) -> str:
    if given == wanted:
        return operand
    made = "to_float" if given == INT else _short(wanted)
    return f"support.{made}({operand})"


def _short(type_: Type) -> str:
    assert isinstance(type_, Sized)
    return type_.short


for _name, _c_name in OF_FLOATS.items():
    _declare(_name, f"NumPy's `{_name}`.", [
        *_float_rows(f"libc.math.{_c_name}", 1),
        *(_complex_rows(_name, guards=[NO_NUMPY]) if _name in OF_COMPLEX else ())])
for _name, _c_name in _OF_TWO_FLOATS.items():
    _declare(_name, f"NumPy's `{_name}`.", _float_rows(f"libc.math.{_c_name}", 2))
for _name, _c_name in _ROUNDED.items():
    _declare(_name, f"NumPy's `{_name}`.", [
        on(FLOAT, to=FLOAT, pyx=f"libc.math.{_c_name}({{0}})"),
        on(FLOAT64, to=FLOAT64, pyx=f"libc.math.{_c_name}({{0}})"),
        on(FLOAT32, to=FLOAT32, pyx=f"libc.math.{_c_name}f({{0}})"),
        *(on(type_, to=type_, pyx="{0}") for type_ in INTEGERS if _name != "rint")])
for _name, _c_name in _TESTS.items():
    _declare(_name, f"NumPy's `{_name}`.", [
        on(FLOAT, to=BOOL, pyx=f"support.is_{_c_name[2:]}({{0}})"),
        *(on(type_, to=BOOL_, pyx=f"support.is_{_c_name[2:]}({{0}})") for type_ in FLOATS),
        *_complex_rows(f"is_{_c_name[2:]}", _TESTS_OF_COMPLEX)])
_declare("absolute", "The absolute value, as NumPy's.", [
    on(FLOAT, to=FLOAT, pyx="support.float64_abs({0})"),
    *(on(type_, to=type_, pyx="{0}" if type_.kind in "bu" else f"support.{type_.short}_abs({{0}})")
      for type_ in _REAL),
    *_complex_rows("absolute", _SIZES)])
_declare("square", "The number times itself.", [
    on(FLOAT, to=FLOAT, pyx="{0} * {0}"),
    *(on(type_, to=type_, pyx="{0} * {0}" if type_.kind == "f"
         else f"support.{type_.short}_mul({{0}}, {{0}})")
      for type_ in _REAL if type_.kind != "b"),
    *_complex_rows("square", pyx="{short}_mul({{0}}, {{0}})")])
_declare("sign", "-1, 0 or 1, or nan.", [
    on(FLOAT, to=FLOAT, pyx="support.sign({0})"),
    *(on(type_, to=type_, pyx="support.sign({0})") for type_ in FLOATS),
    *(on(type_, to=type_, pyx="{0} > 0" if type_.kind == "u" else "({0} > 0) - ({0} < 0)")
      for type_ in INTEGERS)])
for _name, _symbol in (("minimum", "<"), ("maximum", ">")):
    _declare(_name, f"The {_name[:3]}imum; nan if one is.", [
        on(FLOAT, FLOAT, to=FLOAT, pyx=f"support.float64_{_name}({{0}}, {{1}})"),
        on(INT, INT, to=INT, pyx=f"{{0}} if {{0}} {_symbol} {{1}} else {{1}}"),
        *(on(type_, type_, to=type_, pyx=f"support.{type_.short}_{_name}({{0}}, {{1}})")
          for type_ in FLOATS),
        *(on(type_, type_, to=type_, pyx=f"{{0}} if {{0}} {_symbol} {{1}} else {{1}}")
          for type_ in INTEGERS),
        on(BOOL_, BOOL_, to=BOOL_, pyx="{0} & {1}" if _symbol == "<" else "{0} | {1}")])
_IS_TRUE = {type_: " != 0.0" if type_.kind == "f" else "" if type_ == BOOL_ else " != 0"
            for type_ in _REAL}
for _name, _symbol in {"logical_and": "&", "logical_or": "|", "logical_xor": "^"}.items():
    _declare(_name, f"NumPy's `{_name}`.", [
        *(on(type_, type_, to=BOOL_, pyx=f"({{0}}{_true}) {_symbol} ({{1}}{_true})")
          for type_, _true in _IS_TRUE.items()),
        *(on(type_, type_, to=BOOL_, pyx=f"(not {_short_name}_is_zero({{0}})) {_symbol} "
             f"(not {_short_name}_is_zero({{1}}))")
          for type_ in COMPLEXES for _short_name in [_COMPLEX[type_]])])
_declare("logical_not", "Whether it is not true.", [
    on(BOOL_, to=BOOL_, pyx="not {0}"),
    *(on(type_, to=BOOL_, pyx="{0} == 0") for type_ in (*INTEGERS, *FLOATS)),
    *(on(type_, to=BOOL_, pyx=f"{_COMPLEX[type_]}_is_zero({{0}})") for type_ in COMPLEXES)])

_declare("fabs", "The absolute value as a float.", _float_rows("libc.math.fabs", 1))
_TRUTH: dict[Type, Type] = {FLOAT: BOOL, FLOAT64: BOOL_, FLOAT32: BOOL_}
_declare("signbit", "Whether the sign is negative, also of a zero.", _float_rows(
    "support.float64_signbit", 1, "", _TRUTH))
for _name, _operands, _doc in (
    ("spacing", 1, "How far it is to the next float away from zero."),
    ("deg2rad", 1, "Degrees in radians."), ("rad2deg", 1, "Radians in degrees."),
    ("heaviside", 2, "0 below zero, 1 above, and the second number at zero."),
    ("logaddexp", 2, "The logarithm of a sum of two exponentials."),
    ("logaddexp2", 2, "The same to the base 2."),
):
    _declare(_name, _doc, _float_rows(f"support.float64_{_name}", _operands, ""))
_declare("float_power", "A power, with floats of 64 bits.", [
    on(first, second, to=FLOAT, pyx="support.float64_pow("
       f"{_as_float(first, FLOAT, '{0}')}, {_as_float(second, FLOAT, '{1}')})")
    for first in (FLOAT, INT) for second in (FLOAT, INT)
] + [
    on(type_, type_, to=FLOAT64, pyx="support.float64_pow("
       f"{_as_float(type_, FLOAT64, '{0}')}, {_as_float(type_, FLOAT64, '{1}')})")
    for type_ in _REAL])
_declare("reciprocal", "1 divided by the number; ints are not compiled.", [
    *(on(type_, to=type_, pyx="1.0 / {0}" if type_ != FLOAT32 else "support.float32(1.0) / {0}")
      for type_ in (FLOAT, *FLOATS)),
    *_complex_rows("reciprocal")])
_declare("fmod", "The remainder with the sign of the first number, as in C.", [
    *_float_rows("libc.math.fmod", 2)[:1],
    on(FLOAT64, FLOAT64, to=FLOAT64, pyx="libc.math.fmod({0}, {1})"),
    on(FLOAT32, FLOAT32, to=FLOAT32, pyx="libc.math.fmodf({0}, {1})"),
    on(INT, INT, to=INT, pyx="support.int64_fmod({0}, {1})"),
    *(on(type_, type_, to=type_, pyx=f"support.{type_.short}_fmod({{0}}, {{1}})")
      for type_ in INTEGERS),
    on(BOOL_, BOOL_, to=INT8, pyx="support.int8_fmod({0}, {1})")])
for _name, _symbol in (("fmin", "<"), ("fmax", ">")):
    _declare(_name, f"The {'least' if _symbol == '<' else 'greatest'}; nan only if both are.", [
        on(FLOAT, FLOAT, to=FLOAT, pyx=f"support.float64_{_name}({{0}}, {{1}})"),
        on(INT, INT, to=INT, pyx=f"{{0}} if {{0}} {_symbol} {{1}} else {{1}}"),
        *(on(type_, type_, to=type_, pyx=f"support.{type_.short}_{_name}({{0}}, {{1}})")
          for type_ in FLOATS),
        *(on(type_, type_, to=type_, pyx=f"{{0}} if {{0}} {_symbol} {{1}} else {{1}}")
          for type_ in INTEGERS),
        on(BOOL_, BOOL_, to=BOOL_, pyx="{0} & {1}" if _symbol == "<" else "{0} | {1}")])
for _name, _doc in (("gcd", "The greatest common divisor."), ("lcm", "The least common multiple.")):
    _declare(_name, _doc, [
        on(INT, INT, to=INT, pyx=f"support.int64_{_name}({{0}}, {{1}})"),
        *(on(type_, type_, to=type_, pyx=f"support.{type_.short}_{_name}({{0}}, {{1}})")
          for type_ in INTEGERS)])
_INT32 = [Guard(f"{{1}} < {-2**31} or {{1}} > {2**31 - 1}", OverflowError,
                "Python integer out of bounds for int32", rerun=True)]
_declare("ldexp", "The first number times a power of 2.", [
    on(FLOAT, INT, to=FLOAT, pyx="support.float64_ldexp({0}, {1})"),
    *(on(type_, count, to=type_, pyx=f"support.{type_.short}_ldexp({{0}}, {{1}})",
         guards=_INT32 if count == INT else ())
      for type_ in FLOATS for count in (INT, INT64, INT32))])
_declare("bitwise_count", "How many bits of the absolute value are set.", [
    on(type_, to=UINT8, pyx="support.uint8(support.bits_set("
       f"{'{0}' if type_.kind == 'u' else f'support.u{_short(type_)}({_size})'}))")
    for type_ in INTEGERS for _size in [f"support.{type_.short}_abs({{0}})"]])
_declare("conjugate", "The number with the opposite imaginary part.", [
    *(on(type_, to=type_, pyx="{0}") for type_ in (FLOAT, INT, *_REAL) if type_ != BOOL_),
    *_complex_rows("conjugate")])
_declare("nan_to_num", "0 for nan, the greatest and the least number for infinities.", [
    on(FLOAT, to=FLOAT, pyx="support.float64_nan_to_num({0})"),
    *(on(type_, to=type_, pyx=f"support.{type_.short}_nan_to_num({{0}})") for type_ in FLOATS),
    *(on(type_, to=type_, pyx="{0}") for type_ in (INT, *INTEGERS))])
_declare("clip", "The number, or the bound that it is beyond.", [
    *(on(*given, to=FLOAT if FLOAT in given else INT, pyx="support.{}_clip({}, {}, {})".format(
        *(("float64", *(_as_float(each, FLOAT, f"{{{place}}}")
                        for place, each in enumerate(given)))
          if FLOAT in given else ("int64", "{0}", "{1}", "{2}"))))
      for given in itertools.product((FLOAT, INT), repeat=3)
      if given[0] == FLOAT or FLOAT not in given),
    *(on(type_, type_, type_, to=type_, pyx=f"support.{type_.short}_clip({{0}}, {{1}}, {{2}})")
      for type_ in (*FLOATS, *INTEGERS))])

#: Other names of these.
ALIASES = {
    "abs": "absolute", "radians": "deg2rad", "degrees": "rad2deg", "fix": "trunc",
    "conj": "conjugate", "acos": "arccos", "acosh": "arccosh", "asin": "arcsin",
    "asinh": "arcsinh", "atan": "arctan", "atanh": "arctanh", "atan2": "arctan2",
}


def choose(condition: bool, first: object, second: object) -> object:
    """One of two numbers, as `np.where` chooses."""
    return first if condition else second


declare(
    choose, "One of two numbers.",
    *(on(BOOL, type_, type_, to=type_, pyx="{1} if {0} else {2}", strict=True)
      for type_ in SIZED.values()),
    *(on(BOOL_, type_, type_, to=type_, pyx="{1} if {0} else {2}", strict=True)
      for type_ in SIZED.values()),
    symbol="np.where", folds=False,
)
