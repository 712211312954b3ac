"""Traces what arrays of complex numbers have: their parts, which are views, and their angles."""

from __future__ import annotations

import ast
from collections.abc import Callable

from pyx_lowering.dtypes import COMPLEXES, part_dtype
from pyx_lowering.ir import Value
from pyx_lowering.ops import ufuncs
from pyx_lowering.ops.complex_arrays import PART_VIEWS
from pyx_lowering.ops.methods import ATTRIBUTES
from pyx_lowering.trace import arrays
from pyx_lowering.trace.arrays import View, view_of
from pyx_lowering.trace.bins import BinsTracer
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.elementwise import combined
from pyx_lowering.trace.numpy_calls import Arguments
from pyx_lowering.trace.numpy_table import FUNCTIONS, function, method
from pyx_lowering.types import array_of


class ComplexTracer(BinsTracer):
    """Adds the parts of arrays of complex numbers to the tracer of expressions."""

    def attribute(self, node: ast.expr, owner: object, attribute: str) -> object:
        if attribute in PART_VIEWS and self.is_array(owner):
            return self.part_of(owner, attribute, node)
        return super().attribute(node, owner, attribute)

    def part_of(self, owner: Traced, name: str, node: ast.AST) -> Traced:
        """The real or the imaginary parts of an array: a view of it, as in NumPy."""
        if self.sized(owner, node) not in COMPLEXES:
            if name == "real":
                return owner
            raise arrays.unsupported(
                self.builder, owner, f"`.{name}`", node,
                "all of it is zero; write `np.zeros_like(...)`")
        seen = view_of(self.builder, self.in_memory(owner, node))
        whole = self.builder.shared(PART_VIEWS[name], [seen.base], self.span(node))
        assert isinstance(whole, Value)
        self.builder.rename(whole, f"{seen.base.base}_{name}")
        array = self.builder.arrays[seen.base]
        assert array.dtype is not None
        dtype = part_dtype(array.dtype)
        self.builder.note_type(whole, array_of(dtype, array.rank))
        self.builder.dimensions[whole] = arrays.dimensions(self.builder, seen.base)
        return View(whole, dtype, seen.picks, seen.shape, scattered=seen.scattered)

    def trace_part(self, name: str, given: Arguments, node: ast.Call) -> Traced:
        """`np.real` and `np.imag` of an array or a number."""
        value = self.value(given["val"])
        if self.is_array(value):
            return self.part_of(value, name, node)
        return self.operation(ATTRIBUTES[name], [self.as_number(value, node)], node)

    def trace_angle(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`np.angle` in radians."""
        value = self.value(given["z"])
        if not self.is_array(value) or self.sized(value, node) not in COMPLEXES:
            raise self.unsupported(node, "`np.angle` of what is no array of complex numbers")
        if not isinstance(value, View):
            value = self.in_memory(value, node)
        parts = [self.part_of(value, name, node) for name in ("imag", "real")]
        return combined(self.builder, ufuncs.UFUNCS["arctan2"], parts, node)

    def trace_conjugate(self, owner: Traced, _: Arguments, node: ast.Call) -> Traced:
        return combined(self.builder, ufuncs.UFUNCS["conjugate"], [owner], node)


def _part(name: str) -> Callable[..., Traced]:
    def trace(tracer: ComplexTracer, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        return tracer.trace_part(name, given, node)

    return trace


FUNCTIONS |= {
    **{name: function("val", _part(name)) for name in PART_VIEWS},
    "angle": function("z", ComplexTracer.trace_angle),
    "conj": method("self", ComplexTracer.trace_conjugate),
    "conjugate": method("self", ComplexTracer.trace_conjugate),
}
