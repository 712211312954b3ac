"""Operations on NumPy's types of numbers: rows for operands of one type.

Operands of two types are converted first, to the type in which NumPy computes
(`dtypes.common`), by the constructors, which are operations themselves. NumPy's
warnings (overflow, division by zero) are not given.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator

from pyx_lowering.dtypes import (
    BOOL_,
    COMPLEX128,
    COMPLEXES,
    FLOAT64,
    FLOATS,
    INT8,
    INTEGERS,
    PARTS,
    SIZED,
    UINT64,
    WEAK,
    Sized,
)
from pyx_lowering.ops.table import Guard, Overload, Target, declare, on
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT, Type

_BINARY = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul,
    "floordiv": operator.floordiv, "mod": operator.mod, "pow": operator.pow,
    "lshift": operator.lshift, "rshift": operator.rshift,
}
_BITWISE = {"&": operator.and_, "|": operator.or_, "^": operator.xor}
_COMPARISONS = {
    "<": operator.lt, "<=": operator.le, "==": operator.eq, "!=": operator.ne,
    ">": operator.gt, ">=": operator.ge,
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NEGATIVE_POWER = Guard(
    "{1} < 0", ValueError, "Integers to negative integer powers are not allowed.")


def _binary(type_: Sized, result: Sized, name: str) -> Overload:
    guards = [_NEGATIVE_POWER] if name == "pow" and type_.kind == "i" else []
    return on(type_, type_, to=result, guards=guards,
              pyx=f"support.{result.short}_{name}({{0}}, {{1}})")


def _of_bools() -> Iterator[tuple[Target, Overload]]:
    for target, pyx in {
        operator.add: "{0} | {1}", operator.mul: "{0} & {1}", operator.and_: "{0} & {1}",
        operator.or_: "{0} | {1}", operator.xor: "{0} ^ {1}",
    }.items():
        yield target, on(BOOL_, BOOL_, to=BOOL_, pyx=pyx)
    for name in ("floordiv", "mod", "pow", "lshift", "rshift"):
        yield _BINARY[name], _binary(BOOL_, INT8, name)
    yield operator.invert, on(BOOL_, to=BOOL_, pyx="not {0}")
    yield abs, on(BOOL_, to=BOOL_, pyx="{0}")


def _of_ints(type_: Sized) -> Iterator[tuple[Target, Overload]]:
    for name, target in _BINARY.items():
        yield target, _binary(type_, type_, name)
    for symbol, target in _BITWISE.items():
        yield target, on(type_, type_, to=type_, pyx=f"{{0}} {symbol} {{1}}")
    yield operator.neg, on(type_, to=type_, pyx=f"support.{type_.short}_neg({{0}})")
    yield operator.pos, on(type_, to=type_, pyx="{0}")
    yield operator.invert, on(type_, to=type_, pyx=f"support.{type_.short}_invert({{0}})")
    yield abs, on(
        type_, to=type_, pyx="{0}" if type_.kind == "u" else f"support.{type_.short}_abs({{0}})")
    # Beside an int of Python's, and beside a sign, the numbers themselves are compared.
    for symbol, target in _COMPARISONS.items():
        back = _MIRRORED.get(symbol, symbol)
        if type_ != UINT64:
            # C would compare -1 with a `uint32_t` as numbers without a sign.
            left, right = ("support.int64({0})", "support.int64({1})") if (
                type_.kind == "u") else ("{0}", "{1}")
            yield target, on(type_, INT, to=BOOL_, pyx=f"{left} {symbol} {{1}}")
            yield target, on(INT, type_, to=BOOL_, pyx=f"{{0}} {symbol} {right}")
        for other in (INT, *(t for t in INTEGERS if t.kind == "i")) if type_ == UINT64 else ():
            yield target, on(UINT64, other, to=BOOL_,
                             pyx=f"support.compare_unsigned({{0}}, {{1}}) {symbol} 0")
            yield target, on(other, UINT64, to=BOOL_,
                             pyx=f"support.compare_unsigned({{1}}, {{0}}) {back} 0")


def _of_floats(type_: Sized) -> Iterator[tuple[Target, Overload]]:
    for symbol, target in {
        "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    }.items():
        yield target, on(type_, type_, to=type_, pyx=f"{{0}} {symbol} {{1}}")
    for name in ("floordiv", "mod", "pow"):
        yield _BINARY[name], _binary(type_, type_, name)
    yield operator.neg, on(type_, to=type_, pyx="-{0}")
    yield operator.pos, on(type_, to=type_, pyx="{0}")
    yield abs, on(type_, to=type_, pyx=f"support.{type_.short}_abs({{0}})")


def _of_complexes(type_: Sized) -> Iterator[tuple[Target, Overload]]:
    name = f"support.{type_.short}"
    for target, short in {
        operator.add: "add", operator.sub: "sub", operator.mul: "mul", operator.truediv: "div",
    }.items():
        yield target, on(type_, type_, to=type_, pyx=f"{name}_{short}({{0}}, {{1}})")
    # NumPy has an algorithm of its own for whole exponents, and the C library's for others.
    first, second = type_.give, type_.give.replace("{0}", "{1}")
    yield operator.pow, on(
        type_, type_, to=type_,
        pyx=f"support.to_{type_.short}(python.builtins.pow({first}, {second}))")
    yield operator.neg, on(type_, to=type_, pyx=f"{name}_neg({{0}})")
    yield operator.pos, on(type_, to=type_, pyx="{0}")
    yield abs, on(type_, to=PARTS[type_], pyx=f"{name}_abs({{0}})")
    for symbol, target in _COMPARISONS.items():
        if symbol in ("==", "!="):
            negated = "not " if symbol == "!=" else ""
            pyx = f"{negated}{name}_equal({{0}}, {{1}})"
        else:
            pyx = f"{{0}}.imag {symbol} {{1}}.imag if {{0}}.real == {{1}}.real " \
                  f"else {{0}}.real {symbol} {{1}}.real"
        yield target, on(type_, type_, to=BOOL_, pyx=pyx)
    yield operator.not_, on(type_, to=BOOL, pyx=f"{name}_is_zero({{0}})")
    yield bool, on(type_, to=BOOL, pyx=f"not {name}_is_zero({{0}})")
    yield complex, on(type_, to=COMPLEX, pyx="support.complex_of({0}.real, {0}.imag)")


def _of_reals(type_: Sized) -> Iterator[tuple[Target, Overload]]:
    for symbol, target in _COMPARISONS.items():
        yield target, on(type_, type_, to=BOOL_, pyx=f"{{0}} {symbol} {{1}}")
    yield operator.not_, on(type_, to=BOOL, pyx=_truth(type_, "=="))
    yield bool, on(type_, to=BOOL, pyx=_truth(type_, "!="))
    yield float, on(type_, to=FLOAT, pyx="support.float64({0})")
    if type_.kind != "f":
        yield operator.truediv, on(type_, type_, to=FLOAT64, pyx="support.divide({0}, {1})")
        guards = [Guard(f"{{0}} > {2**63 - 1}", OverflowError, "past 64 bits", rerun=True)] if (
            type_ == UINT64) else []
        yield int, on(type_, to=INT, pyx="support.int64({0})", guards=guards)


def _truth(type_: Sized, symbol: str) -> str:
    if type_ == BOOL_:
        return "{0}" if symbol == "!=" else "not {0}"
    return f"{{0}} {symbol} {'0.0' if type_.kind == 'f' else '0'}"


def rows_of(target: Target) -> tuple[Overload, ...]:
    """The rows of an operator or built-in function for NumPy's types."""
    return tuple(_ROWS.get(target, ()))


