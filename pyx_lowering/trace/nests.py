"""Traces loops over all places of a shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyx_lowering.ir import Block, Node, Operand, Value
from pyx_lowering.source import Span
from pyx_lowering.trace.branches import region
from pyx_lowering.trace.builder import Builder, Traced
from pyx_lowering.trace.shapes import Shape
from pyx_lowering.types import INT

Places = Sequence[Operand]

_LETTERS = ("i", "j", "k", "l", "m", "n")


def nest(
    builder: Builder, shape: Shape, span: Span | None, body: Callable[[Places], None],
    before: Callable[[Places], None] = lambda places: None,
) -> None:
    """Trace `body` in loops over all places of a shape, and `before` ahead of the innermost."""
    def inside(places: tuple[Operand, ...]) -> None:
        if len(places) == len(shape) - 1:
            before(places)
        if len(places) == len(shape):
            body(places)
            return
        name = _LETTERS[len(places)]

        def turns(turn: Value, _: Sequence[Value]) -> Sequence[Operand]:
            inside((*places, turn))
            return ()

        counted(builder, shape[len(places)], name, span, turns)

    inside(())


def counted(
    builder: Builder, count: Operand, name: str, span: Span | None,
    body: Callable[[Value, Sequence[Value]], Sequence[Operand]],
    initial: Sequence[Operand] = (), names: Sequence[str] = (),
) -> list[Value]:
    """A loop of so many turns, of which each is given what the one before it gave."""
    turn = Value(name, span=span)
    builder.scalars[turn] = INT
    carried, left, results = ([Value(each, span=span) for each in names] for _ in range(3))
    block, otherwise = Block([turn, *carried]), Block(left)

    def inside() -> Sequence[Traced]:
        following = list(body(turn, carried))
        builder.terminate("continue", following, span)
        return ()

    def after() -> Sequence[Traced]:
        builder.emit("yield", None, left, span)
        return ()

    region(builder, inside, block)
    region(builder, after, otherwise)
    node = Node("for", range, [0, count, 1, *initial], results, [block, otherwise], span)
    builder.block.nodes.append(node)
    return results


def carried_nest(
    builder: Builder, shape: Shape, span: Span | None, initial: Operand, name: str,
    body: Callable[[Places, Operand], Operand],
) -> Operand:
    """Loops over all places of a shape, of which each turn is given what the last one gave."""
    def inside(places: tuple[Operand, ...], before: Operand) -> Operand:
        if len(places) == len(shape):
            return body(places, before)
        (after,) = counted(
            builder, shape[len(places)], _LETTERS[len(places)], span,
            lambda turn, carried: [inside((*places, turn), carried[0])], [before], [name])
        return after

    return inside((), initial)
