"""Traces the selection of elements by masks and by arrays of indices.

What a mask selects is not put together where that can be avoided: `a[mask] *= b[mask]` is one
loop over the places of the mask. Indices are checked all at once, where the selection is
evaluated; nothing is written before.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pyx_lowering import errors
from pyx_lowering.dtypes import BOOL_, INT64, Sized, dtype_of, sized_of
from pyx_lowering.ir import Block, Operand, Value
from pyx_lowering.ops.applied import APPLIED
from pyx_lowering.ops.reductions import REDUCTIONS
from pyx_lowering.ops.selection import advanced, check_indices, leading, room, select, wrapped
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import EMPTY
from pyx_lowering.source import Span
from pyx_lowering.trace.arrays import View, at, unsupported, view_of
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Builder, Symbolic, Traced
from pyx_lowering.trace.elementwise import (
    LETTERS,
    Lazy,
    Places,
    combined,
    converted,
    counted,
    element_type,
    fill,
    is_array,
    leaves_of,
    materialized,
    nest,
    new_array,
    pairs_of,
    parts_of,
    read_element,
    sharing,
    source_element,
    store_element,
    unequal,
)
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.trace.shapes import Shape, broadcast, check, check_sizes, padded
from pyx_lowering.types import MAX_RANK, Type

Source = Lazy | View
#: An axis, with the array that says its places, and whether these are in bounds for sure.
Pick = tuple[int, Source, bool]

#: What is computed of a whole array at once: not of elements that no mask selects.
_OF_WHOLE_ARRAYS = {target for target, _ in APPLIED}

_COUNTS = (
    "NumPy boolean array indexing assignment cannot assign ", " input values to the ",
    " output values where the mask is true")


class Selection(Symbolic):
    """Elements that were selected; `read` gives them, `write` writes to where they are."""

    seen: View

    def read(self, builder: Builder, span: Span) -> Traced:
        raise TypeError("each kind says how it is read")

    def write(self, builder: Builder, value: Traced, node: ast.AST) -> None:
        raise TypeError("each kind says how it is written to")

    def changed(self, builder: Builder, value: Traced, node: ast.AST) -> None:
        """Write what was computed of itself."""
        self.write(builder, value, node)


# Masks


@dataclass(eq=False)
class Masked(Selection):
    """An expression at the places of a mask that are true, in an array of one dimension.

    `values` are of the shape of the mask.
    """

    builder: Builder
    mask: Source
    seen: View
    values: Source
    span: Span
    block: Block
    #: Where its elements are, once they were put together.
    made: Value | None = field(default=None)

    @property
    def elements(self) -> Type | None:
        return element_type(self.values)

    def read(self, builder: Builder, span: Span) -> Traced:
        builder.pending.append(self)
        return self

    def packed(self, builder: Builder, span: Span | None) -> Value:
        if self.made is None:
            self.made = _together(builder, self.mask, self.values, span or self.span)
        return self.made

    def settled(self, builder: Builder, span: Span | None) -> Traced:
        if self.made is None and self.block is not builder.block:
            raise TraceError(errors.EXPRESSION.at(
                span, expression="this call, in a part of an expression of whole arrays,",
                help="give what it returns a name before the expression"))
        return self.packed(builder, span)

    def joined(
        self, builder: Builder, target: Callable[..., object], values: Sequence[Traced],
        node: ast.AST,
    ) -> Symbolic | None:
        """An operation on what one mask selects is computed at the places of the mask."""
        if target in _OF_WHOLE_ARRAYS:
            return None
        inner: list[Traced] = []
        for value in values:
            if isinstance(value, Masked) and value.made is None and self.is_beside(value):
                inner.append(value.values)
            elif is_array(builder, value):
                return None
            else:
                inner.append(value)
        made = combined(builder, target, inner, node)
        assert isinstance(made, Lazy)
        builder.pending.remove(made)  # it is computed where the mask is true only
        found = replace(self, values=made, block=builder.block)
        builder.pending.append(found)
        return found

    def is_beside(self, other: Masked) -> bool:
        """Whether both are certainly of the same mask."""
        one, two = self.mask, other.mask
        return one is two or (
            isinstance(one, View) and isinstance(two, View) and one.same_as(two))

    def write(self, builder: Builder, value: Traced, node: ast.AST) -> None:
        span = builder.file.span(node)
        if isinstance(value, Masked) and value.made is None and self.is_beside(value):
            _write_masked(builder, self.seen, self.mask, value.values, span)
        elif is_array(builder, value):
            _write_counted(builder, self, parts_of(builder, value), node)
        else:
            operand = converted(builder, self.seen, builder.pack(value, span), span)
            _write_masked(builder, self.seen, self.mask, operand, span)


def _truth(builder: Builder, mask: Source, places: Places, span: Span | None) -> Operand:
    careful = bool(pairs_of(mask))
    value = source_element(builder, mask, mask.shape, places, careful, span)
    if element_type(mask) != BOOL_:
        return builder.operation(operator.ne, [value, 0], span)
    return value


def _only_if(
    builder: Builder, truth: Operand, span: Span | None, then: Callable[[], Sequence[Traced]],
    otherwise: Sequence[Operand] = (), names: Sequence[str] = (),
) -> list[Traced]:
    test = builder.operation(bool, [truth], span)
    return branch(builder, test, span, then, lambda: otherwise, names)


def carried_nest(
    builder: Builder, shape: Shape, span: Span | None, initial: Operand, name: str,
    body: Callable[[Places, Operand], Operand],
) -> Operand:
    """Loops over all places of a shape, of which each turn is given what the last one gave."""
    def inside(places: tuple[Operand, ...], before: Operand) -> Operand:
        if len(places) == len(shape):
            return body(places, before)
        (after,) = counted(
            builder, shape[len(places)], LETTERS[len(places)], span,
            lambda turn, carried: [inside((*places, turn), carried[0])], [before], [name])
        return after

    return inside((), initial)


def count_true(builder: Builder, mask: Source, span: Span | None) -> Operand:
    """At how many places a mask is true."""
    if isinstance(mask, View) and mask.dtype.sized == BOOL_:
        return builder.operation(REDUCTIONS["sum"], [mask.packed(builder, span)], span)
    return carried_nest(
        builder, mask.shape, span, 0, "count", lambda places, count: builder.operation(
            advanced, [count, builder.operation(
                bool, [_truth(builder, mask, places, span)], span)], span))


def _room(builder: Builder, shape: Shape, span: Span | None) -> Operand:
    return shape[0] if len(shape) == 1 else builder.operation(room, shape, span)


def _shortened(builder: Builder, array: Value, count: Operand, span: Span | None) -> Value:
    """The first elements of a new array."""
    made = builder.emit("call_function", leading, [array, count], span, ["selected"]).result
    builder.note_type(made, builder.arrays[array])
    builder.dimensions[made] = (count,)
    builder.fresh.add(made)
    return made


def _together(builder: Builder, mask: Source, values: Source, span: Span | None) -> Value:
    """A new array with the elements where a mask is true."""
    dtype = element_type(values)
    if not isinstance(dtype, Sized):
        raise TraceError(errors.ARRAY_DTYPE.at(span))
    array = new_array(builder, EMPTY[dtype_of(dtype).name], dtype,
                      (_room(builder, mask.shape, span),), span)
    if isinstance(mask, View) and isinstance(values, View) and mask.dtype.sized == BOOL_:
        count = _lines_together(builder, array, mask, values, span)
        return _shortened(builder, array, count, span)
    target, careful = view_of(builder, array), bool(pairs_of(values))

    def turn(places: Places, count: Operand) -> Operand:
        def then() -> Sequence[Traced]:
            store_element(builder, target, [count], source_element(
                builder, values, mask.shape, places, careful, span), span)
            return [builder.operation(advanced, [count, True], span)]

        truth = _truth(builder, mask, places, span)
        if isinstance(values, View):
            # Each is written, and written over by the next one if it does not count.
            then()
            return builder.operation(
                advanced, [count, builder.operation(bool, [truth], span)], span)
        (after,) = _only_if(builder, truth, span, then, [count], ["count"])
        return builder.pack(after, span)

    count = carried_nest(builder, mask.shape, span, 0, "count", turn)
    return _shortened(builder, array, count, span)


def _lines_together(
    builder: Builder, array: Value, mask: View, values: View, span: Span | None
) -> Operand:
    """Write the elements of a view where a mask is true; how many these are."""
    def line(places: Places, before: Operand) -> Operand:
        lines = [mask, values]
        for index, seen in enumerate(lines):
            for place in places:
                seen = at(builder, seen, 0, place, span)
            lines[index] = seen
        return builder.operation(select, [
            array, before, *(seen.packed(builder, span) for seen in reversed(lines))], span)

    return carried_nest(builder, mask.shape[:-1], span, 0, "count", line)


def places_true(builder: Builder, mask: Source, span: Span | None) -> list[Value]:
    """The places where a mask is true, in an array for each axis."""
    size = _room(builder, mask.shape, span)
    arrays = [new_array(builder, EMPTY["int64"], INT64, (size,), span) for _ in mask.shape]

    def turn(places: Places, count: Operand) -> Operand:
        truth = builder.operation(bool, [_truth(builder, mask, places, span)], span)
        for array, place in zip(arrays, places, strict=True):
            store_element(builder, view_of(builder, array), [count], place, span)
        return builder.operation(advanced, [count, truth], span)

    count = carried_nest(builder, mask.shape, span, 0, "count", turn)
    return [_shortened(builder, array, count, span) for array in arrays]


def _write_masked(
    builder: Builder, target: View, mask: Source, value: Source | Operand, span: Span
) -> None:
    """Write what has the shape of the mask, or one number, where the mask is true."""
    sources = [each for each in (mask, value) if isinstance(each, Lazy | View)]
    careful = any(pairs_of(source) for source in sources)

    def write(to: View, where: Source, of: Source | Operand) -> None:
        def one(places: Places) -> None:
            def then() -> Sequence[Traced]:
                if isinstance(of, Lazy | View):
                    item = _as(builder, source_element(
                        builder, of, where.shape, places, careful, span),
                        element_type(of), to, span)
                else:
                    item = of
                store_element(builder, to, places, item, span)
                return ()

            _only_if(builder, _truth(builder, where, places, span), span, then)

        nest(builder, where.shape, span, one)

    def indirect() -> Sequence[Traced]:
        where, of = _copy(builder, mask, span), value
        if isinstance(value, Lazy | View):
            assert isinstance(target.dtype.sized, Sized)
            apart = view_of(builder, new_array(
                builder, EMPTY[target.dtype.name], target.dtype.sized, mask.shape, span))
            write(apart, where, value)
            of = apart
        write(target, where, of)
        return ()

    def direct() -> Sequence[Traced]:
        write(target, mask, value)
        return ()

    shared = sharing(builder, target, [leaf for each in sources for leaf in leaves_of(each)], span)
    branch(builder, shared, span, indirect, direct)


def _as(
    builder: Builder, item: Operand, given: object, target: View, span: Span | None
) -> Operand:
    """An element as the type of an array."""
    dtype = sized_of(target.dtype)
    return item if given == dtype else builder.operation(CONSTRUCTORS[dtype], [item], span)


def _copy(builder: Builder, source: Source, span: Span | None) -> View:
    """The elements of an array, or of an expression, in memory of their own."""
    if isinstance(source, Lazy):
        return view_of(builder, materialized(builder, source, span))
    assert isinstance(source.dtype.sized, Sized)
    made = view_of(builder, new_array(
        builder, EMPTY[source.dtype.name], source.dtype.sized, source.shape, span))
    fill(builder, made, source, span, is_new=True)
    return made


def scattered(source: Source) -> list[View]:
    """What an expression reads, at places other than those that are written meanwhile."""
    return [replace(leaf, scattered=True) for leaf in leaves_of(source)]


def _write_counted(builder: Builder, target: Masked, value: Source, node: ast.AST) -> None:
    """Write the elements of an array, one after the other, where a mask is true."""
    span = builder.file.span(node)
    if len(value.shape) != 1:
        raise unsupported(
            builder, target.seen, f"assigning {len(value.shape)} dimensions by a mask", node,
            "what a mask selects has one dimension")
    mask: Source = view_of(builder, target.mask.packed(builder, span))
    count = count_true(builder, mask, span)
    (size,) = value.shape
    if size != 1:
        fits = builder.operation(operator.or_, [
            builder.operation(operator.eq, [size, other], span) for other in (1, count)], span)
        check_sizes(builder, fits, span, ValueError, _COUNTS, [size, count])

    def write(of: Source, where: Source, careful: bool) -> None:
        def turn(places: Places, place: Operand) -> Operand:
            def then() -> Sequence[Traced]:
                item = source_element(builder, of, (count,), [place], careful, span)
                store_element(builder, target.seen, places, _as(
                    builder, item, element_type(of), target.seen, span), span)
                return [builder.operation(advanced, [place, True], span)]

            (after,) = _only_if(
                builder, _truth(builder, where, places, span), span, then, [place], ["place"])
            return builder.pack(after, span)

        carried_nest(builder, mask.shape, span, 0, "place", turn)

    _apart(builder, target.seen, [value, mask], [(value, (count,))], span,
           lambda sources, careful: write(sources[0], sources[1], careful))


def _apart(
    builder: Builder, target: View, sources: Sequence[Source],
    stretches: Sequence[tuple[Source, Shape]], span: Span,
    write: Callable[[Sequence[Source], bool], None],
) -> None:
    """Write of sources to places in any order; of copies of them where memory is shared.

    `stretches`: the shapes that sources are broadcast to; where they have them already, `write`
    may do without asking.
    """
    leaves = [leaf for source in sources for leaf in scattered(source)]
    indirect = sharing(builder, target, leaves, span)
    pairs = [pair for source, shape in stretches for pair in unequal(source.shape, shape)]
    for one, two in dict.fromkeys([*pairs, *(pair for each in sources for pair in pairs_of(each))]):
        differ = builder.shared(operator.ne, [one, two], span)
        indirect = differ if indirect is False else builder.operation(
            operator.or_, [indirect, differ], span)

    def copied() -> Sequence[Traced]:
        write([_copy(builder, source, span) for source in sources], True)
        return ()

    def as_they_are() -> Sequence[Traced]:
        write(sources, False)
        return ()

    branch(builder, indirect, span, copied, as_they_are)


# Arrays of indices


@dataclass(eq=False)
class Chosen(Selection):
    """Elements of a view at places that arrays of ints say.

    `picks` are the axes of the view with the arrays, which are broadcast to the shape
    `indices`; this stands in `shape` from `start` on.
    """

    seen: View
    picks: tuple[tuple[int, View, bool], ...]
    indices: Shape
    start: int
    shape: Shape
    #: How many calls there were when the indices were checked.
    checked: int = field(default=-1)

    def check(self, builder: Builder, span: Span) -> None:
        """IndexError unless all indices are in bounds."""
        if self.checked == builder.calls:
            return
        self.checked = builder.calls

        def checks() -> Sequence[Traced]:
            for axis, source, sure in self.picks:
                if not sure:
                    builder.emit("call_function", check_indices, [
                        source.packed(builder, span), self.seen.shape[axis]], span)
            return ()

        if len(self.picks) == 1:
            checks()
            return
        # Of none, NumPy looks at none.
        empty: Operand = False
        for size in self.indices:
            none = builder.shared(operator.eq, [size, 0], span)
            empty = none if empty is False else builder.operation(
                operator.or_, [empty, none], span)
        branch(builder, empty, span, lambda: (), checks)

    def read(self, builder: Builder, span: Span) -> Traced:
        self.check(builder, span)
        sources = [source for _, source, _ in self.picks]
        made = Lazy(
            self.shape, self.seen.dtype.sized,
            (replace(self.seen, scattered=True), *sources),
            tuple(pair for source in sources for pair in unequal(source.shape, self.indices)),
            lambda places, careful: read_element(
                builder, self.seen, self.places(builder, sources, places, careful, span), span),
            block=builder.block, span=span)
        builder.pending.append(made)
        return made

    def places(
        self, builder: Builder, sources: Sequence[Source], places: Places, careful: bool,
        span: Span,
    ) -> list[Operand]:
        """Where the view has the element at these places of the selection."""
        end = self.start + len(self.indices)
        among, rest = places[self.start:end], [*places[:self.start], *places[end:]]
        chosen = {}
        for (axis, _, _), source in zip(self.picks, sources, strict=True):
            index = source_element(builder, source, self.indices, among, careful, span)
            chosen[axis] = builder.operation(wrapped, [index, self.seen.shape[axis]], span)
        return [chosen[axis] if axis in chosen else rest.pop(0)
                for axis in range(len(self.seen.shape))]

    def write(self, builder: Builder, value: Traced, node: ast.AST) -> None:
        span = builder.file.span(node)
        operand: Source | Operand
        if is_array(builder, value):
            operand = parts_of(builder, value)
        else:
            operand = converted(builder, self.seen, builder.pack(value, span), span)
        self.check_value(builder, operand, span)
        self.check(builder, span)
        if isinstance(operand, Lazy | View):
            given = element_type(operand)
            self.update(builder, operand, span, lambda _, item: _as(
                builder, item, given, self.seen, span))
        else:
            self.update(builder, operand, span, lambda _, item: item)

    def check_value(self, builder: Builder, value: Source | Operand, span: Span) -> None:
        """ValueError for an array that is not of the shape of the selection."""
        if isinstance(value, Lazy | View):
            rank = max(len(self.shape), len(value.shape))
            pairs = zip(padded(value.shape, rank), padded(self.shape, rank), strict=True)
            check(builder, [(one, two) for one, two in pairs if one is not two and one != 1], span,
                  "shape mismatch: value array of shape ", [value.shape, self.shape],
                  either=False, between=" could not be broadcast to indexing result of shape ",
                  after="")

    def changed(self, builder: Builder, value: Traced, node: ast.AST) -> None:
        # An element that is selected twice is computed of what it was before.
        self.write(builder, builder.pack(value, builder.file.span(node)), node)

    def update(
        self, builder: Builder, value: Source | Operand, span: Span,
        change: Callable[[list[Operand], Operand], Operand],
    ) -> None:
        """Write what `change` makes of each element of the value, one after the other."""
        indices = [source for _, source, _ in self.picks]
        is_source = isinstance(value, Lazy | View)
        sources = [value, *indices] if isinstance(value, Lazy | View) else list(indices)
        stretches: list[tuple[Source, Shape]] = [(source, self.indices) for source in indices]
        if isinstance(value, Lazy | View):
            stretches.append((value, self.shape))

        def write(given: Sequence[Source], careful: bool) -> None:
            def one(places: Places) -> None:
                own = self.places(
                    builder, given[is_source:], places, careful, span)
                item = value if not isinstance(value, Lazy | View) else source_element(
                    builder, given[0], self.shape, places, careful, span)
                store_element(builder, self.seen, own, change(own, item), span)

            nest(builder, self.shape, span, one)

        _apart(builder, self.seen, sources, stretches, span, write)


def check_mask(
    builder: Builder, seen: View, axis: int, mask: Source, span: Span
) -> None:
    """IndexError unless a mask has the sizes of an array from an axis on."""
    for place, size in enumerate(mask.shape, axis):
        wanted = seen.shape[place]
        if size is not wanted:
            # A mask without places fits whatever the sizes are.
            fits = builder.operation(operator.or_, [
                builder.shared(operator.eq, [size, other], span) for other in (wanted, 0)], span)
            check_sizes(builder, fits, span, IndexError, (
                "boolean index did not match indexed array along axis "
                f"{place}; size of axis is ",
                " but size of corresponding boolean axis is ", ""), [wanted, size])


def chosen(
    builder: Builder, seen: View, picks: Sequence[Pick], start: int,
    node: ast.AST,
) -> Chosen:
    """The elements of a view at places that arrays say; `start` is where their axes stand."""
    span = builder.file.span(node)
    sources = tuple(
        (axis, view_of(builder, source), sure) for axis, source, sure in picks)
    indices = broadcast(
        builder, [source.shape for _, source, _ in sources], span, IndexError,
        "shape mismatch: indexing arrays could not be broadcast together with shapes ")
    gone = {axis for axis, _, _ in picks}
    rest = [size for axis, size in enumerate(seen.shape) if axis not in gone]
    shape = (*rest[:start], *indices, *rest[start:])
    if len(shape) > MAX_RANK:
        raise unsupported(
            builder, seen, f"a selection with {len(shape)} dimensions", node,
            f"arrays have up to {MAX_RANK} dimensions")
    return Chosen(seen, sources, indices, start, shape)


def masked(builder: Builder, seen: View, mask: Traced, node: ast.AST) -> Masked:
    """The elements of a view where a mask is true that has all its dimensions."""
    span = builder.file.span(node)
    source = parts_of(builder, mask)
    check_mask(builder, seen, 0, source, span)
    if seen.shape != source.shape:  # they are equal, or there is nothing to select
        seen = replace(seen, shape=source.shape, value=None)
    return Masked(builder, source, seen, seen, span, builder.block)


def places_together(items: Sequence[object], are_chosen: Sequence[bool]) -> bool:
    """Whether the items that say places one by one stand side by side."""
    found = [place for place, is_chosen in enumerate(are_chosen) if is_chosen]
    return not found or found[-1] - found[0] + 1 == len(found)
