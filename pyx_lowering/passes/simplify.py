"""Removes operations that give their own argument, and results that are known.

`float` of a float and an annotation of the right type give their argument; an item of a
tuple that is made here is what the tuple is made of; a result of a branch or loop that is
the same constant on every way out is that constant.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyx_lowering.ir import (
    UNBOUND_VALUE,
    Block,
    Function,
    Node,
    Operand,
    Value,
    operand_type,
)
from pyx_lowering.ops import resolve
from pyx_lowering.types import BOOL

#: The kinds of nodes that go where their result is another operand.
_REPLACED = frozenset({"declare", "call_function", "tuple", "item"})


def simplify(function: Function) -> None:
    """Replace every value that is known to be another operand."""
    known: dict[Value, Operand] = {}
    _find(function.body, known, [], {})
    _replace(function.body, known)


def _resolved(operand: Operand, known: dict[Value, Operand]) -> Operand:
    while isinstance(operand, Value) and operand in known:
        operand = known[operand]
    return operand


def _find(
    block: Block, known: dict[Value, Operand], breaks: list[list[Sequence[Operand]]],
    made: dict[Value, Node],
) -> Sequence[Operand] | None:
    """Note what is known in a block; gives what it yields, if it does."""
    for node in block.nodes:
        match node.kind:
            case "yield":
                return [_resolved(arg, known) for arg in node.args]
            case "break":
                breaks[-1].append([_resolved(arg, known) for arg in node.args])
            case "if":
                _decide(node, known)
                sides = [_find(region, known, breaks, made) for region in node.regions]
                _note_results(node, sides, known)
            case "try":
                _find(node.regions[0], known, breaks, made)
                ends = [_find(region, known, breaks, made) for region in node.regions[1:]]
                _note_results(node, ends, known)
            case "for" | "while":
                breaks.append([])
                for region in node.regions[:-1]:
                    _find(region, known, breaks, made)
                ways: list[Sequence[Operand] | None] = [*breaks.pop()]
                ways.append(_find(node.regions[-1], known, breaks, made))
                _note_results(node, ways, known)
            case "tuple" | "item":
                _note_item(node, known, made)
                made[node.result] = node
            case "declare" | "call_function" if node.results:
                if _gives_argument(node, known):
                    known[node.result] = node.args[0]
    return None


def _decide(node: Node, known: dict[Value, Operand]) -> None:
    """Where a side yields the condition itself, it is known which bool that is."""
    condition = _resolved(node.args[0], known)
    for region, truth in zip(node.regions, (True, False), strict=True):
        end = region.terminator
        if end.kind != "yield" or operand_type(condition) != BOOL:
            continue
        end.args = [
            truth if _resolved(arg, known) is condition and result.type == BOOL else arg
            for arg, result in zip(end.args, node.results, strict=True)]


def _note_item(node: Node, known: dict[Value, Operand], made: dict[Value, Node]) -> None:
    """An item of a tuple made here, or a tuple of all items of another one, in order."""
    args = [_resolved(arg, known) for arg in node.args]
    if node.kind == "item":
        whole = made.get(args[0]) if isinstance(args[0], Value) else None
        if whole is not None and whole.kind == "tuple":
            assert isinstance(args[1], int)
            known[node.result] = _resolved(whole.args[args[1]], known)
        return
    items = [made.get(arg) if isinstance(arg, Value) else None for arg in args]
    first = items[0]
    if first is None or first.kind != "item":
        return
    owner = _resolved(first.args[0], known)
    if operand_type(owner) == node.result.type and all(
        item is not None and item.kind == "item" and item.args[1] == index
        and _resolved(item.args[0], known) is owner for index, item in enumerate(items)
    ):
        known[node.result] = owner


def _gives_argument(node: Node, known: dict[Value, Operand]) -> bool:
    if node.kind == "declare":
        return operand_type(node.args[0]) == node.result.type
    assert callable(node.target)
    overload = resolve(node.target, node.arguments)
    return overload is not None and overload.identity and (
        operand_type(node.args[0]) == node.result.type)


def _note_results(
    node: Node, ways: Sequence[Sequence[Operand] | None], known: dict[Value, Operand]
) -> None:
    ends = [way for way in ways if way is not None]
    for index, result in enumerate(node.results):
        operands = [end[index] for end in ends]
        first = operands[0] if operands else UNBOUND_VALUE
        if first is UNBOUND_VALUE or isinstance(first, Value):
            continue
        # Compared as text, because 0.0 and -0.0 differ and nan is itself.
        if all(not isinstance(o, Value) and repr(o) == repr(first) for o in operands):
            known[result] = first


def _replace(block: Block, known: dict[Value, Operand]) -> None:
    kept: list[Node] = []
    for node in block.nodes:
        for region in node.regions:
            _replace(region, known)
        if node.kind in _REPLACED and node.results and node.result in known:
            replacement = _resolved(node.result, known)
            if node.result.named and isinstance(replacement, Value) and not replacement.named:
                replacement.base, replacement.named = node.result.base, True
            continue
        node.args = [_resolved(arg, known) for arg in node.args]
        kept.append(node)
    block.nodes = kept
