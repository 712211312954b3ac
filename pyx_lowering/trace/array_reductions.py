"""Traces what NumPy computes of all elements of an array, or of those along an axis."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import replace

from pyx_lowering import errors
from pyx_lowering.dtypes import BOOL_, COMPLEXES, FLOAT64, INT64, Sized, dtype_of
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops import OPERATIONS, ufuncs
from pyx_lowering.ops.arrays import elements
from pyx_lowering.ops.complex_arrays import OF_ELEMENTS
from pyx_lowering.ops.reductions import ALONG, FIRST, REDUCTIONS, is_innermost, sum_dtype
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import EMPTY
from pyx_lowering.trace import arrays
from pyx_lowering.trace.arrays import View, view_of
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.elementwise import Lazy, combined, parts_of, read_element, store_element
from pyx_lowering.trace.fused import fused, is_fused
from pyx_lowering.trace.nests import Places, counted, nest
from pyx_lowering.trace.numpy_calls import Arguments, NumpyTracer
from pyx_lowering.trace.numpy_table import FUNCTIONS, both, method
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.types import COMPLEX, FLOAT, INT, Type, array_of

#: What adds one more element to a reduction, and where that begins; the first elements
#: themselves, where it is None.
_STEPS: dict[str, tuple[Callable[..., object], Operand]] = {
    "sum": (operator.add, 0), "prod": (operator.mul, 1),
    "min": (ufuncs.UFUNCS["minimum"], None), "max": (ufuncs.UFUNCS["maximum"], None),
    "any": (operator.or_, False), "all": (operator.and_, True),
}


#: What makes a number of Python's of one of NumPy's.
PYTHON: dict[Type, Callable[..., object]] = {FLOAT: float, INT: int, COMPLEX: complex}

#: What makes a number of Python's of an element, by its kind.
_ITEMS: dict[str, Callable[..., object]] = {
    "f": float, "i": int, "u": int, "b": bool, "c": complex}

#: The axes of a reduction; None for all of them.
Axes = tuple[int, ...] | None


class ReductionTracer(NumpyTracer):
    """Adds reductions of arrays to the tracer of expressions."""

    def trace_reduction(
        self, name: str, owner: Traced, given: Arguments, node: ast.Call
    ) -> Traced:
        """`np.sum(a)`, `a.sum(axis=0, keepdims=True)` and their like."""
        value = self.array_as_line(owner, given)
        axes = self.axes_of(given, parts_of(self.builder, value).shape, node)
        return self.reduced(name, value, axes, self.flag(given, "keepdims"), node)

    def axes_of(self, given: Arguments, shape: Sequence[Operand], node: ast.AST) -> Axes:
        """The axes that are asked for, from 0 on; None for all of them."""
        written = given.get("axis")
        axis = None if written is None else self.value(written)
        if axis is None:
            return None
        several = axis if isinstance(axis, tuple) else (axis,)
        axes = tuple(self.one_axis(each, shape, node) for each in several)
        if len(set(axes)) < len(axes) or not axes:
            raise self.unsupported(node, "an axis twice" if axes else "`axis=()`")
        return tuple(sorted(axes))

    def axis_of(
        self, given: Arguments, shape: Sequence[Operand], node: ast.AST
    ) -> int | None:
        """The axis that is asked for, from 0 on; None if none is."""
        axis = None if given.get("axis") is None else self.value(given["axis"])
        return None if axis is None else self.one_axis(axis, shape, node)

    def one_axis(self, axis: Traced, shape: Sequence[Operand], node: ast.AST) -> int:
        if not isinstance(axis, int) or isinstance(axis, bool) or not (
            -len(shape) <= axis < len(shape)
        ):
            raise self.unsupported(
                node, f"an axis that is no literal from {-len(shape)} to {len(shape) - 1},")
        return axis % len(shape)

    def flag(self, given: Arguments, name: str) -> bool:
        if name not in given:
            return False
        value = self.value(given[name])
        if not isinstance(value, bool):
            raise self.unsupported(given[name], f"`{name}` that is not `True` or `False`")
        return value

    def reduced(
        self, name: str, value: Traced, axes: Axes, keep: bool, node: ast.AST
    ) -> Traced:
        """A reduction of an array: a number, or an array without the axes."""
        dtype = self.sized(value, node)
        if name in ("any", "all") and dtype != BOOL_:
            value, dtype = combined(self.builder, operator.ne, [value, 0], node), BOOL_
        if array_of(dtype_of(dtype), 1) not in OPERATIONS[REDUCTIONS[name]].of_arrays:
            raise TraceError(errors.ARRAY_OPERATION.at(
                self.span(node), operation=f"np.{name}", types=str(dtype),
                help="take their parts first, as in `a.real`"))
        if axes is None and not keep and is_fused(value, name):
            return self.reduced_value(
                name, dtype, fused(self.builder, name, value, self.span(node)))
        seen = view_of(self.builder, self.in_memory(value, node))
        rank = len(seen.shape)
        if name not in ALONG and (keep if axes is None else len(axes) > 1) and rank > 1:
            raise self.unsupported(node, f"`{name}` along several axes")
        if axes is None:
            axes = tuple(range(rank))
        if len(axes) == rank and not keep:
            return self.reduced_whole(name, seen, node)
        if name in ("sum", "prod"):
            dtype = sum_dtype(dtype_of(dtype))
        elif name in ("argmin", "argmax"):
            dtype = INT64
        if len(axes) == 1:
            return self.reduced_along(name, seen, axes[0], dtype, keep, node)
        return self.reduced_along_axes(name, seen, axes, dtype, keep, node)

    def reduced_whole(self, name: str, seen: View, node: ast.AST) -> Operand:
        span = self.span(node)
        result = self.builder.emit(
            "call_function", REDUCTIONS[name], [seen.packed(self.builder, span)], span,
            [name]).result
        return self.reduced_value(name, seen.dtype.sized, result)

    def reduced_value(self, name: str, dtype: Type | None, result: Operand) -> Operand:
        if isinstance(result, Value) and dtype == BOOL_ and name in ("any", "all", "min", "max"):
            self.builder.booleans.add(result)
        return result

    def reduced_along(
        self, name: str, seen: View, axis: int, dtype: Sized, keep: bool, node: ast.AST
    ) -> Traced:
        """An array of the reductions along an axis.

        Where the axis is the innermost one in memory, each is computed for itself, else all
        of them together, so that memory is read in its order, and floats are added in
        NumPy's.
        """
        shape = (*seen.shape[:axis], *seen.shape[axis + 1:])
        if not shape:
            shape = (1,)
        if name in FIRST:
            self.builder.emit(
                "call_function", FIRST[name], [seen.shape[axis]], self.span(node))
        made = self.new(EMPTY, dtype, shape, node)
        target = view_of(self.builder, made)

        def one_by_one() -> Sequence[Traced]:
            nest(self.builder, target.shape, self.span(node), lambda places: self.put(
                target, places, self.reduced_whole(
                    name, self.line(seen, axis, places), node), dtype, node))
            return ()

        def together() -> Sequence[Traced]:
            self.accumulated(name, seen, axis, target, dtype, node)
            return ()

        if name not in _STEPS or len(seen.shape) == 1:
            one_by_one()
        else:
            whole = seen.packed(self.builder, self.span(node))
            inner = self.operation(is_innermost, [whole, axis], node)
            branch(self.builder, inner, self.span(node), one_by_one, together)
        if keep and len(seen.shape) > 1:
            return arrays.with_axis(target, axis)
        return made

    def line(self, seen: View, axis: int, places: Places) -> View:
        """The elements along an axis."""
        others = list(places)
        for other in reversed(range(len(seen.shape))):
            if other != axis:
                seen = arrays.at(self.builder, seen, other, others.pop(), None)
        return seen

    def put(
        self, target: View, places: Places, value: Operand, dtype: Sized, node: ast.AST
    ) -> None:
        converted = self.operation(CONSTRUCTORS[dtype], [value], node)
        store_element(self.builder, target, places, converted, self.span(node))

    def accumulated(
        self, name: str, seen: View, axis: int, target: View, dtype: Sized, node: ast.AST
    ) -> None:
        step, first = _STEPS[name]
        if dtype in COMPLEXES:
            step = OF_ELEMENTS.get(step, step)
        span = self.span(node)

        def element(places: Places, at: Operand) -> Operand:
            where = [*places[:axis], at, *places[axis:]]
            return self.operation(
                CONSTRUCTORS[dtype], [read_element(self.builder, seen, where, span)], node)

        if first is None:
            nest(self.builder, target.shape, span, lambda places: store_element(
                self.builder, target, places, element(places, 0), span))
        else:
            nest(self.builder, target.shape, span, lambda places: self.put(
                target, places, first, dtype, node))

        def turn(at: Value, _: Sequence[Value]) -> Sequence[Operand]:
            def one(places: Places) -> None:
                before = read_element(self.builder, target, places, span)
                store_element(self.builder, target, places, self.operation(
                    step, [before, element(places, at)], node), span)

            nest(self.builder, target.shape, span, one)
            return ()

        counted(self.builder, seen.shape[axis], "n", span, turn)

    def reduced_along_axes(
        self, name: str, seen: View, axes: Sequence[int], dtype: Sized, keep: bool,
        node: ast.AST,
    ) -> Traced:
        """An array of the reductions along several axes."""
        span = self.span(node)
        kept: list[Operand] = [
            1 if axis in axes else size for axis, size in enumerate(seen.shape)]
        for axis in axes if name in FIRST else ():
            self.builder.emit("call_function", FIRST[name], [seen.shape[axis]], span)
        made = self.new(EMPTY, dtype, kept if keep else [
            size for axis, size in enumerate(seen.shape) if axis not in axes], node)
        target = view_of(self.builder, made)
        for axis in () if keep else axes:
            target = arrays.with_axis(target, axis)
        _, first = _STEPS[name]
        nest(self.builder, target.shape, span, lambda places: self.put(
            target, places, read_element(self.builder, seen, [
                0 if axis in axes else place for axis, place in enumerate(places)], span)
            if first is None else first, dtype, node))
        self.builder.emit("call_function", ALONG[name], [
            target.packed(self.builder, span), seen.packed(self.builder, span),
            sum(1 << axis for axis in axes)], span)
        return made

    def trace_item(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`a.item()` of an array of no dimensions, `a.item(i)` of one."""
        seen = view_of(self.builder, self.in_memory(self.any_array(None, owner), node))
        if len(seen.shape) != len(given):
            raise arrays.unsupported(
                self.builder, seen, "this use of `item`", node,
                "write `a[i, j]` for an element")
        places = [arrays.checked_place(
            self.builder, seen, self.as_index(self.value(each), node), size, node)
            for each, size in zip(given.values(), seen.shape, strict=True)]
        number = arrays.read_at(self.builder, seen, places, node)
        return self.operation(_ITEMS[seen.dtype.kind], [number], node)

    # Means

    def trace_mean(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        floats = self.floats(self.array_as_line(owner, given), node)
        axes = self.axes_of(given, parts_of(self.builder, floats).shape, node)
        keep = self.flag(given, "keepdims")
        if axes is None and not keep and is_fused(floats, "sum"):
            total = self.reduced("sum", floats, None, False, node)
            return self.divided(total, floats, floats.shape[0], node)
        return self.mean(view_of(self.builder, self.in_memory(floats, node)), axes, keep, node)

    def as_floats(self, value: Traced, node: ast.AST) -> View:
        """The array in memory, of floats or complex numbers; one of ints as floats."""
        return view_of(self.builder, self.in_memory(self.floats(value, node), node))

    def floats(self, value: Traced, node: ast.AST) -> Traced:
        if self.sized(value, node).kind not in ("f", "c"):
            return combined(self.builder, CONSTRUCTORS[FLOAT64], [value], node)
        return value

    def mean(self, value: View, axes: Axes, keep: bool, node: ast.AST) -> Traced:
        total = self.reduced("sum", value, axes, keep, node)
        return self.divided(total, value, self.count(value, axes, node), node)

    def count(self, value: View, axes: Axes, node: ast.AST) -> Operand:
        """How many elements there are, or along axes."""
        if axes is None:
            packed = value.packed(self.builder, self.span(node))
            return self.operation(elements, [packed], node)
        count = value.shape[axes[0]]
        for axis in axes[1:]:
            count = self.operation(operator.mul, [count, value.shape[axis]], node)
        return count

    def divided(self, total: Traced, value: View | Lazy, count: Operand, node: ast.AST) -> Traced:
        """A sum divided by a count, as NumPy divides."""
        if self.is_array(total):
            # In memory: else it would be divided again for each element that it is used for.
            return self.in_memory(
                combined(self.builder, operator.truediv, [total, count], node), node)
        dtype = self.sized(value, node)
        number = self.operation(CONSTRUCTORS[dtype], [self.builder.pack(total, None)], node)
        result = self.operation(operator.truediv, [number, count], node)
        python = PYTHON.get(dtype_of(dtype).scalar)
        return result if python is None else self.operation(python, [result], node)

    def trace_var(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        """The variance: NumPy's mean of the squares of what is left without the mean."""
        value = self.as_floats(self.array_as_line(owner, given), node)
        axes, keep = self.axes_of(given, value.shape, node), self.flag(given, "keepdims")
        along = None if axes is None or len(axes) == len(value.shape) else axes
        rest = combined(self.builder, operator.sub, [
            value, self.mean(value, along, along is not None, node)], node)
        rest = view_of(self.builder, self.in_memory(rest, node))
        squares = self.squared_sizes(rest, node)
        total = self.reduced("sum", squares, axes, keep, node)
        count = self.count(value, axes, node)
        if "ddof" in given:
            lost = self.as_number(self.value(given["ddof"]), node)
            count = self.operation(
                max, [self.operation(operator.sub, [count, lost], node), 0], node)
        return self.divided(total, parts_of(self.builder, squares), count, node)

    def squared_sizes(self, value: View, node: ast.AST) -> Traced:
        """The squares of the absolute values."""
        if value.dtype.sized not in COMPLEXES:
            return combined(self.builder, operator.mul, [value, value], node)
        one, two = (
            combined(self.builder, operator.mul, [part, part], node)
            for name in ("real", "imag") for part in [self.part_of(value, name, node)])
        return combined(self.builder, operator.add, [one, two], node)

    def part_of(self, owner: Traced, name: str, node: ast.AST) -> Traced:
        """The real or the imaginary parts of an array; the tracer of complex numbers adds this."""
        raise self.unsupported(node, f"`.{name}`")

    def trace_std(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        variance = self.trace_var(owner, given, node)
        target = ufuncs.UFUNCS["sqrt"]
        if self.is_array(variance):
            return self.in_memory(combined(self.builder, target, [variance], node), node)
        return self.operation(target, [self.builder.pack(variance, None)], node)


def _along_axis(name: str) -> Callable[..., Traced]:
    def trace(tracer: ReductionTracer, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        return tracer.trace_reduction(name, owner, given, node)

    return trace


for _name in REDUCTIONS:
    FUNCTIONS[_name] = both("a axis= keepdims=", _along_axis(_name))
FUNCTIONS |= {
    "amin": replace(FUNCTIONS["min"], is_method=False),
    "amax": replace(FUNCTIONS["max"], is_method=False),
    "item": method("self index=", ReductionTracer.trace_item),
    "mean": both("a axis= keepdims=", ReductionTracer.trace_mean),
    "var": both("a axis= ddof= keepdims=", ReductionTracer.trace_var),
    "std": both("a axis= ddof= keepdims=", ReductionTracer.trace_std),
}
