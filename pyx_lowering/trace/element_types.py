"""The types in which elements of arrays are computed, as far as they are known while tracing."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from pyx_lowering import errors
from pyx_lowering.dtypes import COMPLEXES
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops import OPERATIONS, Argument, resolve
from pyx_lowering.trace.builder import Builder, Symbolic
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.types import BOOL, COMPLEX, ERROR, FLOAT, INT, Type, type_of


def scalar_type(builder: Builder, operand: Operand) -> Type | None:
    """The type of a number, if it is known before types are propagated."""
    if not isinstance(operand, Value):
        return type_of(operand)
    if operand.type is not None:
        return operand.type
    if operand in builder.booleans:
        return BOOL
    if operand not in builder.scalars:
        node = builder.producers.get(operand)
        found: Type | None = None
        if node is not None and node.kind == "declare":
            assert isinstance(node.target, Type)
            found = node.target
        elif node is not None and node.kind == "call_function" and callable(node.target):
            types = [builder.arrays.get(arg) or scalar_type(builder, arg) for arg in node.args]
            found = _guessed(node.target, types, node.args)
        if found is None:
            return None
        builder.scalars[operand] = found
    return builder.scalars[operand]


def _guessed(
    target: Callable[..., object], types: Sequence[Type | None], operands: Sequence[object]
) -> Type | None:
    """What an operation gives, if that does not depend on which numbers unknown ones are.

    Beside complex numbers, and beside floats of NumPy's with 64 bits, it does not.
    """
    guesses = {
        _resolved(target, [guess if type_ is None else type_ for type_ in types], operands)
        for guess in (FLOAT, INT)}
    return guesses.pop() if len(guesses) == 1 else None


def _resolved(
    target: Callable[..., object], types: Sequence[Type | None], operands: Sequence[object]
) -> Type | None:
    """What an operation gives for operands of these types."""
    arguments = []
    for type_, operand in zip(types, operands, strict=True):
        if type_ is None:
            return None
        literal = operand if isinstance(operand, bool | int | float) else None
        arguments.append(Argument(type_, literal))
    overload = resolve(target, arguments)
    return None if overload is None else overload.result


def operand_types(
    builder: Builder, operands: Sequence[Symbolic | Operand]
) -> list[Type | None]:
    return [each.elements if isinstance(each, Symbolic) else scalar_type(builder, each)
            for each in operands]


def is_complex(types: Sequence[Type | None]) -> bool:
    """Whether NumPy computes with complex numbers where there are operands of these types."""
    return any(type_ in (COMPLEX, *COMPLEXES) for type_ in types)


def result_type(
    builder: Builder, target: Callable[..., object], operands: Sequence[Symbolic | Operand],
    node: ast.AST,
) -> Type | None:
    """The type of the elements of a result; raises `TraceError` where there is none."""
    types = operand_types(builder, operands)
    if ERROR in types:
        return None  # it was reported
    if None in types:
        return _guessed(target, types, operands)
    result = _resolved(target, types, operands)
    if result is None:
        symbol = OPERATIONS[target].symbol or getattr(target, "__name__", "it")
        parts = "take their parts first, as in `a.real`" if is_complex(types) else None
        raise TraceError(errors.ARRAY_OPERATION.at(
            builder.file.span(node), operation=symbol, types=", ".join(map(str, types)),
            help=parts))
    return result
