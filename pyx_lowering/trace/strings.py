"""Traces what is done with strs and bytes: their length, items and parts.

`Builder.types` says which values are strs (a character among them) or bytes. The length
of a parameter is read once, where the function starts.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from dataclasses import dataclass

from pyx_lowering import errors
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops import texts
from pyx_lowering.ops.methods import STRING_METHODS
from pyx_lowering.source import Span
from pyx_lowering.trace.builder import Builder, Traced
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.types import BYTES, TEXT, Type


@dataclass(frozen=True)
class _Operations:
    """The operations of a type of strings."""

    index: Callable[..., object]
    item: Callable[..., object]
    part: Callable[..., object]
    item_name: str


_OPERATIONS = {
    TEXT: _Operations(texts.str_index, texts.text_at, texts.text_slice, "character"),
    BYTES: _Operations(texts.bytes_index, texts.byte_at, texts.bytes_slice, "byte"),
}


def string_type(builder: Builder, value: Traced) -> Type | None:
    """Whether a value is a str or bytes, as far as it is known."""
    type_ = builder.known_type(value)
    return type_ if type_ in _OPERATIONS else None


def declare_string(builder: Builder, value: Value) -> None:
    """Note the length of a str or bytes where control is."""
    builder.dimensions[value] = (_read_length(builder, value, value.span),)


def _read_length(builder: Builder, value: Value, span: Span | None) -> Operand:
    return builder.emit(
        "call_function", builtins.len, [value], span, [f"{value.base}_length"]).result


def length(builder: Builder, value: Traced, span: Span | None) -> Operand:
    """`len(value)`."""
    if isinstance(value, str | bytes):
        return len(value)
    assert isinstance(value, Value)
    known = builder.dimensions.get(value)
    return known[0] if known else _read_length(builder, value, span)


def item(builder: Builder, value: Traced, place: Operand, span: Span | None) -> Operand:
    """The item at a place from 0 to the last."""
    type_ = string_type(builder, value)
    assert type_ is not None
    operations = _OPERATIONS[type_]
    if not isinstance(place, Value) and isinstance(value, str | bytes):
        assert isinstance(place, int)
        return value[place]
    result = builder.emit(
        "call_function", operations.item, [builder.pack(value, span), place], span,
        [operations.item_name]).result
    if type_ == TEXT:
        builder.note_type(result, TEXT)
    return result


def method(
    builder: Builder, value: Traced, name: str, node: ast.AST
) -> Callable[..., object]:
    """The operation of a method."""
    target = STRING_METHODS.get(name)
    if target is None:
        raise TraceError(errors.EXPRESSION.at(
            builder.file.span(node),
            expression=f"the attribute `{name}` of {string_type(builder, value)}",
            help=f"the methods that are compiled are {', '.join(STRING_METHODS)}"))
    return target


def item_operation(builder: Builder, value: Traced) -> Callable[..., object]:
    """The operation that gives an item."""
    type_ = string_type(builder, value)
    assert type_ is not None
    return _OPERATIONS[type_].item


def subscript(
    builder: Builder, value: Traced, index: Operand, node: ast.AST
) -> Operand:
    """`value[index]`, with negative indices and the IndexError of Python."""
    span = builder.file.span(node)
    type_ = string_type(builder, value)
    assert type_ is not None
    place = builder.operation(
        _OPERATIONS[type_].index, [index, length(builder, value, span)], span)
    return item(builder, value, place, span)


def part(
    builder: Builder, value: Traced, bounds: tuple[Operand, Operand, Operand], node: ast.AST
) -> Operand:
    """`value[start:stop]`: a view of a part."""
    span = builder.file.span(node)
    type_ = string_type(builder, value)
    assert type_ is not None
    start, stop, step = bounds
    if step not in (None, 1) or isinstance(step, Value):
        raise TraceError(errors.EXPRESSION.at(
            span, expression=f"a slice of {type_} with a step",
            help="loop over the places, as in `for i in range(start, stop, step)`"))
    made = builder.operation(
        _OPERATIONS[type_].part,
        [builder.pack(value, span), 0 if start is None else start,
         texts.TO_THE_END if stop is None else stop], span)
    builder.note_type(made, type_)
    if isinstance(made, Value):
        declare_string(builder, made)
    return made
