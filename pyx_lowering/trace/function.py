"""Traces a whole function."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.ir import Callee, Function, Parameter, Value
from pyx_lowering.trace.annotations import Signature
from pyx_lowering.trace.arrays import declare_array
from pyx_lowering.trace.builder import Builder
from pyx_lowering.trace.names import (
    gives_value,
    nonlocal_names,
    rebinders_in,
    stored_names,
)
from pyx_lowering.trace.scope import Scope
from pyx_lowering.trace.statements import StatementTracer
from pyx_lowering.trace.strings import declare_string
from pyx_lowering.types import ERROR, NONE, TEXTS, ArrayType, OptionalType, Type, tuple_of


def trace(
    scope: Scope,
    callee: Callee,
    signature: Signature,
    types: Sequence[Type],
    diagnostics: Diagnostics,
) -> Function:
    """The graph of a function, of which the parameters have their types only.

    Mistakes go to `diagnostics`, all of them.

    What the callee captures becomes parameters behind its own; names and parameters
    that stand for functions are known while it is traced, and are no parameters.
    """
    node = callee.node
    assert node is not None
    statics = dict(callee.statics)
    body = node.body if isinstance(node, ast.FunctionDef) else [_returned(node)]
    own = {p.name for p in signature.parameters}
    names = frozenset({*own, *callee.captured, *statics}) | stored_names(body)
    builder = Builder(scope, diagnostics, names)
    places = {arg.arg: arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}
    parameters = [p for p in signature.parameters if p.name not in statics]
    parameters += [Parameter(name, "either") for name in callee.captured]
    for parameter, type_ in zip(parameters, types, strict=True):
        place = places.get(parameter.name, node)
        value = Value(parameter.name, type_, scope.module.file.span(place), named=True)
        builder.note_type(value, type_)
        builder.block.params.append(value)
        builder.bind(parameter.name, value)
        if isinstance(type_, ArrayType):
            declare_array(builder, value, type_)
        elif type_ in TEXTS:
            declare_string(builder, value)
        elif type_ == ERROR:
            builder.poisoned.add(value)  # its annotation was reported
    for name, function in statics.items():
        builder.bind(name, function)
    tracer = StatementTracer(builder)
    builder.rebinders = rebinders_in(body)
    builder.given_back = tuple(n for n in nonlocal_names(body) if n in callee.captured)
    tracer.gives_value = gives_value(body)
    tracer.block(body)
    if builder.reachable:
        assert isinstance(node, ast.FunctionDef)
        _end(tracer, node, signature)
    return Function(
        callee=callee,
        body=builder.block,
        parameters=parameters,
        span=scope.module.file.span(node),
        doc=ast.get_docstring(node, clean=False) if isinstance(node, ast.FunctionDef) else None,
        broken=builder.broken,
        assigned=builder.assigned,
    )


def _end(tracer: StatementTracer, node: ast.FunctionDef, signature: Signature) -> None:
    """The end of a function that is reached: it returns None."""
    builder = tracer.builder
    span = builder.file.span(node.body[-1])
    if signature.result in (None, NONE, ERROR) or isinstance(signature.result, OptionalType):
        tracer.output(None, span)
        return
    if builder.broken:  # the statement that cannot be compiled may have been the way out
        builder.terminate("unreachable", (), None)
        return
    builder.report(errors.NO_RETURN.at(
        span, function=node.name, declared=signature.result))
    builder.terminate("unreachable", (), None)


def declared_result(
    callee: Callee, signature: Signature, types: Sequence[Type]
) -> Type | None:
    """What a function gives by its annotation, for calls of itself.

    A nested function gives the names that it changes, too; they keep their types.
    """
    node = callee.node
    changed = nonlocal_names(node.body) if isinstance(node, ast.FunctionDef) else ()
    changed = tuple(name for name in changed if name in callee.captured)
    if not changed or signature.result is None:
        return signature.result
    captured = dict(zip(reversed(callee.captured), reversed(types), strict=False))
    items = [captured[name] for name in changed]
    own = [] if signature.result == NONE else [signature.result]
    return tuple_of(*own, *items) if len([*own, *items]) > 1 else items[0]


def _returned(node: ast.Lambda) -> ast.stmt:
    """The body of a lambda as a statement."""
    return ast.copy_location(ast.Return(node.body), node.body)
