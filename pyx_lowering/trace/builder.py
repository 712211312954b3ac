"""Builds the graph: the current block, the names bound in it, and fresh value names."""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostic, Diagnostics
from pyx_lowering.dtypes import BOOL_
from pyx_lowering.ir import UNBOUND_VALUE, Block, Node, Operand, Value
from pyx_lowering.ops import OPERATIONS
from pyx_lowering.source import SourceFile, Span
from pyx_lowering.trace.names import Rebinders, stored_names
from pyx_lowering.trace.scope import Scope, TraceError, is_function
from pyx_lowering.types import (
    BOOL,
    BYTES,
    LIST,
    TEXT,
    TEXTS,
    ArrayType,
    ClassType,
    ListType,
    OptionalType,
    TupleType,
    Type,
)

#: What an expression gives while tracing: an operand, a tuple of such, or an `Instance`.
Traced = object

#: Results of compile-time arithmetic stay below this size, so that a constant such
#: as `10 ** 10 ** 10` cannot exhaust the machine that builds.
_MAX_BITS = 4096
#: The same for strs and bytes.
_MAX_LENGTH = 2**16


class Symbolic:
    """Something made of arrays that is no value of the graph yet: a view, or an expression."""

    @property
    def elements(self) -> Type | None:
        """The type of its elements, if it is known yet."""
        raise TypeError("each kind knows its elements")

    def joined(
        self, builder: Builder, target: Callable[..., object], values: Sequence[Traced],
        node: ast.AST,
    ) -> Symbolic | None:
        """An operation on `values`, of which it is one, if it knows how to do that itself."""
        return None

    def packed(self, builder: Builder, span: Span | None) -> Value:
        """It as one value."""
        raise TypeError("each kind says how it becomes a value")

    def settled(self, builder: Builder, span: Span | None) -> Traced:
        """It as what later changes of its operands do not change."""
        raise TypeError("each kind says how it is kept")


@dataclass(frozen=True)
class Instance:
    """An object of a class of the author's whose fields are known one by one."""

    type: ClassType
    items: tuple[Traced, ...]


class Named(tuple[Traced, ...]):
    """A named tuple whose items are known one by one: a tuple in all that it does."""

    type: ClassType

    def __new__(cls, type_: ClassType, items: Iterable[Traced]) -> Named:
        made = super().__new__(cls, items)
        made.type = type_
        return made


def instance(type_: ClassType, items: Iterable[Traced]) -> Instance | Named:
    """An object of a class with these fields."""
    return Named(type_, items) if type_.kind.is_tuple else Instance(type_, tuple(items))


@dataclass(frozen=True)
class Binding:
    """What a local name holds, and whether it is bound (a constant, or known at run time)."""

    value: Traced
    bound: Operand = True


@dataclass(frozen=True)
class Cell:
    """Where a handler finds what a name holds, and whether it is bound if that may change."""

    value: Value
    bound: Value | None

    @property
    def values(self) -> list[Value]:
        return [self.value] if self.bound is None else [self.value, self.bound]


#: A local name that nothing has been assigned to.
UNBOUND_NAME = Binding(UNBOUND_VALUE, False)


