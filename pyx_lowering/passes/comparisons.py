"""Comparisons of tuples and objects for equality, which become comparisons of their items.

Python takes two items for equal if they are the same object or compare equal; of a nan,
only Python knows which object it is, so that `equal_items` asks it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

from pyx_lowering.ir import Block, Node, Operand, Value, operand_type
from pyx_lowering.ops import Argument, resolve
from pyx_lowering.ops.internal import equal_items
from pyx_lowering.source import Span
from pyx_lowering.types import BOOL, ClassType, TupleType, Type

_TARGETS = frozenset({operator.eq, operator.ne, equal_items})


def comparable(target: Callable[..., object], types: Sequence[Type]) -> bool:
    """Whether an operation compares two tuples, or two objects of one class."""
    return target in _TARGETS and len(types) == 2 and all(
        isinstance(type_, TupleType) for type_ in types) and _match(types[0], types[1])


def _match(first: Type, second: Type) -> bool:
    """Whether two types of items can be compared; those of other tuples are just not equal."""
    if not isinstance(first, TupleType) or not isinstance(second, TupleType):
        return resolve(equal_items, [Argument(first), Argument(second)]) is not None
    for type_ in (first, second):
        if isinstance(type_, ClassType) and not type_.kind.is_tuple and first != second:
            return False
    return len(first.items) == len(second.items) and all(
        map(_match, first.items, second.items))


def expand_comparison(node: Node) -> list[Node]:
    """The nodes that do what a comparison of tuples does; the last one gives its result."""
    nodes: list[Node] = []
    same = _Expansion(node.span).compare(node.args[0], node.args[1], nodes)
    if node.target is operator.ne:
        nodes.append(Node("call_function", operator.not_, [same], span=node.span))
    nodes[-1].results = node.results
    return nodes


class _Expansion:
    def __init__(self, span: Span | None) -> None:
        self.span = span

    def compare(self, left: Operand, right: Operand, nodes: list[Node]) -> Operand:
        first, second = operand_type(left), operand_type(right)
        if isinstance(first, TupleType) and isinstance(second, TupleType):
            pairs = [
                (self.item(left, first, index, nodes), self.item(right, second, index, nodes))
                for index in range(len(first.items))]
            return self.all(pairs, nodes)
        result = Value("same", BOOL, self.span)
        nodes.append(Node("call_function", equal_items, [left, right], [result], span=self.span))
        return result

    def all(self, pairs: Sequence[tuple[Operand, Operand]], nodes: list[Node]) -> Operand:
        """Whether all pairs are equal: only the first that is not is looked at."""
        same = self.compare(*pairs[0], nodes)
        if len(pairs) == 1:
            return same
        rest: list[Node] = []
        following = self.all(pairs[1:], rest)
        result = Value("same", BOOL, self.span)
        nodes.append(Node(
            "if", None, [same], [result],
            [Block([], [*rest, Node("yield", None, [following], span=self.span)]),
             Block([], [Node("yield", None, [False], span=self.span)])],
            span=self.span))
        return result

    def item(
        self, owner: Operand, type_: TupleType, index: int, nodes: list[Node]
    ) -> Operand:
        result = Value("item", type_.items[index], self.span)
        nodes.append(Node(
            "item", "item", [owner, index, len(type_.items)], [result], span=self.span))
        return result
