"""Which names a function binds: Python decides this before running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

#: For each nested function that changes names of the function around it, these names.
Rebinders = Mapping[str, frozenset[str]]


def stored_names(
    statements: Sequence[ast.AST], rebinders: Rebinders = MappingProxyType({}), *,
    in_place: bool = True,
) -> set[str]:
    """The names that statements bind, nested functions and classes left out.

    What a nested function binds is bound where it is called: that is where the name of one
    of the `rebinders` stands. Without `in_place`, names are left out that are only operated
    on, as in `name += 1`.
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
        elif isinstance(node, ast.Name):
            names |= rebinders.get(node.id, frozenset())
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
            continue
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names.update(a.asname or a.name.partition(".")[0] for a in node.names)
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            names.add(node.name)
        elif isinstance(node, ast.Lambda | ast.GeneratorExp | ast.ListComp):
            # Its variables are its own, but for those that `:=` binds.
            for part in ast.walk(node):
                if isinstance(part, ast.NamedExpr):
                    names.add(part.target.id)
                elif isinstance(part, ast.Name):
                    names |= rebinders.get(part.id, frozenset())
            continue
        pending.extend(ast.iter_child_nodes(node))
    return names


def own_statements(statements: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """All that statements consist of, in no order; of nested functions only their `def`."""
    pending: list[ast.AST] = list(statements)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            pending.extend(ast.iter_child_nodes(node))


def nonlocal_names(statements: Sequence[ast.stmt]) -> tuple[str, ...]:
    """The names that a function declares `nonlocal`, in order."""
    names = {
        name for node in own_statements(statements) if isinstance(node, ast.Nonlocal)
        for name in node.names
    }
    return tuple(sorted(names))


def rebinders_in(statements: Sequence[ast.stmt]) -> dict[str, frozenset[str]]:
    """The nested functions of a function that change names around them, with these names."""
    found: dict[str, frozenset[str]] = {}
    for node in own_statements(statements):
        if isinstance(node, ast.FunctionDef) and (names := nonlocal_names(node.body)):
            found[node.name] = found.get(node.name, frozenset()) | set(names)
    return found


def gives_value(statements: Sequence[ast.stmt]) -> bool:
    """Whether a function returns anything but None."""
    return any(
        isinstance(node, ast.Return) and node.value is not None
        and not (isinstance(node.value, ast.Constant) and node.value.value is None)
        for node in own_statements(statements))


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