class Builder:
    """The state of tracing one function."""

    def __init__(
        self, scope: Scope, diagnostics: Diagnostics, locals: frozenset[str]
    ) -> None:
        self.scope = scope
        self.diagnostics = diagnostics
        #: Every name that the function assigns: Python decides this before running it.
        self.locals = locals
        #: The nested functions that change names of this one.
        self.rebinders: Rebinders = {}
        #: The names around a nested function that it changes, and so gives back.
        self.given_back: tuple[str, ...] = ()
        self.block = Block()
        self.env: dict[str, Binding] = {}
        #: Whether the statement being traced can be reached.
        self.reachable = True
        #: Whether a mistake was found, so that what follows from it is not reported too.
        self.broken = False
        self.poisoned: set[Value] = set()
        #: Where a value was assigned to a name, for messages.
        self.assigned: dict[tuple[Value, str], Span] = {}
        #: Values that are known to be bools before types are propagated.
        self.booleans: set[Value] = set()
        #: Values that are known to be tuples, objects, lists, strs or bytes before types are
        #: propagated.
        self.types: dict[Value, Type] = {}
        #: The enumerations that came up, made anew of the values of their members.
        self.enumerations: dict[ClassType, type[enum.Enum]] = {}
        #: Values that are known to be arrays, and the dimensions of those that never change.
        self.arrays: dict[object, ArrayType] = {}
        self.dimensions: dict[Value, tuple[Operand, ...]] = {}
        #: What is known of arrays that are views of others.
        self.views: dict[Value, Symbolic] = {}
        #: Arrays that the function has made: nothing else refers to their memory.
        self.fresh: set[Value] = set()
        #: Arrays that may not be written to, as they are views that NumPy gives no writing to.
        self.read_only: set[Value] = set()
        #: What was first put into lists that were made empty, if its type is known.
        self.first_items: dict[Value, Type | None] = {}
        #: Elements of views that were read ahead of a loop, by the view and the places.
        self.elements: dict[tuple[Symbolic, tuple[Operand, ...]], Operand] = {}
        #: Expressions of whole arrays in this statement, which are not computed yet.
        self.pending: list[Symbolic] = []
        #: How many calls were traced, each of which may write to any array.
        self.calls = 0
        #: What was computed in a block, by the operation and its operands.
        self.computed: dict[object, Operand] = {}
        #: The nodes that give values, and types of numbers that are known.
        self.producers: dict[Value, Node] = {}
        self.scalars: dict[Value, Type] = {}
        #: The cells of the `try` statements around, by name.
        self.cells: list[dict[str, Cell]] = []

    @property
    def file(self) -> SourceFile:
        return self.scope.module.file

    def stored(self, statements: Sequence[ast.AST], *, in_place: bool = True) -> set[str]:
        """The names of this function that statements may bind; see `stored_names`."""
        return stored_names(statements, self.rebinders, in_place=in_place)

    def rename(self, operand: Traced, name: str) -> None:
        """Give a value that has no name in the source the name it is first assigned to."""
        if isinstance(operand, Value) and not operand.named:
            operand.base = name.strip()
            operand.named = True

    def emit(
        self,
        kind: str,
        target: object,
        args: Sequence[Operand],
        span: Span | None,
        results: Sequence[str] = (),
    ) -> Node:
        """Append a node to the current block."""
        if kind == "call":
            self.calls += 1
            # What is called may write to arrays that were read before, as NumPy goes on.
            for expression in self.pending:
                expression.settled(self, span)
        values = [Value(name, span=span) for name in results]
        node = Node(kind, target, list(args), values, span=span)
        self.block.nodes.append(node)
        self.producers.update(dict.fromkeys(values, node))
        if not self.poisoned.isdisjoint(args):
            self.poisoned.update(values)  # nothing more is known of them
        return node

    def operation(
        self, target: Callable[..., object], args: Sequence[Operand], span: Span | None
    ) -> Operand:
        """Apply an operation: now if all operands are constants, else by a node."""
        if args and not any(isinstance(arg, Value) for arg in args):
            folded = _fold(target, args)
            if folded is not None:
                return folded
        name = getattr(target, "__name__", "value").strip("_")
        node = self.emit("call_function", target, args, span, [f"{name}_result"])
        if target in _GIVE_BOOL or (target in _COMPARE and not self.scope.uses_numpy):
            self.booleans.add(node.result)
        return node.result

    def shared(
        self, target: Callable[..., object], args: Sequence[Operand], span: Span | None
    ) -> Operand:
        """Apply an operation that only computes, once for the same operands in a block."""
        key = (self.block, target, tuple((type(arg), arg) for arg in args))
        if key not in self.computed:
            self.computed[key] = self.operation(target, args, span)
        return self.computed[key]

    def known_type(self, value: Traced) -> Type | None:
        """The type of a tuple, an object, a list, an array or a string, as far as it is known."""
        if isinstance(value, Instance | Named):
            return value.type
        if value in self.arrays:
            return self.arrays[value]
        if isinstance(value, str | bytes):
            return TEXT if isinstance(value, str) else BYTES
        return self.types.get(value) if isinstance(value, Value) else None

    def known_class(self, value: Traced) -> ClassType | None:
        """The class of an object, as far as it is known."""
        type_ = self.known_type(value)
        return type_ if isinstance(type_, ClassType) else None

    def note_type(self, value: Traced, type_: Type | None) -> None:
        """Say that a value will have this type."""
        if isinstance(value, Value) and isinstance(type_, TupleType) and not isinstance(
            type_, OptionalType
        ):
            self.types[value] = type_
        if isinstance(value, Value) and (type_ == LIST or isinstance(type_, ListType)):
            self.types[value] = LIST
            if isinstance(type_, ListType):
                self.scalars[value] = type_
        if isinstance(value, Value) and type_ in TEXTS:
            self.types[value] = BYTES if type_ == BYTES else TEXT
        if isinstance(value, Value) and type_ == BOOL:
            self.booleans.add(value)
        if isinstance(value, Value) and isinstance(type_, ArrayType) and not type_.is_open:
            self.arrays[value] = type_

    def fields(self, value: Traced, span: Span | None) -> tuple[Traced, ...] | None:
        """The items of a tuple, or the fields of an object, as far as they are known."""
        if isinstance(value, Instance):
            return value.items
        if isinstance(value, tuple):
            return value
        type_ = self.known_type(value)
        if not isinstance(type_, TupleType):
            return None
        return tuple(
            self.item(cast(Value, value), index, span) for index in range(len(type_.items)))

    def item(self, value: Value, index: int, span: Span | None) -> Value:
        """An item of a tuple, or a field of an object, of known type."""
        type_ = self.types[value]
        assert isinstance(type_, TupleType)
        key: int | str = index
        name = "item"
        if isinstance(type_, ClassType):
            key = name = type_.fields[index]
        result = self.emit("item", "item", [value, key, -1], span, [name]).result
        self.note_type(result, type_.items[index])
        return result

    def sequence(self, value: Traced, span: Span | None) -> tuple[Traced, ...] | None:
        """The items of what is a tuple in Python, as far as they are known."""
        class_ = self.known_class(value)
        if class_ is not None and not class_.kind.is_tuple:
            return None
        return self.fields(value, span)

    def pack(self, value: Traced, span: Span | None) -> Operand:
        """One operand for a traced value: a tuple or an object becomes a node."""
        if isinstance(value, Symbolic):
            return value.packed(self, span)
        if isinstance(value, tuple | Instance):
            class_ = self.known_class(value)
            items = [self.pack(item, span) for item in self.fields(value, span) or ()]
            if any(self.known_type(item) == LIST for item in items):
                raise TraceError(errors.LIST_ESCAPES.at(span, where="a tuple or an object"))
            name = "pair" if class_ is None else class_.name.lower()
            packed = self.emit("tuple", class_ or "tuple", items, span, [name]).result
            self.note_type(packed, class_)
            return packed
        if is_function(value):
            raise TraceError(errors.EXPRESSION.at(
                span, expression="a function that is chosen at run time",
                help="call it under the condition instead"))
        return cast(Operand, value)

    def terminate(self, kind: str, args: Sequence[Operand], span: Span | None,
                  target: object = None) -> None:
        """End the current block; what follows cannot be reached."""
        self.emit(kind, target, args, span)
        self.reachable = False

    def poison(self, span: Span | None) -> Value:
        """Stands for what could not be traced, so that tracing goes on to the next mistake."""
        value = self.emit("poison", None, [], span, ["poison"]).result
        self.poisoned.add(value)
        return value

    def report(self, diagnostic: Diagnostic) -> None:
        """Note a mistake in the function being traced."""
        self.broken = True
        self.diagnostics.add(diagnostic)

    def settled(self, value: Traced, span: Span | None) -> Traced:
        """What later changes of arrays do not change."""
        return value.settled(self, span) if isinstance(value, Symbolic) else value

    def bind(self, name: str, value: Traced, span: Span | None = None) -> None:
        self.env[name] = Binding(value)
        self.keep(name, value, span)
        if isinstance(value, Value) and span is not None:
            self.assigned[value, name] = span

    def unbind(self, name: str) -> None:
        """From here on the name is not bound."""
        self.env[name] = UNBOUND_NAME
        self.keep(name, UNBOUND_VALUE, None)

    def keep(self, name: str, value: Traced, span: Span | None) -> None:
        """Note for the handlers around what a name holds from here on."""
        for cells in self.cells:
            cell = cells.get(name)
            if cell is None:
                continue
            if value is not UNBOUND_VALUE:
                self.emit("set", None, [cell.value, self.pack(value, span)], span)
            if cell.bound is not None:
                self.emit("set", None, [cell.bound, value is not UNBOUND_VALUE], span)

    def mark_bound(self, name: str) -> None:
        """Past a check, a name is known to be bound."""
        self.env[name] = replace(self.env[name], bound=True)


