"""Traces assignments."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from pyx_lowering.ir import UNBOUND_VALUE
from pyx_lowering.source import Span
from pyx_lowering.trace.annotations import named_type
from pyx_lowering.trace.builder import Builder, Traced
from pyx_lowering.trace.calls import CallTracer
from pyx_lowering.types import ArrayType, ListType, Type


class AssignmentTracer:
    """Binds names to what expressions give."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.expressions = CallTracer(builder)
        #: Locals that carry an annotation keep its type for good.
        self.declared: dict[str, Type] = {}

    def span(self, node: ast.AST) -> Span:
        return self.builder.file.span(node)

    def assign(self, target: ast.expr, value: Traced) -> None:
        match target:
            case ast.Name(id=name):
                if name in self.declared:
                    value = self.declare(self.declared[name], value, name, target)
                value = self.builder.pack(value, self.span(target)) if (
                    self.expressions.is_array(value)) else value
                self.expressions.builder.rename(value, name)
                self.builder.bind(name, value, self.span(target))
            case ast.Tuple(elts=elements) | ast.List(elts=elements):
                self.assign_items(elements, value, target)
            case ast.Subscript():
                self.store(target, value)
            case ast.Attribute():
                raise self.expressions.unsupported(target, "assigning to an attribute")
            case _:
                raise self.expressions.unsupported(target)

    def assign_items(
        self, elements: Sequence[ast.expr], value: Traced, target: ast.expr
    ) -> None:
        """`a, *b, c = value`: the starred name takes what the others leave, as a tuple."""
        stars = [i for i, e in enumerate(elements) if isinstance(e, ast.Starred)]
        if not stars:
            items = self.expressions.unpack(value, len(elements), target)
        else:
            known = self.expressions.builder.sequence(value, self.span(target))
            if known is None or len(known) < len(elements) - 1:
                raise self.expressions.unsupported(
                    elements[stars[0]], "`*` unpacking of what is not a tuple of known length")
            before, after = stars[0], len(known) - (len(elements) - 1 - stars[0])
            items = [*known[:before], known[before:after], *known[after:]]
        for element, item in zip(elements, items, strict=True):
            self.assign(element.value if isinstance(element, ast.Starred) else element, item)

    def store(self, target: ast.Subscript, value: Traced) -> None:
        """`owner[at] = value`."""
        owner = self.expressions.value(target.value)
        if owner in self.builder.poisoned:
            return
        self.expressions.store(owner, target, value)

    def declare(self, type_: Type, value: Traced, name: str, node: ast.AST) -> Traced:
        """The value as the annotated type of a local."""
        if self.builder.known_type(value) == type_:
            return value
        operand = self.builder.pack(value, self.span(node))
        declared = self.builder.emit("declare", type_, [operand], self.span(node), [name])
        declared.result.named = True
        self.builder.note_type(declared.result, type_)
        return declared.result

    def annotated_assignment(self, statement: ast.AnnAssign) -> None:
        if not isinstance(statement.target, ast.Name):
            self.assign(statement.target, UNBOUND_VALUE)
            return
        name = statement.target.id
        if ast.unparse(statement.annotation).rpartition(".")[2] != "Final":  # its value says
            type_ = named_type(self.builder.scope, statement.annotation)
            if isinstance(type_, ArrayType):
                raise self.expressions.unsupported(statement, "an annotated array")
            self.declared[name] = type_
        declared = self.declared.get(name)
        if isinstance(declared, ListType) and isinstance(statement.value, ast.List):
            items = self.expressions.values(statement.value.elts)
            self.assign(statement.target, self.expressions.list_of(
                items, statement.value, declared.item))
        elif statement.value is not None:
            self.assign(statement.target, self.expressions.value(statement.value))

    def augmented_assignment(self, statement: ast.AugAssign) -> None:
        if isinstance(statement.target, ast.Attribute):
            self.assign(statement.target, UNBOUND_VALUE)
            return
        if isinstance(statement.target, ast.Subscript):
            self.augmented_item(statement, statement.target)
            return
        name = statement.target.id
        read = ast.copy_location(ast.Name(id=name, ctx=ast.Load()), statement.target)
        left, right = self.expressions.value(read), self.expressions.value(statement.value)
        if isinstance(statement.op, ast.Add) and self.expressions.is_list(left):
            self.expressions.extend(left, right, statement)  # the same list, made longer
            return
        if self.expressions.is_array(left):
            self.expressions.in_place(left, statement.op, right, statement)
            return
        value = self.expressions.binary(statement.op, left, right, statement)
        self.assign(statement.target, value)

    def augmented_item(self, statement: ast.AugAssign, target: ast.Subscript) -> None:
        """`a[i] += value`: the owner and the indices are evaluated once."""
        array = self.expressions.value(target.value)
        if array in self.builder.poisoned:
            return
        self.expressions.augment(array, target, statement.op, statement.value)
