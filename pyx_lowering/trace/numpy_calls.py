"""Traces calls of NumPy's functions that make arrays, or that take whole ones."""

from __future__ import annotations

import ast
import builtins
import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyx_lowering import errors
from pyx_lowering.dtypes import (
    BOOL_,
    COMPLEX128,
    DTYPES,
    FLOAT64,
    INT64,
    OF_SCALARS,
    Sized,
    common,
    dtype_of,
    sized_of,
)
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops import ufuncs
from pyx_lowering.ops.internal import count_of
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import EMPTY, ZEROS, check_arange_step, handed
from pyx_lowering.trace import arrays
from pyx_lowering.trace.arrays import view_of
from pyx_lowering.trace.builder import Symbolic, Traced
from pyx_lowering.trace.element_types import scalar_type
from pyx_lowering.trace.elementwise import (
    Lazy,
    as_line,
    assign,
    combined,
    element_type,
    expression,
    has_no_dimensions,
    new_array,
    parts_of,
)
from pyx_lowering.trace.numpy_table import FUNCTIONS, both, function, method
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.trace.wholes import ArrayTracer, shape_of
from pyx_lowering.types import MAX_RANK

#: NumPy's types for Python's, where a dtype is asked for.
_OF_PYTHON: dict[object, Sized] = {
    float: FLOAT64, int: INT64, bool: BOOL_, complex: COMPLEX128}
_DTYPES: dict[object, Sized] = {
    **_OF_PYTHON, **{CONSTRUCTORS[type_]: type_ for type_ in map(sized_of, DTYPES.values())},
    **{name: sized_of(dtype) for name, dtype in DTYPES.items()}}

Arguments = dict[str, ast.expr]


class Unknown(Exception):
    """An argument could not be traced, which was reported."""


@dataclass
class NoDimensions(Exception):
    """An argument is an array of no dimensions, which the function does not take."""

    array: Traced


