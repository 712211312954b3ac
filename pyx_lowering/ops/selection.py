"""Selecting elements of arrays: by masks, and by arrays of indices.

The indices are checked all at once (`check_indices`); from then on they are in bounds.
"""

from __future__ import annotations

import importlib
from typing import Any

from pyx_lowering.dtypes import DTYPES, INTEGERS, Sized
from pyx_lowering.ops.arrays import ARRAYS, OUT_OF_BOUNDS, WITH_AXES
from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.table import Guard, declare, on
from pyx_lowering.types import BOOL, INT, MAX_ELEMENTS, MAX_RANK, NONE, Dtype, array_of

_SIZE = Interval(0, MAX_ELEMENTS)


def check_indices(indices: Any, size: int) -> None:
    """Raise IndexError if an index is no place among `size`."""
    places = importlib.import_module("numpy").asarray(indices).astype("int64")
    if ((places < -size) | (places >= size)).any():
        raise IndexError(OUT_OF_BOUNDS)


def wrapped(place: Any, size: int) -> int:
    """The place from 0 on that a checked index means."""
    found = int(place.astype("int64"))
    return found + size if found < 0 else found


def advanced(count: int, truth: bool) -> int:
    """How many there are with one more, if it counts."""
    return count + truth


def counted(count: int, comparison: bool) -> int:
    """The same in a loop that only counts what one comparison of doubles is true for."""
    return count + comparison


def room(*sizes: int) -> int:
    """How many places an array of these sizes has."""
    count = 1
    for size in sizes:
        count *= size
    if count > MAX_ELEMENTS:
        raise ValueError(_TOO_LARGE)
    return count


def leading(array: Any, count: int) -> Any:
    """The first elements of a new array, which is not used otherwise."""
    return array[:count]


def select(out: Any, count: int, values: Any, mask: Any) -> int:
    """Write values where a mask is true, from a place on; the place behind them."""
    chosen = values[mask]
    out[count:count + len(chosen)] = chosen
    return count + len(chosen)


_TOO_LARGE = "array is too big; there are not so many elements in any memory"


def _too_large(rank: int) -> str:
    sizes = [*(f"{{{axis}}}" for axis in range(rank)), *["1"] * (MAX_RANK - rank)]
    return f"support.too_large({', '.join(sizes)})"


def _width(dtype: Dtype) -> int:
    """The size of an index in bytes, negative where it has no sign."""
    return -dtype.size if dtype.kind == "u" and dtype.size < 8 else dtype.size


declare(
    check_indices, "Indices must be in bounds.",
    *(on(array, INT, to=NONE, strict=True, pyx="None", guards=[Guard(
        f"support.outside({{0}}.data, {{0}}.shape, {{0}}.strides, {array.rank}, "
        f"{_width(dtype)}, {{1}})", IndexError, OUT_OF_BOUNDS)])
      for dtype, array in WITH_AXES if isinstance(dtype.sized, Sized) and dtype.kind in "iu"),
    effect="reads",
)
declare(
    wrapped, "The place that a checked index means.",
    *(on(type_, INT, to=INT, strict=True, pyx="support.wrapped(support.int64({0}), {1})",
         interval=lambda place, size: _SIZE)
      for type_ in INTEGERS),
)
declare(
    advanced, "How many there are with one more, if it counts.",
    on(INT, BOOL, to=INT, strict=True, pyx="{0} + {1}", interval=lambda count, truth: _SIZE),
)
declare(
    # GCC makes vectors of 16 bytes of this condition, and none of the sum above. Where more is
    # computed or stored in the loop, it makes branches of a condition.
    counted, "How many there are with one more, if a comparison of doubles is true.",
    on(INT, BOOL, to=INT, strict=True, pyx="({0} + 1 if {1} else {0})",
       interval=lambda count, comparison: _SIZE),
)
declare(
    room, "How many places an array of these sizes has.",
    *(on(*[INT] * rank, to=INT, strict=True,
         pyx=" * ".join(f"{{{axis}}}" for axis in range(rank)), interval=lambda *_: _SIZE,
         guards=[Guard(_too_large(rank), ValueError, _TOO_LARGE)])
      for rank in range(2, MAX_RANK + 1)),
)
declare(
    leading, "The first elements of a new array.",
    *(on(array, INT, to=array, strict=True, pyx=f"views.packed_{array.pyx}({{0}}.data, {{1}})")
      for _, array in ARRAYS if array.rank == 1),
)
declare(
    select, "Writes the elements of a line where its mask is true.",
    *(on(array, INT, array, array_of(DTYPES["bool"], 1), to=INT, strict=True,
         pyx=f"support.select_{dtype.size}({{0}}.data, {{1}}, {{2}}.data, {{2}}.strides[0], "
             "{3}.data, {3}.strides[0], {3}.shape[0])",
         interval=lambda *_: _SIZE)
      for dtype, array in ARRAYS if array.rank == 1),
    effect="writes",
)
