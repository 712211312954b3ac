"""`sum`, `any`, `all`, `min` and `max` of a generator expression or a tuple.

Each is written out as the loop that it stands for, and that is traced. The names of
the loop are made such that no name of the author's is among them.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Sequence

from pyx_lowering import errors
from pyx_lowering.ops.internal import sum_high, sum_low, sum_result
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.loops import LoopTracer
from pyx_lowering.trace.scope import TraceError


def _message(call: Callable[..., object]) -> str:
    """What Python says when there is nothing to choose from; the words differ by version."""
    try:
        call(())
    except ValueError as error:
        return str(error)
    raise AssertionError(f"{call} did not raise")


_EMPTY = {min: _message(min), max: _message(max)}


def trace_reduction(tracer: LoopTracer, target: object, node: ast.Call) -> Traced:
    """The value of a reduction."""
    if node.keywords or not 1 <= len(node.args) <= (2 if target is sum else 1):
        raise TraceError(errors.ARGUMENTS.at(
            tracer.span(node), reason="this is compiled with one iterable, and a start for `sum`",
            signature=f"{ast.unparse(node.func)}(iterable)"))
    name = f"{ast.unparse(node.func).split('.')[-1]}_value"
    result = f"{name} "  # the blank keeps it apart from every name of the author's
    statements = _statements(target, node, result)
    builder = tracer.builder
    outside, builder.locals = builder.locals, builder.locals | _stored(statements)
    try:
        for statement in statements:
            tracer.statement(statement)
        value = builder.env.pop(result).value
    finally:
        builder.locals = outside
    for stored in _stored(statements):
        builder.env.pop(stored, None)
    return value


def trace_comprehension(tracer: LoopTracer, node: ast.ListComp) -> Traced:
    """The list that a comprehension makes, as the loop that appends its items."""
    expressions = tracer.expressions
    made = expressions.list_of([], node)
    element, generators = _renamed(node)
    result = f"list_{id(node)} "
    body: list[ast.stmt] = [
        ast.Expr(ast.Call(
            ast.Attribute(ast.Name(result, ast.Load()), "append", ast.Load()), [element], []))]
    for generator in reversed(generators):
        for test in reversed(generator.ifs):
            body = [ast.If(test, body, [])]
        body = [ast.For(generator.target, generator.iter, body, [])]
    for part in ast.walk(body[0]):
        if not hasattr(part, "lineno"):
            ast.copy_location(part, node)
    builder = tracer.builder
    outside, builder.locals = builder.locals, builder.locals | _stored(body) | {result}
    try:
        builder.bind(result, made)
        tracer.statement(body[0])
    finally:
        builder.locals = outside
    for stored in (*_stored(body), result):
        builder.env.pop(stored, None)
    return made


def _statements(target: object, node: ast.Call, result: str) -> list[ast.stmt]:
    source = node.args[0]
    if isinstance(source, ast.GeneratorExp):
        element, generators = _renamed(source)
    else:
        element = ast.Name("item ", ast.Load())
        generators = [ast.comprehension(ast.Name("item ", ast.Store()), source, [], 0)]
    before, step, after = _parts(target, node, element, result)
    body = step
    for depth, generator in enumerate(reversed(generators)):
        for test in reversed(generator.ifs):
            body = [ast.If(test, body, [])]
        if depth and target in (any, all):  # what the inner loop found ends this one too
            found = ast.Name(result, ast.Load())
            decided = found if target is any else ast.UnaryOp(ast.Not(), found)
            body = [*body, ast.If(decided, [ast.Break()], [])]
        body = [ast.For(generator.target, generator.iter, body, [])]
    statements = [*before, *body, *after]
    for statement in statements:
        for part in ast.walk(statement):
            if not hasattr(part, "lineno"):
                ast.copy_location(part, node)
    return statements


def _parts(
    target: object, node: ast.Call, element: ast.expr, result: str
) -> tuple[list[ast.stmt], list[ast.stmt], list[ast.stmt]]:
    """What stands before the loop, in it and after it."""
    read = ast.Name(result, ast.Load())

    def assign(value: ast.expr, name: str = result) -> ast.stmt:
        return ast.Assign([ast.Name(name, ast.Store())], value)

    if target is sum:
        start = node.args[1] if len(node.args) > 1 else ast.Constant(0)
        low, item = "compensation ", "term "
        before = [assign(start), assign(ast.Constant(0.0), low)]
        arguments = [read, ast.Name(item, ast.Load()), ast.Name(low, ast.Load())]
        return before, [
            assign(element, item),
            assign(_apply(sum_low, *arguments), low),
            assign(_apply(sum_high, *arguments[:2])),
        ], [assign(_apply(sum_result, read, arguments[2]))]
    if target in (any, all):
        found = target is any
        test = element if found else ast.UnaryOp(ast.Not(), element)
        leave = [assign(ast.Constant(found)), ast.Break()]
        return [assign(ast.Constant(not found))], [ast.If(test, leave, [])], []
    assert target in (min, max)
    order = ast.Lt() if target is min else ast.Gt()
    seen, item = "seen ", "candidate "
    better = ast.Compare(ast.Name(item, ast.Load()), [order], [read])
    first = ast.UnaryOp(ast.Not(), ast.Name(seen, ast.Load()))
    step: list[ast.stmt] = [
        assign(element, item),
        ast.If(ast.BoolOp(ast.Or(), [first, better]),
               [assign(ast.Name(item, ast.Load())), assign(ast.Constant(True), seen)], []),
    ]
    error = ast.Call(ast.Name("ValueError", ast.Load()), [ast.Constant(_EMPTY[target])], [])
    check = ast.If(ast.UnaryOp(ast.Not(), ast.Name(seen, ast.Load())), [ast.Raise(error)], [])
    return [assign(ast.Constant(False), seen)], step, [check]


def _apply(target: Callable[..., object], *arguments: ast.expr) -> ast.expr:
    """A call of an internal operation, which has no name in the source."""
    return ast.Call(ast.Constant(target), list(arguments), [])  # type: ignore[arg-type]


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: Sequence[str]) -> None:
        self.names = {name: f"{name} " for name in names}

    def visit_Name(self, node: ast.Name) -> ast.expr:
        renamed = ast.Name(self.names.get(node.id, node.id), node.ctx)
        return ast.copy_location(renamed, node)


def _renamed(source: ast.GeneratorExp | ast.ListComp) -> tuple[ast.expr, list[ast.comprehension]]:
    """The parts of a generator expression, whose variables are its own."""
    own = [
        part.id for generator in source.generators
        for part in ast.walk(generator.target) if isinstance(part, ast.Name)
    ]
    renamed = copy.deepcopy(source)
    renamer = _Renamer(own)
    # The first iterable is evaluated outside, where the names are not bound yet.
    for index, generator in enumerate(renamed.generators):
        generator.target = renamer.visit(generator.target)
        generator.ifs = [renamer.visit(test) for test in generator.ifs]
        if index:
            generator.iter = renamer.visit(generator.iter)
    return renamer.visit(renamed.elt), renamed.generators


def _stored(statements: Sequence[ast.stmt]) -> frozenset[str]:
    return frozenset(
        part.id for statement in statements for part in ast.walk(statement)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
