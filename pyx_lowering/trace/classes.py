"""Traces what is done with classes of the author's: their objects, members and methods.

An object is traced as its fields. Where it must be one value (as an argument, or where
paths join), it is a struct of these; `Builder.types` says which values are such.
"""

from __future__ import annotations

import ast
import difflib
import enum
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pyx_lowering import errors
from pyx_lowering.ir import Operand, Parameter, Value
from pyx_lowering.ops.methods import ATTRIBUTES, METHODS
from pyx_lowering.trace.annotations import Signature, annotated_type
from pyx_lowering.trace.builder import Instance, Traced, instance
from pyx_lowering.trace.definitions import OPERATORS, Definition, definition, dotted
from pyx_lowering.trace.membership import MembershipTracer
from pyx_lowering.trace.scope import ClassReference, ConstantExpression, TraceError
from pyx_lowering.trace.strings import string_type
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT, ClassType, Type, promotes, type_of

#: The classes that say what the members of an enumeration are.
_ENUMERATIONS: dict[bool, dict[bool, type[enum.Enum]]] = {
    False: {False: enum.Enum}, True: {False: enum.IntEnum, True: enum.IntFlag},
}

#: A constant as the type of a field, to which it promotes.
_CONVERT: dict[Type, Callable[[Any], object]] = {
    BOOL: bool, INT: int, FLOAT: float, COMPLEX: complex,
}

_BITWISE: dict[type[ast.operator], Callable[..., object]] = {
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
}


@dataclass(frozen=True)
class Method:
    """`p.norm` before it is called."""

    definition: Definition
    name: str
    owner: Traced

    @property
    def node(self) -> ast.FunctionDef:
        return self.definition.methods[self.name]

    @property
    def decorators(self) -> list[str]:
        return [ast.unparse(decorator) for decorator in self.node.decorator_list]


