"""Traces `np.clip` and `np.round`, which are functions of numbers with parameters of their own."""

from __future__ import annotations

import ast
import operator

from pyx_lowering import errors
from pyx_lowering.dtypes import BOOL_
from pyx_lowering.ops import ufuncs
from pyx_lowering.trace.array_reductions import ReductionTracer
from pyx_lowering.trace.arrays import view_of
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.element_types import scalar_type
from pyx_lowering.trace.elementwise import Lazy, combined
from pyx_lowering.trace.numpy_calls import Arguments
from pyx_lowering.trace.numpy_table import FUNCTIONS, both, function
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.types import FLOAT

#: 10.0 ** 22 is the last power of ten that is a float itself.
_MOST_DECIMALS = 22


class RoundingTracer(ReductionTracer):
    """Adds `np.clip` and `np.round` to the tracer of expressions."""

    def trace_clip(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`np.clip(a, low, high)`, where one bound may be None."""
        value = self.value(given["a"]) if "a" in given else owner
        low, high = (
            next((self.value(given[name]) for name in names if name in given), None)
            for names in (("a_min", "min"), ("a_max", "max")))
        if low is None and high is None:
            raise self.unsupported(node, "`np.clip` without a bound")
        if low is None or high is None:
            target = ufuncs.UFUNCS["minimum" if low is None else "maximum"]
            result = self.applied(target, [value, high if low is None else low], node)
        else:
            result = self.applied(ufuncs.UFUNCS["clip"], [value, low, high], node)
        if "out" not in given:
            return result
        out = self.array(given["out"])
        if isinstance(out, Lazy):
            raise self.unsupported(given["out"], "`out=` that is no array")
        self.assign_same_kind(view_of(self.builder, out), result, node)
        return out

    def applied(self, target: ufuncs.Ufunc, values: list[Traced], node: ast.AST) -> Traced:
        """A function of numbers, of arrays or of numbers."""
        if any(map(self.is_array, values)):
            return combined(self.builder, target, values, node)
        return self.operation(target, [self.as_number(each, node) for each in values], node)

    def trace_round(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`np.round(a, decimals)`: as NumPy, a multiple is rounded to a whole number."""
        value = self.value(given["a"]) if "a" in given else owner
        decimals = self.value(given["decimals"]) if "decimals" in given else 0
        if type(decimals) is not int or abs(decimals) > _MOST_DECIMALS:
            raise self.unsupported(
                node, f"a number of decimals that is no literal up to {_MOST_DECIMALS}")
        if not self.is_array(value):
            number = self.as_number(value, node)
            if scalar_type(self.builder, number) != FLOAT:
                raise self.unsupported(node, "`np.round` of what is no array and no float")
            return self.rounded(number, decimals, node)
        dtype = self.sized(value, node)
        if dtype == BOOL_ or (dtype.kind in "iu" and decimals < 0):
            raise TraceError(errors.ARRAY_OPERATION.at(
                self.span(node), operation="np.round", types=str(dtype)))
        if dtype.kind in "iu":
            return combined(self.builder, operator.pos, [value], node)
        return self.rounded(value, decimals, node)

    def rounded(self, value: Traced, decimals: int, node: ast.AST) -> Traced:
        rint = ufuncs.UFUNCS["rint"]
        if decimals == 0:
            return self.applied(rint, [value], node)
        first, last = (ast.Mult(), ast.Div()) if decimals > 0 else (ast.Div(), ast.Mult())
        unit = 10.0 ** abs(decimals)
        scaled = self.applied(rint, [self.binary(first, value, unit, node)], node)
        return self.binary(last, scaled, unit, node)


FUNCTIONS |= {
    "clip": both("a a_min= a_max= min= max= out=", RoundingTracer.trace_clip),
    "round": both("a decimals=", RoundingTracer.trace_round),
    "around": function("a decimals=", RoundingTracer.trace_round),
}
