"""The variants of a marked function: for what types of its parameters it is compiled.

Most functions have one. A function with `typing.overload` has one for each overload, and
one with type variables one for each choice of their constraints.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.discover import MarkedFunction
from pyx_lowering.source import Span
from pyx_lowering.trace.annotations import (
    Signature,
    annotated_type,
    signature_of,
    variable_of,
)
from pyx_lowering.trace.scope import ConstantExpression, Scope, TraceError, TypeVariable
from pyx_lowering.types import ERROR, Type, promotes

#: More variants than this are a mistake, and would take long to compile.
_MOST = 32


@dataclass(frozen=True)
class Variant:
    """A function for given types: `scope` knows what its type variables stand for."""

    scope: Scope
    signature: Signature


def variants_of(
    scope: Scope, marked: MarkedFunction, diagnostics: Diagnostics
) -> list[Variant]:
    """The variants of a marked function, narrow ones first; mistakes go to `diagnostics`."""
    variants: list[Variant] = []
    found = Diagnostics()
    for typed in marked.overloads or (marked.node,):
        try:
            choices = list(_choices(scope, typed))
        except TraceError as error:
            found.add(error.diagnostic)
            choices = [scope]
        for chosen in choices:
            signature = signature_of(
                chosen, marked.node, found, strict=True, typed=typed)
            variants.append(Variant(chosen, signature))
    if len(variants) > 1 and not found.errors:
        _check(scope, marked, variants, found)
    diagnostics.extend(found)
    ordered: list[Variant] = []
    for variant in variants:
        wider = (i for i, other in enumerate(ordered) if _fits(variant, other))
        ordered.insert(next(wider, len(ordered)), variant)
    return ordered


def _fits(narrow: Variant, wide: Variant) -> bool:
    """Whether all that one variant takes is taken by the other, too."""
    pairs = zip(narrow.signature.types, wide.signature.types, strict=True)
    return all(first is not None and second is not None and promotes(first, second)
               for first, second in pairs)


def _check(
    scope: Scope, marked: MarkedFunction, variants: list[Variant], diagnostics: Diagnostics
) -> None:
    """Variants must be few, and differ in types by which a call can tell them apart."""
    def wrong(reason: str) -> None:
        diagnostics.add(errors.VARIANTS.at(
            _name(scope, marked.node),
            function=marked.node.name, reason=reason))

    if marked.options.vectorize:
        wrong("`vectorize=True` is for functions with one signature")
    if len(variants) > _MOST:
        wrong(f"there are {len(variants)} of them, and at most {_MOST} are compiled")
    first = variants[0].signature
    for index, parameter in enumerate(first.parameters):
        types = {variant.signature.types[index] for variant in variants}
        if len(types) > 1 and not all(_is_told(type_) for type_ in types):
            wrong(f"`{parameter.name}` does not tell them apart: only numbers, strs and bytes do")
    if len({variant.signature.types for variant in variants}) < len(variants):
        wrong("two of them take the same types")


def _name(scope: Scope, function: ast.FunctionDef) -> Span:
    """The line with `def`, up to the name."""
    span = scope.module.file.span(function)
    end = scope.module.file.lines[span.line - 1].find(function.name, span.column)
    return Span(span.file, span.line, span.column, span.line, end + len(function.name))


def _is_told(type_: Type | None) -> bool:
    return type_ is not None and (bool(type_.fits) or type_ == ERROR)


def _choices(scope: Scope, function: ast.FunctionDef) -> Iterator[Scope]:
    """The scopes with all choices of the type variables of a signature."""
    variables: dict[TypeVariable, list[Type]] = {}
    for parameter in getattr(function, "type_params", []):  # since 3.12
        variable = TypeVariable("", parameter.name)
        variables[variable] = _constraints(scope, variable, parameter, parameter.bound)
    scope = replace(scope, variables=dict.fromkeys(variables, ERROR))
    arguments = function.args
    places = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    annotations = [arg.annotation for arg in places if arg.annotation is not None]
    for annotation in [*annotations, *([function.returns] if function.returns else [])]:
        for variable, meaning in _used(scope, annotation):
            call = meaning.expression
            assert isinstance(call, ast.Call)
            bounds = ast.copy_location(ast.Tuple(call.args[1:], ast.Load()), call)
            variables.setdefault(
                variable, _constraints(meaning.scope, variable, annotation, bounds, scope))
    for chosen in itertools.product(*variables.values()):
        yield replace(scope, variables=dict(zip(variables, chosen, strict=True)))


def _constraints(
    scope: Scope, variable: TypeVariable, place: ast.AST, bounds: ast.expr | None,
    user: Scope | None = None,
) -> list[Type]:
    """The types that a type variable may stand for."""
    if not (isinstance(bounds, ast.Tuple) and bounds.elts):
        file = (user or scope).module.file
        raise TraceError(errors.TYPE_VARIABLE.at(file.span(place), name=variable.name))
    return [annotated_type(scope, bound) for bound in bounds.elts]


def _used(
    scope: Scope, annotation: ast.expr
) -> Iterator[tuple[TypeVariable, ConstantExpression]]:
    """The type variables in an annotation, those in aliases and quotes included."""
    for node in ast.walk(annotation):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                quoted = ast.parse(node.value.strip(), mode="eval").body
            except SyntaxError:
                continue  # reported where the annotation is read
            yield from _used(scope, ast.copy_location(quoted, node))
        if not isinstance(node, ast.Name) or TypeVariable("", node.id) in scope.variables:
            continue
        try:
            meaning = scope.lookup(node.id, scope.module.file.span(annotation))
        except TraceError:
            continue
        if isinstance(meaning, ConstantExpression):
            variable = variable_of(meaning)
            if variable is not None:
                yield variable, meaning
            elif (meaning.scope.module.name, meaning.name) not in scope.evaluating:
                yield from _used(meaning.scope.during(meaning.name), meaning.expression)