def _collect() -> dict[Target, list[Overload]]:
    rows: dict[Target, list[Overload]] = {}
    kinds: dict[str, Callable[[Sized], Iterator[tuple[Target, Overload]]]] = {
        "b": lambda _: _of_bools(), "f": _of_floats, "i": _of_ints, "u": _of_ints,
        "c": _of_complexes}
    for type_ in SIZED.values():
        reals = _of_reals(type_) if type_ not in COMPLEXES else ()
        for target, row in (*kinds[type_.kind](type_), *reals):
            rows.setdefault(target, []).append(row)
    return rows


_ROWS = _collect()


def _to_int(wanted: Sized, given: Type) -> Overload:
    low, high = wanted.bounds
    pyx, guards = f"support.{wanted.short}({{0}})", []
    if given == INT and wanted.bits + (wanted.kind == "u") <= 64 and wanted.bits < 64:
        guards = [Guard(f"{{0}} < {low} or {{0}} > {high}", OverflowError,
                        f"Python integer out of bounds for {wanted.short}", rerun=True)]
    elif given == INT and wanted == UINT64:
        guards = [Guard("{0} < 0", OverflowError,
                        "Python integer out of bounds for uint64", rerun=True)]
    elif given == FLOAT or given in FLOATS:
        # Elsewhere the result depends on the machine, or NumPy raises.
        least = f"{float(low)!r} <= {{0}}" if wanted.bits == 64 and low else f"{low - 1}.0 < {{0}}"
        guards = [Guard(f"not ({least} < {float(high + 1)!r})", OverflowError,
                        f"the float is out of bounds for {wanted.short}", rerun=True)]
        pyx = (
            "support.uint64_of_float({0})" if wanted == UINT64
            else f"support.{wanted.short}(support.whole({{0}}))")
    return on(given, to=wanted, pyx=pyx, guards=guards)


