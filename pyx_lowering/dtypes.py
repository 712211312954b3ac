"""NumPy's types of numbers: one row each, and how they mix (NumPy 2, "NEP 50").

NumPy is never imported to compile; `Sized.python`, for the reference interpreter, is
the only place that needs it.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import dataclass

from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT, Dtype, Type


@dataclass(frozen=True, eq=False)
class Sized(Type):
    """A type of numbers that NumPy has.

    `kind` is NumPy's letter: `b` bool, `i` int, `u` unsigned int, `f` float, `c` complex;
    `bits` its size. `short` is NumPy's name for it, which functions of `support.pxd` begin with.
    """

    kind: str = ""
    bits: int = 0
    short: str = ""

    @property
    def class_(self) -> str:
        return f"python.numpy.{self.short}"

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest int."""
        if self.kind == "u":
            return 0, 2**self.bits - 1
        return -(2 ** (self.bits - 1)), 2 ** (self.bits - 1) - 1

    def takes(self, number: object) -> bool:
        """Whether a parameter of this type takes a number of Python's."""
        if self.kind == "b":
            return isinstance(number, bool)
        if self.kind == "f":
            return isinstance(number, int | float)
        if self.kind == "c":
            return isinstance(number, int | float | complex)
        return isinstance(number, int) and self.bounds[0] <= number <= self.bounds[1]

    def reads(self, literal: object) -> bool:
        """Whether a literal beside a value of this type reads as one, in C as in NumPy.

        A float beside a `float` of C is a `double`, and a bool is no number there.
        """
        if self.kind in "iu":
            return type(literal) is int and self.takes(literal)
        return type(literal) is float and self == FLOAT64

    def python(self, value: object) -> object:
        """The value as a scalar of NumPy."""
        made: object = getattr(importlib.import_module("numpy"), self.short)(value)
        return made


def _row(
    short: str, kind: str, bits: int, pyx: str, error_value: str, doc: str, zero: str = "0"
) -> Sized:
    declared_in = "libc.stdint" if pyx.endswith("_t") else ""
    fits = {"b": "bool", "i": "int", "u": "int", "f": "float"}
    return Sized(
        name=f"np.{short}", pyx=pyx, error_value=error_value, zero=zero,
        declared_in=declared_in,
        accept=f"support.as_{short}({{0}}, python.numpy.{short}, {{1}})",
        give=f"python.numpy.{short}({{0}})",
        fits=f"support.fits_{fits[kind]}({{0}})",
        doc=doc, kind=kind, bits=bits, short=short)


def _ints(bits: int) -> tuple[Sized, Sized]:
    """The signed and the unsigned type of a size; a rare value says that there is an error."""
    return (
        _row(f"int{bits}", "i", bits, f"int{bits}_t", str(1 - 2 ** (bits - 1)),
             f"{bits} bits; arithmetic wraps around"),
        _row(f"uint{bits}", "u", bits, f"uint{bits}_t", str(2 ** min(bits, 31) - 1),
             f"{bits} bits without a sign; arithmetic wraps around"),
    )


BOOL_ = _row("bool_", "b", 8, "bint", "-1", "NumPy's bool: a sum is `or`, a product `and`", "False")
INT8, UINT8 = _ints(8)
INT16, UINT16 = _ints(16)
INT32, UINT32 = _ints(32)
INT64, UINT64 = _ints(64)
# The value that says that there is an error must be one of these: it is -(2**127).
FLOAT32 = _row("float32", "f", 32, "float", "-1.7014118346046923e38", "IEEE 754 binary32", "0.0")
FLOAT64 = _row("float64", "f", 64, "double", "-1.7e308",
               "IEEE 754 binary64; dividing by zero gives an infinity or nan", "0.0")


def _complex(bits: int, doc: str) -> Sized:
    short = f"complex{bits}"
    return Sized(
        name=f"np.{short}", pyx=f"{short}_t", zero=f"support.{short}_of(0.0, 0.0)",
        declared_in="pyx_lowering.support",
        accept=f"support.as_{short}({{0}}, python.numpy.{short}, {{1}})",
        give=f"python.numpy.{short}(support.from_{short}({{0}}))",
        fits="support.fits_complex({0})", doc=doc, kind="c", bits=bits, short=short)