class ClassTracer(MembershipTracer):
    """Adds classes to the tracer of expressions."""

    def call_method(self, method: Method, arguments: Sequence[Traced], node: ast.AST) -> Traced:
        """Call a method with arguments that are traced; the tracer of calls says how."""
        raise TypeError("a method is called by a tracer of calls")

    def define(self, type_: ClassType) -> Definition:
        """The definition of a class that is known to be one that can be compiled."""
        scope = self.builder.scope
        module = scope.module
        if module.name != type_.module:
            found = scope.project.find(type_.module)
            assert found is not None
            module = found
        node = module.classes[type_.name]
        assert isinstance(node, ast.ClassDef)
        return definition(scope, ClassReference(module, node), annotated_type)

    def attribute(self, node: ast.expr, owner: object, attribute: str) -> object:
        if isinstance(owner, ClassReference):
            return self.class_attribute(node, owner, attribute)
        class_ = self.builder.known_class(owner)
        if class_ is not None:
            return self.object_attribute(node, owner, class_, attribute)
        number = attribute in METHODS or attribute in ATTRIBUTES
        known = (owner in self.builder.poisoned or owner in self.builder.arrays
                 or string_type(self.builder, owner) is not None)
        if isinstance(owner, Value) and not known and not number:
            # Its class, if it has one, is not known before types are.
            return self.builder.emit(
                "item", "item", [owner, attribute, -1], self.span(node), [attribute]).result
        return super().attribute(node, owner, attribute)

    def object_attribute(
        self, node: ast.expr, owner: Traced, class_: ClassType, attribute: str
    ) -> object:
        """A field, property or method of an object, or the value of a member."""
        span = self.span(node)
        if class_.kind.is_enum:
            if attribute in ("value", "name"):
                return self.member_attribute(node, owner, class_, attribute)
        elif attribute in class_.fields:
            index = class_.fields.index(attribute)
            if isinstance(owner, Value):
                return self.builder.item(owner, index, span)
            fields = self.builder.fields(owner, span)
            assert fields is not None
            return fields[index]
        found = self.define(class_)
        if attribute not in found.methods:
            raise self.unsupported(node, f"the attribute `{attribute}` of `{class_}`")
        method = Method(found, attribute, owner)
        if method.decorators == ["property"]:
            return self.call_method(method, [], node)
        if method.decorators not in ([], ["staticmethod"]):
            raise self.unsupported(
                node, f"the method `{attribute}`, which has the decorator "
                f"`@{method.decorators[0]}`,")
        return method

    # Enumerations

    def class_attribute(self, node: ast.expr, reference: ClassReference, attribute: str) -> object:
        """A member of an enumeration, or a static method."""
        found = definition(self.builder.scope, reference, annotated_type)
        if attribute in found.members:
            return self.member(found, attribute, node)
        method = found.methods.get(attribute)
        if method is not None and [ast.unparse(d) for d in method.decorator_list] == [
            "staticmethod"
        ]:
            return Method(found, attribute, None)
        if found.type.kind.is_enum:
            close = difflib.get_close_matches(attribute, found.members, n=1)
            raise TraceError(errors.UNKNOWN_NAME.at(
                self.span(node), name=f"{reference.name}.{attribute}",
                suggestion=f"; did you mean `{reference.name}.{close[0]}`?" if close else "",
                help=f"the members are {', '.join(found.members)}"))
        raise self.unsupported(node, f"the attribute `{attribute}` of the class `{reference.name}`")

    def enumeration(self, found: Definition, node: ast.AST) -> type[enum.Enum]:
        """The class itself, made anew of the values of its members."""
        made = self.builder.enumerations.get(found.type)
        if made is None:
            values: dict[str, object] = {}
            for name, expression in found.members.items():
                automatic = isinstance(expression, ast.Call) and dotted(
                    found.scope, expression.func) == "enum.auto"
                if automatic:
                    before = [value for value in values.values() if isinstance(value, int)]
                    if not found.type.kind.is_flag and values and (
                        len(before) < len(values) or before[-1] < max(before)
                    ):
                        raise self.refused(
                            found, f"what `auto()` gives for `{name}`, behind a value that is not "
                            "the largest one, depends on the version of Python", node)
                    last = self.made_enumeration(found, {**values, name: enum.auto()}, node)
                    values[name] = last[name].value
                    continue
                constant = ConstantExpression(
                    found.scope, f"{found.type.name}.{name}", expression)
                values[name] = self.evaluated(constant, self.span(node), values)
            made = self.made_enumeration(found, values, node)
            self.builder.enumerations[found.type] = made
        return made

    def made_enumeration(
        self, found: Definition, values: Mapping[str, object], node: ast.AST
    ) -> type[enum.Enum]:
        kind = found.type.kind
        base: Callable[..., object] = _ENUMERATIONS[kind.is_number][kind.is_flag]
        try:
            return cast("type[enum.Enum]", base(found.type.name, dict(values)))
        except (TypeError, ValueError) as error:
            raise self.refused(found, str(error), node) from None

    def refused(self, found: Definition, reason: str, node: ast.AST) -> TraceError:
        return TraceError(errors.CLASS.at(
            self.span(node), name=found.type.name, reason=reason))

    def member(self, found: Definition, name: str, node: ast.AST) -> Instance:
        made = self.enumeration(found, node)
        member = made[name]
        if not found.type.kind.is_number:
            return Instance(found.type, (list(made).index(member),))
        if type_of(member.value) != INT or (found.type.kind.is_flag and member.value < 0):
            raise self.refused(found, f"the value of `{name}` is no int that fits", node)
        return Instance(found.type, (member.value,))

    def member_attribute(
        self, node: ast.expr, owner: Traced, class_: ClassType, attribute: str
    ) -> Traced:
        fields = self.builder.fields(owner, self.span(node))
        assert fields is not None
        (value,) = fields
        if attribute == "value" and class_.kind.is_number:
            return value
        members = list(self.enumeration(self.define(class_), node))
        values = [getattr(member, attribute) for member in members]
        if isinstance(value, Value) and attribute == "value":
            return self.choose(values, value, node)
        if class_.kind.is_number or not isinstance(value, int):
            found = [m for m in members if isinstance(value, int) and m.value == value]
            if not found:
                raise self.unsupported(node, f"the {attribute} of a member that is not known")
            return found[0].name
        return self.checked(values[value], node)

    def as_number(self, value: Traced, node: ast.AST) -> Operand:
        """An operand of an operation: a member of an `IntEnum` is the int that it is."""
        class_ = self.builder.known_class(value)
        if class_ is not None and class_.kind.is_number:
            fields = self.builder.fields(value, self.span(node))
            assert fields is not None
            (value,) = fields
        return self.builder.pack(value, self.span(node))

    def identical(self, left: Traced, right: Traced, node: ast.AST) -> Operand | None:
        """`left is right` of two members of one enumeration; None for anything else."""
        first, second = self.builder.known_class(left), self.builder.known_class(right)
        if first is None or not first.kind.is_enum or first != second:
            return None
        operands = [fields[0] for side in (left, right)
                    if (fields := self.builder.fields(side, self.span(node)))]
        return self.operation(
            operator.eq, [self.builder.pack(o, self.span(node)) for o in operands], node)

    # Operators

    def overridden(
        self, op: ast.operator | ast.unaryop, operands: Sequence[Traced], node: ast.AST
    ) -> Traced | None:
        """What an operator gives for objects whose class says so; None for all others."""
        name = OPERATORS[type(op)]
        left = self.builder.known_class(operands[0])
        right = self.builder.known_class(operands[-1]) if len(operands) == 2 else None
        if left is not None and left.kind.is_flag:
            return self.flags(op, left, operands, node)
        if right is not None and right.kind.is_flag:
            return self.flags(op, right, operands, node)
        for class_, method, owner, arguments in (
            (left, f"__{name}__", operands[0], operands[1:]),
            (right, f"__r{name}__", operands[-1], operands[:1]),
        ):
            found = self.define(class_) if class_ is not None else None
            if found is not None and method in found.methods:
                return self.call_method(Method(found, method, owner), arguments, node)
        return None

    def flags(
        self, op: ast.operator | ast.unaryop, class_: ClassType, operands: Sequence[Traced],
        node: ast.AST,
    ) -> Traced | None:
        """Bitwise operators of an `IntFlag`, which give a member of it."""
        if not isinstance(op, ast.Invert | ast.BitAnd | ast.BitOr | ast.BitXor):
            return None
        numbers = [self.as_number(operand, node) for operand in operands]
        if isinstance(op, ast.Invert):
            if isinstance(numbers[0], int):
                made = self.enumeration(self.define(class_), node)
                return Instance(class_, ((~made(numbers[0])).value,))  # type: ignore[operator]
            raise self.unsupported(node, "`~` of a flag that is not known at build time")
        if any(self.builder.known_class(o) != class_ for o in operands):
            raise TraceError(errors.EXPRESSION.at(
                self.span(node), expression=f"a bitwise operator of `{class_}` and another type",
                help=f"write `.value` behind the member, or annotate the other as `{class_}`"))
        return Instance(class_, (self.operation(_BITWISE[type(op)], numbers, node),))

    # Objects

    def signature(self, found: Definition) -> Signature:
        """The parameters of a constructor."""
        class_, parameters = found.type, []
        for name in class_.fields:
            kind = "keyword" if name in class_.keywords else "either"
            default = None if name not in found.defaults else ConstantExpression(
                found.scope, f"{class_.name}.{name}", found.defaults[name])
            parameters.append(Parameter(name, kind, default is not None, default))
        text = f"{class_.name}({', '.join(class_.fields)})"
        return Signature(tuple(parameters), class_.items, class_, text)

    def made(self, class_: ClassType, values: Sequence[Traced], node: ast.AST) -> Traced:
        """An object with these fields, each converted to the type of its annotation."""
        return instance(class_, [
            self.field(value, type_, name, node)
            for value, type_, name in zip(values, class_.items, class_.fields, strict=True)])

    def field(self, value: Traced, type_: Type, name: str, node: ast.AST) -> Traced:
        if isinstance(value, int | float | complex) and type_ in _CONVERT and (
            promotes(type_of(value), type_)
        ):
            converted = _CONVERT[type_](value)
            if converted == value or value != value:  # else it is reported, or raises
                return converted
        if self.builder.known_type(value) == type_:
            return value
        operand = self.builder.pack(value, self.span(node))
        declared = self.builder.emit("declare", type_, [operand], self.span(node), [name]).result
        self.builder.note_type(declared, type_)
        return declared
