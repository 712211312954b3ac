"""What a `for` loop goes over: ranges, tuples, and what `enumerate`, `zip` and `reversed`
make of these. All know their length before the first turn, and give item after item.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass, field

from pyx_lowering import errors
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops.internal import check_step, count_of, range_item
from pyx_lowering.ops.lists import known_item, list_length
from pyx_lowering.trace import arrays, strings
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Symbolic, Traced
from pyx_lowering.trace.classes import ClassTracer
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.types import LIST


@dataclass(frozen=True)
class Source:
    """Something that is looped over, at `node`."""

    tracer: ClassTracer
    node: ast.expr

    def length(self) -> Operand:
        """How many turns the loop has."""
        raise TypeError("a source knows its length")

    def item(self, turn: Operand) -> Traced:
        """What the loop variable holds at a turn, counted from 0."""
        raise TypeError("a source knows its items")

    @property
    def changes(self) -> bool:
        """Whether its length may change while it is looped over."""
        return False

    def written(self, hidden: Hidden, turn: str) -> tuple[list[ast.expr], ast.expr]:
        """The conditions of a turn, and its item, as expressions of the name `turn`."""
        raise self.tracer.unsupported(
            self.node, f"`{ast.unparse(self.node)}` beside a list")


@dataclass
class Hidden:
    """Names for values, which expressions of the tracer's own read; no name of the author's."""

    suffix: str
    values: dict[str, Traced] = field(default_factory=dict)

    def name(self, base: str, value: Traced) -> ast.expr:
        name = f"{base}_{len(self.values)}{self.suffix}"
        self.values[name] = value
        return ast.Name(name, ast.Load())


def _before(turn: str, length: ast.expr) -> ast.expr:
    return ast.Compare(ast.Name(turn, ast.Load()), [ast.Lt()], [length])


def _apply(target: Callable[..., object], *arguments: ast.expr) -> ast.expr:
    """A call of an internal operation, which has no name in the source."""
    return ast.Call(ast.Constant(target), list(arguments), [])  # type: ignore[arg-type]


@dataclass(frozen=True)
class ListItems(Source):
    """The items of a list, which may become longer or shorter meanwhile."""

    value: Value

    @property
    def changes(self) -> bool:
        return True

    def written(self, hidden: Hidden, turn: str) -> tuple[list[ast.expr], ast.expr]:
        name = hidden.name("items", self.value)
        return [_before(turn, _apply(list_length, name))], _apply(
            known_item, name, ast.Name(turn, ast.Load()))


@dataclass(frozen=True)
class ReversedListItems(ListItems):
    """The items that a list has, from the last to the first, until one is not there any more."""

    def written(self, hidden: Hidden, turn: str) -> tuple[list[ast.expr], ast.expr]:
        name = hidden.name("items", self.value)
        length = self.tracer.builder.emit(
            "call_function", list_length, [self.value], self.tracer.span(self.node),
            ["length"]).result
        count = hidden.name("length", length)
        place = ast.BinOp(
            ast.BinOp(count, ast.Sub(), ast.Name(turn, ast.Load())), ast.Sub(), ast.Constant(1))
        return [_before(turn, count), ast.Compare(
            place, [ast.Lt()], [_apply(list_length, name)])], _apply(known_item, name, place)


@dataclass(frozen=True)
class Range(Source):
    """`range(start, stop, step)`."""

    start: Operand
    stop: Operand
    step: Operand

    def bounds(self) -> list[Operand]:
        return [self.start, self.stop, self.step]

    def length(self) -> Operand:
        return self.tracer.operation(count_of, self.bounds(), self.node)

    def item(self, turn: Operand) -> Traced:
        if self.start == 0 and self.step == 1 and not isinstance(self.start, bool):
            return turn
        return self.tracer.operation(range_item, [self.start, self.step, turn], self.node)

    def written(self, hidden: Hidden, turn: str) -> tuple[list[ast.expr], ast.expr]:
        start, step = hidden.name("start", self.start), hidden.name("step", self.step)
        return [_before(turn, hidden.name("length", self.length()))], _apply(
            range_item, start, step, ast.Name(turn, ast.Load()))


@dataclass(frozen=True)
class Items(Source):
    """The items of a tuple, which must have one type."""

    items: tuple[Traced, ...]

    def length(self) -> Operand:
        return len(self.items)

    def item(self, turn: Operand) -> Traced:
        return self.tracer.choose(self.items, turn, self.node)

    def written(self, hidden: Hidden, turn: str) -> tuple[list[ast.expr], ast.expr]:
        place = ast.Name(turn, ast.Load())
        return [_before(turn, ast.Constant(len(self.items)))], ast.Subscript(
            hidden.name("items", self.items), place, ast.Load())


@dataclass(frozen=True)
class Elements(Source):
    """The elements of an array of one dimension, or the rows of one of more."""

    array: arrays.View

    def length(self) -> Operand:
        return self.array.shape[0]

    def item(self, turn: Operand) -> Traced:
        builder, span = self.tracer.builder, self.tracer.span(self.node)
        if len(self.array.shape) == 1:
            return arrays.read_at(builder, self.array, [turn], self.node)
        return arrays.at(builder, self.array, 0, turn, span)


@dataclass(frozen=True)
class StringItems(Source):
    """The characters of a str, or the bytes of bytes."""

    value: Traced

    def length(self) -> Operand:
        return strings.length(
            self.tracer.builder, self.value, self.tracer.span(self.node))

    def item(self, turn: Operand) -> Traced:
        return strings.item(
            self.tracer.builder, self.value, turn, self.tracer.span(self.node))

    def written(self, hidden: Hidden, turn: str) -> tuple[list[ast.expr], ast.expr]:
        name = hidden.name("string", self.value)
        item = strings.item_operation(self.tracer.builder, self.value)
        return [_before(turn, hidden.name("length", self.length()))], _apply(
            item, name, ast.Name(turn, ast.Load()))


@dataclass(frozen=True)
class Reversed(Source):
    """The items of another source from the last to the first."""

    source: Source

    def length(self) -> Operand:
        return self.source.length()

    def item(self, turn: Operand) -> Traced:
        last = self.tracer.operation(operator.sub, [self.length(), 1], self.node)
        return self.source.item(self.tracer.operation(operator.sub, [last, turn], self.node))


@dataclass(frozen=True)
class Enumerated(Source):
    """Pairs of a count and an item."""

    source: Source
    start: Operand

    def length(self) -> Operand:
        return self.source.length()

    def item(self, turn: Operand) -> Traced:
        count = turn
        if self.start != 0:
            count = self.tracer.operation(operator.add, [self.start, turn], self.node)
        return count, self.source.item(turn)

    @property
    def changes(self) -> bool:
        return self.source.changes

    def written(self, hidden: Hidden, turn: str) -> tuple[list[ast.expr], ast.expr]:
        tests, item = self.source.written(hidden, turn)
        count = ast.BinOp(
            hidden.name("start", self.start), ast.Add(), ast.Name(turn, ast.Load()))
        return tests, ast.Tuple([count, item], ast.Load())


@dataclass(frozen=True)
class Zipped(Source):
    """Tuples of the items of several sources, as many as the shortest one has."""

    sources: tuple[Source, ...]

    def length(self) -> Operand:
        shortest: Operand = 0
        for index, source in enumerate(self.sources):
            length = source.length()
            shortest = length if index == 0 else self.tracer.operation(
                min, [shortest, length], self.node)
        return shortest

    def item(self, turn: Operand) -> Traced:
        return tuple(source.item(turn) for source in self.sources)

    @property
    def changes(self) -> bool:
        return any(source.changes for source in self.sources)

    def written(self, hidden: Hidden, turn: str) -> tuple[list[ast.expr], ast.expr]:
        parts = [source.written(hidden, turn) for source in self.sources]
        return [test for tests, _ in parts for test in tests], ast.Tuple(
            [item for _, item in parts], ast.Load())


def iteration(tracer: ClassTracer, node: ast.expr) -> Source:
    """What an expression gives to loop over; raises `TraceError`."""
    if isinstance(node, ast.Call):
        callee = tracer.static(node.func)
        if callee in (range, reversed, enumerate, zip):
            return _called(tracer, callee, node)
    value = tracer.value(node)
    if isinstance(value, Value) and tracer.builder.known_type(value) == LIST:
        return ListItems(tracer, node, value)
    items = tracer.builder.sequence(value, tracer.span(node))
    if items is not None:
        return Items(tracer, node, items)
    if value in tracer.builder.poisoned:
        return Items(tracer, node, (value,))
    if isinstance(value, Symbolic) or value in tracer.builder.arrays:
        if not isinstance(value, arrays.View):
            value = tracer.builder.pack(value, tracer.span(node))
        seen = arrays.view_of(tracer.builder, value)
        if not seen.shape:
            raise arrays.unsupported(
                tracer.builder, seen, "a loop over the items", node, arrays.ITEM_HELP)
        return Elements(tracer, node, seen)
    if strings.string_type(tracer.builder, value):
        return StringItems(tracer, node, value)
    raise TraceError(errors.EXPRESSION.at(
        tracer.span(node), expression=f"a loop over `{ast.unparse(node)}`",
        help="loop over `range(...)`, a tuple, a list, a str, bytes, an array, "
             "or `enumerate`, `zip` or `reversed` of these"))


def _called(tracer: ClassTracer, callee: object, node: ast.Call) -> Source:
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    if callee is range:
        return _range(tracer, node)
    if callee is zip:
        if keywords.pop("strict", None) is not None or keywords:
            raise tracer.unsupported(node, "a keyword of `zip`")
        return Zipped(tracer, node, tuple(iteration(tracer, arg) for arg in node.args))
    if callee is enumerate and len(node.args) + len(keywords) <= 2 and node.args:
        given = node.args[1:] + [keywords[name] for name in keywords if name == "start"]
        start = tracer.operand(given[0]) if given else 0
        return Enumerated(tracer, node, iteration(tracer, node.args[0]), start)
    if callee is reversed and len(node.args) == 1 and not keywords:
        source = iteration(tracer, node.args[0])
        if isinstance(source, ListItems):
            return ReversedListItems(tracer, node, source.value)
        if isinstance(source, Range | Items | Elements | StringItems):
            return Reversed(tracer, node, source)
    raise tracer.unsupported(node, f"`{ast.unparse(node)}`")


def _range(tracer: ClassTracer, node: ast.Call) -> Range:
    start, stop, step = tracer.range_bounds(node)
    if isinstance(step, Value) or step == 0:
        tracer.builder.emit("call_function", check_step, [step], tracer.span(node))
    return Range(tracer, node, start, stop, step)


__all__ = ["Range", "Source", "branch", "iteration"]
