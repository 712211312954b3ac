"""Finds indices that are below the size that they are checked against.

Of every int value it is found by how much it is at most larger than certain others, its
*bases*: `i <= n - 1`, written `{n: -1}`. This is the part of the difference-bound matrices
(Miné, "A New Numerical Abstract Domain Based on Difference-Bound Matrices", PADO 2001) in
which the larger side is a size or the end of a loop. A base must be defined outside of
all loops, so that it means the same number wherever it stands. What a loop carries
starts with what holds before it, and loses each bound that a turn does not keep.

It runs after `ranges`, whose facts at the operations it needs, and notes at each `index`
that its place is below its size (`Node.below`).
"""

from __future__ import annotations

import builtins
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyx_lowering.ir import Block, Function, Node, Operand, Value, walk
from pyx_lowering.ops import FULL, Interval, resolve
from pyx_lowering.ops.arrays import INDICES
from pyx_lowering.passes.conditions import holding
from pyx_lowering.types import BOOL, INT

#: At most this much larger than each of these values.
Upper = Mapping[Value, int]

#: What is known of values where control is.
Known = dict[Value, Upper]

#: Larger offsets say nothing that is worth keeping.
_FAR = 2**60


def find_bounds(function: Function) -> None:
    """Note at every `index` of the function whether its place is below its size."""
    if any(node.target in INDICES for node in walk(function.body)):
        Bounds(function).run()


@dataclass
class _Exits:
    continues: list[list[Upper | int]] = field(default_factory=list)
    breaks: list[list[Upper | int]] = field(default_factory=list)


