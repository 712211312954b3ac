"""Computes both sides of `a and b` where the second one only reads an element that is there.

`x == 3 or (board[i, j] and x == 2)` asks whether to read an element. A compiler of C keeps the
question, because it does not know that the element is there, and a loop with such a question is
not vectorized. Here it may be known: its index cannot be out of bounds, whatever the first side
says. Then a bool that is not itself a question is joined of both sides by `&` and `|`.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from dataclasses import dataclass

from pyx_lowering.ir import Block, Function, Node, Operand, Value, walk
from pyx_lowering.ops import resolve
from pyx_lowering.ops.arrays import INDICES, element, load
from pyx_lowering.passes.bounds import find_bounds
from pyx_lowering.passes.conditions import OPPOSITE
from pyx_lowering.passes.ranges import find_ranges
from pyx_lowering.types import BOOL

#: Sides of more operations than this are not computed in vain.
_MOST_NODES = 12

_READS = (load, element)
_CHEAP = {*_READS, *INDICES, *OPPOSITE, operator.and_, operator.or_, operator.not_, bool}


@dataclass(eq=False)
class _Joined:
    """A choice that was replaced by its nodes and an operation, and where it stood."""

    block: Block
    choice: Node
    made: list[Node]

    def is_safe(self) -> bool:
        """Whether no check is needed for what is computed in any case."""
        return not any(_raises(node) for node in self.made)

    def undo(self) -> None:
        place = self.block.nodes.index(self.made[0])
        self.block.nodes[place:place + len(self.made)] = [self.choice]


def speculate(function: Function) -> None:
    """Join the sides of bools in loops."""
    tests = {arg for node in walk(function.body) for arg in _tested(node)}
    loops = [node for node in walk(function.body) if node.kind == "for"]
    joined = [each for loop in loops for each in _join(loop.regions[0], tests)]
    unsafe = joined
    while unsafe:
        find_ranges(function)
        find_bounds(function)
        unsafe = [each for each in joined if not each.is_safe()]
        for each in unsafe:
            each.undo()
        joined = [each for each in joined if each not in unsafe]


def _tested(node: Node) -> Iterator[Operand]:
    if node.kind == "if":
        yield node.args[0]
    if node.kind == "while":
        yield node.regions[0].terminator.args[0]


def _join(block: Block, tests: set[Operand]) -> Iterator[_Joined]:
    """Join what can be joined in a block and in its branches."""
    for node in list(block.nodes):
        if node.kind != "if":
            continue
        made = None if tests.intersection(node.results) else _sides(node)
        if made and len(made) <= _MOST_NODES and any(each.target in _READS for each in made):
            place = block.nodes.index(node)
            block.nodes[place:place + 1] = made
            yield _Joined(block, node, made)
            continue
        for region in node.regions:
            yield from _join(region, tests)


def _sides(choice: Node) -> list[Node] | None:
    """The nodes of both sides and what joins them; None if it is no such choice."""
    if len(choice.results) != 1 or choice.result.type != BOOL or any(
        region.terminator.kind != "yield" for region in choice.regions
    ):
        return None
    first, second = (region.terminator.args[0] for region in choice.regions)
    inside: list[Node] = []
    for node in (node for region in choice.regions for node in region.nodes[:-1]):
        made = _sides(node) if node.kind == "if" else [node] if _is_cheap(node) else None
        if made is None:
            return None
        inside += made
    test = choice.args[0]
    if isinstance(first, bool):
        constant, other, negated = first, second, first is False
    elif isinstance(second, bool):
        constant, other, negated = second, first, second is True
    else:
        return None
    if negated:
        value = Value("not_result", BOOL, choice.span)
        inside.append(Node("call_function", operator.not_, [test], [value], span=choice.span))
        test = value
    target = operator.or_ if constant else operator.and_
    return [*inside, Node(
        "call_function", target, [test, other], choice.results, span=choice.span)]


def _is_cheap(node: Node) -> bool:
    return node.kind == "call_function" and node.target in _CHEAP and not _raises(node)


def _raises(node: Node) -> bool:
    assert callable(node.target)
    overload = resolve(node.target, node.arguments)
    assert overload is not None
    overload = overload.specialized(node.arguments)
    return overload.raises or overload.checked or overload.needs_gil


__all__ = ["speculate"]