def _fold(target: Callable[..., object], args: Sequence[Operand]) -> Operand:
    """What Python gives for constants, or None where it raises or gives no number."""
    operation = OPERATIONS.get(target)
    if target in (float, int) and len(args) == 1 and isinstance(args[0], str):
        try:
            return float(args[0]) if target is float else int(args[0])
        except ValueError:
            return None
    if operation is None or not operation.folds or not all(
            isinstance(arg, bool | int | float | complex | str | bytes) for arg in args):
        return None
    if any(isinstance(arg, str | bytes) and len(arg) > _MAX_LENGTH for arg in args):
        return None
    # With `<<` and `**`, small operands make large results.
    sizes = [abs(arg).bit_length() for arg in args if isinstance(arg, int)]
    if target.__name__ in ("pow", "lshift", "factorial", "comb", "perm") and (
        sum(abs(arg) if i else arg.bit_length()
            for i, arg in enumerate(args) if isinstance(arg, int)) > _MAX_BITS
    ):
        return None
    if sum(sizes) > _MAX_BITS:
        return None
    try:
        result = operation.call(*args)
    except Exception:  # raised when the node runs, as in Python
        return None
    if isinstance(result, bool | int | float | complex | str | bytes):
        return result
    return None


_GIVE_BOOL = frozenset(
    target
    for target, operation in OPERATIONS.items()
    if operation.overloads and all(o.result == BOOL for o in operation.overloads)
)

#: What gives a bool of Python's or NumPy's.
_COMPARE = frozenset(
    target
    for target, operation in OPERATIONS.items()
    if operation.overloads and all(o.result in (BOOL, BOOL_) for o in operation.overloads)
)
