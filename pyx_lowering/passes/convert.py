"""The second half of type propagation: conversions, and reports of what does not fit.

Where a name is wider than the value it is given, a literal is rewritten (`0` to
`0.0`) and a value is converted by a node. An int variable is not made a float where
paths join: Python would go on computing with the exact int there.
"""

from __future__ import annotations

import builtins
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostic, Diagnostics
from pyx_lowering.dtypes import FLOAT64, Sized
from pyx_lowering.ir import (
    UNBOUND_VALUE,
    Block,
    Function,
    Node,
    Operand,
    Value,
    signature,
    walk,
)
from pyx_lowering.ir import operand_type as type_of
from pyx_lowering.ops import OPERATIONS, resolve
from pyx_lowering.ops.internal import exact_float
from pyx_lowering.ops.lists import empty_list, new_list
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.texts import text_of_character
from pyx_lowering.passes.callees import CallTypes
from pyx_lowering.passes.comparisons import expand_comparison
from pyx_lowering.passes.optionals import (
    ON_NONE,
    expand_is_none,
    expand_on_none,
    expand_present,
    value_of,
    zero_of,
)
from pyx_lowering.source import Span
from pyx_lowering.types import (
    BOOL,
    CHARACTER,
    COMPLEX,
    ERROR,
    FLOAT,
    INT,
    NONE,
    STR,
    TEXT,
    TEXTS,
    UNBOUND,
    ArrayType,
    ClassType,
    ListType,
    OptionalType,
    TupleType,
    Type,
    has_objects,
    is_plain_tuple,
    promotes,
)

_ANNOTATE = ("annotate the result of the function with its shape, such as "
             "`-> np.ndarray[tuple[int], np.dtype[np.float64]]`")
#: What makes a new text of texts or numbers.
_MAKE_TEXT = frozenset({operator.add, operator.mul, operator.mod, builtins.str, builtins.bytes})

#: Reports that an operand of the first type cannot become the second.
Misfit = Callable[[Operand, Type, Type], Diagnostic]


@dataclass(frozen=True)
class _Loop:
    carried: Sequence[Value]
    results: Sequence[Value]