COMPLEX64 = _complex(64, "a struct of two floats of 32 bits, with NumPy's arithmetic")
COMPLEX128 = _complex(128, "a struct of two floats of 64 bits, with NumPy's arithmetic")

#: All of them, by NumPy's name.
SIZED: dict[str, Sized] = {
    type_.short: type_
    for type_ in (BOOL_, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, FLOAT32, FLOAT64,
                  COMPLEX64, COMPLEX128)
}

COMPLEXES = (COMPLEX64, COMPLEX128)
#: The type of the parts of a complex one.
PARTS = {COMPLEX64: FLOAT32, COMPLEX128: FLOAT64}

#: Elements that are read by their index are Python's numbers where Python has such.
_OF_PYTHON: dict[Sized, Type] = {FLOAT64: FLOAT, INT64: INT, BOOL_: BOOL, COMPLEX128: COMPLEX}
#: The types of NumPy's for Python's.
OF_SCALARS: dict[Type, Sized] = {python: type_ for type_, python in _OF_PYTHON.items()}

#: What arrays hold, by NumPy's name.
DTYPES: dict[str, Dtype] = {
    name: Dtype(name, type_.kind, type_.bits // 8, _OF_PYTHON.get(type_, type_), type_)
    for type_ in SIZED.values()
    for name in [type_.short.removesuffix("_")]
}
#: Those of them whose elements are Python's numbers when they are read.
PYTHON_DTYPES = tuple(
    name for name, dtype in DTYPES.items() if not isinstance(dtype.scalar, Sized))


def sized_of(dtype: Dtype) -> Sized:
    """The numbers of NumPy's that an array holds."""
    assert isinstance(dtype.sized, Sized)
    return dtype.sized


def dtype_of(type_: Type) -> Dtype:
    """The elements of an array of numbers of NumPy's."""
    assert isinstance(type_, Sized)
    return DTYPES[type_.short.removesuffix("_")]


def part_dtype(dtype: Dtype) -> Dtype:
    """The elements of the parts of an array of complex numbers."""
    return dtype_of(PARTS[sized_of(dtype)])


INTEGERS = tuple(type_ for type_ in SIZED.values() if type_.kind in "iu")
FLOATS = (FLOAT32, FLOAT64)


def _of_kind(kind: str, bits: int) -> Sized:
    return next(t for t in SIZED.values() if t.kind == kind and t.bits == bits)


def promoted(first: Sized, second: Sized) -> Sized:
    """The type in which NumPy computes with values of two types (`np.result_type`)."""
    if first.kind == second.kind:
        return max(first, second, key=lambda type_: type_.bits)
    low, high = sorted((first, second), key=lambda type_: "buifc".index(type_.kind))
    if low.kind == "b":
        return high
    if high.kind == "c":
        return high if promoted(low, PARTS[high]) == PARTS[high] else COMPLEX128
    if high.kind == "f":
        return high if low.bits < high.bits else FLOAT64
    # An unsigned int beside a signed one.
    if low.bits < high.bits:
        return high
    return FLOAT64 if low.bits == 64 else _of_kind("i", 2 * low.bits)


def _beside(type_: Sized, weak: Type) -> Sized | None:
    """The type in which NumPy computes with a scalar of its own and a number of Python's.

    Python's int and float take the type of the other side, as far as it has such numbers.
    """
    if weak == BOOL or (weak == INT and type_.kind != "b"):
        return type_
    if weak == INT:
        return INT64
    if weak == FLOAT:
        return type_ if type_.kind in "fc" else FLOAT64
    if weak == COMPLEX:
        return COMPLEX64 if type_ in (FLOAT32, COMPLEX64) else COMPLEX128
    return None


def common(types: Iterable[Type]) -> Sized | None:
    """The type in which NumPy computes; None where it is not one of these."""
    listed = list(types)
    sized = [type_ for type_ in listed if isinstance(type_, Sized)]
    if not sized:
        return None
    result: Sized | None = sized[0]
    for type_ in sized[1:]:
        assert result is not None
        result = promoted(result, type_)
    for other in listed:
        if not isinstance(other, Sized) and result is not None:
            result = _beside(result, other)
    return result


#: Python's types that NumPy's constructors take; the last one only those of complex numbers.
WEAK = (BOOL, INT, FLOAT, COMPLEX)
