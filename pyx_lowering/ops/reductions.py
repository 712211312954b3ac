"""What NumPy computes of all elements of an array, such as their sum.

What an array of floats of 64 bits, ints of 64 bits or bools gives is a number of Python's,
as its elements are. `reductions.h` has the arithmetic, in NumPy's order.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from pyx_lowering.dtypes import (
    BOOL_,
    DTYPES,
    INT64,
    PYTHON_DTYPES,
    UINT64,
    Sized,
    dtype_of,
)
from pyx_lowering.ops.arrays import WITH_AXES
from pyx_lowering.ops.table import Guard, Overload, declare, on
from pyx_lowering.types import ARRAY, BOOL, INT, NONE, ArrayType, Dtype, Type, array_of

Reduction = Callable[[Any], object]


def _stand_in(name: str) -> Reduction:
    """What stands for a reduction of NumPy's where that is not imported."""
    def call(array: Any) -> object:
        result = getattr(importlib.import_module("numpy"), name)(array)
        return result.item() if result.dtype in PYTHON_DTYPES else result

    call.__module__, call.__qualname__, call.__name__ = "numpy", name, name
    return call


#: The reductions of a whole array, by name.
REDUCTIONS = {
    name: _stand_in(name)
    for name in ("sum", "prod", "min", "max", "argmin", "argmax", "any", "all")}


def sum_type(dtype: Dtype) -> Type:
    """The type of a sum: that of the elements, but ints are added with 64 bits."""
    return {"b": INT, "i": INT, "u": UINT64}.get(dtype.kind, dtype.scalar)


def sum_dtype(dtype: Dtype) -> Sized:
    """The same as a type of NumPy's."""
    found = {"b": INT64, "i": INT64, "u": UINT64}.get(dtype.kind, dtype.sized)
    assert isinstance(found, Sized)
    return found


def is_innermost(array: Any, axis: int) -> bool:
    """Whether an axis is the innermost one in memory, of those with several elements."""
    order: list[int] = []
    for mine in reversed(range(array.ndim)):
        place = len(order)
        for other in reversed(range(len(order))):
            one, two = abs(array.strides[mine]), abs(array.strides[order[other]])
            if one and two:
                if two <= one:
                    break
                place = other
        order.insert(place, mine)
    long = [each for each in order if array.shape[each] != 1]
    return bool(long) and long[0] == axis


def _arguments(array: ArrayType) -> str:
    return f"{{0}}.data, {{0}}.shape, {{0}}.strides, {array.rank}"


def _empty(array: ArrayType, message: str) -> Guard:
    sizes = " or ".join(f"{{0}}.shape[{axis}] == 0" for axis in range(array.rank))
    return Guard(sizes, ValueError, message)


#: What NumPy says when there is nothing to choose from.
_NOTHING = {
    **{name: f"zero-size array to reduction operation {name}imum which has no identity"
       for name in ("min", "max")},
    **{name: f"attempt to get {name} of an empty sequence" for name in ("argmin", "argmax")},
}


def _rows(name: str) -> Iterator[Overload]:
    for dtype, array in WITH_AXES:
        result = dtype.scalar
        if name in ("sum", "prod"):
            result = sum_type(dtype)
        elif name in ("argmin", "argmax"):
            result = INT
        elif name in ("any", "all"):
            if dtype.sized != BOOL_:
                continue
            result = BOOL
        if dtype.kind == "c" and name not in ("sum", "prod"):
            continue
        guards = [_empty(array, _NOTHING[name])] if name in _NOTHING else []
        function = name
        if dtype.sized == BOOL_:
            function = {"min": "all", "max": "any"}.get(name, name)
        yield on(array, to=result, strict=True, guards=guards,
                 pyx=f"support.{function}_{dtype.name}({_arguments(array)})")


for _name, _target in REDUCTIONS.items():
    declare(_target, f"NumPy's `{_name}` of a whole array.", *_rows(_name),
            effect="reads", symbol=f"np.{_name}")
