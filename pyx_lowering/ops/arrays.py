"""Arrays: their dimensions, and reading and writing of elements.

An array in C is a view of memory that Python owns: `data`, and for each dimension its
`shape` and its `strides` in bytes. A function is written twice: where all its arrays are
packed (the last index runs through memory without gaps, as in a new array of NumPy),
and for any strides. An element is reached by indices that `index` has checked.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from pyx_lowering.dtypes import (
    BOOL_,
    COMPLEXES,
    DTYPES,
    FLOATS,
    INTEGERS,
    PYTHON_DTYPES,
    UINT64,
)
from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.table import Case, Guard, Overload, Target, declare, on
from pyx_lowering.types import (
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    MAX_ELEMENTS,
    MAX_RANK,
    NONE,
    ArrayType,
    Dtype,
    Type,
    array_of,
)


def dimension(array: Any, axis: int) -> int:
    """How long an array is along an axis."""
    return int(array.shape[axis])


def elements(array: Any) -> int:
    """How many elements an array has."""
    return int(math.prod(array.shape))


#: The words differ from what NumPy says, which knows the axis.
OUT_OF_BOUNDS = "index is out of bounds"


def place_in(place: int, size: int, message: str) -> int:
    """The place from 0 on that an index means; negative ones count from the end."""
    if not -size <= place < size:
        raise IndexError(message)
    return place + size if place < 0 else place


def index(place: int, size: int) -> int:
    """The place from 0 on that an index of an array means."""
    return place_in(place, size, OUT_OF_BOUNDS)


def load(array: Any, *places: int) -> object:
    """An element of an array; a Python number where Python has such numbers."""
    value = array[places]
    return value.item() if getattr(value, "dtype", None) in PYTHON_DTYPES else value


def element(array: Any, *places: int) -> object:
    """An element of an array, as NumPy's number, for operations on whole arrays."""
    return array[places]


def store(array: Any, *operands: Any) -> None:
    """Write the last operand to the place that the others say."""
    *places, value = operands
    array[tuple(places)] = value


def _index_range(place: Interval, size: Interval) -> Interval:
    """Of an index that is in bounds."""
    high = max(size.high - 1, 0)
    if place.low >= 0:
        return Interval(min(place.low, high), min(place.high, high))
    return Interval(0, high)


def _arrays() -> Iterator[tuple[Dtype, ArrayType]]:
    for dtype in DTYPES.values():
        for rank in range(MAX_RANK + 1):
            yield dtype, array_of(dtype, rank)


def _packed(rank: int) -> str:
    """Which element it is, counted through memory: `({1} * {0}.shape[1] + {2})`, and so on."""
    place = "{1}" if rank else "0"
    for axis in range(1, rank):
        place = f"({place}) * {{0}}.shape[{axis}] + {{{axis + 1}}}"
    return place


def _strided(rank: int) -> str:
    """How many bytes from the first element it is."""
    return " + ".join(f"{{{axis + 1}}} * {{0}}.strides[{axis}]" for axis in range(rank)) or "0"


def _load(dtype: Dtype, array: ArrayType, to: Type) -> Overload:
    # Any byte but 0 is true, and C's bool must be 0 or 1.
    truth = " != 0" if dtype.scalar == BOOL else ""
    return on(
        array, *[INT] * array.rank, to=to, strict=True,
        pyx=f"{{0}}.data[{_packed(array.rank)}]{truth}",
        strided=f"support.load_{dtype.name}({{0}}.data, {_strided(array.rank)}){truth}")


#: What an array of a type takes: what NumPy stores without loss, and ints in float arrays.
_TAKES: dict[Type, tuple[Type, ...]] = {
    FLOAT: (FLOAT, INT, BOOL, *FLOATS),
    INT: (INT, BOOL, *(type_ for type_ in INTEGERS if type_ != UINT64)),
    BOOL: (BOOL, INT, FLOAT, BOOL_),
    COMPLEX: (COMPLEX, FLOAT, INT, BOOL, BOOL_, *COMPLEXES, *FLOATS, *INTEGERS),
}


def _written(dtype: Dtype, given: Type, value: str) -> str:
    """A number as an element of an array."""
    if given in (INT, FLOAT) and dtype.scalar == BOOL:
        return f"{value} != 0"
    if dtype.scalar != COMPLEX or given == COMPLEX:
        return value
    if given in COMPLEXES:
        return f"support.complex128_of({value}.real, {value}.imag)"
    return f"support.complex128_of({value}, 0.0)"


def _stores(dtype: Dtype, array: ArrayType) -> Iterator[Overload]:
    value = f"{{{array.rank + 1}}}"
    for given in _TAKES.get(dtype.scalar, (dtype.sized,)):
        written = _written(dtype, given, value)
        yield on(
            array, *[INT] * array.rank, given, to=NONE, strict=True,
            pyx=f"{{0}}.data[{_packed(array.rank)}] = {written}",
            strided=f"support.store_{dtype.name}"
                    f"({{0}}.data, {_strided(array.rank)}, {written})")


#: The types of arrays, with their elements; and those that have dimensions.
ARRAYS = tuple(_arrays())
WITH_AXES = tuple((dtype, array) for dtype, array in ARRAYS if array.rank)

declare(
    dimension, "How long an array is along an axis.",
    *(on(array, INT, to=INT, pyx="{0}.shape[{1}]",
         interval=lambda array, axis: Interval(0, MAX_ELEMENTS))
      for _, array in WITH_AXES),
    inline=True,
)
declare(
    elements, "How many elements an array has.",
    *(on(array, to=INT, pyx=" * ".join(f"{{0}}.shape[{axis}]" for axis in range(array.rank)),
         interval=lambda array: Interval(0, MAX_ELEMENTS))
      for _, array in WITH_AXES),
)


#: The operations that check an index against a size.
INDICES: set[Target] = set()


def declare_index(target: Target, doc: str, message: str) -> None:
    """A row for an operation that checks an index, and raises IndexError with `message`."""
    INDICES.add(target)
    declare(
        target, doc,
        on(INT, INT, to=INT, pyx="support.from_end({0}, {1})", strict=True,
           guards=[Guard("{0} >= {1}", IndexError, message),
                   Guard("~{0} >= {1}", IndexError, message)],
           joined=Guard("support.no_index({0}, {1})", IndexError, message),
           interval=_index_range,
           cases=[Case("{0}", lambda place, size: place.low >= 0),
                  Case("{0} + {1}", lambda place, size: place.high < 0)]),
        symbol="[]", inline=True,
    )


declare_index(
    index, "The place that an index means; IndexError outside of the array.", OUT_OF_BOUNDS)
declare(
    load, "An element of an array.",
    *(_load(dtype, array, dtype.scalar) for dtype, array in ARRAYS),
    symbol="[]", effect="reads",
)
declare(
    element, "An element of an array, as NumPy's number.",
    *(_load(dtype, array, dtype.sized) for dtype, array in ARRAYS),
    effect="reads",
)
declare(
    store, "Writes an element of an array.",
    *(overload for dtype, array in ARRAYS for overload in _stores(dtype, array)),
    symbol="[] =", effect="writes",
)
