"""Comparisons of tuples and objects, which become comparisons of their items.

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
from pyx_lowering.types import BOOL, ClassType, OptionalType, TupleType, Type

_EQUALITY = frozenset({operator.eq, operator.ne, equal_items})
_ORDER = frozenset({operator.lt, operator.le, operator.gt, operator.ge})


def comparable(target: Callable[..., object], types: Sequence[Type]) -> bool:
    """Whether an operation compares two tuples, or two objects of one class."""
    return (target in _EQUALITY or target in _ORDER) and len(types) == 2 and all(
        isinstance(type_, TupleType) for type_ in types) and _match(target, *types)


def _match(target: Callable[..., object], first: Type, second: Type) -> bool:
    """Whether two items can be compared."""
    if not isinstance(first, TupleType) or not isinstance(second, TupleType):
        arguments = [Argument(first), Argument(second)]
        return resolve(equal_items, arguments) is not None and (
            target not in _ORDER or resolve(target, arguments) is not None)
    if target in _ORDER and (isinstance(first, OptionalType) or isinstance(second, OptionalType)):
        return False
    if isinstance(first, OptionalType) != isinstance(second, OptionalType):
        return False
    for type_ in (first, second):
        if isinstance(type_, ClassType) and not type_.kind.is_tuple and (
            first != second or target in _ORDER
        ):
            return False
    return len(first.items) == len(second.items) and all(
        _match(target, a, b) for a, b in zip(first.items, second.items, strict=True))


def expand_comparison(node: Node) -> list[Node]:
    """The nodes that do what a comparison of tuples does; the last one gives its result."""
    nodes: list[Node] = []
    expansion = _Expansion(node.span)
    if node.target in _ORDER:
        assert callable(node.target)
        expansion.order(node.target, node.args[0], node.args[1], nodes)
        nodes[-1].results = node.results
        return nodes
    same = expansion.compare(node.args[0], node.args[1], nodes)
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
            return self.all(self.pairs(left, right, nodes), nodes)
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
        return self.choice(same, rest, following, [], False, nodes)

    def order(
        self, target: Callable[..., object], left: Operand, right: Operand, nodes: list[Node]
    ) -> Operand:
        """The order of two tuples: that of the first items that are not equal."""
        if not isinstance(operand_type(left), TupleType):
            result = Value("ordered", BOOL, self.span)
            nodes.append(Node("call_function", target, [left, right], [result], span=self.span))
            return result
        return self.first_different(target, self.pairs(left, right, nodes), nodes)

    def first_different(
        self, target: Callable[..., object], pairs: Sequence[tuple[Operand, Operand]],
        nodes: list[Node],
    ) -> Operand:
        same = self.compare(*pairs[0], nodes)
        equal: list[Node] = []
        following: Operand = target in (operator.le, operator.ge)
        if len(pairs) > 1:
            following = self.first_different(target, pairs[1:], equal)
        different: list[Node] = []
        ordered = self.order(target, *pairs[0], different)
        return self.choice(same, equal, following, different, ordered, nodes)

    def choice(
        self, condition: Operand, then: list[Node], first: Operand, otherwise: list[Node],
        second: Operand, nodes: list[Node],
    ) -> Operand:
        result = Value("same", BOOL, self.span)
        regions = [
            Block([], [*side, Node("yield", None, [operand], span=self.span)])
            for side, operand in ((then, first), (otherwise, second))]
        nodes.append(Node("if", None, [condition], [result], regions, span=self.span))
        return result

    def pairs(
        self, left: Operand, right: Operand, nodes: list[Node]
    ) -> list[tuple[Operand, Operand]]:
        """The items of two tuples."""
        first, second = operand_type(left), operand_type(right)
        assert isinstance(first, TupleType)
        assert isinstance(second, TupleType)
        return [(self.item(left, first, index, nodes), self.item(right, second, index, nodes))
                for index in range(len(first.items))]

    def item(
        self, owner: Operand, type_: TupleType, index: int, nodes: list[Node]
    ) -> Operand:
        result = Value("item", type_.items[index], self.span)
        nodes.append(Node(
            "item", "item", [owner, index, len(type_.items)], [result], span=self.span))
        return result
