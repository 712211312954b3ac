"""Traces arrays of values that are written out, of lists, and of other arrays: `np.array`."""

from __future__ import annotations

import ast
import math
from collections.abc import Sequence

from pyx_lowering import errors
from pyx_lowering.dtypes import BOOL_, FLOAT64, INT64, Sized, common
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops.lists import known_item, list_length, some_length
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import EMPTY
from pyx_lowering.trace.arrays import view_of
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.element_types import scalar_type
from pyx_lowering.trace.elementwise import combined, store_element
from pyx_lowering.trace.nests import counted
from pyx_lowering.trace.numpy_calls import Arguments
from pyx_lowering.trace.numpy_table import FUNCTIONS, function
from pyx_lowering.trace.reshaping import ReshapingTracer
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.types import BOOL, FLOAT, INT, MAX_RANK, ListType, Type

#: The types of the elements of an array of a list.
_OF_ITEMS: dict[Type, Sized] = {FLOAT: FLOAT64, INT: INT64, BOOL: BOOL_}


class ValuesTracer(ReshapingTracer):
    """Adds arrays of given values to the tracer of expressions."""

    def trace_array(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`np.array`: always new memory."""
        value = self.written(given["object"])
        if not self.is_array(value):
            return self.array_of(value, given, node)
        dtype = self.dtype(given, self.sized(value, node))
        if dtype == self.sized(value, node):
            return self.trace_copy(value, {}, node)
        return self.in_memory(combined(self.builder, CONSTRUCTORS[dtype], [value], node), node)

    def trace_asarray(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """`np.asarray`: an array that has the type of elements already is not copied."""
        value = self.written(given["a"])
        if not self.is_array(value):
            return self.array_of(value, given, node)
        dtype = self.dtype(given, self.sized(value, node))
        if dtype != self.sized(value, node):
            value = combined(self.builder, CONSTRUCTORS[dtype], [value], node)
        return self.in_memory(value, node)

    def written(self, node: ast.expr) -> Traced:
        """What an array is made of; displays as tuples, so that no list is made for it."""
        if isinstance(node, ast.List | ast.Tuple):
            if any(isinstance(each, ast.Starred) for each in node.elts):
                return tuple(self.values(node.elts))
            return tuple(map(self.written, node.elts))
        value = self.value(node)
        items = None if self.is_array(value) else self.builder.sequence(value, self.span(node))
        return value if items is None else tuple(items)

    def array_of(self, value: Traced, given: Arguments, node: ast.Call) -> Traced:
        if self.is_list(value):
            assert isinstance(value, Value)
            return self.of_list(value, given, node)
        if isinstance(value, tuple):
            return self.of_values(value, given, node)
        number = self.as_number(value, node)
        type_ = self.sized_of(number, node)
        dtype = self.dtype(given, type_)
        made = self.new(EMPTY, dtype, [], node)
        store_element(self.builder, view_of(self.builder, made), [], self.as_item(
            number, type_, dtype, node), self.span(node))
        return made

    def of_list(self, items: Value, given: Arguments, node: ast.Call) -> Traced:
        """An array of the items of a list."""
        type_ = scalar_type(self.builder, items)
        item = type_.item if isinstance(type_, ListType) else (
            self.builder.first_items.get(items))
        found = None if item is None else _OF_ITEMS.get(item)
        if found is None and "dtype" not in given:
            raise TraceError(errors.EXPRESSION.at(
                self.span(node), expression="an array of a list whose items are of a type "
                "that is not known here",
                help="give `dtype=`, or annotate the list where it is made"))
        dtype = self.dtype(given, found or FLOAT64)
        span = self.span(node)
        length = list_length if "dtype" in given or found == FLOAT64 else some_length
        size = self.builder.emit("call_function", length, [items], span, ["length"]).result
        made = self.new(EMPTY, dtype, [size], node)
        target = view_of(self.builder, made)

        def turn(at: Value, _: Sequence[Value]) -> Sequence[Operand]:
            item = self.builder.emit(
                "call_function", known_item, [items, at], span, ["item"]).result
            store_element(
                self.builder, target, [at], self.as_item(item, found, dtype, node), span)
            return ()

        counted(self.builder, size, "i", span, turn)
        return made

    def as_item(
        self, item: Operand, found: Sized | None, dtype: Sized, node: ast.AST
    ) -> Operand:
        """A number as an element. Unlike an array's, it must fit an element that is an int."""
        if dtype.kind in "iu" and found not in (dtype, BOOL_):
            item = self.operation(int, [item], node)
        return self.operation(CONSTRUCTORS[dtype], [item], node)

    def of_values(
        self, values: tuple[Traced, ...], given: Arguments, node: ast.Call
    ) -> Traced:
        """An array of values, whose shape is how they are nested."""
        shape = self.nesting(values, node)
        level: Sequence[Traced] = values
        for _ in shape[1:]:
            level = [item for each in level if isinstance(each, tuple) for item in each]
        numbers = [self.as_number(each, node) for each in level]
        if any(each in self.builder.poisoned for each in numbers):
            return self.builder.poison(self.span(node))
        types = [self.sized_of(each, node) for each in numbers]
        dtype = self.dtype(given, common(types) or FLOAT64)
        made = self.new(EMPTY, dtype, shape, node)
        target = view_of(self.builder, made)
        elements = [self.as_item(number, type_, dtype, node)
                    for number, type_ in zip(numbers, types, strict=True)]
        for place, element in enumerate(elements):
            places: list[Operand] = []
            for axis, size in enumerate(shape):
                places.append(place // math.prod(shape[axis + 1:]) % size)
            store_element(self.builder, target, places, element, self.span(node))
        return made

    def misshapen(self, node: ast.AST, items: str, help: str) -> TraceError:
        return TraceError(errors.EXPRESSION.at(
            self.span(node), expression=f"an array of {items}", help=help))

    def nesting(self, values: tuple[Traced, ...], node: ast.AST) -> list[int]:
        """The sizes of nested tuples."""
        shape: list[int] = []
        level: Sequence[Traced] = [values]
        while level and all(isinstance(each, tuple) for each in level):
            rows = [each for each in level if isinstance(each, tuple)]
            if len({len(row) for row in rows}) > 1:
                raise self.misshapen(
                    node, "rows of different lengths", "NumPy makes no array of them either")
            shape.append(len(rows[0]))
            level = [item for row in rows for item in row]
        for each in level:
            if isinstance(each, tuple):
                raise self.misshapen(
                    node, "numbers beside tuples", "NumPy makes no array of them either")
            if self.is_array(each):
                raise self.misshapen(node, "arrays", "write `np.stack((a, b))`")
            if self.is_list(each):
                raise self.misshapen(
                    node, "lists", "make an array with `np.empty`, and assign its rows")
        if len(shape) > MAX_RANK:
            raise self.unsupported(node, f"an array with {len(shape)} dimensions")
        return shape


FUNCTIONS |= {
    "array": function("object dtype=", ValuesTracer.trace_array),
    "asarray": function("a dtype=", ValuesTracer.trace_asarray),
}
