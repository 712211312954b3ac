"""The shapes of expressions of arrays: which fit together, and what NumPy says where not."""

from __future__ import annotations

import operator
from collections.abc import Sequence

from pyx_lowering.ir import Operand, Parts, Value
from pyx_lowering.ops.views import joined
from pyx_lowering.source import Span
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Builder, Traced

Shape = tuple[Operand, ...]


def broadcast(
    builder: Builder, shapes: Sequence[Shape], span: Span, error: type[Exception] = ValueError,
    text: str = "operands could not be broadcast together with shapes ",
) -> Shape:
    """The shape of what is computed of arrays with these; an error where there is none."""
    result = shapes[0]
    for shape in shapes[1:]:
        rank = max(len(result), len(shape))
        first, second = (padded(each, rank) for each in (result, shape))
        unequal = [(one, two) for one, two in zip(first, second, strict=True)
                   if one is not two and one != 1 and two != 1]
        check(builder, unequal, span, text, shapes, either=True, error=error)
        result = tuple(
            one if one is two or (two == 1 and not isinstance(two, Value)) else
            builder.shared(joined, [one, two], span)
            for one, two in zip(first, second, strict=True))
    return result


def padded(shape: Shape, rank: int) -> Shape:
    return (*[1] * (rank - len(shape)), *shape)


def check(
    builder: Builder, pairs: Sequence[tuple[Operand, Operand]], span: Span, text: str,
    shapes: Sequence[Shape], *, either: bool, between: str = " ", after: str = " ",
    error: type[Exception] = ValueError,
) -> None:
    """An error unless of each pair both are equal, or the first (or either) is 1."""
    condition: Operand = True
    for one, two in pairs:
        fits = builder.shared(operator.eq, [one, two], span)
        ones = [one, two] if either else [one]
        for size in ones:
            if isinstance(size, Value):
                is_one = builder.shared(operator.eq, [size, 1], span)
                fits = _either(builder, fits, is_one, span)
        condition = fits if condition is True else builder.operation(
            operator.and_, [condition, fits], span)
    pieces: list[str | tuple[str, str]] = [text]
    operands: list[Operand] = []
    for number, shape in enumerate(shapes):
        pieces.append("(" if number == 0 else f"{between}(")
        for axis, size in enumerate(shape):
            pieces += [",", ("", "")] if axis else [("", "")]
            operands.append(size)
        pieces.append(",)" if len(shape) == 1 else ")")
    _refuse(builder, condition, span, error, [*pieces, after], operands)


def check_sizes(
    builder: Builder, condition: Operand, span: Span, error: type[Exception],
    texts: Sequence[str], sizes: Sequence[Operand],
) -> None:
    """An error unless a condition holds; its message has texts and sizes in turn."""
    pieces: list[str | tuple[str, str]] = []
    for text in texts:
        pieces += [text, ("", "")]
    _refuse(builder, condition, span, error, pieces[:-1], sizes)


def _refuse(
    builder: Builder, condition: Operand, span: Span, error: type[Exception],
    pieces: Sequence[str | tuple[str, str]], operands: Sequence[Operand],
) -> None:
    def fail() -> Sequence[Traced]:
        message = builder.emit(
            "text", Parts(_merged(pieces)), operands, span, ["message"]).result
        builder.terminate("raise", [message], span, target=error)
        return ()

    branch(builder, condition, span, lambda: (), fail)


def _either(builder: Builder, one: Operand, two: Operand, span: Span) -> Operand:
    if one is False:
        return two
    return builder.operation(operator.or_, [one, two], span)


def _merged(pieces: Sequence[str | tuple[str, str]]) -> tuple[str | tuple[str, str], ...]:
    merged: list[str | tuple[str, str]] = []
    for piece in pieces:
        if merged and isinstance(piece, str) and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return tuple(merged)
