"""What NumPy computes of complex numbers in arrays, where that differs from single numbers.

Between two of its scalars NumPy multiplies and compares as `sized_complexes.h` does; its loops
over arrays multiply and add in one rounding where the processor can (`complex_arrays.h`), and
compare no nan. The parts of an array are views of it.
"""

from __future__ import annotations

import importlib
import operator
from collections.abc import Callable, Iterator
from typing import Any

from pyx_lowering.dtypes import BOOL_, COMPLEXES, part_dtype
from pyx_lowering.ops.arrays import ARRAYS
from pyx_lowering.ops.table import Overload, Target, declare, on
from pyx_lowering.ops.ufuncs import UFUNCS
from pyx_lowering.types import ArrayType, array_of


def _stand_in(name: str) -> Callable[..., object]:
    """A ufunc of NumPy's, which is not imported here, for an element of an array."""
    def call(*values: object) -> object:
        numpy = importlib.import_module("numpy")
        return getattr(numpy, name)(*map(numpy.atleast_1d, values))[0]

    call.__module__, call.__qualname__, call.__name__ = "numpy", name, name
    return call


multiplied, squared, less, less_equal, greater, greater_equal = map(
    _stand_in, ("multiply", "square", "less", "less_equal", "greater", "greater_equal"))

declare(
    multiplied, "The product of two elements.",
    *(on(type_, type_, to=type_, pyx=f"support.{type_.short}_product({{0}}, {{1}})")
      for type_ in COMPLEXES),
    symbol="*", folds=False,
)
declare(
    squared, "The square of an element.",
    *(on(type_, to=type_, pyx=f"support.{type_.short}_square({{0}})") for type_ in COMPLEXES),
    symbol="np.square", folds=False,
)
for _target, _symbol, _function, _order in (
    (less, "<", "less", "{0}, {1}"), (less_equal, "<=", "less_equal", "{0}, {1}"),
    (greater, ">", "less", "{1}, {0}"), (greater_equal, ">=", "less_equal", "{1}, {0}"),
):
    declare(
        _target, "Whether elements are in this order: of the real parts, then the imaginary ones.",
        *(on(type_, type_, to=BOOL_, pyx=f"support.{type_.short}_{_function}({_order})")
          for type_ in COMPLEXES),
        symbol=_symbol, folds=False,
    )

#: The operations on elements of arrays, for those on numbers that give something else.
OF_ELEMENTS: dict[Target, Target] = {
    operator.mul: multiplied, UFUNCS["square"]: squared, abs: UFUNCS["absolute"],
    operator.lt: less, operator.le: less_equal, operator.gt: greater, operator.ge: greater_equal,
}


def real_view(array: Any) -> Any:
    """The real parts of an array, as a view of it."""
    return array.real


def imag_view(array: Any) -> Any:
    """The imaginary parts of an array, as a view of it."""
    return array.imag


def _views(part: int) -> Iterator[Overload]:
    for dtype, array in ARRAYS:
        if dtype.sized in COMPLEXES:
            yield _view(array, part)


def _view(array: ArrayType, part: int) -> Overload:
    assert array.dtype is not None
    dtype = part_dtype(array.dtype)
    seen = array_of(dtype, array.rank)
    layout = "".join(
        f", {{0}}.shape[{axis}], {{0}}.strides[{axis}]" for axis in range(array.rank))
    return on(array, to=seen, strict=True,
              pyx=f"views.view_{seen.pyx}({{0}}.data, {part * dtype.size}{layout})")


declare(real_view, "The real parts of an array of complex numbers.", *_views(0), symbol=".real")
declare(imag_view, "The imaginary parts of an array of complex numbers.", *_views(1),
        symbol=".imag")

#: The operations that give views of parts, by the name of the attribute.
PART_VIEWS = {"real": real_view, "imag": imag_view}