class Converter:
    """Walks a function whose values are typed; `calls` says what each call calls."""

    def __init__(
        self,
        function: Function,
        calls: Mapping[Node, CallTypes],
        conflicts: set[Value],
        diagnostics: Diagnostics,
    ) -> None:
        self.function = function
        self.calls = calls
        self.conflicts = conflicts
        self.diagnostics = diagnostics
        self.loops: list[_Loop] = []
        #: The nodes of the block being rewritten.
        self.nodes: list[Node] = []
        self.tuples: dict[Value, Node] = {}
        #: What was annotated: an array that a function returns is known by that only.
        self.declared = {
            node.args[0] for node in walk(function.body) if node.kind == "declare"}
        #: What is computed from a variable that is never assigned: the variable itself is
        #: what to report, these only if it is not.
        self.consequences: list[Diagnostic] = []
        self.reported = False

    def run(self) -> None:
        self.block(self.function.body, ())
        if not self.reported:
            for diagnostic in self.consequences[:1]:
                self.report(diagnostic)

    def report(self, diagnostic: Diagnostic) -> None:
        self.reported = True
        self.diagnostics.add(diagnostic)

    def block(self, block: Block, yields_to: Sequence[Value]) -> None:
        outer, self.nodes = self.nodes, []
        for node in block.nodes:
            self.node(node, yields_to)
            self.nodes.append(node)
        block.nodes = self.nodes
        self.nodes = outer

    def node(self, node: Node, yields_to: Sequence[Value]) -> None:
        match node.kind:
            case "call_function":
                self.call_function(node)
            case "call":
                self.call(node)
            case "present":
                expand_present(node)
            case "is_none" | "is_present":
                self.nodes += expand_is_none(node)
            case "tuple":
                self.check_used(node)
                self.check_no_array(node, "a tuple")
                self.tuples[node.result] = node
            case "text" | "raise" | "print":
                self.text(node)
                self.check_no_array(node, "a text")
            case "item":
                self.item(node)
            case "declare":
                self.declare(node)
            case "output":
                self.output(node)
            case "yield":
                self.join(node, node.args, yields_to)
            case "continue":
                self.join(node, node.args, self.loops[-1].carried)
            case "break":
                self.join(node, node.args, self.loops[-1].results)
            case "if":
                for region in node.regions:
                    self.block(region, node.results)
            case "try":
                self.block(node.regions[0], ())
                for region in node.regions[1:]:
                    self.block(region, node.results)
            case "cell":
                self.join(node, node.args, node.results)
            case "set":
                cell = cast(Value, node.args[0])
                node.args[1] = self.fit_join(node.args[1], cell, node)
            case "for":
                self.for_loop(node)
            case "while":
                self.while_loop(node)

    # Operations and calls

    def check_used(self, node: Node) -> bool:
        """Whether every operand of a node that uses them has a native type."""
        good = True
        for operand in node.args:
            if operand is UNBOUND_VALUE or type_of(operand) == UNBOUND:
                missing = _never_assigned(operand, self.place(node, operand))
                if isinstance(operand, Value) and not operand.named:
                    self.consequences.append(missing)
                else:
                    self.report(missing)
                good = False
            elif type_of(operand) == ERROR:
                good = False
                if not isinstance(operand, Value):
                    self.report(self.too_large(operand, self.place(node)))
        return good

    def check_no_array(self, node: Node, use: str) -> None:
        """Report arrays where they would be lost sight of."""
        for operand in node.args:
            if isinstance(type_of(operand), ArrayType):
                self.report(errors.ARRAY_USE.at(node.span, use=use, type=type_of(operand)))

    def call_function(self, node: Node) -> None:
        assert callable(node.target)
        if node.target is empty_list:
            if node.result.type == ERROR:
                if self.function.broken:
                    return  # what puts items into it may be what was not understood
                self.report(errors.EXPRESSION.at(
                    node.span, expression="an empty list of which no item is seen",
                    help="annotate it, as in `values: list[float] = []`; the items are floats, "
                         "ints or bools"))
                return
            assert isinstance(node.result.type, ListType)
            node.target, node.args = new_list, [_literal(0, node.result.type.item), 0]
        if not self.check_used(node):
            return
        overload = resolve(node.target, node.arguments)
        optional = any(isinstance(type_of(arg), OptionalType) for arg in node.args)
        if optional and (
            OPERATIONS[node.target].effect
            or OPERATIONS[node.target].name.startswith(
                ("method.", "attribute.", "pyx_lowering.ops.arrays."))
        ):
            overload = None  # None has other attributes, and is another index
        if overload is not None and optional and not self.optional(node):
            return
        if overload is None and node.results and node.result.type == BOOL and not (
            OPERATIONS[node.target].effect
        ):
            *before, last = expand_comparison(node)
            for inner in before:
                self.node(inner, ())
                self.nodes.append(inner)
            node.kind, node.target, node.args, node.regions = (
                last.kind, last.target, last.args, last.regions)
            self.node(node, ())
            return
        if overload is None:
            self.report(self.no_overload(node))
            return
        node.args = [
            self.widened(_literal(arg, param), param, node.span)
            for arg, param in zip(node.args, overload.params, strict=True)
        ]
        if overload.result == NONE:
            node.results = []

    def optional(self, node: Node) -> bool:
        """Give an operation the value of what may be None; says whether it is still one."""
        if node.target in ON_NONE:
            if len([a for a in node.args if isinstance(type_of(a), OptionalType)]) > 1:
                self.report(self.no_overload(node))
                return False
            self.nodes += expand_on_none(node)
            for region in node.regions:
                self.block(region, node.results)
            return False
        for index, arg in enumerate(node.args):
            if isinstance(arg, Value) and isinstance(arg.type, OptionalType):
                nodes, node.args[index] = value_of(arg, node.span)
                self.nodes += nodes
        return True

    def no_overload(self, node: Node) -> Diagnostic:
        assert callable(node.target)
        operation = OPERATIONS[node.target]
        name = operation.symbol or operation.name.removeprefix("builtins.")
        types = [type_of(arg) for arg in node.args]
        hint = errors.NO_NEW_TEXT if node.target in _MAKE_TEXT and (
            node.target in (builtins.str, builtins.bytes) or any(t in TEXTS for t in types)
        ) else None
        hint = "all items of a list have one type; a list of floats starts as `[0.0]`, " \
            "and an int is put into it as `float(n)`" if (
                operation.name.startswith("pyx_lowering.ops.lists.")) else hint
        notes = [self.why(arg) for arg in node.args if isinstance(arg, Value) and arg.named]
        return errors.NO_OVERLOAD.at(
            node.span, operation=name, types=", ".join(map(str, types)),
            function=self.function.name, notes=list(dict.fromkeys(notes)), help=hint)

    def why(self, value: Value) -> str:
        """Where the type of a named value comes from."""
        line = f" at line {value.span.line}" if value.span else ""
        if value in self.function.body.params:
            return f"`{value.base}` is {value.type} because of its annotation{line}"
        return f"`{value.base}` is {value.type} because of its value{line}"

    def call(self, node: Node) -> None:
        if not self.check_used(node) or node not in self.calls:
            return
        types = self.calls[node]
        if types.function is None:
            return
        if isinstance(types.result, ArrayType) and node.result not in self.declared:
            self.report(errors.ARRAY_USE.at(
                node.span, use="the result", type=types.result, help=_ANNOTATE))

        def misfit(operand: Operand, actual: Type, wanted: Type) -> Diagnostic:
            assert types.function is not None
            taken = signature(types.function).removeprefix(f"{types.function.callee.module}.")
            return errors.ARGUMENTS.at(
                node.span, signature=taken,
                reason=f"`{types.function.name}` takes {wanted} here, not {actual}")

        node.args = [
            self.fit(arg, param, builtins.float, misfit, node.span)
            for arg, param in zip(node.args, types.params, strict=True)
        ]
        node.target = types.function
        if types.result == NONE:
            node.results = []

    def text(self, node: Node) -> None:
        """What is written as text, which native code cannot do for objects."""
        self.check_used(node)
        for operand in node.args:
            if has_objects(type_of(operand)) or isinstance(type_of(operand), ListType):
                self.report(errors.EXPRESSION.at(
                    node.span, expression=f"the text of a value of `{type_of(operand)}`",
                    help="write what is in it one by one"))

    def item(self, node: Node) -> None:
        if not self.check_used(node):
            return
        owner, index, count = node.args
        actual = type_of(owner)
        if node.result.type != ERROR:
            if isinstance(actual, ClassType) and isinstance(index, str):
                node.args[1] = actual.fields.index(index)
            return
        if isinstance(index, str):
            self.report(errors.EXPRESSION.at(
                node.span, expression=f"the attribute `{index}` of {actual}"))
        elif isinstance(actual, ArrayType):
            self.report(errors.ARRAY_USE.at(
                node.span, use="an item", type=actual, help=_ANNOTATE))
        elif count != -1 or not isinstance(actual, TupleType):
            length = f"a tuple of {len(actual.items)}" if is_plain_tuple(actual) else actual
            self.report(errors.UNPACK.at(node.span, actual=length, wanted=count))
        else:
            self.report(errors.EXPRESSION.at(
                node.span, expression=f"the index {index!r} of {actual}"))

    def declare(self, node: Node) -> None:
        (operand,) = node.args
        assert isinstance(node.target, Type)
        if not self.check_used(node):
            return

        def misfit(operand: Operand, actual: Type, wanted: Type) -> Diagnostic:
            return errors.ANNOTATED_LOCAL.at(
                node.span, name=node.result.base, declared=wanted, actual=f"a value of {actual}")

        node.args = [self.fit(operand, node.target, exact_float, misfit, node.span)]

    def output(self, node: Node) -> None:
        wanted = self.function.result
        assert wanted is not None
        if not self.check_used(node) or wanted == ERROR:
            return

        def misfit(operand: Operand, actual: Type, wanted: Type) -> Diagnostic:
            hints = {(FLOAT, INT): "write `int(...)` or `round(...)`, or annotate `-> float`"}
            return errors.RESULT.at(
                node.span, function=self.function.name, actual=actual, declared=wanted,
                help="write `.value` behind it" if wanted == INT and has_objects(actual)
                else hints.get((actual, wanted)))

        if not node.args and isinstance(wanted, OptionalType):
            node.args = [None]
        if not node.args:
            if wanted != NONE:
                self.report(misfit(None, NONE, wanted))
            return
        node.args = [self.fit(node.args[0], wanted, exact_float, misfit, node.span)]

    # Control flow

    def for_loop(self, node: Node) -> None:
        for bound in node.args[:3]:
            if type_of(bound) not in (INT, BOOL, ERROR):
                self.report(errors.NO_OVERLOAD.at(
                    node.span, operation="range", types=type_of(bound),
                    function=self.function.name, help="the bounds of `range` are ints"))
        body, otherwise = node.regions
        self.enter_loop(node, node.args[3:], body.params[1:])
        self.block(body, ())
        self.loops.pop()
        self.block(otherwise, node.results)

    def while_loop(self, node: Node) -> None:
        test, body, otherwise = node.regions
        self.enter_loop(node, node.args, test.params)
        self.block(test, [Value("condition", BOOL)])
        self.block(body, ())
        self.loops.pop()
        self.block(otherwise, node.results)

    def enter_loop(
        self, node: Node, initial: Sequence[Operand], carried: Sequence[Value]
    ) -> None:
        """Fit the values before the loop to what it carries."""
        fitted = [
            self.fit_join(operand, value, node) for operand, value in
            zip(initial, carried, strict=True)
        ]
        node.args[len(node.args) - len(initial):] = fitted
        self.loops.append(_Loop(carried, node.results))

    def join(self, node: Node, operands: Sequence[Operand], values: Sequence[Value]) -> None:
        node.args = [
            self.fit_join(operand, value, node)
            for operand, value in zip(operands, values, strict=True)
        ]

    def fit_join(self, operand: Operand, value: Value, node: Node) -> Operand:
        """The operand as what `value` holds on this path."""
        wanted = value.type
        assert wanted is not None
        assigned = None
        if isinstance(operand, Value):
            assigned = self.function.assigned.get((operand, value.base))
        # A value that other names hold too says nothing about this one by its own place.
        other = operand if isinstance(operand, Value) and operand.base == value.base else value
        span = assigned or self.place(node, other, value)
        name = f"`{value.base}`" if value.named else "the value of this expression"

        def misfit(operand: Operand, actual: Type, wanted: Type) -> Diagnostic:
            return errors.JOIN.at(
                span, name=name, first=actual, second=wanted,
                help="convert it with `float(...)` on the path where it is an int")

        if wanted == ERROR:
            actual = type_of(operand)
            if actual == ERROR and not isinstance(operand, Value):
                self.report(self.too_large(operand, span))
            if actual not in (ERROR, UNBOUND) and value in self.conflicts:
                self.report(errors.JOIN.at(
                    span, name=name, first=actual, second="something else"))
            return operand
        return self.fit(operand, wanted, None, misfit, span)

    # Conversions

    def fit(
        self,
        operand: Operand,
        wanted: Type,
        convert: Callable[..., object] | None,
        misfit: Misfit,
        span: Span | None,
    ) -> Operand:
        """The operand as a value of type `wanted`; `convert` makes a float of an int."""
        actual = type_of(operand)
        if actual in (wanted, ERROR, UNBOUND):
            if actual == ERROR and not isinstance(operand, Value):
                self.report(self.too_large(operand, span))
            return operand
        if not promotes(actual, wanted):
            self.report(misfit(operand, actual, wanted))
            return operand
        if isinstance(wanted, OptionalType) and not isinstance(actual, OptionalType):
            if actual == NONE:
                items: list[Operand] = [False, zero_of(wanted.base)]
            else:
                items = [True, self.fit(operand, wanted.base, convert, misfit, span)]
            made = Value("optional", wanted, span)
            self.nodes.append(Node("tuple", "tuple", items, [made], span=span))
            return made
        if isinstance(wanted, TupleType) and isinstance(operand, Value):
            return self.fit_tuple(operand, wanted, convert, misfit, span)
        if not isinstance(operand, Value) and actual != CHARACTER:
            return _literal(operand, wanted)
        if wanted == COMPLEX and actual == FLOAT and convert is None:
            self.report(misfit(operand, actual, wanted))
            return operand
        if actual != INT:
            return self.widened(operand, wanted, span)  # C widens a bool by itself
        if convert is None:
            self.report(misfit(operand, actual, wanted))
            return operand
        return self.widened(self.apply(convert, operand, FLOAT, span), wanted, span)

    def apply(
        self, target: Callable[..., object], operand: Operand, type_: Type, span: Span | None
    ) -> Value:
        """A node that converts an operand."""
        result = Value(operand.base if isinstance(operand, Value) else "number", type_, span)
        self.nodes.append(Node("call_function", target, [operand], [result], span=span))
        return result

    def widened(self, operand: Operand, wanted: Type, span: Span | None) -> Operand:
        """The operand of an operation on `wanted`, where C does not convert by itself."""
        if wanted == TEXT and type_of(operand) == CHARACTER:
            return self.apply(text_of_character, operand, TEXT, span)
        if isinstance(wanted, Sized) and type_of(operand) != wanted:
            if wanted.reads(operand):
                return operand
            return self.apply(CONSTRUCTORS[wanted], operand, wanted, span)
        if wanted != COMPLEX or not isinstance(operand, Value) or operand.type == COMPLEX:
            return operand
        return self.apply(builtins.complex, operand, COMPLEX, span)

    def fit_tuple(
        self,
        operand: Value,
        wanted: TupleType,
        convert: Callable[..., object] | None,
        misfit: Misfit,
        span: Span | None,
    ) -> Operand:
        """Convert a tuple item by item."""
        made = self.tuples.get(operand)
        items: list[Operand] = []
        if made is not None:
            items = list(made.args)
        else:
            assert isinstance(operand.type, TupleType)
            for index, type_ in enumerate(operand.type.items):
                item = Value("item", type_, span)
                count = len(operand.type.items)
                self.nodes.append(Node("item", "item", [operand, index, count], [item], span=span))
                items.append(item)
        fitted = [
            self.fit(item, type_, convert, misfit, span)
            for item, type_ in zip(items, wanted.items, strict=True)
        ]
        result = Value(operand.base, wanted, span, named=operand.named)
        node = Node("tuple", "tuple", fitted, [result], span=span)
        self.tuples[result] = node
        self.nodes.append(node)
        return result

    def too_large(self, operand: Operand, span: Span | None) -> Diagnostic:
        return errors.CONSTANT.at(
            span, value=f"the constant {operand!r}", reason="it does not fit in 64 bits")

    def place(self, node: Node, *candidates: Operand) -> Span | None:
        """Where to point: at the operand that does not fit, if it has a place."""
        for candidate in candidates:
            if isinstance(candidate, Value) and candidate.span is not None:
                return candidate.span
        return node.span or self.function.span


def _literal(operand: Operand, wanted: Type) -> Operand:
    """A literal as the type that is wanted: `0` where a float is, is `0.0`."""
    if isinstance(operand, Value) or operand is UNBOUND_VALUE or wanted in (STR, NONE, *TEXTS):
        return operand
    if isinstance(wanted, Sized):
        # Where it does not read as such a number, a node converts it.
        return float(operand) if wanted == FLOAT64 and type(operand) is int else operand
    assert isinstance(operand, bool | int | float | complex)
    if wanted == COMPLEX or isinstance(operand, complex):
        return complex(operand)
    if wanted == FLOAT:
        return float(operand)
    return int(operand) if wanted == INT else operand


def _never_assigned(operand: Operand, span: Span | None) -> Diagnostic:
    name = operand.base if isinstance(operand, Value) else "it"
    return errors.UNKNOWN_NAME.at(
        span, name=name, suggestion="", help=f"assign `{name}` before it is read")