class Bounds:
    """Goes through a function; `places` has the bounds of each index as it was checked."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.bases = find_bases(function)
        self.everywhere: Known = {}
        self.ranges: dict[Value, Interval] = {}
        self.producers: dict[Value, Node] = {}
        self.loops: list[_Exits] = []
        self.places: dict[Node, Upper] = {}
        #: What is known where the operation stands that is being looked at.
        self.inside: Known = {}

    def run(self) -> None:
        self.block(self.function.body, {})

    # Values

    def upper(self, operand: Operand, known: Known) -> Upper | int:
        """What an operand is at most; a constant is itself."""
        if not isinstance(operand, Value):
            return operand if isinstance(operand, int) else {}
        found = self.stated(operand, known)
        for base, offset in tuple(found.items()):
            found = _both(found, _shifted(self.stated(base, known), offset))
        return _near(found)

    def stated(self, value: Value, known: Known) -> Upper:
        """What is known of a value directly; with bounds of its bases there may be more."""
        found = _both(self.everywhere.get(value, {}), known.get(value, {}))
        return _both(found, {value: 0}) if value in self.bases else found

    def all(self, operands: Sequence[Operand], known: Known) -> list[Upper | int]:
        return [self.upper(operand, known) for operand in operands]

    def low(self, base: Value) -> int:
        """The least value of a base, wherever it is."""
        return self.ranges.get(base, FULL).low

    def relative(self, upper: Upper | int, bases: Iterable[Value]) -> Upper:
        """A constant too is at most so much larger than a base."""
        if not isinstance(upper, int):
            return upper
        return _near({base: upper - self.low(base) for base in bases})

    def join(self, ways: Sequence[Upper | int]) -> Upper:
        """What holds whichever way control came."""
        bases = {base for way in ways if not isinstance(way, int) for base in way}
        found = [self.relative(way, bases) for way in ways]
        return {
            base: max(way[base] for way in found)
            for base in bases if all(base in way for way in found)
        }

    def assign(self, values: Sequence[Value], ways: Sequence[Sequence[Upper | int]]) -> None:
        for place, value in enumerate(values):
            if value.type == INT and ways:
                self.everywhere[value] = self.join([way[place] for way in ways])

    # Operations

    def block(self, block: Block, known: Known) -> list[Upper | int] | None:
        """Go through a block, whose `known` is changed; gives the bounds it yields."""
        for node in block.nodes:
            match node.kind:
                case "yield":
                    return self.all(node.args, known)
                case "continue":
                    self.loops[-1].continues.append(self.all(node.args, known))
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
        return None

    def operation(self, node: Node, known: Known) -> None:
        for result in node.results:
            self.producers[result] = node
            if result.type == INT:
                self.ranges[result] = _range_of(node)
                self.everywhere[result] = self.result(node, known)
        if node.target in INDICES:
            place, size = node.args
            upper = self.upper(place, known)
            below = {(0, 1)} if isinstance(size, Value) and not isinstance(upper, int) and (
                upper.get(size, 0) < 0) else set()
            node.below = frozenset(below)
            self.places[node] = upper if not isinstance(upper, int) else {}
            if isinstance(place, Value) and isinstance(size, Value) and size in self.bases:
                known[place] = _both(known.get(place, {}), {size: -1})

    def result(self, node: Node, known: Known) -> Upper:
        """What the result of an operation is at most, if it is exact."""
        uppers = self.all(node.args, known)
        intervals = _intervals(node)
        self.inside = known
        rule = _RULES.get(node.target)
        return _near(rule(self, node, uppers, intervals)) if rule else {}

    # Branches

    def assume(self, condition: Operand, holds: bool, known: Known) -> None:
        for target, left, right in holding(condition, holds, self.producers):
            if not isinstance(left, Value) or left.type != INT or not _is_int(right):
                continue
            offset = {operator.lt: -1, operator.le: 0, operator.eq: 0}.get(target)
            if offset is not None:
                upper = self.upper(right, known)
                if not isinstance(upper, int):
                    known[left] = _both(known.get(left, {}), _shifted(upper, offset))

    def branch(self, node: Node, known: Known) -> None:
        ends, sides = [], []
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
        """A `try`. Of a cell nothing is known."""
        inside = dict(known)
        self.block(node.regions[0], inside)
        ends = []
        for number, region in enumerate(node.regions[1:]):
            yielded = self.block(region, dict(known) if number else inside)
            if yielded is not None:
                ends.append(yielded)
        self.assign(node.results, ends)

    # Loops

    def for_loop(self, node: Node, known: Known) -> None:
        body, otherwise = node.regions
        start, stop = self.all(node.args[:2], known)
        step = node.facts[2] or FULL
        inside: Upper = {}
        if step.low > 0:
            inside = _shifted(_of(stop), -1)
        elif step.high < 0:
            inside = _of(start)
        self.everywhere[body.params[0]] = inside
        carried = body.params[1:]

        def once(within: Known) -> None:
            self.block(body, within)

        exits = self.repeat(carried, self.all(node.args[3:], known), known, once)
        for param, value in zip(otherwise.params, carried, strict=True):
            self.everywhere[param] = self.everywhere.get(value, {})
        self.leave(node, otherwise, dict(known), exits)

    def while_loop(self, node: Node, known: Known) -> None:
        test, body, otherwise = node.regions
        after: Known = {}

        def once(within: Known) -> None:
            self.block(test, within)
            after.clear()
            after.update(within)
            condition = test.terminator.args[0]
            self.assume(condition, True, within)
            self.assume(condition, False, after)
            self.block(body, within)

        exits = self.repeat(test.params, self.all(node.args, known), known, once)
        self.leave(node, otherwise, after, exits)

    def leave(self, node: Node, otherwise: Block, known: Known, exits: _Exits) -> None:
        ended = self.block(otherwise, known)
        self.assign(node.results, [*exits.breaks, *([ended] if ended is not None else [])])

    def repeat(
        self, params: Sequence[Value], initial: list[Upper | int], known: Known,
        once: Callable[[Known], None],
    ) -> _Exits:
        """Go through a loop until the bounds of what it carries hold at every turn."""
        current: list[Upper] = [
            self.relative(upper, self.bases) if param.type == INT else {}
            for upper, param in zip(initial, params, strict=True)]
        while True:
            self.everywhere.update(zip(params, current, strict=True))
            self.loops.append(_Exits())
            once(dict(known))
            exits = self.loops.pop()
            ways = [
                self.join([current[place], *(way[place] for way in exits.continues)])
                for place in range(len(params))]
            kept: list[Upper] = [
                {base: offset for base, offset in before.items()
                 if base in after and after[base] <= offset}
                for before, after in zip(current, ways, strict=True)]
            if kept == current:
                return exits
            current = [*kept]


def find_bases(function: Function) -> frozenset[Value]:
    """The sizes and the ends of loops that are defined outside of all loops."""
    outside = set(function.body.params)
    _defined(function.body, outside)
    wanted: set[Operand] = set()
    for node in walk(function.body):
        if node.target in INDICES:
            wanted.add(node.args[1])
        elif node.kind == "for":
            wanted.update(node.args[:2])
    return frozenset(value for value in outside if value in wanted and value.type == INT)


def _defined(block: Block, outside: set[Value]) -> None:
    for node in block.nodes:
        # A cell is the one value that changes.
        if node.kind != "cell":
            outside.update(node.results)
        if node.kind in ("if", "try"):
            for region in node.regions:
                _defined(region, outside)


def _is_int(operand: Operand) -> bool:
    if isinstance(operand, Value):
        return operand.type in (INT, BOOL)
    return isinstance(operand, int)


def _intervals(node: Node) -> list[Interval]:
    return [argument.known or FULL for argument in node.arguments]


def _range_of(node: Node) -> Interval:
    from_row = _result_interval(node)
    return (from_row and from_row.meet(FULL)) or FULL


def _result_interval(node: Node) -> Interval | None:
    assert callable(node.target)
    overload = resolve(node.target, node.arguments)
    return None if overload is None else overload.result_interval(node.arguments)


# How bounds go through operations: `uppers` and `ranges` are those of the operands

Rule = Callable[[Bounds, Node, Sequence[Upper | int], Sequence[Interval]], Upper]


def _of(upper: Upper | int) -> Upper:
    return {} if isinstance(upper, int) else upper


def _add(_: Bounds, node: Node, uppers: Sequence[Upper | int], ranges: Sequence[Interval]) -> Upper:
    return _both(_shifted(_of(uppers[0]), ranges[1].high), _shifted(_of(uppers[1]), ranges[0].high))


def _sub(_: Bounds, node: Node, uppers: Sequence[Upper | int], ranges: Sequence[Interval]) -> Upper:
    return _shifted(_of(uppers[0]), -ranges[1].low)


def _min(_: Bounds, node: Node, uppers: Sequence[Upper | int], ranges: Sequence[Interval]) -> Upper:
    return _both(_of(uppers[0]), _of(uppers[1]))


def _max(
    bounds: Bounds, node: Node, uppers: Sequence[Upper | int], ranges: Sequence[Interval]
) -> Upper:
    return bounds.join(uppers)


def _quotient(
    bounds: Bounds, node: Node, uppers: Sequence[Upper | int], ranges: Sequence[Interval]
) -> Upper:
    dividend, divisor = ranges
    smaller = _of(uppers[0]) if dividend.low >= 0 and divisor.low >= 1 else {}
    return _both(smaller, _middle(bounds, node))


def _middle(bounds: Bounds, node: Node) -> Upper:
    """`(x + y) // 2`, of which both are at most so much larger than one base."""
    total = bounds.producers.get(node.args[0]) if isinstance(node.args[0], Value) else None
    if node.args[1] != 2 or total is None or total.target is not operator.add:
        return {}
    first, second = (_of(bounds.upper(arg, bounds.inside)) for arg in total.args)
    return {base: (first[base] + second[base]) // 2 for base in first if base in second}


def _shift(
    _: Bounds, node: Node, uppers: Sequence[Upper | int], ranges: Sequence[Interval]
) -> Upper:
    return _of(uppers[0]) if ranges[0].low >= 0 and ranges[1].low >= 0 else {}


def _mod(_: Bounds, node: Node, uppers: Sequence[Upper | int], ranges: Sequence[Interval]) -> Upper:
    """Smaller than a divisor that is positive."""
    if ranges[1].low < 1:
        return {}
    same = _of(uppers[0]) if ranges[0].low >= 0 else {}
    return _both(same, _shifted(_of(uppers[1]), -1))


def _same(
    _: Bounds, node: Node, uppers: Sequence[Upper | int], ranges: Sequence[Interval]
) -> Upper:
    return _of(uppers[0])


def _index(
    _: Bounds, node: Node, uppers: Sequence[Upper | int], ranges: Sequence[Interval]
) -> Upper:
    """A place that was checked."""
    same = _of(uppers[0]) if ranges[0].low >= 0 else {}
    return _both(same, _shifted(_of(uppers[1]), -1))


_RULES: dict[object, Rule] = {
    operator.add: _add, operator.sub: _sub, builtins.min: _min, builtins.max: _max,
    operator.floordiv: _quotient, operator.rshift: _shift, operator.mod: _mod,
    builtins.int: _same, operator.pos: _same, operator.index: _same,
    **dict.fromkeys(INDICES, _index),
}


def _both(first: Upper, second: Upper) -> Upper:
    """What holds if both do."""
    if not first or not second:
        return first or second
    smallest = dict(first)
    for base, offset in second.items():
        smallest[base] = min(offset, smallest.get(base, offset))
    return smallest


def _shifted(upper: Upper, by: int) -> Upper:
    return {base: offset + by for base, offset in upper.items()} if by else upper


def _near(upper: Upper) -> Upper:
    return {base: offset for base, offset in upper.items() if abs(offset) < _FAR}