def _to_float32(given: Type) -> Overload:
    name = "float32"
    if isinstance(given, Sized) and given.bits == 64 and given.kind in "iu":
        name = f"float32_of_{'uint' if given.kind == 'u' else 'int'}"
    return on(given, to=SIZED["float32"], pyx=f"support.{name}({{0}})")


def _to_complex(wanted: Sized, given: Type) -> Overload:
    if (wanted, given) == (COMPLEX128, COMPLEX):
        return on(given, to=wanted, pyx="{0}")  # both are one struct in C
    real, imag = "{0}", "0.0"
    if given == COMPLEX or given in COMPLEXES:
        real, imag = "{0}.real", "{0}.imag"
    elif isinstance(given, Sized):
        real = _conversion(PARTS[wanted], given).pyx
    return on(given, to=wanted, pyx=f"support.{wanted.short}_of({real}, {imag})")


def _conversion(wanted: Sized, given: Type) -> Overload:
    if given == wanted:
        return on(given, to=wanted, pyx="{0}")
    if wanted in COMPLEXES:
        return _to_complex(wanted, given)
    if wanted == BOOL_ and given == COMPLEX:
        return on(given, to=wanted, pyx="not support.complex_is_zero({0})")
    if wanted == BOOL_ and given in COMPLEXES:
        assert isinstance(given, Sized)
        return on(given, to=wanted, pyx=f"not support.{given.short}_is_zero({{0}})")
    if wanted == BOOL_:
        test = "{0}" if given == BOOL else "{0} != 0" + (".0" if given == FLOAT else "")
        return on(given, to=wanted, pyx=_truth(given, "!=") if isinstance(given, Sized) else test)
    if wanted.short == "float32":
        return _to_float32(given)
    if wanted == FLOAT64:
        return on(given, to=wanted, pyx="support.float64({0})")
    return _to_int(wanted, given)


def _constructor(type_: Sized) -> Callable[[object], object]:
    """What stands for `np.float32` and its like where NumPy is not imported."""
    def construct(value: object) -> object:
        return type_.python(value)

    construct.__module__, construct.__qualname__ = "numpy", type_.short
    construct.__name__ = type_.short
    return construct


#: The constructor of each type.
CONSTRUCTORS = {type_: _constructor(type_) for type_ in SIZED.values()}

for _type, _target in CONSTRUCTORS.items():
    declare(
        _target, f"The number as NumPy's {_type.short}.",
        *(_conversion(_type, given) for given in (*WEAK, *SIZED.values())
          # The imaginary part is not dropped.
          if _type in (*COMPLEXES, BOOL_) or given not in (COMPLEX, *COMPLEXES)), folds=False)
