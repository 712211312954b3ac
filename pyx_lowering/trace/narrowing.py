"""What a test tells of names that may be None: `if x is not None:` and the like."""

from __future__ import annotations

import ast
from dataclasses import replace

from pyx_lowering.ir import Value
from pyx_lowering.trace.builder import Builder


def narrow(builder: Builder, test: ast.expr, truth: bool) -> None:
    """Bind the names that are not None where `test` came out as `truth` to their values."""
    rebound = {node.target.id for node in ast.walk(test) if isinstance(node, ast.NamedExpr)}
    for name in sorted(_present(test, truth) - rebound):
        binding = builder.env.get(name)
        if binding is None or not isinstance(binding.value, Value):
            continue
        if binding.value in builder.poisoned or binding.value in builder.types:
            continue
        value = builder.emit("present", None, [binding.value], None, [name]).result
        value.named = True
        value.span = binding.value.span
        builder.env[name] = replace(binding, value=value)


def _present(test: ast.expr, truth: bool) -> set[str]:
    match test:
        case ast.Compare(left=ast.Name(id=name), ops=[ast.Is() | ast.IsNot() as op],
                         comparators=[ast.Constant(value=None)]):
            return {name} if isinstance(op, ast.IsNot) == truth else set()
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return _present(inner, not truth)
        case ast.BoolOp(op=op, values=values) if isinstance(op, ast.And) == truth:
            return set().union(*(_present(value, truth) for value in values))
    return set()