#: The elements of which there are products of vectors and matrices.
MULTIPLIED = tuple(DTYPES[name] for name in (
    "float64", "float32", "int64", "complex128", "complex64"))


def dot(a: Any, b: Any) -> object:
    """The sum of the products of two vectors."""
    result = importlib.import_module("numpy").dot(a, b)
    return result.item() if result.dtype in PYTHON_DTYPES else result


def matmul_into(out: Any, a: Any, b: Any) -> None:
    """Write the product of two matrices to one that is all zeros."""
    out[...] = a @ b


declare(
    dot, "The sum of the products of two vectors.",
    *(on(vector, vector, to=dtype.scalar, strict=True,
         pyx=f"support.dot_{dtype.name}({{0}}.data, {{0}}.strides[0], {{1}}.data, "
             "{1}.strides[0], {0}.shape[0])")
      for dtype in MULTIPLIED for vector in [array_of(dtype, 1)]),
    effect="reads", symbol="np.dot",
)
declare(
    matmul_into, "Writes the product of two matrices.",
    *(on(matrix, matrix, matrix, to=NONE, strict=True,
         pyx=f"support.matmul_{dtype.name}({{0}}.data, {{0}}.strides, {{1}}.data, {{1}}.strides, "
             "{2}.data, {2}.strides, {1}.shape[0], {1}.shape[1], {2}.shape[1])")
      for dtype in MULTIPLIED for matrix in [array_of(dtype, 2)]),
    effect="writes", symbol="@",
)
declare(
    is_innermost, "Whether an axis is the innermost one in memory.",
    on(ARRAY, INT, to=BOOL, strict=True, pyx="support.is_innermost("
       "{0}.shape, {0}.strides, sizeof({0}.shape) // 8, {1})"),
)


def _first(name: str) -> Callable[[int], None]:
    message = _NOTHING[name]

    def check(size: int) -> None:
        """Raise ValueError where there is no element to begin with."""
        if size == 0:
            raise ValueError(message)

    check.__qualname__ = check.__name__ = f"check_{name}"
    declare(check, f"`{name}` along an axis needs elements.",
            on(INT, to=NONE, pyx="None", guards=[Guard("{0} == 0", ValueError, message)]))
    return check


#: Checks the length of an axis for the reductions that need an element.
FIRST = {name: _first(name) for name in _NOTHING}


def _along(name: str) -> Callable[..., None]:
    def call(out: Any, array: Any, axes: int) -> None:
        """Reduce along the axes whose bits are set; `out` has one element along these."""
        chosen = tuple(axis for axis in range(array.ndim) if axes >> axis & 1)
        numpy = importlib.import_module("numpy")
        out[...] = getattr(numpy, name)(array, axis=chosen, keepdims=True)

    call.__qualname__ = call.__name__ = f"{name}_along"
    return call


#: The reductions along several axes. Their results begin as those of no element do, or with
#: one of the elements.
ALONG = {name: _along(name) for name in ("sum", "prod", "min", "max", "any", "all")}


def _along_rows(name: str) -> Iterator[Overload]:
    for dtype, array in WITH_AXES:
        out = dtype_of(sum_dtype(dtype)) if name in ("sum", "prod") else dtype
        if (name in ("any", "all") and dtype.sized != BOOL_) or (
            dtype.kind == "c" and name not in ("sum", "prod")
        ):
            continue
        kind = {"min": "all", "max": "any"}.get(name, name) if dtype.sized == BOOL_ else name
        yield on(array_of(out, array.rank), array, INT, to=NONE, strict=True,
                 pyx=f"support.{kind}_along_{dtype.name}({{0}}.data, {{0}}.strides, {{1}}.data, "
                     f"{{1}}.shape, {{1}}.strides, {array.rank}, {{2}})")


for _name, _operation in ALONG.items():
    declare(_operation, f"Writes NumPy's `{_name}` along axes.", *_along_rows(_name),
            effect="writes", symbol=f"np.{_name}")
