"""Traces what is done with arrays: their dimensions, and reading and writing of elements."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from pyx_lowering import errors
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops.arrays import dimension, elements, index, load, store
from pyx_lowering.trace.builder import Builder, Traced
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.types import ArrayType


def declare_array(builder: Builder, array: Value, type_: ArrayType) -> None:
    """Note that a value is an array; its dimensions are read where control is."""
    builder.arrays[array] = type_
    builder.dimensions[array] = _read_dimensions(builder, array)


def _read_dimensions(builder: Builder, array: Value) -> tuple[Operand, ...]:
    sizes: list[Operand] = []
    for axis in range(builder.arrays[array].rank):
        node = builder.emit("call_function", dimension, [array, axis], array.span,
                            [f"{array.base}_shape_{axis}"])
        sizes.append(node.result)
    return tuple(sizes)


def dimensions(builder: Builder, array: Value) -> tuple[Operand, ...]:
    """The dimensions of an array, which never change."""
    known = builder.dimensions.get(array)
    return _read_dimensions(builder, array) if known is None else known


def attribute(builder: Builder, array: Value, name: str, node: ast.expr) -> Traced:
    """`a.shape`, `a.size` or `a.ndim`."""
    sizes = dimensions(builder, array)
    if name == "shape":
        return sizes
    if name == "ndim":
        return len(sizes)
    if name == "size":
        return builder.operation(elements, [array], builder.file.span(node))
    raise unsupported(builder, array, f"`.{name}`", node)


def unsupported(
    builder: Builder, array: Value, use: str, node: ast.AST, help: str | None = None
) -> TraceError:
    """The error for something that cannot be done with an array."""
    return TraceError(errors.ARRAY_USE.at(
        builder.file.span(node), use=use, type=builder.arrays[array], help=help))


def places(
    builder: Builder, array: Value, given: Traced, node: ast.expr
) -> list[Operand]:
    """The checked indices of an element."""
    sizes = dimensions(builder, array)
    indices: Sequence[Traced] = given if isinstance(given, tuple) else (given,)
    if len(indices) != len(sizes):
        raise unsupported(
            builder, array, f"{len(indices)} {'index' if len(indices) == 1 else 'indices'}",
            node, f"give {len(sizes)}, one for each dimension")
    for each in indices:
        if each in builder.arrays or not isinstance(each, Value | int) or (
            isinstance(each, bool) or each in builder.booleans
        ):
            raise unsupported(builder, array, "this index", node, "the indices are ints")
    return [
        builder.operation(index, [each, size], builder.file.span(node))  # type: ignore[list-item]
        for each, size in zip(indices, sizes, strict=True)
    ]


def element(builder: Builder, array: Value, given: Traced, node: ast.expr) -> Operand:
    """`a[i, j]`."""
    return read(builder, array, places(builder, array, given, node), node)


def read(
    builder: Builder, array: Value, checked: Sequence[Operand], node: ast.AST
) -> Operand:
    """The element at indices that are in bounds."""
    loaded = builder.emit(
        "call_function", load, [array, *checked], builder.file.span(node), [f"{array.base}_item"])
    if _holds_bools(builder, array):
        builder.booleans.add(loaded.result)
    return loaded.result


def _holds_bools(builder: Builder, array: Value) -> bool:
    """Whether the elements of an array are bools."""
    dtype = builder.arrays[array].dtype
    return dtype is not None and dtype.scalar.name == "bool"


def write(
    builder: Builder, array: Value, checked: Sequence[Operand], value: Traced,
    node: ast.AST,
) -> None:
    """Write an element at indices that are in bounds."""
    span = builder.file.span(node)
    builder.emit(
        "call_function", store, [array, *checked, builder.pack(value, span)], span)
