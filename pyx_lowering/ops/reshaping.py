"""Arrays in another shape: views where the memory allows it, else copies, as NumPy decides.

`regular` gives the array itself where it can be seen in the shape, else a packed copy;
`reshaped` is then always a view. An array that is packed needs neither to be asked.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterator
from typing import Any

from pyx_lowering.ops.arrays import WITH_AXES
from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.table import Guard, Overload, declare, on
from pyx_lowering.types import INT, MAX_ELEMENTS, MAX_RANK, NONE, ArrayType, Dtype, array_of

_MISFIT = "cannot reshape the array into this shape"


def size_in(total: int, axis: int, *sizes: int) -> int:
    """A size of a new shape; a negative one stands for what is left."""
    others = math.prod(size for place, size in enumerate(sizes) if place != axis)
    return sizes[axis] if sizes[axis] >= 0 else total // others if others else 0


def check_shape(total: int, *sizes: int) -> None:
    """Raise ValueError unless so many elements have this shape; one size may be negative."""
    known = math.prod(size for size in sizes if size >= 0)
    unknown = sum(size < 0 for size in sizes)
    fits = known == total if unknown == 0 else known > 0 and total % known == 0
    if unknown > 1 or not fits:
        raise ValueError(_MISFIT)


def regular(array: Any, *sizes: int) -> Any:
    """The array, if it can be seen in this shape without a copy, else a copy."""
    seen = importlib.import_module("numpy").reshape(array, sizes)
    shares = importlib.import_module("numpy").may_share_memory
    return array if array.size == 0 or shares(array, seen) else array.copy()


def reshaped(array: Any, *sizes: int) -> Any:
    """A view of an array in another shape."""
    return array.reshape(sizes)


def contiguous(array: Any) -> Any:
    """The array, if its elements follow each other in memory, else a copy."""
    return array if array.flags.c_contiguous else array.copy()


def _layout(array: ArrayType) -> str:
    return f"{{0}}.data, {{0}}.shape, {{0}}.strides, {array.rank}"


def _copied(dtype: Dtype, array: ArrayType) -> str:
    shape = ", ".join(f"{{0}}.shape[{axis}]" for axis in range(array.rank))
    return (f"views.packed_{array.pyx}(support.packed_copy("
            f"{_layout(array)}, {dtype.size}, scratch), {shape})")


def _padded(first: int, rank: int) -> str:
    return ", ".join([*(f"{{{first + axis}}}" for axis in range(rank)), *["1"] * (MAX_RANK - rank)])


_MADE = Guard("{result}.data == NULL and {0}.data != NULL", MemoryError,
              "not enough memory for the array")


def _regular() -> Iterator[Overload]:
    for dtype, array in WITH_AXES:
        for rank in range(1, MAX_RANK + 1):
            layout = _layout(array).partition(", ")[2]
            test = f"support.reshapes({layout}, {rank}, {_padded(1, rank)})"
            yield on(array, *[INT] * rank, to=array, strict=True, pyx="{0}", guards=[_MADE],
                     strided=f"{{0}} if {test} else {_copied(dtype, array)}")


def _reshaped() -> Iterator[Overload]:
    for dtype, array in WITH_AXES:
        for rank in range(1, MAX_RANK + 1):
            made = array_of(dtype, rank)
            sizes = [f"{{{1 + axis}}}" for axis in range(rank)]
            layout = _layout(array).partition(", ")[2]
            places = ", ".join(
                f"{size}, support.reshaped_stride({layout}, {rank}, {_padded(1, rank)}, {axis})"
                for axis, size in enumerate(sizes))
            yield on(array, *[INT] * rank, to=made, strict=True,
                     pyx=f"views.packed_{made.pyx}({{0}}.data, {', '.join(sizes)})",
                     strided=f"views.view_{made.pyx}({{0}}.data, 0, {places})")


declare(
    size_in, "A size of a new shape.",
    *(on(*[INT] * (2 + rank), to=INT, strict=True,
         pyx=f"support.size_in({{0}}, {{1}}, {_padded(2, rank)})",
         interval=lambda *_: Interval(0, MAX_ELEMENTS))
      for rank in range(1, MAX_RANK + 1)),
    symbol="reshape",
)
declare(
    check_shape, "So many elements must have this shape.",
    *(on(*[INT] * (1 + rank), to=NONE, strict=True, pyx="None", guards=[Guard(
        f"support.misfits({{0}}, {_padded(1, rank)})", ValueError, _MISFIT)])
      for rank in range(1, MAX_RANK + 1)),
    symbol="reshape",
)
declare(regular, "An array that can be seen in another shape.", *_regular(), effect="reads")
declare(reshaped, "A view of an array in another shape.", *_reshaped())
declare(
    contiguous, "An array whose elements follow each other.",
    *(on(array, to=array, strict=True, pyx="{0}", guards=[_MADE],
         strided=f"{{0}} if support.is_packed({_layout(array).partition(', ')[2]}, "
                 f"{dtype.size}) else {_copied(dtype, array)}")
      for dtype, array in WITH_AXES),
    effect="reads",
)
