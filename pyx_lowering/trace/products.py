"""Traces products of vectors and matrices: `a @ b`, `np.dot`, `np.outer`, and the norm."""

from __future__ import annotations

import ast
import operator
from collections.abc import Sequence

from pyx_lowering import errors
from pyx_lowering.dtypes import COMPLEXES, Sized, dtype_of, promoted
from pyx_lowering.ir import Operand, Parts, Value
from pyx_lowering.ops import ufuncs
from pyx_lowering.ops.reductions import MULTIPLIED, dot, matmul_into
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import ZEROS, place, stretched
from pyx_lowering.trace import arrays
from pyx_lowering.trace.accumulations import AccumulationTracer
from pyx_lowering.trace.array_reductions import PYTHON
from pyx_lowering.trace.arrays import View, view_of
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.elementwise import (
    combined,
    element_type,
    gathers,
    has_no_dimensions,
    pairs_of,
    parts_of,
    source_element,
)
from pyx_lowering.trace.nests import Places, counted, nest
from pyx_lowering.trace.numpy_calls import Arguments, Unknown
from pyx_lowering.trace.numpy_table import FUNCTIONS, both, function
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.trace.shapes import Shape, broadcast

_MATMUL = (
    "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature "
    "(n?,k),(k,m?)->(n?,m?) (size ", " is different from ", ")")

#: So many sums at once are enough to keep a processor busy.
_LANES = 4


