"""Reductions of expressions that are never an array: part after part of them.

The parts are those into which NumPy's pairwise summation (`pairwise_sum` in its
loops_utils.h.src) divides an array, so that floats are added in its order. `reductions.h` has
the same.
"""

from __future__ import annotations

from typing import Any

from pyx_lowering.dtypes import DTYPES
from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.table import declare, on
from pyx_lowering.types import INT, MAX_ELEMENTS, array_of

#: A part has no more elements.
PART = 1024
_SIZE = Interval(0, MAX_ELEMENTS)


def _halves(size: int) -> tuple[int, int]:
    half = size // 2 - size // 2 % 8
    return half, size - half


def parts(size: int) -> int:
    """In how many parts so many elements are added."""
    return 1 if size <= PART else sum(map(parts, _halves(size)))


def part_size(size: int, start: int) -> int:
    """How many elements the part that begins at `start` has."""
    while size > PART:
        first, second = _halves(size)
        if start < first:
            size = first
        else:
            size, start = second, start - first
    return size


def behind(start: int, place: int) -> int:
    """A place in a part."""
    return start + place


def joined(sums: Any, size: int) -> object:
    """The sum of so many elements, of the sums of their parts."""
    left = iter(sums)

    def total(size: int) -> Any:
        if size <= PART:
            return next(left)
        first, second = _halves(size)
        before = total(first)
        return before + total(second)

    result = total(size)
    return result.item() if result.dtype == "float64" else result


declare(parts, "In how many parts so many elements are added.",
        on(INT, to=INT, strict=True, pyx="support.parts({0})", interval=lambda size: _SIZE))
declare(part_size, "How many elements a part has.",
        on(INT, INT, to=INT, strict=True, pyx="support.part_size({0}, {1})",
           interval=lambda size, start: Interval(0, PART)))
declare(behind, "A place in a part.",
        on(INT, INT, to=INT, strict=True, pyx="{0} + {1}", interval=lambda start, place: _SIZE))
declare(
    joined, "The sum of the sums of parts.",
    *(on(array_of(dtype, 1), INT, to=dtype.scalar, strict=True,
         pyx=f"support.joined_{dtype.name}({{0}}.data, {{1}})")
      for dtype in (DTYPES["float64"], DTYPES["float32"])),
    effect="reads", symbol="np.sum",
)