class NumpyTracer(ArrayTracer):
    """Adds calls of NumPy's functions to the tracer of expressions."""

    def call_numpy(self, name: str, owner: Traced, node: ast.Call) -> Traced:
        """A call of a function of NumPy's, or of a method of the array `owner`."""
        if name in ufuncs.OPERATORS:
            return self.by_name(name, node)
        row = FUNCTIONS[name]
        given = self.given(name, row.signature, owner, node)
        try:
            return row.trace(self, owner, given, node)
        except Unknown:
            return self.builder.poison(self.span(node))
        except NoDimensions as found:
            raise arrays.unsupported(
                self.builder, found.array, f"`{name}`", node, arrays.ITEM_HELP) from None

    def given(
        self, name: str, signature: str, owner: Traced, node: ast.Call
    ) -> Arguments:
        """The arguments by the names of the parameters; those with `=` may be left out."""
        parameters = signature.split()
        names = [parameter.rstrip("=") for parameter in parameters]
        if owner is not None:
            parameters, names = parameters[1:], names[1:]
        keywords = {keyword.arg: keyword.value for keyword in node.keywords}
        bound: Arguments = dict(zip(names, node.args, strict=False))
        wrong = set(keywords) - set(names) | (set(keywords) & set(bound))
        bound |= {key: value for key, value in keywords.items() if key is not None}
        missing = [each for each in parameters if not each.endswith("=") and each not in bound]
        if wrong or missing or len(node.args) > len(names) or any(
            isinstance(arg, ast.Starred) for arg in node.args
        ):
            raise TraceError(errors.ARGUMENTS.at(
                self.span(node), reason=f"`{name}` is compiled with other arguments",
                signature=f"{name}({', '.join(p.replace('=', '=...') for p in parameters)})"))
        return bound

    def by_name(self, name: str, node: ast.Call) -> Traced:
        """An operator by the name of its function, `np.add(a, b)`."""
        args = self.values(node.args)
        if not any(map(self.is_array, args)):
            raise TraceError(errors.CANNOT_CALL.at(
                self.span(node.func), callee=ast.unparse(node.func),
                reason="it is compiled for arrays; write the operator for numbers"))
        target = getattr(operator, ufuncs.OPERATORS[name])
        return self.with_out(combined(self.builder, target, args, node), node)

    def with_out(self, value: Traced, node: ast.Call) -> Traced:
        """The result of a ufunc, which is written to `out` if that is given."""
        for keyword in node.keywords:
            if keyword.arg != "out":
                raise TraceError(errors.ARGUMENTS.at(
                    self.span(node), reason=f"the keyword `{keyword.arg}` is not compiled",
                    signature=f"{ast.unparse(node.func)}(..., out=...)"))
            out = self.value(keyword.value)
            if not self.is_array(out) or isinstance(out, Lazy):
                raise self.unsupported(keyword.value, "`out=` that is no array")
            self.assign_same_kind(view_of(self.builder, out), value, node)
            return out
        return value

    def hand_over(self, array: Value, node: ast.AST) -> Value:
        """An array as the result of the function."""
        made = self.builder.emit(
            "call_function", handed, [array], self.span(node), ["result"]).result
        self.builder.note_type(made, self.builder.arrays[array])
        return made

    # What arguments mean

    def is_given(self, given: Arguments, name: str) -> bool:
        """Whether an argument is there, and not None."""
        node = given.get(name)
        return node is not None and not (isinstance(node, ast.Constant) and node.value is None)

    def dtype(self, given: Arguments, otherwise: Sized) -> Sized:
        """The type of elements that is asked for."""
        if not self.is_given(given, "dtype"):
            return otherwise
        node = given["dtype"]
        meant = self.static(node)
        found = _DTYPES.get(meant) if isinstance(meant, str) or callable(meant) else None
        if found is None:
            raise TraceError(errors.ARRAY_DTYPE_NAME.at(
                self.span(node), dtype=ast.unparse(node),
                help="these are compiled: " + ", ".join(f"np.{name}" for name in DTYPES)))
        return found

    def sizes(self, node: ast.expr) -> list[Operand]:
        """A shape: an int or a tuple of ints."""
        sizes = [self.as_number(size, node) for size in shape_of(self.value(node))]
        if len(sizes) > MAX_RANK:
            raise self.unsupported(node, f"an array with {len(sizes)} dimensions")
        return sizes

    def new(
        self, makers: dict[str, Callable[..., object]], dtype: Sized, shape: Sequence[Operand],
        node: ast.AST,
    ) -> Value:
        return new_array(
            self.builder, makers[dtype_of(dtype).name], dtype, tuple(shape), self.span(node))

    def filled(
        self, dtype: Sized, shape: Sequence[Operand], value: Operand, node: ast.AST
    ) -> Value:
        made = self.new(EMPTY, dtype, shape, node)
        # The array is NumPy's: it takes whatever can be converted.
        converted = self.operation(CONSTRUCTORS[dtype], [value], node)
        assign(self.builder, view_of(self.builder, made), converted, node)
        return made

    def array(self, node: ast.expr | None, owner: Traced = None) -> Traced:
        """An argument that is an array with dimensions."""
        value = self.any_array(node, owner)
        if has_no_dimensions(self.builder, value):
            raise NoDimensions(value)
        return value

    def array_as_line(self, owner: Traced, given: Arguments) -> Traced:
        """The argument `a`; if it has no dimensions, as an array of one element."""
        value = self.any_array(given.get("a"), owner)
        if not has_no_dimensions(self.builder, value):
            return value
        if "keepdims" in given:
            raise NoDimensions(value)
        return as_line(self.builder, value, None)

    def any_array(self, node: ast.expr | None, owner: Traced = None) -> Traced:
        """An argument that is an array, of no dimensions too."""
        value = owner if node is None else self.value(node)
        if value in self.builder.poisoned:
            raise Unknown
        if not self.is_array(value):
            assert node is not None
            raise self.unsupported(node, f"`{ast.unparse(node)}`, which is no array,")
        return value

    def sized(self, value: Traced, node: ast.AST) -> Sized:
        """The type of the elements of an array."""
        dtype = element_type(parts_of(self.builder, value))
        if not isinstance(dtype, Sized):
            raise TraceError(errors.ARRAY_DTYPE.at(self.span(node)))
        return dtype

    def sized_of(self, value: Operand, node: ast.AST) -> Sized:
        """The type of the elements of an array of such numbers."""
        type_ = scalar_type(self.builder, value)
        found = type_ if isinstance(type_, Sized) else OF_SCALARS.get(type_) if type_ else None
        if found is None:
            raise TraceError(errors.ARRAY_DTYPE.at(self.span(node)))
        return found

    # Creation

    def trace_zeros(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        return self.new(ZEROS, self.dtype(given, FLOAT64), self.sizes(given["shape"]), node)

    def trace_empty(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        return self.new(EMPTY, self.dtype(given, FLOAT64), self.sizes(given["shape"]), node)

    def trace_ones(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        return self.filled(self.dtype(given, FLOAT64), self.sizes(given["shape"]), 1, node)

    def trace_full(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        sizes = self.sizes(given["shape"])
        value = self.as_number(self.value(given["fill_value"]), node)
        dtype = self.dtype(given, FLOAT64) if "dtype" in given else self.sized_of(value, node)
        return self.filled(dtype, sizes, value, node)

    def trace_like(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`zeros_like` and its like."""
        value = self.any_array(given["a"])
        dtype = self.dtype(given, self.sized(value, node))
        shape = parts_of(self.builder, value).shape
        name = ast.unparse(node.func).rpartition(".")[2].removesuffix("_like")
        if "fill_value" in given:
            number = self.as_number(self.value(given["fill_value"]), node)
            return self.filled(dtype, shape, number, node)
        if name == "ones":
            return self.filled(dtype, shape, 1, node)
        return self.new(ZEROS if name == "zeros" else EMPTY, dtype, shape, node)

    def trace_arange(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`arange`: of ints like `range`, of floats by multiples of the step."""
        bounds = [self.as_number(self.value(given[name]), given[name]) if name in given else None
                  for name in ("start", "stop", "step")]
        start, stop, step = bounds
        if stop is None:
            start, stop = 0, start
        step = 1 if step is None else step
        types = [self.sized_of(bound, node) for bound in (start, stop, step)]
        if any(type_.kind == "f" for type_ in types):
            return self.float_arange(start, stop, step, self.dtype(given, FLOAT64), node)
        if any(type_ != INT64 for type_ in types):
            raise self.unsupported(node, "`arange` of other numbers than ints and floats")
        self.builder.emit("call_function", check_arange_step, [step], self.span(node))
        size = self.operation(count_of, [start, stop, step], node)
        dtype = self.dtype(given, INT64)

        def item(turn: Operand) -> Operand:
            far = self.operation(operator.mul, [turn, step], node)
            return self.operation(operator.add, [start, far], node)

        return self.counted(size, dtype, item, node)

    def float_arange(
        self, start: Operand, stop: Operand, step: Operand, dtype: Sized, node: ast.AST
    ) -> Traced:
        first, last, by = (self.operation(float, [bound], node) for bound in (start, stop, step))
        # As NumPy: the step is what is between the first two.
        length = self.operation(operator.truediv, [
            self.operation(operator.sub, [last, first], node), by], node)
        size = self.operation(max, [self.operation(math.ceil, [length], node), 0], node)
        second = self.operation(operator.add, [first, by], node)
        delta = self.operation(operator.sub, [second, first], node)

        def item(turn: Operand) -> Operand:
            number = self.operation(CONSTRUCTORS[FLOAT64], [turn], node)
            far = self.operation(operator.mul, [number, delta], node)
            return self.operation(operator.add, [first, far], node)

        return self.counted(size, dtype, item, node)

    def counted(
        self, size: Operand, dtype: Sized, item: Callable[[Operand], Operand], node: ast.AST
    ) -> Traced:
        """A new array of what follows from the places of its elements."""
        made = self.new(EMPTY, dtype, [size], node)
        source = Lazy((size,), None, (), (), lambda places, careful: item(places[0]))
        assign(self.builder, view_of(self.builder, made), source, node)
        return made

    def trace_linspace(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        first, last = (
            self.operation(float, [self.as_number(self.value(given[name]), given[name])], node)
            for name in ("start", "stop"))
        count = self.as_number(self.value(given["num"]), node) if "num" in given else 50
        return self.linspace(first, last, count, node)

    def linspace(self, first: Operand, last: Operand, count: Operand, node: ast.AST) -> Traced:
        """So many floats from the first to the last."""
        parts = self.operation(max, [self.operation(operator.sub, [count, 1], node), 1], node)
        delta = self.operation(operator.sub, [last, first], node)
        step = self.operation(operator.truediv, [
            self.operation(CONSTRUCTORS[FLOAT64], [delta], node), parts], node)
        end = self.operation(operator.sub, [count, 1], node)

        def item(turn: Operand) -> Operand:
            number = self.operation(CONSTRUCTORS[FLOAT64], [turn], node)
            # Where the step is too small for a number, the parts are taken first.
            tiny = self.operation(operator.eq, [step, 0.0], node)
            scaled = self.operation(operator.mul, [
                self.operation(operator.truediv, [number, parts], node), delta], node)
            far = self.operation(ufuncs.choose, [
                tiny, scaled, self.operation(operator.mul, [number, step], node)], node)
            place = self.operation(operator.add, [far, first], node)
            is_last = self.operation(operator.eq, [turn, end], node)
            more = self.operation(operator.gt, [end, 0], node)
            return self.operation(ufuncs.choose, [
                self.operation(operator.and_, [is_last, more], node),
                self.operation(CONSTRUCTORS[FLOAT64], [last], node), place], node)

        return self.counted(count, FLOAT64, item, node)

    def trace_eye(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        rows = self.as_number(self.value(given["N"]), node)
        columns = self.as_number(self.value(given["M"]), node) if "M" in given else rows
        dtype = self.dtype(given, FLOAT64)
        made = self.new(EMPTY, dtype, [rows, columns], node)
        source = Lazy((rows, columns), None, (), (), lambda places, careful: self.operation(
            operator.eq, list(places), node))
        assign(self.builder, view_of(self.builder, made), source, node)
        return made

    # Copies and choices

    def trace_copy(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        value = self.any_array(given.get("a"), owner)
        if isinstance(value, Symbolic) and not isinstance(value, arrays.View):
            return value.packed(self.builder, self.span(node))
        made = self.new(EMPTY, self.sized(value, node), parts_of(self.builder, value).shape, node)
        assign(self.builder, view_of(self.builder, made), value, node)
        return made

    def trace_astype(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        value = self.any_array(None, owner)
        dtype = self.dtype(given, FLOAT64)
        if has_no_dimensions(self.builder, value):  # it stays an array
            made = self.new(EMPTY, dtype, (), node)
            assign(self.builder, view_of(self.builder, made), combined(
                self.builder, CONSTRUCTORS[dtype], [value], node), node)
            return made
        return combined(self.builder, CONSTRUCTORS[dtype], [value], node)

    def trace_fill(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        value = self.as_number(self.value(given["value"]), node)
        assign(self.builder, view_of(self.builder, self.in_memory(owner, node)), value, node)
        return None

    def trace_where(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        condition, *values = (self.value(given[name]) for name in ("condition", "x", "y"))
        if not any(map(self.is_array, (condition, *values))):
            raise self.unsupported(node, "`np.where` without an array")
        operands = [parts_of(self.builder, each) if self.is_array(each) else self.as_number(
            each, node) for each in (condition, *values)]
        dtype = self.common(operands[1:], node)

        def apply(args: Sequence[Operand]) -> Operand:
            test, *both = args
            truth = self.operation(builtins.bool, [test], node)
            return self.operation(ufuncs.choose, [
                truth, *(self.operation(CONSTRUCTORS[dtype], [each], node) for each in both)],
                node)

        return expression(self.builder, operands, dtype, apply, self.span(node))

    def common(self, operands: Sequence[object], node: ast.AST) -> Sized:
        """The type of NumPy's for a choice between two."""
        types = [
            element_type(each) if isinstance(each, Lazy | arrays.View)
            else scalar_type(self.builder, each) for each in operands]  # type: ignore[arg-type]
        known = [type_ for type_ in types if type_ is not None]
        found = common(known)
        if len(known) == len(types) and found is None:
            found = common([self.sized_of(each, node) for each in operands])  # type: ignore[arg-type]
        if found is None or (len(known) < len(types) and found not in (FLOAT64, COMPLEX128)):
            raise TraceError(errors.ARRAY_DTYPE.at(self.span(node)))
        return found


FUNCTIONS |= {
    "zeros": function("shape dtype=", NumpyTracer.trace_zeros),
    "empty": function("shape dtype=", NumpyTracer.trace_empty),
    "ones": function("shape dtype=", NumpyTracer.trace_ones),
    "full": function("shape fill_value dtype=", NumpyTracer.trace_full),
    "zeros_like": function("a dtype=", NumpyTracer.trace_like),
    "ones_like": function("a dtype=", NumpyTracer.trace_like),
    "empty_like": function("a dtype=", NumpyTracer.trace_like),
    "full_like": function("a fill_value dtype=", NumpyTracer.trace_like),
    "arange": function("start stop= step= dtype=", NumpyTracer.trace_arange),
    "linspace": function("start stop num=", NumpyTracer.trace_linspace),
    "eye": function("N M= dtype=", NumpyTracer.trace_eye),
    "identity": function("N dtype=", NumpyTracer.trace_eye),
    "copy": both("a", NumpyTracer.trace_copy),
    "astype": method("self dtype", NumpyTracer.trace_astype),
    "fill": method("self value", NumpyTracer.trace_fill),
}
