"""NumPy's functions of numbers, which it applies to arrays element by element.

They never raise: out of their domain they give nan or an infinity. For a number of
Python's they give one of Python's too.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from pyx_lowering.dtypes import BOOL_, FLOAT32, FLOAT64, FLOATS, INTEGERS, SIZED, Sized
from pyx_lowering.ops.table import Overload, declare, on
from pyx_lowering.types import BOOL, FLOAT, INT, Type

Ufunc = Callable[..., object]


def _stand_in(name: str) -> Ufunc:
    """What stands for a function of NumPy where that is not imported."""
    def call(*values: object) -> object:
        result = getattr(importlib.import_module("numpy"), name)(*values)
        # Beside numbers of Python's only, the result is one as well.
        python = all(type(value) in (bool, int, float) for value in values)
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
_OF_TWO_FLOATS = {"arctan2": "atan2", "hypot": "hypot", "copysign": "copysign"}
#: Those that give a whole number, and an int for an int.
_ROUNDED = {"floor": "floor", "ceil": "ceil", "trunc": "trunc", "rint": "rint"}
_TESTS = {"isnan": "isnan", "isinf": "isinf", "isfinite": "isfinite"}
#: Those that are operators by another name: these are the operations themselves.
OPERATORS = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "truediv",
    "true_divide": "truediv", "floor_divide": "floordiv", "mod": "mod", "remainder": "mod",
    "power": "pow", "negative": "neg", "positive": "pos", "invert": "invert",
    "bitwise_not": "invert", "bitwise_and": "and_", "bitwise_or": "or_", "bitwise_xor": "xor",
    "left_shift": "lshift", "right_shift": "rshift", "less": "lt", "less_equal": "le",
    "greater": "gt", "greater_equal": "ge", "equal": "eq", "not_equal": "ne",
}

#: Every one that is an operation of its own, by name.
UFUNCS: dict[str, Ufunc] = {}

#: The types that arrays may hold.
_REAL = tuple(type_ for type_ in SIZED.values() if type_.kind != "c")
#: Numbers of NumPy's that it takes for floats of 64 bits; of fewer bits it makes shorter floats.
_AS_FLOAT64 = tuple(type_ for type_ in INTEGERS if type_.bits >= 32)
_AS_FLOAT32 = tuple(type_ for type_ in INTEGERS if type_.bits == 16)


def _declare(name: str, doc: str, rows: Sequence[Overload]) -> None:
    target = UFUNCS[name] = _stand_in(name)
    # NumPy computes with the types that it is given: of a bool it makes a float of 16 bits.
    strict = [replace(row, strict=True) for row in rows]
    declare(target, doc, *strict, folds=False, symbol=f"np.{name}")


def _float_rows(c_name: str, operands: int) -> list[Overload]:
    rows = []
    for type_, suffix, taken in (
        (FLOAT, "", (FLOAT, INT)), (FLOAT64, "", (FLOAT64, *_AS_FLOAT64)),
        (FLOAT32, "f", (FLOAT32, *_AS_FLOAT32)),
    ):
        for given in taken:
            convert = "{{{0}}}"
            if given != type_:
                made = "to_float" if given == INT else _short(type_)
                convert = f"support.{made}({{{{{{0}}}}}})"
            args = ", ".join(convert.format(index) for index in range(operands))
            rows.append(on(*[given] * operands, to=type_,
                           pyx=f"libc.math.{c_name}{suffix}({args})"))
    return rows


def _short(type_: Type) -> str:
    assert isinstance(type_, Sized)
    return type_.short


for _name, _c_name in OF_FLOATS.items():
    _declare(_name, f"NumPy's `{_name}`.", _float_rows(_c_name, 1))
for _name, _c_name in _OF_TWO_FLOATS.items():
    _declare(_name, f"NumPy's `{_name}`.", _float_rows(_c_name, 2))
for _name, _c_name in _ROUNDED.items():
    _declare(_name, f"NumPy's `{_name}`.", [
        on(FLOAT, to=FLOAT, pyx=f"libc.math.{_c_name}({{0}})"),
        on(FLOAT64, to=FLOAT64, pyx=f"libc.math.{_c_name}({{0}})"),
        on(FLOAT32, to=FLOAT32, pyx=f"libc.math.{_c_name}f({{0}})"),
        *(on(type_, to=type_, pyx="{0}") for type_ in INTEGERS if _name != "rint")])
for _name, _c_name in _TESTS.items():
    _declare(_name, f"NumPy's `{_name}`.", [
        on(FLOAT, to=BOOL, pyx=f"support.is_{_c_name[2:].replace('finite', 'finite')}({{0}})"),
        *(on(type_, to=BOOL_, pyx=f"support.is_{_c_name[2:]}({{0}})") for type_ in FLOATS)])
_declare("absolute", "The absolute value, as NumPy's.", [
    on(FLOAT, to=FLOAT, pyx="support.float64_abs({0})"),
    *(on(type_, to=type_, pyx="{0}" if type_.kind in "bu" else f"support.{type_.short}_abs({{0}})")
      for type_ in _REAL)])
_declare("square", "The number times itself.", [
    on(FLOAT, to=FLOAT, pyx="{0} * {0}"),
    *(on(type_, to=type_, pyx="{0} * {0}" if type_.kind == "f"
         else f"support.{type_.short}_mul({{0}}, {{0}})")
      for type_ in _REAL if type_.kind != "b")])
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
for _name, _template in {
    "logical_and": "({0}) & ({1})", "logical_or": "({0}) | ({1})", "logical_xor": "({0}) ^ ({1})",
}.items():
    _declare(_name, f"NumPy's `{_name}`.", [
        on(BOOL_, BOOL_, to=BOOL_, pyx=_template)])
_declare("logical_not", "Whether it is not true.", [
    on(BOOL_, to=BOOL_, pyx="not {0}"),
    *(on(type_, to=BOOL_, pyx="{0} == 0") for type_ in (*INTEGERS, *FLOATS))])


def choose(condition: bool, first: object, second: object) -> object:
    """One of two numbers, as `np.where` chooses."""
    return first if condition else second


declare(
    choose, "One of two numbers.",
    *(on(BOOL, type_, type_, to=type_, pyx="{1} if {0} else {2}", strict=True)
      for type_ in _REAL),
    *(on(BOOL_, type_, type_, to=type_, pyx="{1} if {0} else {2}", strict=True)
      for type_ in _REAL),
    symbol="np.where", folds=False,
)
