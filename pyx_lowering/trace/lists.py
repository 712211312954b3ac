"""Traces lists that live in one function: making them, their items, and their methods.

A list is one value, whatever names it has, and stays where it was made: it is not
returned, and no tuple or object holds it. `Builder.types` says which values are lists.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyx_lowering import errors
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops import lists
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.classes import ClassTracer
from pyx_lowering.trace.element_types import scalar_type
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.trace.strings import length, string_type
from pyx_lowering.types import FLOAT, LIST, Type

#: A bound of a slice that is left out at its end.
_TO_THE_END = 2**62


@dataclass(frozen=True)
class ListMethod:
    """`values.append` before it is called."""

    owner: Value
    name: str


class ListTracer(ClassTracer):
    """Adds lists to the tracer of expressions."""

    #: Traces a list comprehension as a loop; the tracer of loops sets this.
    comprehension_tracer: Callable[[ast.ListComp], Traced] | None = None

    def is_list(self, value: object) -> bool:
        return isinstance(value, Value) and self.builder.types.get(value) == LIST

    def static(self, node: ast.expr) -> object:
        match node:
            case ast.List(elts=elements):
                return self.list_of(self.values(elements), node)
            case ast.BinOp(left=ast.List(elts=[item]), op=ast.Mult(), right=count):
                return self.repeated(item, count, node)
            case ast.BinOp(left=count, op=ast.Mult(), right=ast.List(elts=[item])):
                return self.repeated(item, count, node)
            case ast.ListComp() if self.comprehension_tracer is not None:
                return self.comprehension_tracer(node)
        return super().static(node)

    def emit_list(
        self, target: Callable[..., object], args: Sequence[Operand], node: ast.AST
    ) -> Value:
        """An operation that makes a list."""
        made = self.builder.emit(
            "call_function", target, args, self.span(node), ["items"]).result
        self.builder.note_type(made, LIST)
        return made

    def emit_effect(
        self, target: Callable[..., object], args: Sequence[Operand], node: ast.AST
    ) -> None:
        """An operation that changes a list."""
        self.builder.emit("call_function", target, args, self.span(node))

    def repeated(self, item: ast.expr, count: ast.expr, node: ast.expr) -> Value:
        """`[item] * count`."""
        if isinstance(item, ast.Starred):
            raise self.unsupported(item)
        both = [item, count] if item.col_offset <= count.col_offset else [count, item]
        values = {each: self.item_of(self.value(each), each) for each in both}
        return self.emit_list(lists.new_list, [values[item], values[count]], node)

    def item_of(self, value: Traced, node: ast.AST) -> Operand:
        """What is put into a list."""
        if self.is_list(value):
            raise TraceError(errors.LIST_ESCAPES.at(self.span(node), where="another list"))
        return self.as_number(value, node)

    def list_of(
        self, values: Sequence[Traced], node: ast.AST, item: Type | None = None
    ) -> Value:
        """A list of values, which all have the type of the first one that is no literal.

        Literals have the type `item` of an annotation, if there is one.
        """
        if not values:
            return self.emit_list(lists.empty_list, [], node)
        numbers = [self.item_of(value, node) for value in values]
        values_first = [number for number in numbers if isinstance(number, Value)]
        first = values_first[0] if values_first else max(
            numbers, key=lambda number: isinstance(number, float))
        if item == FLOAT and isinstance(first, int):
            first = float(first)
        made = self.emit_list(lists.new_list, [first, len(numbers)], node)
        for index, number in enumerate(numbers):
            if number is not first:
                self.emit_effect(lists.list_store, [made, index, number], node)
        return made

    # Items

    def subscript(self, node: ast.expr, owner: Traced, at: ast.expr) -> Traced:
        if not self.is_list(owner):
            return super().subscript(node, owner, at)
        assert isinstance(owner, Value)
        if isinstance(at, ast.Slice) and at.step is not None:
            bounds = [0 if part is None else self.as_number(self.value(part), part)
                      for part in (at.lower, at.upper, at.step)]
            missing = (at.lower is None) + 2 * (at.upper is None)
            return self.emit_list(lists.list_stepped, [owner, *bounds, missing], node)
        if isinstance(at, ast.Slice):
            return self.emit_list(lists.list_slice, [owner, *self.bounds(at)], node)
        return self.read_item(owner, self.as_number(self.value(at), at), node)

    def read_item(self, owner: Value, index: Operand, node: ast.AST) -> Value:
        return self.builder.emit(
            "call_function", lists.list_item, [owner, index], self.span(node), ["item"]).result

    def bounds(self, at: ast.Slice) -> list[Operand]:
        """The bounds of a slice without a step."""
        if at.step is not None:
            raise self.unsupported(at, "assigning to a slice of a list with a step")
        return [
            missing if part is None else self.as_number(self.value(part), part)
            for part, missing in ((at.lower, 0), (at.upper, _TO_THE_END))]

    def store(self, owner: Traced, target: ast.Subscript, value: Traced) -> None:
        """`owner[at] = value`."""
        if not self.is_list(owner):
            raise self.unsupported(target, "assigning to an item of what is no list")
        assert isinstance(owner, Value)
        if isinstance(target.slice, ast.Slice):
            bounds = self.bounds(target.slice)
            items = self.builder.sequence(value, self.span(target))
            if items is not None:
                value = self.list_of(items, target)
            if not self.is_list(value):
                raise self.unsupported(target, "assigning what is no list to a slice")
            self.emit_effect(
                lists.list_splice, [owner, *bounds, self.builder.pack(value, None)], target)
            return
        index = self.as_number(self.value(target.slice), target.slice)
        self.emit_effect(
            lists.list_store, [owner, index, self.item_of(value, target)], target)

    def augment(
        self, owner: Traced, target: ast.Subscript, op: ast.operator, value: ast.expr
    ) -> None:
        """`owner[at] += value`: the place is evaluated once."""
        if not self.is_list(owner) or isinstance(target.slice, ast.Slice):
            raise self.unsupported(target, "assigning to an item of what is no list")
        assert isinstance(owner, Value)
        index = self.as_number(self.value(target.slice), target.slice)
        before = self.read_item(owner, index, target)
        after = self.binary(op, before, self.value(value), target)
        self.emit_effect(
            lists.list_store, [owner, index, self.as_number(after, target)], target)

    # What is done with a whole list

    def attribute(self, node: ast.expr, owner: object, attribute: str) -> object:
        if self.is_list(owner):
            assert isinstance(owner, Value)
            return ListMethod(owner, attribute)
        return super().attribute(node, owner, attribute)

    def call_list_method(self, method: ListMethod, node: ast.Call) -> Traced:
        if method.name == "extend" and len(node.args) == 1 and not node.keywords:
            self.extend(method.owner, self.value(node.args[0]), node)
            return None
        target = lists.METHODS.get((method.name, len(node.args)))
        if target is None or node.keywords:
            known = ", ".join(dict.fromkeys(name for name, _ in lists.METHODS))
            raise TraceError(errors.EXPRESSION.at(
                self.span(node), expression=f"the method `{method.name}` of a list",
                help=f"the methods of lists that are compiled are {known}, extend"))
        args = [method.owner, *(self.item_of(self.value(arg), arg) for arg in node.args)]
        if target is lists.list_append:
            self.builder.first_items.setdefault(
                method.owner, scalar_type(self.builder, args[1]))
        if target in lists.CHANGES:
            self.emit_effect(target, args, node)
            return None
        if target is lists.list_copy:
            return self.emit_list(target, args, node)
        return self.builder.emit(
            "call_function", target, args, self.span(node), ["item"]).result

    def extend(self, owner: Traced, values: Traced, node: ast.AST) -> None:
        items = self.builder.sequence(values, self.span(node))
        if items is not None:
            values = self.list_of(items, node)
        if not self.is_list(values):
            raise self.unsupported(node, "extending a list by what is neither list nor tuple")
        if isinstance(owner, Value):
            self.builder.first_items.setdefault(owner, None)
        self.emit_effect(
            lists.list_splice,
            [self.builder.pack(owner, None), _TO_THE_END, _TO_THE_END,
             self.builder.pack(values, None)], node)

    def length_of(self, value: Traced, node: ast.AST) -> Operand | None:
        """`len(value)`, if it is a tuple, a list, a str or bytes."""
        if self.is_list(value):
            return self.builder.emit(
                "call_function", lists.list_length, [self.builder.pack(value, None)],
                self.span(node), ["length"]).result
        if string_type(self.builder, value):
            return length(self.builder, value, self.span(node))
        items = self.builder.sequence(value, self.span(node))
        return None if items is None else len(items)

    def truth(self, value: Traced, node: ast.AST) -> Operand:
        if self.is_list(value):
            value = self.length_of(value, node)
        return super().truth(value, node)

    def contains(self, value: Traced, container: Traced, node: ast.AST) -> Operand:
        if not self.is_list(container):
            return super().contains(value, container, node)
        found = self.builder.emit(
            "call_function", lists.list_contains,
            [self.builder.pack(container, None), self.as_number(value, node)],
            self.span(node), ["found"]).result
        self.builder.booleans.add(found)
        return found
