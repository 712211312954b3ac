"""Traces what is done with arrays: their dimensions, reading and writing of elements, views.

A view is not made in memory where that can be avoided: its elements are those of another
array, at places that follow from its own.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pyx_lowering import errors
from pyx_lowering.dtypes import Sized
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops.arrays import dimension, elements, index, load, store
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import offset, part, place, product, stride, view
from pyx_lowering.source import Span
from pyx_lowering.trace.builder import Builder, Symbolic, Traced
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.types import BOOL, MAX_RANK, ArrayType, Dtype, Type, array_of


@dataclass(frozen=True)
class Along:
    """The places of a dimension that an axis of a view goes along."""

    axis: int
    start: Operand = 0
    step: Operand = 1


@dataclass(frozen=True, eq=False)
class View(Symbolic):
    """Elements of the array `base`: for each of its dimensions there is a place, or several.

    `value` is the view as a value of the graph, where it is one. `scattered`: what is read
    of it at a place of an expression may be at any other place.
    """

    base: Value
    dtype: Dtype
    picks: tuple[Operand | Along, ...]
    shape: tuple[Operand, ...]
    value: Value | None = field(default=None)
    scattered: bool = False

    @property
    def elements(self) -> Type | None:
        return self.dtype.sized

    def packed(self, builder: Builder, span: Span | None) -> Value:
        return self.value or _in_memory(builder, self, span)

    def settled(self, builder: Builder, span: Span | None) -> Traced:
        return self  # it shows what its array holds

    def places(
        self, builder: Builder, places: Sequence[Operand], span: Span | None
    ) -> list[Operand]:
        """Where the array has the element at these places of the view."""
        return [
            _place(builder, pick, places[pick.axis], span) if isinstance(pick, Along) else pick
            for pick in self.picks]

    def same_as(self, other: View) -> bool:
        """Whether both are certainly the same elements in the same order."""
        in_order = not (self.scattered or other.scattered)
        return in_order and self.base is other.base and len(self.shape) == len(other.shape) and all(
            _same(one, two) for one, two in zip(
                (*self.picks, *self.shape), (*other.picks, *other.shape), strict=True))


def _same(one: Operand | Along, two: Operand | Along) -> bool:
    if isinstance(one, Along) and isinstance(two, Along):
        return one.axis == two.axis and _same(one.start, two.start) and _same(one.step, two.step)
    return one is two or (isinstance(one, int) and isinstance(two, int) and one == two)


def _place(builder: Builder, pick: Along, turn: Operand, span: Span | None) -> Operand:
    if pick.start == 0 and pick.step == 1:
        return turn
    if turn == 0:
        return pick.start
    return builder.shared(place, [pick.start, pick.step, turn], span)


def _in_memory(builder: Builder, seen: View, span: Span | None) -> Value:
    """A view as a value of its own."""
    starts = [pick.start if isinstance(pick, Along) else pick for pick in seen.picks]
    first: Operand = 0
    if any(start != 0 for start in starts):
        first = builder.shared(offset, [seen.base, *starts], span)
    layout: list[Operand] = []
    for axis, size in enumerate(seen.shape):
        along = [(number, pick.step) for number, pick in enumerate(seen.picks)
                 if isinstance(pick, Along) and pick.axis == axis]
        layout += [size, builder.shared(stride, [seen.base, *along[0]], span) if along else 0]
    target = part if _is_part(builder, seen) else view
    made = builder.emit(
        "call_function", target, [seen.base, first, *layout], span, [f"{seen.base.base}_view"])
    builder.note_type(made.result, array_of(seen.dtype, len(seen.shape)))
    builder.dimensions[made.result] = seen.shape
    builder.views[made.result] = replace(seen, value=made.result)
    return made.result


def _is_part(builder: Builder, seen: View) -> bool:
    """Whether it is packed if the array is: it has all of every dimension but the first ones."""
    axes = [pick for pick in seen.picks if isinstance(pick, Along)]
    if seen.picks[len(seen.picks) - len(axes):] != tuple(axes) or len(axes) != len(seen.shape):
        return False
    sizes = dimensions(builder, seen.base)[len(seen.picks) - len(axes):]
    return all(pick.axis == place and pick.step == 1 for place, pick in enumerate(axes)) and all(
        pick.start == 0 and seen.shape[pick.axis] is size
        for pick, size in zip(axes[1:], sizes[1:], strict=True))


def declare_array(builder: Builder, array: Value, type_: ArrayType) -> None:
    """Note that a value is an array; its dimensions are read where control is."""
    builder.arrays[array] = type_
    builder.dimensions[array] = _read_dimensions(builder, array)


def _read_dimensions(builder: Builder, array: Value) -> tuple[Operand, ...]:
    sizes: list[Operand] = []
    for axis in range(builder.arrays[array].rank):
        node = builder.emit("call_function", dimension, [array, axis], array.span,
                            [f"{array.base}_shape_{axis}"])
        sizes.append(node.result)
    return tuple(sizes)


def dimensions(builder: Builder, array: Value) -> tuple[Operand, ...]:
    """The dimensions of an array, which never change."""
    known = builder.dimensions.get(array)
    return _read_dimensions(builder, array) if known is None else known


def view_of(builder: Builder, array: Traced) -> View:
    """An array as the view of all that it has."""
    if isinstance(array, View):
        return array
    if isinstance(array, Symbolic):
        array = array.packed(builder, None)
    assert isinstance(array, Value)
    known = builder.views.get(array)
    if isinstance(known, View):
        return known
    dtype = builder.arrays[array].dtype
    assert dtype is not None
    sizes = dimensions(builder, array)
    return View(array, dtype, tuple(map(Along, range(len(sizes)))), sizes, array)


def transposed(seen: View) -> View:
    """The view with its axes in the opposite order."""
    last = len(seen.shape) - 1
    picks = tuple(
        replace(pick, axis=last - pick.axis) if isinstance(pick, Along) else pick
        for pick in seen.picks)
    return View(seen.base, seen.dtype, picks, seen.shape[::-1])


def unsupported(
    builder: Builder, array: Traced, use: str, node: ast.AST, help: str | None = None
) -> TraceError:
    """The error for something that cannot be done with an array."""
    type_: object = "array"
    if isinstance(array, Value):
        type_ = builder.arrays[array]
    elif isinstance(array, View):
        type_ = array_of(array.dtype, len(array.shape))
    return TraceError(errors.ARRAY_USE.at(
        builder.file.span(node), use=use, type=type_, help=help))


#: What to write for the element of an array of no dimensions.
ITEM_HELP = "it has no dimensions; write `a[()]` for its element"


# Indices

@dataclass(frozen=True)
class Range:
    """A slice with its bounds as they count from the first item: how many, in which steps."""

    start: Operand
    step: Operand
    size: Operand


#: What stands at one place of an index: an int, a slice that is yet to be counted, or None.
Item = object


def fixed(seen: View, axis: int, at: Operand) -> View:
    """The view at one place of an axis, which is then gone."""
    return _changed(seen, axis, at, None)


def _changed(seen: View, axis: int, at: Operand, along: Along | None) -> View:
    picks: list[Operand | Along] = []
    for pick in seen.picks:
        if not isinstance(pick, Along):
            picks.append(pick)
        elif pick.axis == axis:
            picks.append(at if along is None else along)
        else:
            picks.append(replace(pick, axis=pick.axis - (along is None and pick.axis > axis)))
    shape = list(seen.shape)
    if along is None:
        del shape[axis]
    return View(seen.base, seen.dtype, tuple(picks), tuple(shape))


def along_of(seen: View, axis: int) -> Along | None:
    """Which places of its array an axis goes along; none if it has one item for all."""
    return next((pick for pick in seen.picks
                 if isinstance(pick, Along) and pick.axis == axis), None)


def at(builder: Builder, seen: View, axis: int, place: Operand, span: Span | None) -> View:
    """The view at one place of an axis that is in bounds."""
    along = along_of(seen, axis)
    return fixed(seen, axis, 0 if along is None else _place(builder, along, place, span))


def ranged(
    builder: Builder, seen: View, axis: int, taken: Range, span: Span | None
) -> View:
    """The view with a slice of an axis."""
    along = along_of(seen, axis)
    if along is not None:
        step: Operand = taken.step
        if along.step != 1:
            step = builder.shared(product, [along.step, taken.step], span)
        start = along.start if taken.start == 0 else _place(builder, along, taken.start, span)
        seen = _changed(seen, axis, 0, Along(axis, start, step))
    shape = (*seen.shape[:axis], taken.size, *seen.shape[axis + 1:])
    return replace(seen, shape=shape, value=None)


def with_axis(seen: View, axis: int) -> View:
    """The view with one more axis, along which it has one item for all."""
    picks = tuple(
        replace(pick, axis=pick.axis + (pick.axis >= axis)) if isinstance(pick, Along) else pick
        for pick in seen.picks)
    shape = (*seen.shape[:axis], 1, *seen.shape[axis:])
    return View(seen.base, seen.dtype, picks, shape)


def check_rank(builder: Builder, seen: View, node: ast.AST) -> View:
    """The view, unless it has more dimensions than there are operations for."""
    if len(seen.shape) > MAX_RANK:
        raise unsupported(builder, seen, f"a view with {len(seen.shape)} dimensions", node,
                          f"arrays have up to {MAX_RANK} dimensions")
    return seen


def checked_place(
    builder: Builder, array: Traced, given: Traced, size: Operand, node: ast.AST
) -> Operand:
    """An index that is checked, from 0 on."""
    if given in builder.arrays or not isinstance(given, Value | int) or (
        isinstance(given, bool) or given in builder.booleans
    ):
        raise unsupported(builder, array, "this index", node, "the indices are ints")
    return builder.operation(index, [given, size], builder.file.span(node))


# Elements


def read(
    builder: Builder, array: Value, checked: Sequence[Operand], node: ast.AST
) -> Operand:
    """The element at indices that are in bounds."""
    loaded = builder.emit(
        "call_function", load, [array, *checked], builder.file.span(node), [f"{array.base}_item"])
    builder.scalars[loaded.result] = scalar = _scalar(builder, array)
    if scalar == BOOL:
        builder.booleans.add(loaded.result)
    return loaded.result


def read_at(
    builder: Builder, array: Traced, places: Sequence[Operand], node: ast.AST
) -> Operand:
    """The element of an array or a view at places that are in bounds."""
    seen = view_of(builder, array)
    return read(builder, seen.base, seen.places(builder, places, builder.file.span(node)), node)


def _scalar(builder: Builder, array: Value) -> Type:
    """The type of an element that is read."""
    dtype = builder.arrays[array].dtype
    assert dtype is not None
    return dtype.scalar


def check_writable(builder: Builder, array: Value, span: Span | None) -> None:
    """Report writing to a view through which NumPy does not write."""
    if array in builder.read_only:
        raise TraceError(errors.ARRAY_USE.at(
            span, use="writing to this view", type=builder.arrays[array],
            help="NumPy gives it to be read only; write to the array itself, or to a copy"))


def write(
    builder: Builder, array: Value, checked: Sequence[Operand], value: Traced,
    node: ast.AST,
) -> None:
    """Write an element at indices that are in bounds."""
    span = builder.file.span(node)
    check_writable(builder, array, span)
    operand = builder.pack(value, span)
    scalar = _scalar(builder, array)
    if isinstance(scalar, Sized):  # what Python has no such number for, NumPy converts
        operand = builder.operation(CONSTRUCTORS[scalar], [operand], span)
    builder.emit("call_function", store, [array, *checked, operand], span)


def size_of(builder: Builder, array: Traced, node: ast.expr) -> Operand:
    """How many elements an array has."""
    seen = view_of(builder, array)
    if not seen.shape:
        return 1
    return builder.operation(
        elements, [seen.packed(builder, builder.file.span(node))], builder.file.span(node))
