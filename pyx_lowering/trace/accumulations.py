"""Traces what NumPy computes along lines of an array: running sums, and the range of values."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence

from pyx_lowering.dtypes import BOOL_
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops import ufuncs
from pyx_lowering.ops.reductions import sum_dtype
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import EMPTY
from pyx_lowering.trace import arrays
from pyx_lowering.trace.arrays import view_of
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.elementwise import combined, parts_of, read_element, store_element
from pyx_lowering.trace.nests import Places, counted, nest
from pyx_lowering.trace.numpy_calls import Arguments
from pyx_lowering.trace.numpy_table import FUNCTIONS, both, function
from pyx_lowering.trace.rounding import RoundingTracer

#: What adds an element to a running result, and where that begins for floats and ints.
_RUNNING: dict[str, tuple[Callable[..., object], Operand, Operand]] = {
    "cumsum": (operator.add, -0.0, 0), "cumprod": (operator.mul, 1.0, 1)}


class AccumulationTracer(RoundingTracer):
    """Adds running sums and products to the tracer of expressions."""

    def trace_running(
        self, name: str, owner: Traced, given: Arguments, node: ast.Call
    ) -> Traced:
        """`np.cumsum` or `np.cumprod` along an axis."""
        value = self.array_as_line(owner, given)
        seen = view_of(self.builder, self.in_memory(value, node))
        asked = self.axis_of(given, seen.shape, node)
        if asked is None and len(seen.shape) > 1:
            raise arrays.unsupported(
                self.builder, value, f"`{name}` without an axis", node,
                "say the axis of an array with several dimensions")
        axis = asked or 0
        dtype = sum_dtype(seen.dtype)
        made = self.new(EMPTY, dtype, seen.shape, node)
        target, span = view_of(self.builder, made), self.span(node)
        step, of_floats, of_ints = _RUNNING[name]
        start = self.operation(
            CONSTRUCTORS[dtype], [of_floats if dtype.kind == "f" else of_ints], node)

        def line(places: Places) -> None:
            def turn(at: Value, before: Sequence[Value]) -> Sequence[Operand]:
                here = [*places[:axis], at, *places[axis:]]
                item = self.operation(
                    CONSTRUCTORS[dtype], [read_element(self.builder, seen, here, span)], node)
                total = self.operation(step, [before[0], item], node)
                if dtype.kind == "c":  # there is no number that keeps the signs of all zeros
                    is_first = self.operation(operator.eq, [at, 0], node)
                    total = self.operation(ufuncs.choose, [is_first, item, total], node)
                store_element(self.builder, target, here, total, span)
                return [total]

            counted(self.builder, seen.shape[axis], "n", span, turn, [start], ["total"])

        nest(self.builder, (*seen.shape[:axis], *seen.shape[axis + 1:]), span, line)
        return made

    def trace_ptp(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """The greatest element without the least."""
        value = self.array(given["a"])
        if self.sized(value, node) == BOOL_:
            raise arrays.unsupported(self.builder, value, "`ptp`", node)
        value = self.in_memory(value, node)
        axes = self.axes_of(given, parts_of(self.builder, value).shape, node)
        keep = self.flag(given, "keepdims")
        most, least = (self.reduced(name, value, axes, keep, node) for name in ("max", "min"))
        if self.is_array(most):
            return combined(self.builder, operator.sub, [most, least], node)
        return self.operation(
            operator.sub, [self.builder.pack(each, None) for each in (most, least)], node)


def _running(name: str) -> Callable[..., Traced]:
    def trace(
        tracer: AccumulationTracer, owner: Traced, given: Arguments, node: ast.Call
    ) -> Traced:
        return tracer.trace_running(name, owner, given, node)

    return trace


FUNCTIONS |= {name: both("a axis=", _running(name)) for name in _RUNNING}
FUNCTIONS["ptp"] = function("a axis= keepdims=", AccumulationTracer.trace_ptp)
