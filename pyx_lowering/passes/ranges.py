"""Finds the range of every int, so that checks which cannot fail are left out.

Intervals are propagated forwards (Cousot and Cousot, "Abstract Interpretation", 1977).
A comparison narrows its operands on the side of a branch where it holds, and after a
branch whose other side leaves. What a loop carries is widened until it no longer
grows, then narrowed again by the loop's test. The result is noted at each operation
(`Node.facts`), because one value has different ranges in different places.

The ranges hold where no int has passed 64 bits: the statement that would do so checks.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pyx_lowering.ir import Block, Function, Node, Operand, Value
from pyx_lowering.ops import FULL, Interval, resolve
from pyx_lowering.passes.conditions import holding
from pyx_lowering.passes.drift import after, drift, most_turns
from pyx_lowering.types import BOOL, INT, INT_MAX, INT_MIN

#: What is known of values where control is; it narrows what is known of them everywhere.
Known = dict[Value, Interval]

#: Bounds at which a growing range stops before the ends of 64 bits.
_LOW_STOPS = (1, 0, -1, INT_MIN)
_HIGH_STOPS = (-1, 0, 1, INT_MAX)

def find_ranges(function: Function) -> None:
    """Note the ranges of int operands at every operation of the function."""
    _Ranges().block(function.body, {})


@dataclass
class _Exits:
    """The ranges with which control leaves the body of a loop; `operands` are their values."""

    operands: list[Sequence[Operand]] = field(default_factory=list)
    continues: list[list[Interval]] = field(default_factory=list)
    breaks: list[list[Interval]] = field(default_factory=list)


class _Ranges:
    def __init__(self) -> None:
        #: The range of each int value wherever it is visible.
        self.everywhere: Known = {}
        self.producers: dict[Value, Node] = {}
        self.loops: list[_Exits] = []

    def of(self, operand: Operand, known: Known) -> Interval:
        """The range of an operand; of one that is no int it means nothing."""
        if isinstance(operand, Value):
            if operand.type == BOOL:
                return Interval(0, 1)
            return known.get(operand) or self.everywhere.get(operand, FULL)
        return Interval(operand, operand) if isinstance(operand, int) else FULL

    def all(self, operands: Sequence[Operand], known: Known) -> list[Interval]:
        return [self.of(operand, known) for operand in operands]

    def block(self, block: Block, known: Known) -> list[Interval] | None:
        """Go through a block, whose `known` is changed; gives the ranges it yields."""
        for node in block.nodes:
            match node.kind:
                case "yield":
                    return self.all(node.args, known)
                case "continue":
                    self.loops[-1].continues.append(self.all(node.args, known))
                    self.loops[-1].operands.append(node.args)
                case "break":
                    self.loops[-1].breaks.append(self.all(node.args, known))
                case "if":
                    self.branch(node, known)
                case "try":
                    self.attempt(node, known)
                case "for":
                    self.for_loop(node, known)
                case "while":
                    self.while_loop(node, known)
                case "call_function":
                    self.operation(node, known)
                case "declare" if node.result.type == INT:
                    self.everywhere[node.result] = self.of(node.args[0], known)
        return None

    def operation(self, node: Node, known: Known) -> None:
        assert callable(node.target)
        node.facts = [
            self.of(arg, known) if isinstance(arg, Value) and arg.type == INT else None
            for arg in node.args
        ]
        for result in node.results:
            self.producers[result] = node
            if result.type == INT:
                overload = resolve(node.target, node.arguments)
                assert overload is not None
                exact = overload.result_interval(node.arguments)
                self.everywhere[result] = (exact and exact.meet(FULL)) or FULL

    def assign(self, values: Sequence[Value], ways: Sequence[Sequence[Interval]]) -> None:
        for index, value in enumerate(values):
            if value.type == INT and ways:
                self.everywhere[value] = _join([way[index] for way in ways])

    # Branches

    def branch(self, node: Node, known: Known) -> None:
        ends = []
        sides: list[Known] = []
        for region, holds in zip(node.regions, (True, False), strict=True):
            side = dict(known)
            self.assume(node.args[0], holds, side)
            yielded = self.block(region, side)
            if yielded is not None:
                ends.append(yielded)
                sides.append(side)
        self.assign(node.results, ends)
        for result in node.results:
            self.producers[result] = node
        if len(sides) == 1:
            known.update(sides[0])  # what made the other side leave does not hold here

    def attempt(self, node: Node, known: Known) -> None:
        """A `try`. Of a cell nothing is known, since the body may have set it anywhere."""
        inside = dict(known)
        self.block(node.regions[0], inside)
        ends, sides = [], []
        for index, region in enumerate(node.regions[1:]):
            side = dict(known) if index else inside
            yielded = self.block(region, side)
            if yielded is not None:
                ends.append(yielded)
                sides.append(side)
        self.assign(node.results, ends)
        if len(sides) == 1:
            known.update(sides[0])

    def assume(self, condition: Operand, holds: bool, known: Known) -> None:
        """Narrow what is known by a condition that holds, or does not."""
        for target, left, right in holding(condition, holds, self.producers):
            self.compare(target, left, right, known)

    def compare(
        self, target: Callable[..., object], left: Operand, right: Operand, known: Known
    ) -> None:
        """Narrow `left`, of which `left target right` holds."""
        if not isinstance(left, Value) or left.type != INT or not _is_int(right):
            return
        before, other = self.of(left, known), self.of(right, known)
        limits = {
            operator.lt: Interval(INT_MIN, other.high - 1),
            operator.le: Interval(INT_MIN, other.high),
            operator.gt: Interval(other.low + 1, INT_MAX),
            operator.ge: Interval(other.low, INT_MAX),
            operator.eq: other,
            operator.ne: _all_but(before, other),
        }
        # Nothing left says that control never comes here; then anything may be assumed.
        narrowed = before.meet(limits[target])
        if narrowed is not None:
            known[left] = narrowed

    # Loops

    def for_loop(self, node: Node, known: Known) -> None:
        body, otherwise = node.regions
        start, stop, step = self.all(node.args[:3], known)
        node.facts = [start, stop, step, *[None] * len(node.args[3:])]
        self.everywhere[body.params[0]] = _indices(start, stop, step)
        carried = body.params[1:]

        def once(inside: Known) -> None:
            self.block(body, inside)

        initial = self.all(node.args[3:], known)
        turns = most_turns(start, stop, step)
        exits = self.repeat(carried, initial, known, once, turns)
        # After the last turn: what goes on from a turn, or no turn at all.
        ends = [_join(ways) for ways in zip(initial, *exits.continues, strict=True)]
        ends = self.limited(carried, initial, ends, exits, turns)
        self.everywhere.update(zip(otherwise.params, ends, strict=True))
        self.leave(node, otherwise, dict(known), exits)

    def while_loop(self, node: Node, known: Known) -> None:
        test, body, otherwise = node.regions
        after: Known = {}

        def once(inside: Known) -> None:
            self.block(test, inside)
            after.clear()
            after.update(inside)
            condition = test.terminator.args[0]
            self.assume(condition, True, inside)
            self.assume(condition, False, after)
            self.block(body, inside)

        exits = self.repeat(test.params, self.all(node.args, known), known, once)
        self.leave(node, otherwise, after, exits)

    def leave(self, node: Node, otherwise: Block, known: Known, exits: _Exits) -> None:
        ended = self.block(otherwise, known)
        self.assign(node.results, [*exits.breaks, *([ended] if ended is not None else [])])

    def repeat(
        self,
        params: Sequence[Value],
        initial: list[Interval],
        known: Known,
        once: Callable[[Known], None],
        turns: int | None = None,
    ) -> _Exits:
        """Go through a loop until the ranges of what it carries hold for every turn.

        turns: how many there are at most, where that is known.
        """

        def turn(ranges: list[Interval]) -> tuple[list[Interval], _Exits]:
            self.everywhere.update(zip(params, ranges, strict=True))
            self.loops.append(_Exits())
            once(dict(known))
            exits = self.loops.pop()
            ways = [initial, *exits.continues]
            return [_join([way[i] for way in ways]) for i in range(len(params))], exits

        ranges = initial
        while True:
            following, exits = turn(ranges)
            wider = [_widen(a, b) for a, b in zip(ranges, following, strict=True)]
            if wider == ranges:
                break
            ranges = wider
        # The ranges hold at every turn, and so does what follows from them; once more
        # through the loop with that, so that the facts in its body are the best ones.
        for _ in range(2):
            if turns is not None:
                ranges = self.limited(params, initial, ranges, exits, max(turns - 1, 0))
            ranges, exits = turn(ranges)
        return exits

    def limited(
        self, params: Sequence[Value], initial: Sequence[Interval], ranges: Sequence[Interval],
        exits: _Exits, turns: int,
    ) -> list[Interval]:
        """The ranges of what a loop carries, as far as it can come in so many turns."""
        result = list(ranges)
        for place, param in enumerate(params):
            following = [operands[place] for operands in exits.operands]
            step = param.type == INT and drift(
                param, following, self.producers, lambda operand: self.of(operand, {}))
            if step:
                reached = after(initial[place], step, turns)
                result[place] = ranges[place].meet(reached) or ranges[place]
        return result


def _is_int(operand: Operand) -> bool:
    if isinstance(operand, Value):
        return operand.type in (INT, BOOL)
    return isinstance(operand, int)


def _join(ranges: Sequence[Interval]) -> Interval:
    result = ranges[0]
    for interval in ranges[1:]:
        result = result.join(interval)
    return result


def _widen(before: Interval, after: Interval) -> Interval:
    """A range with both in it that grows in few steps only."""
    joined = before.join(after)
    low, high = joined.low, joined.high
    if low < before.low:
        low = next(stop for stop in _LOW_STOPS if stop <= low)
    if high > before.high:
        high = next(stop for stop in _HIGH_STOPS if stop >= high)
    return Interval(low, high, joined.nonzero)


def _all_but(before: Interval, other: Interval) -> Interval:
    """Every int of a range but the only one of another."""
    value = other.point
    if value is None:
        return FULL
    if value == 0:
        return Interval(INT_MIN, INT_MAX, nonzero=True)
    if value == before.low:
        return Interval(value + 1, INT_MAX)
    if value == before.high:
        return Interval(INT_MIN, value - 1)
    return FULL


def _indices(start: Interval, stop: Interval, step: Interval) -> Interval:
    """The values of a loop variable: from the first one up to, or down to, the last."""
    up = Interval(start.low, max(start.low, stop.high - 1))
    down = Interval(min(start.high, stop.low + 1), start.high)
    if step.low > 0:
        return up
    return down if step.high < 0 else up.join(down)
