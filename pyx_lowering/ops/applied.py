"""Functions that NumPy computes for a whole array quicker than a loop that calls the C library.

NumPy has code for them that works on vectors of numbers, which `applied.h` calls. So where such a
function is applied to arrays, its results are computed into a new array by one operation.
"""

from __future__ import annotations

import importlib
import operator
from collections.abc import Callable
from typing import Any

from pyx_lowering.dtypes import COMPLEXES, FLOAT32, FLOAT64, part_dtype
from pyx_lowering.ops.arrays import WITH_AXES
from pyx_lowering.ops.table import declare, on
from pyx_lowering.ops.ufuncs import NO_NUMPY, OF_COMPLEX, OF_FLOATS, UFUNCS
from pyx_lowering.types import NONE, Type, array_of

#: The operation on whole arrays, for a function and the type in which it computes.
APPLIED: dict[tuple[Callable[..., object], Type | None], Callable[..., None]] = {}

#: Here NumPy's loops call the C library, or an instruction that a loop of ours has too.
_NO_QUICKER = {("sqrt", FLOAT64), ("sqrt", FLOAT32), ("sin", FLOAT64), ("cos", FLOAT64)}


def _into(name: str) -> Callable[..., None]:
    def call(out: Any, *operands: Any) -> None:
        numpy = importlib.import_module("numpy")
        with numpy.errstate(all="ignore"):
            getattr(numpy, name)(*operands, out=out)

    call.__qualname__ = call.__name__ = f"{name}_into"
    return call


def _declare(name: str, target: Callable[..., object], *, unary: bool) -> None:
    types = [type_ for type_ in (FLOAT64, FLOAT32) if (name, type_) not in _NO_QUICKER]
    if name in (*OF_COMPLEX, "power"):
        types += COMPLEXES
    into = _into(name)
    operands = "{1}.data, {1}.strides, {0}.shape" if unary else (
        "{0}.shape, {1}.data, {1}.shape, {2}.data, {2}.shape")
    declare(
        into, f"Writes NumPy's `{name}` of each element to a new array of the same shape.",
        *(on(*[array] * (2 if unary else 3), to=NONE, strict=True,
             pyx=f"support.{name}_each_{dtype.name}({{0}}.data, {operands}, {array.rank})",
             guards=[NO_NUMPY] if dtype.sized in COMPLEXES else ())
          for dtype, array in WITH_AXES if dtype.sized in types),
        effect="writes", symbol=f"np.{name}")
    APPLIED.update({(target, type_): into for type_ in types})


def _of_sizes() -> Callable[..., None]:
    into = _into("absolute")
    declare(
        into, "Writes the absolute values of complex numbers to a new array of the same shape.",
        *(on(array_of(part_dtype(dtype), array.rank), array, to=NONE, strict=True,
             pyx=f"support.absolute_each_{dtype.name}({{0}}.data, {{1}}.data, {{1}}.strides, "
                 f"{{0}}.shape, {array.rank})")
          for dtype, array in WITH_AXES if dtype.sized in COMPLEXES),
        effect="writes", symbol="np.absolute")
    return into


#: The absolute values of complex numbers, whose results are of another type.
ABSOLUTE = _of_sizes()

for _name in OF_FLOATS:
    _declare(_name, UFUNCS[_name], unary=True)
_declare("arctan2", UFUNCS["arctan2"], unary=False)
_declare("power", operator.pow, unary=False)
