"""Makes a failing program small: deletes statements and simplifies expressions while it fails.

What ends loops and bounds sizes stays as it is (counters, ranges, exponents, shift
counts), so that every candidate ends, in CPython too.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from tests.program_generator import Program

#: Tells which of several programs fails first, or None.
FirstFailing = Callable[[Sequence[Program]], "int | None"]

#: How many candidates are tried at once (they share a compiled module).
_AT_ONCE = 24
_MARK = "@compile(...)"
#: Functions whose arguments must stay small.
_BOUNDED = ("factorial", "comb", "perm", "pow", "range")

Path = tuple[tuple[str, int | None], ...]


def shrink(
    program: Program, first_failing: FirstFailing, *, statements_only: bool = False
) -> Program:
    """The smallest program that deleting and simplifying leads to.

    `statements_only`: expressions stay, because a simpler one may be of another type.
    """
    while True:
        smaller = _smaller(program, first_failing, statements_only)
        if smaller is None:
            return program
        program = smaller


def _smaller(
    program: Program, first_failing: FirstFailing, statements_only: bool
) -> Program | None:
    candidates = list(reductions(program, statements_only=statements_only))
    for start in range(0, len(candidates), _AT_ONCE):
        chunk = candidates[start : start + _AT_ONCE]
        hit = first_failing(chunk)
        if hit is not None:
            return chunk[hit]
    return None


def reductions(program: Program, *, statements_only: bool = False) -> Iterator[Program]:
    """Programs that are one step smaller, the largest steps first."""
    tree = ast.parse(program.source.replace(_MARK, "@compile"))
    steps = sorted(
        (text for text in {_text(each) for each in _edits(tree, program.entry, statements_only)}
         if len(text) < len(_text(tree)) and f"def {program.entry}(" in text),
        key=len,
    )
    for text in steps:
        yield replace(program, source=text)


def _text(tree: ast.Module) -> str:
    return ast.unparse(ast.fix_missing_locations(tree)).replace("@compile", _MARK) + "\n"


def _edits(tree: ast.Module, entry: str, statements_only: bool) -> Iterator[ast.Module]:
    for path, node in _walk(tree):
        if isinstance(node, ast.stmt):
            if isinstance(node, ast.FunctionDef) and node.name == entry:
                continue
            for statements in _simpler_statements(node):
                yield _replaced(tree, path, statements)
        elif isinstance(node, ast.expr) and not statements_only:
            for expression in _simpler_expressions(node):
                yield _replaced(tree, path, expression)


def _walk(node: ast.AST, path: Path = ()) -> Iterator[tuple[Path, ast.AST]]:
    """Nodes that may be changed, with the way to them from the root."""
    for field, value in ast.iter_fields(node):
        if field in ("returns", "annotation", "args") and not isinstance(node, ast.Call):
            continue
        if _is_bounding(node, field):
            continue
        items = value if isinstance(value, list) else [value]
        for index, item in enumerate(items):
            if isinstance(item, ast.stmt | ast.expr):
                step = (*path, (field, index if isinstance(value, list) else None))
                yield step, item
                yield from _walk(item, step)


def _is_bounding(node: ast.AST, field: str) -> bool:
    """Whether this part of a node keeps a loop or a number small."""
    match node:
        case ast.While():
            return field == "test"
        case ast.For():
            return field in ("target", "iter")
        case ast.BinOp(op=ast.Pow() | ast.LShift()):
            return field == "right"
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return field == "func" or name in _BOUNDED
        case ast.Assign() | ast.AugAssign() | ast.AnnAssign():
            return field in ("target", "targets")
        case ast.FunctionDef():
            return field == "decorator_list"
    return False


def _simpler_statements(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    match node:
        case ast.AugAssign(target=ast.Name(id=name)) if name.startswith("k_"):
            return
        case ast.If(body=body, orelse=orelse):
            yield []
            yield body
            if orelse:
                yield orelse
                yield [ast.If(node.test, body, [])]
        case ast.For(body=body, orelse=orelse) | ast.While(body=body, orelse=orelse):
            yield []
            if orelse:
                without = copy.deepcopy(node)
                without.orelse = []
                yield [without]
            if not _leaves_loop(body):
                yield body
        case ast.Return():
            return
        case ast.Pass():
            yield []
        case _:
            yield []


def _leaves_loop(body: list[ast.stmt]) -> bool:
    return any(isinstance(n, ast.Break | ast.Continue) for s in body for n in ast.walk(s))


def _simpler_expressions(node: ast.expr) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr) and not isinstance(node, ast.Tuple):
            yield child
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        yield ast.Compare(node.left, node.ops[:-1], node.comparators[:-1])
        yield ast.Compare(node.comparators[0], node.ops[1:], node.comparators[1:])
    if isinstance(node, ast.BoolOp) and len(node.values) > 2:
        yield ast.BoolOp(node.op, node.values[:-1])
    if not isinstance(node, ast.Constant | ast.Name | ast.Tuple):
        for value in (0, 1, 0.5, True):
            yield ast.Constant(value)


def _replaced(tree: ast.Module, path: Path, new: list[ast.stmt] | ast.expr) -> ast.Module:
    """A copy of the tree with another node (or several statements) at the end of the path."""
    changed = copy.deepcopy(tree)
    parent: ast.AST = changed
    for field, index in path[:-1]:
        value = getattr(parent, field)
        parent = value if index is None else value[index]
    field, index = path[-1]
    if index is None:
        setattr(parent, field, copy.deepcopy(new))
        return changed
    items = getattr(parent, field)
    items[index : index + 1] = copy.deepcopy(new) if isinstance(new, list) else [new]
    if not items and isinstance(new, list) and field == "body":
        items.append(ast.Pass())
    return changed
