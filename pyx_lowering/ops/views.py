"""Views of arrays, and arrays that a function makes.

A view is an array in memory that another one has: it is described by how far its first
element is from that of the other, in bytes, and by its own sizes and strides. The memory
of a new array is in the `scratch` of the function, which is freed when it is left, unless
the array is handed to the caller.

`views.name` in a template is a function that the text of the module defines itself, for
the types that it uses.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from pyx_lowering.dtypes import DTYPES
from pyx_lowering.ops.arrays import ARRAYS, WITH_AXES
from pyx_lowering.ops.interval import FULL, Interval
from pyx_lowering.ops.table import Case, Guard, Overload, declare, on
from pyx_lowering.types import (
    ARRAY,
    BOOL,
    INT,
    MAX_ELEMENTS,
    MAX_RANK,
    NONE,
    ArrayType,
    Dtype,
    array_of,
)

_SIZE = Interval(0, MAX_ELEMENTS)


# Places and sizes


def place(start: int, step: int, turn: int) -> int:
    """The place in an array of an element of a view."""
    return start + step * turn


def product(first: int, second: int) -> int:
    """The step of a slice of a slice. Where it passes 64 bits, there is at most one item."""
    return (first * second + 2**63) % 2**64 - 2**63


def slice_bound(bound: int, size: int, step: int) -> int:
    """Where a slice begins or ends that has this bound."""
    low, high = (-1, size - 1) if step < 0 else (0, size)
    return min(max(bound + size if bound < 0 else bound, low), high)


def slice_size(start: int, stop: int, step: int) -> int:
    """How many items there are from one bound to the other."""
    return len(range(start, stop, step))


def shortened(size: int, by: int) -> int:
    """How many items are left when some at the ends are not taken."""
    return max(size - by, 0)


def stretched(place: int, size: int) -> int:
    """The place in an array that may have one item for all."""
    return 0 if size == 1 else place


def joined(first: int, second: int) -> int:
    """The size of what two arrays give, of which one may have one item for all."""
    return second if first == 1 else first


def check_slice_step(step: int) -> None:
    """Raise ValueError for the step 0 of a slice."""
    if step == 0:
        raise ValueError("slice step cannot be zero")


def check_arange_step(step: float) -> None:
    """Raise ZeroDivisionError for the step 0 of `np.arange`."""
    if step == 0:
        raise ZeroDivisionError("division by zero")


# Views


def offset(array: Any, *places: int) -> int:
    """How many bytes from the first element one is."""
    return sum(place * stride for place, stride in zip(places, array.strides, strict=True))


def stride(array: Any, axis: int, step: int) -> int:
    """The stride of a view that goes along an axis in steps."""
    return int(array.strides[axis] * step)


class _Memory:
    """The memory of a view, which NumPy makes an array of; it keeps the other array alive."""

    def __init__(self, array: Any, start: int, layout: tuple[int, ...]) -> None:
        interface = dict(array.__array_interface__)
        data, read_only = interface["data"]
        self.array = array
        self.__array_interface__ = interface | {
            "data": (data + start, read_only), "shape": layout[::2], "strides": layout[1::2]}


def view(array: Any, start: int, *layout: int) -> Any:
    """Another array in the same memory; the layout is sizes and strides in turn."""
    return importlib.import_module("numpy").asarray(_Memory(array, start, layout))


def part(array: Any, start: int, *layout: int) -> Any:
    """A view that is packed if the array is: some of its rows."""
    return view(array, start, *layout)


def shares(array: Any, other: Any) -> bool:
    """Whether two arrays may have elements in common, for where their memory is."""
    return bool(importlib.import_module("numpy").may_share_memory(array, other))


def overlap(array: Any, other: Any) -> bool:
    """Whether writing to one array in order may change what is read of the other later."""
    same = (array.shape, array.strides, array.__array_interface__["data"]) == (
        other.shape, other.strides, other.__array_interface__["data"])
    return shares(array, other) and not same


# New arrays


def _maker(dtype: Dtype, name: str) -> Callable[..., object]:
    def make(*shape: int) -> object:
        return getattr(importlib.import_module("numpy"), name)(shape, dtype.name)

    make.__module__, make.__qualname__ = "numpy", f"{name}_{dtype.name}"
    make.__name__ = make.__qualname__
    return make


#: Makes an array of which no element is set, and one of zeros, by the type of elements.
EMPTY = {name: _maker(dtype, "empty") for name, dtype in DTYPES.items()}
ZEROS = {name: _maker(dtype, "zeros") for name, dtype in DTYPES.items()}


def handed(array: Any) -> Any:
    """The array as the caller gets it, with memory of its own."""
    return array.copy()


def adopted(array: Any) -> Any:
    """An array that a function has handed to its caller, which is this one."""
    return array


_MADE = Guard("{result}.data == NULL", MemoryError, "not enough memory for the array")


def _views(name: str) -> Iterator[Overload]:
    for dtype, array in ARRAYS:
        for rank in range(MAX_RANK + 1):
            seen = array_of(dtype, rank)
            layout = "".join(f", {{{index}}}" for index in range(2, 2 + 2 * rank))
            yield on(array, INT, *[INT] * (2 * rank), to=seen, strict=True,
                     pyx=f"views.view_{seen.pyx}({{0}}.data, {{1}}{layout})")


def _new(dtype: Dtype, rank: int, *, zero: bool) -> Overload:
    sizes = [f"{{{axis}}}" for axis in range(rank)]
    padded = ", ".join([*sizes, *["1"] * (MAX_RANK - rank)])
    made = array_of(dtype, rank)
    memory = f"support.new_block({' * '.join(sizes) or '1'}, {dtype.size}, {zero}, scratch)"
    return on(
        *[INT] * rank, to=made, strict=True,
        pyx=f"views.packed_{made.pyx}({', '.join([memory, *sizes])})",
        guards=[
            *(Guard(f"{size} < 0", ValueError, "negative dimensions are not allowed")
              for size in sizes),
            Guard(f"support.too_large({padded})", ValueError,
                  "array is too big; there are not so many elements in any memory"),
            _MADE])


def _shape_of(array: ArrayType) -> str:
    return "".join(f", {{0}}.shape[{axis}]" for axis in range(array.rank))


def _handed(dtype: Dtype, array: ArrayType) -> str:
    memory = f"{{0}}.data, {{0}}.shape, {{0}}.strides, {array.rank}, {dtype.size}, scratch"
    return f"views.packed_{array.pyx}(support.handed({memory}){_shape_of(array)})"


declare(
    place, "The place of an element of a view.",
    # Of a view without elements it may be anything; then it is not used.
    on(INT, INT, INT, to=INT, pyx="{0} + {1} * {2}", strict=True,
       interval=lambda start, step, turn: FULL,
       cases=[Case("{0} + {2}", lambda start, step, turn: step.low == step.high == 1)]),
)
declare(
    product, "The step of a slice of a slice.",
    on(INT, INT, to=INT, pyx="support.int64_mul({0}, {1})", strict=True,
       interval=lambda first, second: FULL),
)
declare(
    slice_bound, "Where a slice begins or ends.",
    on(INT, INT, INT, to=INT, pyx="support.slice_bound({0}, {1}, {2})",
       interval=lambda bound, size, step: Interval(
           0 if step.low > 0 else -1, max(size.high, 0))),
    symbol="[:]",
)
declare(
    slice_size, "How many items a slice has.",
    on(INT, INT, INT, to=INT, pyx="support.slice_size({0}, {1}, {2})", strict=True,
       interval=lambda start, stop, step: _SIZE),
)
declare(
    check_slice_step, "A slice has no step 0.",
    on(INT, to=NONE, pyx="None",
       guards=[Guard("{0} == 0", ValueError, "slice step cannot be zero")]),
)
declare(
    check_arange_step, "`np.arange` has no step 0.",
    on(INT, to=NONE, pyx="None",
       guards=[Guard("{0} == 0", ZeroDivisionError, "division by zero")]),
)
declare(
    shortened, "How many items are left without some at the ends.",
    on(INT, INT, to=INT, pyx="{0} - {1} if {0} > {1} else 0", strict=True,
       interval=lambda size, by: _SIZE),
)
declare(
    stretched, "The place in an array that may have one item for all.",
    on(INT, INT, to=INT, pyx="support.stretched({0}, {1})", strict=True,
       interval=lambda place, size: _SIZE),
)
declare(
    joined, "The size of what two arrays give.",
    on(INT, INT, to=INT, pyx="{1} if {0} == 1 else {0}", strict=True,
       interval=lambda first, second: _SIZE),
)
declare(
    offset, "How many bytes from the first element one is.",
    *(on(array, *[INT] * array.rank, to=INT, strict=True, pyx=" + ".join(
        f"{{{axis + 1}}} * {{0}}.strides[{axis}]" for axis in range(array.rank)),
         interval=lambda *_: FULL)
      for _, array in WITH_AXES),
)
declare(
    stride, "The stride of a view.",
    on(ARRAY, INT, INT, to=INT, strict=True,
       pyx="support.int64_mul({0}.strides[{1}], {2})", interval=lambda *_: FULL,
       cases=[Case("{0}.strides[{1}]", lambda array, axis, step: step.low == step.high == 1)]),
)
declare(view, "A view of an array.", *_views("view"), symbol="[:]")
declare(part, "Some rows of an array.", *_views("part"), symbol="[:]")
_BOTH = ", ".join(
    f"{array}.data, {array}.shape, {array}.strides, sizeof({array}.shape) // 8, "
    f"sizeof({array}.data[0])" for array in ("{0}", "{1}"))
declare(
    shares, "Whether two arrays may have elements in common.",
    on(ARRAY, ARRAY, to=BOOL, strict=True, pyx=f"support.shares({_BOTH})"),
)
declare(
    overlap, "Whether two arrays may have elements in common, and are not the same.",
    on(ARRAY, ARRAY, to=BOOL, strict=True, pyx=f"support.overlap({_BOTH})"),
)
for _name, _dtype in DTYPES.items():
    declare(
        EMPTY[_name], f"An array of {_name} of which no element is set.",
        *(_new(_dtype, rank, zero=False) for rank in range(MAX_RANK + 1)),
        effect="writes", folds=False, symbol="np.empty")
    declare(
        ZEROS[_name], f"An array of {_name} with zeros.",
        *(_new(_dtype, rank, zero=True) for rank in range(MAX_RANK + 1)),
        effect="writes", folds=False, symbol="np.zeros")
declare(
    handed, "An array as the caller gets it.",
    *(on(array, to=array, guards=[_MADE], strict=True, pyx=_handed(dtype, array))
      for dtype, array in ARRAYS),
    effect="writes",
)
declare(
    adopted, "An array that was handed over.",
    *(on(array, to=array, strict=True,
         pyx=f"views.packed_{array.pyx}(support.adopted({{0}}.data, scratch)"
             f"{_shape_of(array)})")
      for _, array in ARRAYS),
    effect="writes",
)