class ProductTracer(AccumulationTracer):
    """Adds products of vectors and matrices to the tracer of expressions."""

    def matrix_product(self, left: Traced, right: Traced, node: ast.AST) -> Traced:
        if gathers(left) or gathers(right):
            found = self.gathered(left, right, node)
            if found is not None:
                return found
        first, second = self.factors(left, right, node)
        inner, other = first.shape[-1], second.shape[-2:][0]
        self.check_inner(inner, other, [*_MATMUL], [other, inner], node)
        return self.product(first, second, node)

    def gathered(self, left: Traced, right: Traced, node: ast.AST) -> Traced | None:
        """The product of two vectors of which one is read here and there, without making it."""
        both = [parts_of(self.builder, each) for each in (left, right) if self.is_array(each)]
        dtypes = {element_type(each) for each in both}
        if [len(each.shape) for each in both] != [1, 1] or len(dtypes) != 1 or any(
            pairs_of(each) for each in both
        ):
            return None
        (dtype,) = dtypes
        if not isinstance(dtype, Sized) or dtype_of(dtype) not in MULTIPLIED:
            return None
        inner, other = both[0].shape[0], both[1].shape[0]
        self.check_inner(inner, other, [*_MATMUL], [other, inner], node)
        span = self.span(node)

        def sums(
            starts: Sequence[Operand], count: Operand, before: Sequence[Operand]
        ) -> list[Operand]:
            """Add products to several sums in turn, so that none waits for the one before."""
            def turn(at: Value, totals: Sequence[Value]) -> Sequence[Operand]:
                after: list[Operand] = []
                for start, total in zip(starts, totals, strict=True):
                    far = self.operation(place, [start, len(starts), at], node)
                    items = [source_element(
                        self.builder, each, each.shape, [far], False, span) for each in both]
                    item = self.operation(operator.mul, items, node)
                    after.append(self.operation(operator.add, [total, item], node))
                return after

            names = [f"total_{lane}" for lane in range(len(starts))]
            return [*counted(self.builder, count, "k", span, turn, before, names)]

        zero = self.operation(CONSTRUCTORS[dtype], [0], node)
        rounds = self.operation(operator.floordiv, [inner, _LANES], node)
        done = self.operation(operator.mul, [rounds, _LANES], node)
        totals = sums(range(_LANES), rounds, [zero] * _LANES)
        while len(totals) > 1:
            totals = [self.operation(operator.add, pair, node)
                      for pair in zip(totals[::2], totals[1::2], strict=True)]
        (total,) = sums([done], self.operation(operator.sub, [inner, done], node), totals)
        python = PYTHON.get(dtype_of(dtype).scalar)
        return total if python is None else self.operation(python, [total], node)

    def factors(self, left: Traced, right: Traced, node: ast.AST) -> list[View]:
        """Both as arrays in memory of one type of elements."""
        for each in (left, right):
            if each in self.builder.poisoned:
                raise Unknown
            if not self.is_array(each):
                raise self.unsupported(node, "a product of a matrix and a number")
            if has_no_dimensions(self.builder, each):
                raise arrays.unsupported(
                    self.builder, each, "a matrix product", node, arrays.ITEM_HELP)
        types = [self.sized(each, node) for each in (left, right)]
        dtype = promoted(*types)
        if dtype_of(dtype) not in MULTIPLIED:
            raise TraceError(errors.ARRAY_OPERATION.at(
                self.span(node), operation="@", types=", ".join(map(str, types))))
        made = []
        for value, type_ in zip((left, right), types, strict=True):
            if type_ != dtype:
                value = combined(self.builder, CONSTRUCTORS[dtype], [value], node)
            made.append(view_of(self.builder, self.in_memory(value, node)))
        return made

    def check_inner(
        self, one: Operand, two: Operand, texts: Sequence[str], sizes: Sequence[Operand],
        node: ast.AST,
    ) -> None:
        """ValueError unless two sizes are equal; the message has texts and sizes in turn."""
        span = self.span(node)

        def fail() -> Sequence[Traced]:
            pieces: list[str | tuple[str, str]] = []
            for text in texts:
                pieces += [text, ("", "")]
            message = self.builder.emit(
                "text", Parts(tuple(pieces[:-1])), sizes, span, ["message"]).result
            self.builder.terminate("raise", [message], span, target=ValueError)
            return ()

        if one is not two:
            equal = self.builder.shared(operator.eq, [one, two], span)
            branch(self.builder, equal, span, lambda: (), fail)

    def product(self, first: View, second: View, node: ast.AST) -> Traced:
        span = self.span(node)
        if len(first.shape) == len(second.shape) == 1:
            return self.builder.emit("call_function", dot, [
                each.packed(self.builder, span) for each in (first, second)], span,
                ["dot"]).result
        dtype = first.dtype.sized
        assert isinstance(dtype, Sized)
        # Of more than two dimensions, there is a product for each place of the others.
        stacks = [first.shape[:-2], second.shape[:-2]]
        stack = broadcast(self.builder, stacks, span)
        made = self.new(
            ZEROS, dtype,
            (*stack, *first.shape[-2:-1], *(second.shape[-1:] if len(second.shape) > 1 else ())),
            node)
        target = view_of(self.builder, made)

        def one(places: Places) -> None:
            out, left, right = (
                self.stacked(seen, own, stack, places, node) for seen, own in (
                    (target, stack), (first, stacks[0]), (second, stacks[1])))
            self.multiply(out, left, right, node)

        nest(self.builder, stack, span, one)
        return made

    def stacked(
        self, seen: View, own: Shape, stack: Shape, places: Places, node: ast.AST
    ) -> View:
        """What a stack of matrices, of sizes `own`, has at these places; one may be for all."""
        span, before = self.span(node), len(stack) - len(own)
        for size, wanted, turn in zip(own, stack[before:], places[before:], strict=True):
            if size is not wanted:
                turn = 0 if size == 1 and not isinstance(size, Value) else (
                    self.builder.shared(stretched, [turn, size], span))
            seen = arrays.at(self.builder, seen, 0, turn, span)
        return seen

    def multiply(self, target: View, first: View, second: View, node: ast.AST) -> None:
        """Write the product of two, of which one is a matrix, to an array of zeros."""
        if len(first.shape) == 1:
            first, target = arrays.with_axis(first, 0), arrays.with_axis(target, 0)
        if len(second.shape) == 1:
            second, target = arrays.with_axis(second, 1), arrays.with_axis(target, 1)
        span = self.span(node)
        self.builder.emit("call_function", matmul_into, [
            each.packed(self.builder, span) for each in (target, first, second)], span)

    def trace_dot(self, owner: Traced, given: Arguments, node: ast.Call) -> Traced:
        left = self.value(given["a"]) if "a" in given else owner
        first, second = self.factors(left, self.value(given["b"]), node)
        for each in (first, second):
            if len(each.shape) > 2:
                raise arrays.unsupported(
                    self.builder, each, "`dot`", node,
                    "it is compiled for one and two dimensions; `@` for more")
        one, two = len(first.shape) - 1, 0
        texts, sizes = ["shapes ("], list[Operand]()
        for number, shape in enumerate((first.shape, second.shape)):
            sizes += shape
            texts += [","] * (len(shape) - 1)
            end = ",)" if len(shape) == 1 else ")"
            texts.append(f"{end} and (" if number == 0 else f"{end} not aligned: ")
        texts += [f" (dim {one}) != ", f" (dim {two})"]
        inner, other = first.shape[one], second.shape[two]
        self.check_inner(inner, other, texts, [*sizes, inner, other], node)
        return self.product(first, second, node)

    def trace_outer(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """The products of all elements of one array with all of another."""
        first, second = (
            view_of(self.builder, self.in_memory(self.array(given[name]), node))
            for name in ("a", "b"))
        if len(first.shape) != 1 or len(second.shape) != 1:
            raise arrays.unsupported(
                self.builder, first, "`outer`", node, "it is compiled for one dimension")
        return combined(
            self.builder, operator.mul, [arrays.with_axis(first, 1), second], node)

    def trace_norm(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """The length of a vector."""
        value = self.as_floats(self.array(given["x"]), node)
        if len(value.shape) != 1:
            raise arrays.unsupported(
                self.builder, value, "`norm`", node, "it is compiled for one dimension")
        squares = self.product(value, value, node)
        if value.dtype.sized in COMPLEXES:
            sums = [self.product(part, part, node) for name in ("real", "imag")
                    for part in [view_of(self.builder, self.part_of(value, name, node))]]
            squares = self.operation(
                operator.add, [self.builder.pack(each, None) for each in sums], node)
        return self.operation(
            ufuncs.UFUNCS["sqrt"], [self.builder.pack(squares, None)], node)


FUNCTIONS |= {
    "dot": both("a b", ProductTracer.trace_dot),
    "matmul": function("a b", lambda tracer, owner, given, node: tracer.matrix_product(
        tracer.value(given["a"]), tracer.value(given["b"]), node)),
    "outer": function("a b", ProductTracer.trace_outer),
    "linalg.norm": function("x", ProductTracer.trace_norm),
}
