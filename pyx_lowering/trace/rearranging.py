"""Traces diagonals of arrays, and arrays whose elements are moved or come several times."""

from __future__ import annotations

import ast
import operator
from collections.abc import Sequence

from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops.reshaping import contiguous
from pyx_lowering.ops.selection import room
from pyx_lowering.ops.views import EMPTY, ZEROS, offset, place, stride, view
from pyx_lowering.trace import arrays
from pyx_lowering.trace.arrays import Range, View, view_of
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.elementwise import assign, parts_of, read_element, store_element
from pyx_lowering.trace.nests import nest
from pyx_lowering.trace.numpy_calls import Arguments
from pyx_lowering.trace.numpy_table import FUNCTIONS, both, function
from pyx_lowering.trace.shapes import check_sizes
from pyx_lowering.trace.values import ValuesTracer
from pyx_lowering.types import array_of

#: The farthest diagonal that NumPy knows, on which no element of an array is.
_FAR = 2**31


class RearrangingTracer(ValuesTracer):
    """Adds diagonals and repeated elements to the tracer of expressions."""

    def whole_number(self, value: Traced, node: ast.AST) -> Operand:
        """An int, also one of NumPy's."""
        return self.operation(operator.index, [self.as_index(value, node)], node)

    # Diagonals

    def diagonal(self, seen: View, by: Operand, node: ast.AST) -> View:
        """A diagonal of a matrix, which is a view. It may not be written to, as in NumPy."""
        span = self.span(node)
        fits = self.operation(operator.and_, [
            self.operation(operator.ge, [by, -_FAR], node),
            self.operation(operator.lt, [by, _FAR], node)], node)
        check_sizes(self.builder, fits, span, OverflowError,
                    ("Python int too large to convert to C int",), [])
        array = seen.packed(self.builder, span)
        below = self.operation(max, [self.operation(operator.neg, [by], node), 0], node)
        first = [self.operation(min, [far, size], node) for far, size in zip(
            (below, self.operation(max, [by, 0], node)), seen.shape, strict=True)]
        size = self.operation(min, [self.operation(operator.sub, pair, node) for pair in zip(
            seen.shape, first, strict=True)], node)
        start = self.builder.operation(offset, [array, *first], span)
        steps = [self.builder.operation(stride, [array, axis, 1], span) for axis in (0, 1)]
        step = self.builder.operation(place, [steps[0], 1, steps[1]], span)
        made = self.builder.emit(
            "call_function", view, [array, start, size, step], span, ["diagonal"]).result
        self.builder.note_type(made, array_of(seen.dtype, 1))
        self.builder.dimensions[made] = (size,)
        self.builder.read_only.add(made)
        return view_of(self.builder, made)

    def far(self, given: Arguments, name: str, node: ast.AST) -> Operand:
        return self.whole_number(self.value(given[name]), node) if name in given else 0

    def matrix(self, value: Traced, node: ast.AST) -> View:
        seen = view_of(self.builder, self.in_memory(value, node))
        if len(seen.shape) != 2:
            raise arrays.unsupported(self.builder, seen, "a diagonal", node,
                                     "it is compiled for two dimensions")
        return seen

    def trace_diagonal(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        seen = self.matrix(self.array(given.get("a"), owner), node)
        return self.diagonal(seen, self.far(given, "offset", node), node)

    def trace_trace(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """The sum of a diagonal."""
        seen = self.matrix(self.array(given.get("a"), owner), node)
        return self.reduced(
            "sum", self.diagonal(seen, self.far(given, "offset", node), node), None, False, node)

    def trace_diag(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """A diagonal of a matrix, or a matrix with a vector as a diagonal."""
        value = self.array(given["v"])
        by, span = self.far(given, "k", node), self.span(node)
        if len(parts_of(self.builder, value).shape) != 1:
            return self.diagonal(self.matrix(value, node), by, node)
        seen = view_of(self.builder, self.in_memory(value, node))
        below = self.operation(max, [self.operation(operator.neg, [by], node), 0], node)
        right = self.operation(max, [by, 0], node)
        size = self.operation(operator.add, [
            seen.shape[0], self.operation(operator.add, [below, right], node)], node)
        made = self.new(ZEROS, self.sized(seen, node), [size, size], node)
        target = view_of(self.builder, made)
        nest(self.builder, seen.shape, span, lambda places: store_element(
            self.builder, target,
            [self.builder.operation(place, [far, 1, places[0]], span) for far in (below, right)],
            read_element(self.builder, seen, places, span), span))
        return made

    # Elements in other places

    def trace_roll(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """The elements moved along an axis, or through all of them; the last ones come first."""
        seen, span = self.whole(None, given, node), self.span(node)
        axis = self.axis_of(given, seen.shape, node)
        shape = seen.shape
        shift = self.whole_number(self.value(given["shift"]), node)
        if axis is None and len(shape) > 1:
            seen = self.in_one_line(seen, node)
        axis = axis or 0
        size = seen.shape[axis]
        # Where there are no elements, there is no remainder either.
        some = self.operation(max, [size, 1], node)
        by = self.operation(operator.mod, [shift, some], node)
        by = self.operation(min, [by, size], node)
        rest = self.operation(operator.sub, [size, by], node)
        made = self.new(EMPTY, self.sized(seen, node), seen.shape, node)
        target = view_of(self.builder, made)
        for one, two, count in ((by, 0, rest), (0, rest, by)):
            assign(self.builder,
                   arrays.ranged(self.builder, target, axis, Range(one, 1, count), span),
                   arrays.ranged(self.builder, seen, axis, Range(two, 1, count), span), node)
        return made if len(shape) == len(seen.shape) else self.seen_as(made, shape, node)

    def in_one_line(self, seen: View, node: ast.AST) -> View:
        """All elements one behind the other."""
        array = seen.packed(self.builder, self.span(node))
        kept = self.builder.emit(
            "call_function", contiguous, [array], self.span(node), ["regular"]).result
        self.builder.note_type(kept, self.builder.arrays[array])
        size = seen.shape[0] if len(seen.shape) == 1 else self.operation(
            room, list(seen.shape), node)
        return view_of(self.builder, self.seen_as(kept, [size], node))

    def trace_repeat(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """Each element several times, along an axis or in one line."""
        seen = self.whole(owner, given, node)
        axis = self.axis_of(given, seen.shape, node)
        count = self.value(given["repeats"])
        if self.is_array(count) or self.is_list(count) or isinstance(count, tuple):
            raise self.unsupported(given["repeats"], "a count for each element, not one for all,")
        count = self.whole_number(count, node)
        if axis is None and len(seen.shape) > 1:
            seen = self.in_one_line(seen, node)
        axis = axis or 0
        source = arrays.check_rank(
            self.builder, arrays.with_axis(seen, axis + 1), node)
        return self.several_times(
            source, {axis + 1: count}, [*seen.shape[:axis], None, *seen.shape[axis + 1:]],
            {axis: (seen.shape[axis], axis + 1)}, node)

    def trace_tile(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """The whole array several times, along each axis."""
        seen = view_of(self.builder, self.in_memory(self.array(given["A"]), node))
        asked = self.written(given["reps"])
        counts = [self.whole_number(each, node) for each in (
            asked if isinstance(asked, tuple) else (asked,))]
        while len(counts) < len(seen.shape):
            counts.insert(0, 1)
        while len(seen.shape) < len(counts):
            seen = arrays.check_rank(self.builder, arrays.with_axis(seen, 0), node)
        own: list[Operand] = list(seen.shape)
        inside: dict[int, Operand] = {}
        pairs: dict[int, tuple[Operand, int]] = {}
        for axis, count in enumerate(counts):
            if isinstance(count, Value) or count != 1:
                seen = arrays.check_rank(
                    self.builder, arrays.with_axis(seen, axis + len(inside)), node)
                pairs[axis] = own[axis], axis + len(inside)
                inside[axis + len(inside)] = count
        if not inside:
            return self.trace_copy(seen, {}, node)
        return self.several_times(
            seen, inside, [None if axis in pairs else size for axis, size in enumerate(own)],
            pairs, node)

    def several_times(
        self, source: View, counts: dict[int, Operand], sizes: Sequence[Operand],
        pairs: dict[int, tuple[Operand, int]], node: ast.AST,
    ) -> Traced:
        """A new array, in which some axes of the source, of one item, have `counts`.

        It is seen with `sizes`; where `pairs` has a size and such an axis, these are one.
        """
        for size, axis in pairs.values():
            # A negative count is a mistake only where there is something to repeat.
            least = self.operation(operator.neg, [size], node)
            counts[axis] = self.operation(max, [counts[axis], least], node)
        shape = [counts.get(axis, size) for axis, size in enumerate(source.shape)]
        made = self.new(EMPTY, self.sized(source, node), shape, node)
        assign(self.builder, view_of(self.builder, made), source, node)
        return self.seen_as(made, [
            self.operation(room, [pairs[axis][0], counts[pairs[axis][1]]], node) if (
                axis in pairs) else size
            for axis, size in enumerate(sizes)], node)


FUNCTIONS |= {
    "diag": function("v k=", RearrangingTracer.trace_diag),
    "diagonal": both("a offset=", RearrangingTracer.trace_diagonal),
    "trace": both("a offset=", RearrangingTracer.trace_trace),
    "roll": function("a shift axis=", RearrangingTracer.trace_roll),
    "repeat": both("a repeats axis=", RearrangingTracer.trace_repeat),
    "tile": function("A reps", RearrangingTracer.trace_tile),
}
