"""How many dimensions an array parameter has, where its annotation does not say.

It is taken from the use in the syntax tree: `a[i, j]`, `n, m = a.shape`, `for x in a`,
and from the parameter of a function that the array is passed to.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyx_lowering.trace.scope import FunctionReference, Scope, TraceError

Function = ast.FunctionDef | ast.Lambda

#: What the annotation of a parameter says of its dimensions, or None.
Annotated = Callable[[Scope, ast.arg], int | None]

#: Functions that go over an array item by item.
_ITERATE = frozenset({"enumerate", "zip", "reversed", "sum", "min", "max", "any", "all"})

#: What a use says of the number of dimensions: that it is exactly this, or at least; or
#: that it is at least this, and no more if nothing else says so: `a[i]` may be a row.
EXACTLY, AT_LEAST, AS_FAR = "exactly", "at least", "as far as it goes"


@dataclass(frozen=True)
class Use:
    """What a use says."""

    rank: int
    says: str = EXACTLY


def rank_of(
    scope: Scope, function: Function, name: str, annotated: Annotated,
    seen: frozenset[tuple[Function, str]] = frozenset(),
) -> set[int]:
    """The ranks that the uses of parameter `name` ask for: one, if they agree."""
    if (function, name) in seen:
        return set()
    body = function.body if isinstance(function, ast.FunctionDef) else [function.body]
    seen = seen | {(function, name)}
    nodes = [node for part in body for node in ast.walk(part)]
    uses = [use for alias in _aliases(nodes, name) for node in nodes
            for use in _uses(scope, node, alias, annotated, seen)]
    exact = {use.rank for use in uses if use.says == EXACTLY}
    # `a.shape[1]` alone says that there are two; a first dimension every array has.
    least = max((use.rank for use in uses if use.says == AT_LEAST), default=1)
    far = max((use.rank for use in uses if use.says == AS_FAR), default=0)
    if exact:
        return exact if max(far, least) <= min(exact) else {*exact, max(far, least)}
    return {max(far, least)} if far or least > 1 else set()


def _aliases(nodes: list[ast.AST], name: str) -> set[str]:
    """All names that may hold what parameter `name` holds."""
    names = {name}
    assigned = [
        pair for node in nodes if isinstance(node, ast.Assign)
        for target in node.targets for pair in _pairs(target, node.value)
    ]
    while True:
        more = {target for target, value in assigned if _held(value) & names}
        if more <= names:
            return names
        names |= more


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case ast.Name(id=name), _:
            yield name, value
        case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
            for inner, each in zip(targets, values, strict=True):
                yield from _pairs(inner, each)


def _held(value: ast.expr) -> set[str]:
    """The names of which an expression may give the object itself."""
    match value:
        case ast.Name(id=name):
            return {name}
        case ast.IfExp(body=body, orelse=other):
            return _held(body) | _held(other)
    return set()


def _uses(
    scope: Scope, node: ast.AST, name: str, annotated: Annotated,
    seen: frozenset[tuple[Function, str]],
) -> Iterator[Use]:
    match node:
        case ast.Subscript() if _root(node) == name:
            yield _indexed(node)
        case ast.Assign(targets=targets, value=ast.Attribute(
                value=ast.Name(id=found), attr="shape")) if found == name:
            for target in targets:
                if isinstance(target, ast.Tuple | ast.List) and not any(
                    isinstance(element, ast.Starred) for element in target.elts
                ):
                    yield Use(len(target.elts))
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id=found), attr="shape"),
                           slice=ast.Constant(value=int() as axis)) if found == name:
            yield Use(axis + 1, AT_LEAST)
        case ast.For(iter=ast.Name(id=found)) | ast.comprehension(
                iter=ast.Name(id=found)) if found == name:
            yield Use(1, AS_FAR)
        case ast.Call(func=ast.Name(id=called), args=args) if called in _ITERATE:
            if any(isinstance(arg, ast.Name) and arg.id == name for arg in args):
                yield Use(1, AS_FAR)
        case ast.Call():
            yield from _passed(scope, node, name, annotated, seen)


def _root(node: ast.expr) -> str | None:
    """The name of which an item, or an item of an item, is taken."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _indexed(node: ast.expr) -> Use:
    """What `a[i, j]` says, or `a[i][j]`: a slice does not take its dimension away."""
    count, says = 0, AS_FAR
    while isinstance(node, ast.Subscript):
        index = node.slice
        items = index.elts if isinstance(index, ast.Tuple) else [index]
        full = [item for item in items if not (
            isinstance(item, ast.Constant) and item.value in (None, Ellipsis))]
        if len(full) < len(items):
            says = AT_LEAST
        sliced = any(isinstance(item, ast.Slice) for item in items)
        # Behind a slice it is not clear which dimension an index is of.
        count = max(len(full), count) if sliced else len(full) + count
        node = node.value
    return Use(count, says)


def _passed(
    scope: Scope, call: ast.Call, name: str, annotated: Annotated,
    seen: frozenset[tuple[Function, str]],
) -> Iterator[Use]:
    """What the function that the array is passed to says."""
    given: list[tuple[int | str | None, ast.expr]] = [*enumerate(call.args)]
    given += [(keyword.arg, keyword.value) for keyword in call.keywords]
    for place, argument in given:
        if not (isinstance(argument, ast.Name) and argument.id == name):
            continue
        callee = _callee(scope, call.func)
        if callee is None:
            continue
        arguments = callee.node.args
        params = [*arguments.posonlyargs, *arguments.args]
        named = {param.arg: param for param in [*params, *arguments.kwonlyargs]}
        param = named.get(place) if isinstance(place, str) else (
            params[place] if place is not None and place < len(params) else None)
        if param is None:
            continue
        inside = scope.within(callee.module)
        rank = annotated(inside, param)
        ranks = {rank} if rank is not None else rank_of(
            inside, callee.node, param.arg, annotated, seen)
        yield from map(Use, ranks)


def _callee(scope: Scope, function: ast.expr) -> FunctionReference | None:
    span = scope.module.file.span(function)
    try:
        if isinstance(function, ast.Name):
            found = scope.lookup(function.id, span)
        elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            found = scope.attribute(scope.lookup(function.value.id, span), function.attr, span)
        else:
            return None
    except (TraceError, AssertionError):
        return None
    return found if isinstance(found, FunctionReference) else None
