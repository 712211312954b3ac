"""Traces the selection of elements by masks.

What a mask selects is not put together where that can be avoided: `a[mask] *= b[mask]` is one
loop over the places of the mask.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pyx_lowering import errors
from pyx_lowering.dtypes import BOOL_, FLOAT64, INT64, Sized, dtype_of
from pyx_lowering.ir import Block, Operand, Value
from pyx_lowering.ops.applied import APPLIED
from pyx_lowering.ops.reductions import REDUCTIONS
from pyx_lowering.ops.selection import advanced, counted, leading, room, select
from pyx_lowering.ops.views import EMPTY
from pyx_lowering.source import Span
from pyx_lowering.trace.arrays import View, at, unsupported, view_of
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Builder, Symbolic, Traced
from pyx_lowering.trace.element_types import scalar_type
from pyx_lowering.trace.elementwise import (
    Lazy,
    combined,
    converted,
    element_type,
    is_array,
    leaves_of,
    new_array,
    pairs_of,
    parts_of,
    sharing,
    source_element,
    store_element,
)
from pyx_lowering.trace.nests import Places, carried_nest, nest
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.trace.selection import (
    Selection,
    Source,
    as_element_of,
    copy_of,
    written_apart,
)
from pyx_lowering.trace.shapes import Shape, check_sizes
from pyx_lowering.types import FLOAT, INT, Type

#: What is computed of a whole array at once: not of elements that no mask selects.
_OF_WHOLE_ARRAYS = {target for target, _ in APPLIED}

_COMPARISONS = {
    operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge}

_COUNTS = (
    "NumPy boolean array indexing assignment cannot assign ", " input values to the ",
    " output values where the mask is true")


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


def count_true(builder: Builder, mask: Source, span: Span | None) -> Operand:
    """At how many places a mask is true."""
    if isinstance(mask, View) and mask.dtype.sized == BOOL_:
        return builder.operation(REDUCTIONS["sum"], [mask.packed(builder, span)], span)

    def turn(places: Places, count: Operand) -> Operand:
        truth = _truth(builder, mask, places, span)
        add = counted if _compares_doubles(builder, truth) else advanced
        return builder.operation(add, [count, builder.operation(bool, [truth], span)], span)

    return carried_nest(builder, mask.shape, span, 0, "count", turn)


def _compares_doubles(builder: Builder, truth: Operand) -> bool:
    node = builder.producers.get(truth) if isinstance(truth, Value) else None
    if node is None or node.target not in _COMPARISONS:
        return False
    types = {scalar_type(builder, operand) for operand in node.args}
    return FLOAT64 in types and types <= {FLOAT64, FLOAT, INT}


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
                    item = as_element_of(builder, source_element(
                        builder, of, where.shape, places, careful, span),
                        element_type(of), to, span)
                else:
                    item = of
                store_element(builder, to, places, item, span)
                return ()

            _only_if(builder, _truth(builder, where, places, span), span, then)

        nest(builder, where.shape, span, one)

    def indirect() -> Sequence[Traced]:
        where, of = copy_of(builder, mask, span), value
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
                store_element(builder, target.seen, places, as_element_of(
                    builder, item, element_type(of), target.seen, span), span)
                return [builder.operation(advanced, [place, True], span)]

            (after,) = _only_if(
                builder, _truth(builder, where, places, span), span, then, [place], ["place"])
            return builder.pack(after, span)

        carried_nest(builder, mask.shape, span, 0, "place", turn)

    written_apart(builder, target.seen, [value, mask], [(value, (count,))], span,
           lambda sources, careful: write(sources[0], sources[1], careful))


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


def masked(builder: Builder, seen: View, mask: Traced, node: ast.AST) -> Masked:
    """The elements of a view where a mask is true that has all its dimensions."""
    span = builder.file.span(node)
    source = parts_of(builder, mask)
    check_mask(builder, seen, 0, source, span)
    if seen.shape != source.shape:  # they are equal, or there is nothing to select
        seen = replace(seen, shape=source.shape, value=None)
    return Masked(builder, source, seen, seen, span, builder.block)
