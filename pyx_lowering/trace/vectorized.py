"""What a function must be like to be called for each element of arrays."""

from __future__ import annotations

import ast

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.dtypes import Sized
from pyx_lowering.ir import OUT
from pyx_lowering.trace.annotations import Signature
from pyx_lowering.trace.scope import Scope
from pyx_lowering.types import ERROR, SCALARS, Type, is_plain_tuple


def check_numbers(
    scope: Scope, function: ast.FunctionDef, signature: Signature, diagnostics: Diagnostics
) -> None:
    """Report what of a function with `vectorize=True` is no number."""
    file = scope.module.file
    arguments = function.args
    rows = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    found: list[tuple[ast.AST, str]] = []
    if not rows:
        found.append((function, "it has no parameters"))
    for arg, type_ in zip(rows, signature.types, strict=True):
        if arg.arg == OUT:
            found.append((arg, f"its parameter `{OUT}` has the name of the keyword for results"))
        elif type_ is not None and not _is_number(type_):
            found.append((arg, f"its parameter `{arg.arg}` is of type {type_}"))
    result = signature.result
    if result is not None:
        items = result.items if is_plain_tuple(result) else (result,)
        if not all(map(_is_number, items)):
            found.append((function.returns or function, f"its result is of type {result}"))
    for node, reason in found:
        diagnostics.add(errors.VECTORIZE.at(
            file.span(node), function=function.name, reason=reason))


def _is_number(type_: Type) -> bool:
    return type_ in SCALARS.values() or isinstance(type_, Sized) or type_ == ERROR
