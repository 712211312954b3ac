"""Elements in order, and places in what is in order.

Arrays that are sorted here are packed copies. All lines along their last axis are sorted; of equal
elements, the first one stays the first.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from pyx_lowering.dtypes import DTYPES, FLOATS, INTEGERS, PYTHON_DTYPES, Sized, dtype_of
from pyx_lowering.ops.arrays import WITH_AXES
from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.table import Overload, declare, on
from pyx_lowering.types import BOOL, FLOAT, INT, MAX_ELEMENTS, NONE, ArrayType, Dtype, array_of


def sort_lines(array: Any, spare: Any) -> None:
    """Sort a packed array along its last axis; `spare` has room for a line."""
    array.sort(axis=-1, kind="stable")


def argsort_lines(out: Any, spare: Any, array: Any) -> None:
    """Write the places of the elements in order, along the last axis."""
    out[...] = array.argsort(axis=-1, kind="stable")


def search(array: Any, key: Any, behind: bool) -> int:
    """The place of a key in a sorted array, in front of or behind equal elements."""
    return int(array.searchsorted(key, "right" if behind else "left"))


def median_of(array: Any, spare: Any) -> object:
    """The median of a packed array; `spare` has room for as many elements."""
    result = importlib.import_module("numpy").median(array)
    return result.item() if result.dtype in PYTHON_DTYPES else result


def _rows(row: Callable[[Dtype, ArrayType], Overload]) -> Iterator[Overload]:
    for dtype, array in WITH_AXES:
        if dtype.kind != "c":
            yield row(dtype, array)


#: The numbers that are searched for.
SEARCHED: tuple[Sized, ...] = (*INTEGERS, *FLOATS)

declare(
    sort_lines, "Sorts the lines of a packed array.",
    *_rows(lambda dtype, array: on(
        array, array_of(dtype, 1), to=NONE, strict=True,
        pyx=f"support.sort_{dtype.name}({{0}}.data, {{1}}.data, {{0}}.shape, {array.rank})")),
    effect="writes", symbol="np.sort",
)
declare(
    argsort_lines, "Writes the places of the elements of lines in order.",
    *_rows(lambda dtype, array: on(
        array_of(DTYPES["int64"], array.rank), array_of(DTYPES["int64"], 1), array,
        to=NONE, strict=True,
        pyx=f"support.argsort_{dtype.name}("
            f"{{0}}.data, {{1}}.data, {{2}}.data, {{2}}.shape, {array.rank})")),
    effect="writes", symbol="np.argsort",
)
declare(
    search, "The place of a key in a sorted array.",
    *(on(array_of(dtype_of(type_), 1), type_, BOOL, to=INT, strict=True,
         pyx=f"support.search_{type_.short}("
             "{0}.data, {0}.strides[0], {0}.shape[0], {1}, {2})",
         interval=lambda *_: Interval(0, MAX_ELEMENTS))
      for type_ in SEARCHED),
    effect="reads", symbol="np.searchsorted",
)
declare(
    median_of, "The median of a packed array.",
    *(on(array_of(dtype_of(type_), 1), array_of(dtype_of(type_), 1), strict=True,
         to=FLOAT if type_.kind in "iu" else dtype_of(type_).scalar,
         pyx=f"support.median_{type_.short}({{0}}.data, {{1}}.data, {{0}}.shape[0])")
      for type_ in SEARCHED),
    effect="writes", symbol="np.median",
)
