"""Traces NumPy's functions that select elements of arrays, or say where these are."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable

from pyx_lowering.dtypes import sized_of
from pyx_lowering.ir import Operand
from pyx_lowering.ops import ufuncs
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.trace import arrays
from pyx_lowering.trace.arrays import view_of
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.element_types import result_type
from pyx_lowering.trace.elementwise import has_no_dimensions, parts_of, read_element
from pyx_lowering.trace.masks import count_true, places_true
from pyx_lowering.trace.numpy_calls import Arguments, NumpyTracer
from pyx_lowering.trace.numpy_table import FUNCTIONS, NumpyFunction, both, function
from pyx_lowering.trace.products import ProductTracer
from pyx_lowering.trace.scope import ArrayFunction
from pyx_lowering.trace.selection import Chosen, chosen
from pyx_lowering.trace.wholes import ArrayMethod


class SelectionTracer(ProductTracer):
    """Adds functions that select elements to the tracer of expressions."""

    def attribute(self, node: ast.expr, owner: object, attribute: str) -> object:
        target = _operation(owner)
        if attribute == "at" and target is not None:
            return ArrayMethod("at", target)
        return super().attribute(node, owner, attribute)

    def trace_choice(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`np.where` of three arguments, or of one."""
        if "x" in given and "y" in given:
            return NumpyTracer.trace_where(self, None, given, node)
        if "x" in given or "y" in given:
            raise self.unsupported(node, "`np.where` of two arguments")
        return self.trace_nonzero(None, {"a": given["condition"]}, node)

    def trace_nonzero(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        source = parts_of(self.builder, self.array(given.get("a"), owner))
        self.sized(source, node)
        return tuple(places_true(self.builder, source, self.span(node)))

    def trace_flatnonzero(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        value = self.array(given.get("a"), owner)
        if len(parts_of(self.builder, value).shape) != 1:
            raise arrays.unsupported(
                self.builder, value, "`flatnonzero`", node, "it is compiled for one dimension")
        source = parts_of(self.builder, value)
        self.sized(source, node)
        return places_true(self.builder, source, self.span(node))[0]

    def trace_count_nonzero(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        source = parts_of(self.builder, self.array(given.get("a"), owner))
        self.sized(source, node)
        return count_true(self.builder, source, self.span(node))

    def trace_take(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`np.take`, which counts through all elements where no axis is given."""
        seen = view_of(self.builder, self.in_memory(self.array(given.get("a"), owner), node))
        axis = self.axis_of(given, seen.shape, node)
        if axis is None and len(seen.shape) != 1:
            raise arrays.unsupported(
                self.builder, seen, "`take` without an axis", node,
                "give `axis=`, or an array of one dimension")
        indices = self.value(given["indices"])
        if not self.is_array(indices) or has_no_dimensions(self.builder, indices):
            raise self.unsupported(node, "`take` of what is no array of indices")
        picks = self.picks(indices, seen, axis or 0, node)
        if self.is_mask(indices, node):
            raise self.unsupported(node, "`take` by a mask")
        return chosen(self.builder, seen, picks, axis or 0, node).read(
            self.builder, self.span(node))

    def trace_at(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`np.add.at`: an index that comes twice counts twice."""
        target, span = owner, self.span(node)
        assert callable(target)
        array, value = self.array(given["a"]), self.value(given["b"])
        found = self.selected(array, given["indices"], node)
        if not isinstance(found, Chosen):
            raise arrays.unsupported(
                self.builder, array, "`.at` of one place", node,
                "its index is an array of ints; write `a[i] += x` for one place")
        seen = found.seen
        is_array = self.is_array(value)
        operand = parts_of(self.builder, value) if is_array else self.as_number(value, node)
        dtype = result_type(self.builder, target, [seen, operand], node)
        self.check_kind(seen, dtype, node)
        kind = sized_of(seen.dtype)

        def change(own: list[Operand], item: Operand) -> Operand:
            before = read_element(self.builder, seen, own, span)
            after = self.operation(target, [before, item], node)
            return self.operation(CONSTRUCTORS[kind], [after], node)

        found.check(self.builder, span)
        found.check_value(self.builder, operand, span)
        found.update(self.builder, operand, span, change)
        return None


def _operation(owner: object) -> Callable[..., object] | None:
    """The operation that a ufunc of two operands is."""
    if isinstance(owner, ArrayFunction) and owner.name in ufuncs.OPERATORS:
        found: Callable[..., object] = getattr(operator, ufuncs.OPERATORS[owner.name])
        return found
    for name in ("minimum", "maximum"):
        if owner is ufuncs.UFUNCS[name]:
            return ufuncs.UFUNCS[name]
    return None


FUNCTIONS |= {
    "where": function("condition x= y=", SelectionTracer.trace_choice),
    "nonzero": both("a", SelectionTracer.trace_nonzero),
    "flatnonzero": function("a", SelectionTracer.trace_flatnonzero),
    "count_nonzero": function("a", SelectionTracer.trace_count_nonzero),
    "take": both("a indices axis=", SelectionTracer.trace_take),
    "at": NumpyFunction("ufunc a indices b", SelectionTracer.trace_at),
}
