"""How far a loop can take what it counts.

A variable that each turn of a `for` changes by a sum with something else is, after k
turns, at most k times the largest of these steps away from where it began. So
`count += 1` needs no check of overflow in a loop over an array or `range(n)`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence

from pyx_lowering.ir import Node, Operand, Value
from pyx_lowering.ops.interval import Interval, add, point, sub

#: Operations that add to their first operand, and whether also to their second.
_STEPS: Mapping[object, tuple[Callable[[Interval, Interval], Interval], bool]] = {
    operator.add: (add, True), operator.sub: (sub, False)}

#: The range of an operand wherever it is visible.
RangeOf = Callable[[Operand], Interval]


def most_turns(start: Interval, stop: Interval, step: Interval) -> int:
    """The most turns that a `for` over such a range makes."""
    up, down = stop.high - start.low, start.high - stop.low
    if step.low > 0:
        return max(0, -(-up // step.low))
    if step.high < 0:
        return max(0, -(down // step.high))
    return max(0, up, down)


def drift(
    param: Value, following: Sequence[Operand], producers: Mapping[Value, Node], range_of: RangeOf
) -> Interval | None:
    """By how much one turn changes what a loop carries; None if that is not known.

    following: what the next turn begins with, on each way there.
    """
    found: dict[Value, Interval | None] = {param: point(0)}

    def of(operand: Operand) -> Interval | None:
        if not isinstance(operand, Value):
            return None
        if operand not in found:
            found[operand] = None  # for what would depend on itself
            found[operand] = step_of(operand)
        return found[operand]

    def step_of(value: Value) -> Interval | None:
        node = producers.get(value)
        if node is None:
            return None
        if node.kind == "if":
            place = node.results.index(value)
            ends = [region.terminator for region in node.regions]
            return _all([of(end.args[place]) for end in ends if end.kind == "yield"])
        if node.target not in _STEPS:
            return None
        combine, both = _STEPS[node.target]
        left, right = node.args
        before = of(left)
        if before is None and both:
            before, right = of(right), left
        return None if before is None else combine(before, range_of(right))

    return _all([of(operand) for operand in following])


def after(initial: Interval, step: Interval, turns: int) -> Interval:
    """Where a variable can be after no more turns than these."""
    return Interval(
        initial.low + min(0, turns * step.low), initial.high + max(0, turns * step.high))


def _all(steps: Sequence[Interval | None]) -> Interval | None:
    result: Interval | None = None
    for step in steps:
        if step is None:
            return None
        result = step if result is None else result.join(step)
    return result
