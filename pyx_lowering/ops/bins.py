"""How many elements are in which bin, and what is between samples."""

from __future__ import annotations

import importlib
import math
from typing import Any

from pyx_lowering.dtypes import DTYPES
from pyx_lowering.ops.table import Guard, declare, on
from pyx_lowering.types import BOOL, FLOAT, INT, NONE, array_of

_FLOATS, _INTS = (array_of(DTYPES[name], 1) for name in ("float64", "int64"))
_NEGATIVE = "'list' argument must have no negative elements"


def bins_of(array: Any) -> int:
    """How many bins of one int each there are up to the greatest element."""
    if (array < 0).any():
        raise ValueError(_NEGATIVE)
    return int(array.max()) + 1 if array.size else 0


def check_weighed(count: int) -> None:
    """Raise OverflowError where nothing has weights, for which NumPy gives ints."""
    if count == 0:
        raise OverflowError("the sums of no weights are ints")


def check_span(first: float, last: float) -> None:
    """Raise OverflowError where the last edge is too far from the first for a float."""
    if not math.isfinite(last - first):
        raise OverflowError("the range is too large for a float")


def increases(edges: Any, strictly: bool) -> bool | None:
    """Whether edges increase; None if one is a nan."""
    if (edges != edges).any():
        return None
    before, after = edges[:-1], edges[1:]
    return not bool((before >= after if strictly else before > after).any())


def count_in_bins(out: Any, edges: Any, array: Any, first: float, last: float) -> None:
    """Count the elements in equal bins."""
    out += importlib.import_module("numpy").histogram(
        array, len(edges) - 1, (first, last))[0]


def weigh_in_bins(
    out: Any, part: Any, edges: Any, array: Any, weights: Any, first: float, last: float
) -> None:
    """Add up the weights of the elements in equal bins."""
    out += importlib.import_module("numpy").histogram(
        array, len(edges) - 1, (first, last), weights=weights)[0]


def count_between(out: Any, edges: Any, array: Any) -> None:
    """Count the elements between edges."""
    out += importlib.import_module("numpy").histogram(array, edges)[0]


def between(x: float, places: Any, values: Any, left: float, right: float) -> float:
    """The value at `x` between samples."""
    return float(importlib.import_module("numpy").interp(x, places, values, left, right))


declare(
    bins_of, "How many bins of one int each there are.",
    on(_INTS, to=INT, strict=True, pyx="support.bins_of({0}.data, {0}.strides[0], {0}.shape[0])",
       guards=[Guard("{result} < 0", ValueError, _NEGATIVE)]),
    effect="reads", symbol="np.bincount",
)
declare(
    check_weighed, "Something has weights.",
    on(INT, to=NONE, pyx="None", strict=True, guards=[Guard(
        "{0} == 0", OverflowError, "the sums of no weights are ints", rerun=True)]),
    symbol="np.bincount",
)
declare(
    check_span, "The last edge is not too far from the first.",
    on(FLOAT, FLOAT, to=NONE, pyx="None", guards=[Guard(
        "({1} - {0}) - ({1} - {0}) != 0.0", OverflowError, "the range is too large for a float",
        rerun=True)]),
    symbol="np.histogram",
)
declare(
    increases, "Whether edges increase.",
    on(_FLOATS, BOOL, to=BOOL, strict=True,
       pyx="support.wrong_edges({0}.data, {0}.strides[0], {0}.shape[0], {1}) == 0",
       guards=[Guard(
           "support.wrong_edges({0}.data, {0}.strides[0], {0}.shape[0], {1}) > 1",
           OverflowError, "an edge is a nan", rerun=True)]),
    effect="reads", symbol="np.histogram",
)
declare(
    count_in_bins, "Counts elements in equal bins.",
    on(_INTS, _FLOATS, _FLOATS, FLOAT, FLOAT, to=NONE, strict=True,
       pyx="support.count_in_bins({0}.data, {1}.data, {0}.shape[0], {2}.data, {2}.strides[0], "
           "{2}.shape[0], {3}, {4})"),
    effect="writes", symbol="np.histogram",
)
declare(
    weigh_in_bins, "Adds up the weights of elements in equal bins.",
    on(_FLOATS, _FLOATS, _FLOATS, _FLOATS, _FLOATS, FLOAT, FLOAT, to=NONE, strict=True,
       pyx="support.weigh_in_bins({0}.data, {1}.data, {2}.data, {0}.shape[0], {3}.data, "
           "{3}.strides[0], {3}.shape[0], {4}.data, {4}.strides[0], {5}, {6})"),
    effect="writes", symbol="np.histogram",
)
declare(
    count_between, "Counts elements between edges.",
    on(_INTS, _FLOATS, _FLOATS, to=NONE, strict=True,
       pyx="support.count_between({0}.data, {1}.data, {1}.strides[0], {0}.shape[0], {2}.data, "
           "{2}.strides[0], {2}.shape[0])"),
    effect="writes", symbol="np.histogram",
)
declare(
    between, "The value between samples.",
    on(FLOAT, _FLOATS, _FLOATS, FLOAT, FLOAT, to=FLOAT, strict=True,
       pyx="support.interp({0}, {1}.data, {1}.strides[0], {1}.shape[0], {2}.data, "
           "{2}.strides[0], {3}, {4})"),
    effect="reads", symbol="np.interp",
)
