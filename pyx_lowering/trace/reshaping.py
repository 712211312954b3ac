"""Traces arrays in another shape, with other axes, and arrays put together of others."""

from __future__ import annotations

import ast
import operator
from collections.abc import Sequence
from dataclasses import replace

from pyx_lowering.dtypes import common
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops import ufuncs
from pyx_lowering.ops.arrays import elements
from pyx_lowering.ops.reshaping import check_shape, contiguous, regular, reshaped, size_in
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import EMPTY
from pyx_lowering.trace import arrays
from pyx_lowering.trace.arrays import Along, Range, View, view_of
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.elementwise import (
    Lazy,
    assign,
    combined,
    has_no_dimensions,
    leaves_of,
    pairs_of,
    parts_of,
    source_element,
)
from pyx_lowering.trace.nests import Places
from pyx_lowering.trace.numpy_calls import Arguments, NoDimensions
from pyx_lowering.trace.numpy_table import FUNCTIONS, both, function, method
from pyx_lowering.trace.selection_calls import SelectionTracer
from pyx_lowering.trace.shapes import check_sizes
from pyx_lowering.trace.wholes import Slice
from pyx_lowering.types import array_of


class ReshapingTracer(SelectionTracer):
    """Adds other shapes of arrays to the tracer of expressions."""

    def call_numpy(self, name: str, owner: Traced, node: ast.Call) -> Traced:
        # `a.reshape(n, m)` is `a.reshape((n, m))`.
        if owner is not None and name in ("reshape", "transpose") and len(node.args) > 1:
            node = ast.copy_location(ast.Call(
                node.func, [ast.copy_location(ast.Tuple(node.args, ast.Load()), node)],
                node.keywords), node)
        return super().call_numpy(name, owner, node)

    # The same memory

    def whole(self, owner: Traced, given: Arguments, node: ast.AST) -> View:
        return view_of(self.builder, self.in_memory(self.array(given.get("a"), owner), node))

    def packed_line(self, owner: Traced, given: Arguments, node: ast.AST) -> Value:
        """The array as a value; one of no dimensions as a line."""
        whole = view_of(self.builder, self.in_memory(self.array_as_line(owner, given), node))
        return whole.packed(self.builder, self.span(node))

    def seen_as(self, array: Value, sizes: Sequence[Operand], node: ast.AST) -> Value:
        made = self.builder.emit(
            "call_function", reshaped, [array, *sizes], self.span(node), ["reshaped"]).result
        dtype = self.builder.arrays[array].dtype
        assert dtype is not None
        self.builder.note_type(made, array_of(dtype, len(sizes)))
        self.builder.dimensions[made] = tuple(sizes)
        return made

    def trace_reshape(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        array = self.packed_line(owner, given, node)
        asked = self.sizes(given["shape"])
        if not asked:
            raise self.unsupported(node, "a shape of no dimensions")
        total = self.operation(elements, [array], node)
        self.builder.emit("call_function", check_shape, [total, *asked], self.span(node))
        sizes = [
            size if isinstance(size, int) and size >= 0 else
            self.operation(size_in, [total, axis, *asked], node)
            for axis, size in enumerate(asked)]
        kept = self.builder.emit(
            "call_function", regular, [array, *sizes], self.span(node), ["regular"]).result
        self.builder.note_type(kept, self.builder.arrays[array])
        return self.seen_as(kept, sizes, node)

    def trace_ravel(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        array = self.packed_line(owner, given, node)
        total = self.operation(elements, [array], node)
        kept = self.builder.emit(
            "call_function", contiguous, [array], self.span(node), ["regular"]).result
        self.builder.note_type(kept, self.builder.arrays[array])
        return self.seen_as(kept, [total], node)

    def trace_flatten(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        made = self.trace_copy(self.array_as_line(owner, given), {}, node)
        assert isinstance(made, Value)
        return self.seen_as(made, [self.operation(elements, [made], node)], node)

    # Other axes

    def axis_in(self, node: ast.expr, count: int) -> int:
        """An axis that is a literal."""
        axis = self.value(node)
        if not isinstance(axis, int) or isinstance(axis, bool) or not -count <= axis < count:
            raise self.unsupported(
                node, f"an axis that is no literal from {-count} to {count - 1},")
        return axis % count

    def trace_transpose(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        seen = self.whole(owner, given, node)
        count = len(seen.shape)
        order = list(range(count))[::-1]
        if self.is_given(given, "axes"):
            written = given["axes"]
            parts = written.elts if isinstance(written, ast.Tuple | ast.List) else [written]
            order = [self.axis_in(part, count) for part in parts]
        if sorted(order) != list(range(count)):
            raise arrays.unsupported(
                self.builder, seen, "`transpose` with these axes", node,
                "name each of its axes once")
        return self.permuted(seen, order)

    def permuted(self, seen: View, order: Sequence[int]) -> View:
        """The view with its axes in another order."""
        picks = tuple(replace(pick, axis=order.index(pick.axis)) if (
            isinstance(pick, Along)) else pick for pick in seen.picks)
        return View(seen.base, seen.dtype, picks, tuple(seen.shape[axis] for axis in order))

    def trace_swapaxes(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        seen = self.whole(owner, given, node)
        count = len(seen.shape)
        one, two = (self.axis_in(given[name], count) for name in ("axis1", "axis2"))
        order = list(range(count))
        order[one], order[two] = two, one
        return self.permuted(seen, order)

    def trace_flip(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        seen = self.whole(owner, given, node)
        axis = self.axis_of(given, seen.shape, node)
        for each in range(len(seen.shape)) if axis is None else [axis]:
            taken = self.general_range(Slice(None, None, -1), -1, seen.shape[each], node)
            seen = arrays.ranged(self.builder, seen, each, taken, self.span(node))
        return seen

    def trace_expand_dims(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        seen = self.whole(owner, given, node)
        axis = self.axis_in(given["axis"], len(seen.shape) + 1)
        return arrays.check_rank(self.builder, arrays.with_axis(seen, axis), node)

    def trace_squeeze(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        seen = self.whole(owner, given, node)
        axis = self.axis_in(given["axis"], len(seen.shape))
        is_one = self.operation(operator.eq, [seen.shape[axis], 1], node)
        check_sizes(self.builder, is_one, self.span(node), ValueError, (
            "cannot select an axis to squeeze out which has size not equal to one",), [])
        return arrays.at(self.builder, seen, axis, 0, self.span(node))

    # Arrays put together

    def several(self, node: ast.expr) -> list[Lazy | View]:
        """The arrays in a tuple or list."""
        values = self.values(node.elts) if isinstance(node, ast.Tuple | ast.List) else (
            self.builder.sequence(self.value(node), self.span(node)))
        if not values or not all(map(self.is_array, values)):
            raise self.unsupported(node, "what is no tuple of arrays")
        for value in values:
            if has_no_dimensions(self.builder, value):
                raise NoDimensions(value)
        return [parts_of(self.builder, value) for value in values]

    def trace_concatenate(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        parts = self.several(given["arrays"])
        axis = self.axis_in(given["axis"], len(parts[0].shape)) if "axis" in given else 0
        return self.joined_along(parts, axis, node)

    def joined_along(
        self, parts: Sequence[Lazy | View], axis: int, node: ast.Call
    ) -> Traced:
        """A new array with some one behind the other."""
        first, span = parts[0], self.span(node)
        dtype = common([self.sized(part, node) for part in parts])
        if dtype is None or any(len(part.shape) != len(first.shape) for part in parts):
            raise self.unsupported(node, "joining arrays of different dimensions")
        ends: list[Operand] = [0]
        for part in parts:
            ends.append(self.operation(operator.add, [ends[-1], part.shape[axis]], node))
            for other, (one, two) in enumerate(zip(first.shape, part.shape, strict=True)):
                if other != axis and one is not two:
                    equal = self.builder.shared(operator.eq, [one, two], span)
                    check_sizes(self.builder, equal, span, ValueError, (
                        "all the input array dimensions except for the concatenation axis "
                        f"must match exactly, but along dimension {other} there are ",
                        " and ", ""), [one, two])
        shape = [*first.shape[:axis], ends[-1], *first.shape[axis + 1:]]
        made = self.new(EMPTY, dtype, shape, node)
        for start, part in zip(ends, parts, strict=False):
            target = arrays.ranged(
                self.builder, view_of(self.builder, made), axis,
                Range(start, 1, part.shape[axis]), span)
            assign(self.builder, target, part, node)
        return made

    def trace_stack(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        parts = [view_of(self.builder, self.in_memory(part, node))
                 for part in self.several(given["arrays"])]
        rank = len(parts[0].shape) + 1
        axis = self.axis_in(given["axis"], rank) if "axis" in given else 0
        return self.joined_along([arrays.check_rank(
            self.builder, arrays.with_axis(part, axis), node) for part in parts], axis, node)

    def trace_vstack(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        parts = [view_of(self.builder, self.in_memory(part, node))
                 for part in self.several(given["arrays"])]
        return self.joined_along([
            arrays.with_axis(part, 0) if len(part.shape) == 1 else part for part in parts], 0, node)

    def trace_hstack(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        parts = self.several(given["arrays"])
        return self.joined_along(parts, min(1, len(parts[0].shape) - 1), node)

    # Of all elements

    def trace_diff(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """The differences of neighbours along an axis, the last one if none is given."""
        seen = self.whole(owner, given, node)
        axis = self.axis_in(given["axis"], len(seen.shape)) if "axis" in given else (
            len(seen.shape) - 1)
        both = []
        for bounds in (Slice(1, None, None), Slice(None, -1, None)):
            taken = self.range_of(bounds, seen.shape[axis], node)
            assert taken is not None
            both.append(arrays.ranged(self.builder, seen, axis, taken, self.span(node)))
        return combined(self.builder, operator.sub, both, node)

    def trace_triangle(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`np.tril` and `np.triu`: zeros above or below a diagonal."""
        source = parts_of(self.builder, self.array(given.get("m"), owner))
        dtype, span = self.sized(source, node), self.span(node)
        if len(source.shape) != 2:
            raise arrays.unsupported(self.builder, source, "this function", node,
                                     "it is compiled for two dimensions")
        by = self.as_number(self.value(given["k"]), node) if "k" in given else 0
        is_low = ast.unparse(node.func).endswith("tril")

        def compute(places: Places, careful: bool) -> Operand:
            row = self.operation(operator.add, [places[0], by], node)
            inside = self.operation(
                operator.ge if is_low else operator.le, [row, places[1]], node)
            item = source_element(self.builder, source, source.shape, places, careful, span)
            zero = self.operation(CONSTRUCTORS[dtype], [0], node)
            return self.operation(ufuncs.choose, [inside, item, zero], node)

        made = Lazy(source.shape, dtype, tuple(leaves_of(source)), tuple(pairs_of(source)),
                    compute, block=self.builder.block, span=span)
        self.builder.pending.append(made)
        return made


FUNCTIONS |= {
    "reshape": both("a shape", ReshapingTracer.trace_reshape),
    "ravel": both("a", ReshapingTracer.trace_ravel),
    "flatten": method("a", ReshapingTracer.trace_flatten),
    "transpose": both("a axes=", ReshapingTracer.trace_transpose),
    "swapaxes": both("a axis1 axis2", ReshapingTracer.trace_swapaxes),
    "flip": function("a axis=", ReshapingTracer.trace_flip),
    "expand_dims": function("a axis", ReshapingTracer.trace_expand_dims),
    "squeeze": both("a axis", ReshapingTracer.trace_squeeze),
    "concatenate": function("arrays axis=", ReshapingTracer.trace_concatenate),
    "stack": function("arrays axis=", ReshapingTracer.trace_stack),
    "vstack": function("arrays", ReshapingTracer.trace_vstack),
    "hstack": function("arrays", ReshapingTracer.trace_hstack),
    "diff": function("a axis=", ReshapingTracer.trace_diff),
    "tril": function("m k=", ReshapingTracer.trace_triangle),
    "triu": function("m k=", ReshapingTracer.trace_triangle),
}
