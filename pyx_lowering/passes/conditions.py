"""Which comparisons hold where a condition does, or does not."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping

from pyx_lowering.ir import Node, Operand, Value

#: A comparison that holds: `left target right`.
Comparison = tuple[Callable[..., object], Operand, Operand]

OPPOSITE: Mapping[object, Callable[..., object]] = {
    operator.lt: operator.ge, operator.ge: operator.lt, operator.gt: operator.le,
    operator.le: operator.gt, operator.eq: operator.ne, operator.ne: operator.eq,
}
MIRRORED: Mapping[object, Callable[..., object]] = {
    operator.lt: operator.gt, operator.gt: operator.lt, operator.le: operator.ge,
    operator.ge: operator.le, operator.eq: operator.eq, operator.ne: operator.ne,
}


def holding(
    condition: Operand, holds: bool, producers: Mapping[Value, Node]
) -> Iterator[Comparison]:
    """The comparisons that follow, each also with its sides exchanged."""
    node = producers.get(condition) if isinstance(condition, Value) else None
    if node is None:
        return
    if node.kind == "if":
        yield from _both(node, holds, producers)
    elif node.target is operator.not_:
        yield from holding(node.args[0], not holds, producers)
        yield operator.eq if holds else operator.ne, node.args[0], 0
    elif node.target is bool:
        yield operator.ne if holds else operator.eq, node.args[0], 0
    elif node.target in OPPOSITE:
        assert callable(node.target)
        target = node.target if holds else OPPOSITE[node.target]
        left, right = node.args
        yield target, left, right
        yield MIRRORED[target], right, left


def _both(node: Node, holds: bool, producers: Mapping[Value, Node]) -> Iterator[Comparison]:
    """`a and b` that holds, or `a or b` that does not: both sides are known."""
    if len(node.results) != 1 or any(r.terminator.kind != "yield" for r in node.regions):
        return
    then, otherwise = (region.terminator.args[0] for region in node.regions)
    if holds and otherwise is False:
        yield from holding(node.args[0], True, producers)
        yield from holding(then, True, producers)
    elif not holds and then is True:
        yield from holding(node.args[0], False, producers)
        yield from holding(otherwise, False, producers)
