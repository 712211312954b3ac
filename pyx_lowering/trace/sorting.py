"""Traces arrays in order, medians, and searching in what is in order."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from pyx_lowering import errors
from pyx_lowering.dtypes import BOOL_, INT8, INT64, Sized, promoted
from pyx_lowering.ir import Operand
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.sorting import argsort_lines, median_of, search, sort_lines
from pyx_lowering.ops.views import EMPTY
from pyx_lowering.trace import arrays
from pyx_lowering.trace.arrays import View, view_of
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.elementwise import assign, combined, read_element, store_element
from pyx_lowering.trace.nests import nest
from pyx_lowering.trace.numpy_calls import Arguments
from pyx_lowering.trace.numpy_table import FUNCTIONS, both, function
from pyx_lowering.trace.rearranging import RearrangingTracer
from pyx_lowering.trace.scope import TraceError

#: NumPy's names of what sorts; what is compiled keeps the order of equal elements.
_KINDS = ("stable", "mergesort", "quicksort", "heapsort")


class SortingTracer(RearrangingTracer):
    """Adds sorting and searching to the tracer of expressions."""

    def choice(self, given: Arguments, name: str, known: Sequence[str]) -> str:
        """An argument that is one of some strs; the first one if it is left out."""
        node = given.get(name)
        if node is None:
            return known[0]
        if isinstance(node, ast.Constant) and node.value in known:
            return str(node.value)
        raise TraceError(errors.EXPRESSION.at(
            self.span(node), expression=f"this `{name}`",
            help="write one of " + ", ".join(f'`"{each}"`' for each in known)))

    def lines(
        self, owner: Traced, given: Arguments, node: ast.Call
    ) -> tuple[View, View, list[int]]:
        """What is sorted; a packed copy with the axis as its last one; the order of its axes."""
        self.choice(given, "kind", _KINDS)
        value = self.array(given.get("a"), owner)
        seen = view_of(self.builder, self.in_memory(value, node))
        if self.sized(seen, node).kind == "c":
            raise arrays.unsupported(
                self.builder, seen, "sorting", node, "sort its real numbers, as in `a.real`")
        axis = self.axis_of(given, seen.shape, node)
        if axis is None and "axis" in given and len(seen.shape) > 1:
            seen = self.in_one_line(seen, node)
        last = len(seen.shape) - 1
        axis = last if axis is None else axis
        order = [other for other in range(last + 1) if other != axis] + [axis]
        return seen, self.copy_of_view(self.permuted(seen, order), node), order

    def copy_of_view(self, seen: View, node: ast.AST) -> View:
        made = self.new(EMPTY, self.sized(seen, node), seen.shape, node)
        assign(self.builder, view_of(self.builder, made), seen, node)
        return view_of(self.builder, made)

    def back(self, made: View, order: list[int]) -> View:
        """What was made with another order of axes."""
        if order == sorted(order):
            return made
        return self.permuted(made, [order.index(axis) for axis in range(len(order))])

    def trace_sort(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`np.sort(a)`, or `a.sort()` in place."""
        seen, made, order = self.lines(owner, given, node)
        self.sort(made, node)
        if owner is None:
            return self.back(made, order)
        if "axis" in given and self.axis_of(given, seen.shape, node) is None:
            raise self.unsupported(node, "`sort` in place without an axis")
        assign(self.builder, seen, self.back(made, order), node)
        return None

    def sort(self, made: View, node: ast.AST) -> None:
        span = self.span(node)
        spare = self.new(EMPTY, self.sized(made, node), made.shape[-1:], node)
        self.builder.emit(
            "call_function", sort_lines, [made.packed(self.builder, span), spare], span)

    def trace_argsort(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        _, keys, order = self.lines(owner, given, node)
        span = self.span(node)
        made = self.new(EMPTY, INT64, keys.shape, node)
        spare = self.new(EMPTY, INT64, keys.shape[-1:], node)
        self.builder.emit("call_function", argsort_lines, [
            made, spare, keys.packed(self.builder, span)], span)
        return self.back(view_of(self.builder, made), order)

    def trace_median(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """The median of all elements."""
        value = self.array(given["a"])
        seen = view_of(self.builder, self.in_memory(value, node))
        if self.sized(seen, node).kind in "bc":
            raise arrays.unsupported(
                self.builder, seen, "`median`", node, "it is compiled for ints and floats")
        line, span = self.in_one_line(seen, node), self.span(node)
        spare = self.new(EMPTY, self.sized(line, node), line.shape, node)
        return self.builder.emit(
            "call_function", median_of, [line.packed(self.builder, span), spare], span,
            ["median"]).result

    def as_type(self, value: Traced, dtype: Sized, node: ast.AST) -> View:
        """An array in memory with elements of a type."""
        if self.sized(value, node) != dtype:
            value = combined(self.builder, CONSTRUCTORS[dtype], [value], node)
        return view_of(self.builder, self.in_memory(value, node))

    def unboxed(self, value: Traced, node: ast.AST) -> Traced:
        """The element of an array of no dimensions, which counts as a number here."""
        if not self.is_array(value):
            return value
        seen = view_of(self.builder, self.in_memory(value, node))
        return seen if seen.shape else read_element(self.builder, seen, [], self.span(node))

    def trace_searchsorted(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """Where keys belong in a sorted array."""
        value = self.array(given.get("a"), owner)
        seen = view_of(self.builder, self.in_memory(value, node))
        if len(seen.shape) != 1:
            raise arrays.unsupported(
                self.builder, seen, "`searchsorted`", node, "it is compiled for one dimension")
        side = self.choice(given, "side", ("left", "right"))
        keys = self.unboxed(self.value(given["v"]), node)
        number = None if self.is_array(keys) else self.as_number(keys, node)
        own = self.sized(keys, node) if number is None else self.sized_of(number, node)
        dtype = promoted(self.sized(seen, node), own)
        if dtype.kind == "c":
            raise arrays.unsupported(
                self.builder, seen, "`searchsorted`", node, "it is compiled for real numbers")
        if dtype == BOOL_:
            dtype = INT8
        span = self.span(node)
        array = self.as_type(seen, dtype, node).packed(self.builder, span)

        def place(key: Operand) -> Operand:
            key = self.operation(CONSTRUCTORS[dtype], [key], node)
            return self.builder.emit("call_function", search, [
                array, key, side == "right"], span, ["place"]).result

        if number is not None:
            return place(number)
        asked = view_of(self.builder, self.in_memory(keys, node))
        made = self.new(EMPTY, INT64, asked.shape, node)
        target = view_of(self.builder, made)
        nest(self.builder, asked.shape, span, lambda places: store_element(
            self.builder, target, places,
            place(read_element(self.builder, asked, places, span)), span))
        return made


FUNCTIONS |= {
    "sort": both("a axis= kind=", SortingTracer.trace_sort),
    "argsort": both("a axis= kind=", SortingTracer.trace_argsort),
    "median": function("a", SortingTracer.trace_median),
    "searchsorted": both("a v side=", SortingTracer.trace_searchsorted),
}
