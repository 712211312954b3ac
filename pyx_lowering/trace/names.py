"""Which names a function binds: Python decides this before running it."""

from __future__ import annotations

import ast
from collections.abc import Sequence


def stored_names(statements: Sequence[ast.AST], *, in_place: bool = True) -> set[str]:
    """The names that statements bind, nested functions and classes left out.

    Without `in_place`, those are left out that are only operated on, as in `name += 1`.
    """
    names: set[str] = set()
    pending: list[ast.AST] = list(statements)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.AugAssign) and not in_place:
            pending.append(node.value)
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            names.add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names.update(a.asname or a.name.partition(".")[0] for a in node.names)
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            names.add(node.name)
        elif isinstance(node, ast.Lambda | ast.GeneratorExp | ast.ListComp):
            # Its variables are its own, but for those that `:=` binds.
            names.update(n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr))
            continue
        pending.extend(ast.iter_child_nodes(node))
    return names


def build_time_names(statements: Sequence[ast.AST]) -> set[str]:
    """The names of nested functions, lambdas and exceptions, which are known at build time."""
    names: set[str] = set()
    for node in (part for statement in statements for part in ast.walk(statement)):
        if isinstance(node, ast.FunctionDef) or (
            isinstance(node, ast.ExceptHandler) and node.name
        ):
            names.add(str(node.name))
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            names.update(t.id for t in node.targets if isinstance(t, ast.Name))
    return names


def deleted_names(statements: Sequence[ast.AST]) -> set[str]:
    """The names that a `del` unbinds."""
    return {
        node.id for statement in statements for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)
    }
