"""The reference interpreter: runs a graph node by node with Python's own operations.

It says what a graph means, and so what native code must do. A typed graph runs as
native code does: an int past 64 bits, or an answer that the native type cannot
hold, is a `Rerun` (after which the caller runs the Python function), or an
OverflowError where the function asks for that.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import cast

from pyx_lowering.dtypes import Sized
from pyx_lowering.ir.graph import (
    UNBOUND_VALUE,
    Block,
    Callee,
    Function,
    Node,
    Operand,
    Parts,
    Value,
    handlers,
)
from pyx_lowering.ops import OPERATIONS, resolve
from pyx_lowering.types import (
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    INT_MAX,
    INT_MIN,
    ClassType,
    ListType,
    OptionalType,
    TupleType,
    Type,
)


class Rerun(OverflowError):
    """Says that the call is to run again as the Python function; no handler catches it."""


#: Runs a callee of an untyped graph, which names its callees only.
Call = Callable[[Callee, Sequence[object]], object]


def run(function: Function, arguments: Sequence[object], call: Call | None = None) -> object:
    """Call `function` with `arguments` (one for each parameter).

    Raises what Python would raise, and `Rerun` or OverflowError as described above.
    """
    result = _run(function, arguments, call)
    if isinstance(function.result, OptionalType) and isinstance(result, tuple):
        return result[1] if result[0] else None
    return result


def _run(function: Function, arguments: Sequence[object], call: Call | None) -> object:
    interpreter = _Interpreter(function, call)
    params = function.body.params
    past = interpreter.past
    values = [_coerce(value, p.type, past) for value, p in zip(arguments, params, strict=True)]
    kind, results = interpreter.block(function.body, values)
    if kind != "output":
        return None
    return results[0] if results else None


def _coerce(value: object, type_: Type | None, past: type[OverflowError]) -> object:
    """The value as its native type holds it (an int argument of a float parameter)."""
    if isinstance(type_, OptionalType) and not isinstance(value, tuple):
        base = type_.base
        return (False, None) if value is None else (True, _coerce(value, base, past))
    if type_ == FLOAT and isinstance(value, int):
        return float(value)
    if isinstance(type_, Sized):
        return type_.python(value)
    if type_ == COMPLEX and isinstance(value, int | float):
        return complex(value)
    if type_ == INT:
        if isinstance(value, bool):
            return int(value)
        if isinstance(value, int) and not INT_MIN <= value <= INT_MAX:
            raise past("integer past 64 bits")
    if isinstance(type_, ListType) and isinstance(value, list):
        items = [_coerce(item, type_.item, past) for item in value]
        # A list of the function's own stays the very one: helpers may change it.
        return value if all(map(operator.is_, items, value)) else items
    if isinstance(type_, ClassType) and not isinstance(value, tuple):
        value = _fields(value, type_)
    if isinstance(type_, TupleType) and isinstance(value, tuple):
        return tuple(_coerce(v, t, past) for v, t in zip(value, type_.items, strict=True))
    return value


def _fields(value: object, type_: ClassType) -> tuple[object, ...]:
    """The fields of an object."""
    kind, names = type_.kind, {"value": value, "cls": type(value)}
    return tuple(
        eval(kind.read.format("value", cls="cls", field=field, index=index), names)
        for index, field in enumerate(type_.fields))


def _formatted(parts: Parts, args: Sequence[object]) -> str:
    """What an f-string gives."""
    operands = iter(args)
    convert: dict[str, Callable[[object], object]] = {
        "": lambda value: value, "r": repr, "s": str, "a": ascii}
    return "".join(
        part if isinstance(part, str) else format(convert[part[0]](next(operands)), part[1])
        for part in parts.parts
    )


_HOLDS: dict[Type, type] = {FLOAT: float, INT: int, BOOL: bool, COMPLEX: complex}


class _Interpreter:
    def __init__(self, function: Function, call: Call | None) -> None:
        self.function = function
        self.call = call
        self.values: dict[Value, object] = {}
        #: What an int past 64 bits raises.
        self.past = Rerun if function.overflow == "python" else OverflowError
        #: The exceptions being handled, the innermost last.
        self.handled: list[BaseException] = []

    def operand(self, operand: Operand) -> object:
        return self.values[operand] if isinstance(operand, Value) else operand

    def bind(self, targets: Sequence[Value], values: Sequence[object]) -> None:
        for target, value in zip(targets, values, strict=True):
            self.values[target] = (
                value if value is UNBOUND_VALUE else _coerce(value, target.type, self.past)
            )

    def block(self, block: Block, arguments: Sequence[object] = ()) -> tuple[str, list[object]]:
        """Run a block; gives how it ended and the values of its terminator."""
        self.bind(block.params, arguments)
        for node in block.nodes:
            args = [self.operand(arg) for arg in node.args]
            match node.kind:
                case "yield" | "continue" | "break" | "output":
                    return node.kind, args
                case "raise" if node.target is None:
                    raise self.handled[-1]
                case "raise":
                    raise cast("type[Exception]", node.target)(*args)
                case "if":
                    ended, values = self.block(node.regions[0 if args[0] else 1])
                case "try":
                    ended, values = self.protected(node)
                case "for":
                    ended, values = self.for_loop(node, args)
                case "while":
                    ended, values = self.while_loop(node, args)
                case _:
                    self.operation(node, args)
                    continue
            if ended != "yield":
                return ended, values
            self.bind(node.results, values)
        raise AssertionError("a block without a terminator")

    def protected(self, node: Node) -> tuple[str, list[object]]:
        body, otherwise, *regions = node.regions
        try:
            ended, values = self.block(body)
        except Rerun:
            raise
        except BaseException as error:
            for caught, region in zip(handlers(node), regions, strict=True):
                if isinstance(error, caught):
                    self.handled.append(error)
                    try:
                        return self.block(region)
                    finally:
                        self.handled.pop()
            raise
        return self.block(otherwise) if ended == "yield" else (ended, values)

    def for_loop(self, node: Node, args: list[object]) -> tuple[str, list[object]]:
        body, otherwise = node.regions
        bounds = cast("list[int]", args[:3])
        carried = args[3:]
        for index in range(*bounds):
            ended, values = self.block(body, [index, *carried])
            if ended == "break":
                return "yield", values
            if ended != "continue":
                return ended, values
            carried = values
        return self.block(otherwise, carried)

    def while_loop(self, node: Node, carried: list[object]) -> tuple[str, list[object]]:
        test, body, otherwise = node.regions
        while True:
            _, (condition,) = self.block(test, carried)
            if not condition:
                return self.block(otherwise)
            ended, carried = self.block(body)
            if ended == "break":
                return "yield", carried
            if ended != "continue":
                return ended, carried

    def operation(self, node: Node, args: list[object]) -> None:
        for arg, fact in zip(args, node.facts, strict=False):
            # A range that does not hold would make native code leave out a check.
            held = fact is None or not isinstance(arg, int) or fact.contains(arg)
            assert held, f"{self.function}: {arg} is not in {fact} at {node.span}"
        for first, second in node.below:
            smaller, larger = cast("list[int]", [args[first], args[second]])
            assert smaller < larger, f"{smaller} is not below {larger} at {node.span}"
        match node.kind:
            case "cell":
                value: object = args[0]
            case "set":
                self.bind([cast(Value, node.args[0])], args[1:])
                return
            case "print":
                text, end, flush = args
                print(text, end=cast(str, end), flush=bool(flush))
                return
            case "tuple":
                value = tuple(args)
            case "item":
                items, index, count = cast("tuple[tuple[object, ...], int, int]", args)
                if count >= 0 and len(items) != count:
                    raise ValueError(f"expected {count} values to unpack, got {len(items)}")
                value = items[index]
            case "present":
                (value,) = args
            case "is_none" | "is_present":
                value = (args[0] is None) == (node.kind == "is_none")
            case "text":
                value = _formatted(cast(Parts, node.target), args)
            case "call" if isinstance(node.target, Function):
                value = _run(node.target, args, self.call)
            case "call":
                assert self.call is not None, "an untyped call needs a way to call"
                value = self.call(cast(Callee, node.target), args)
            case _:
                value = self.call_function(node, args)
        if node.results:
            self.bind(node.results, [value])

    def call_function(self, node: Node, args: list[object]) -> object:
        operation = OPERATIONS[cast("Callable[..., object]", node.target)]
        if any(arg is UNBOUND_VALUE for arg in args):
            return UNBOUND_VALUE  # moved in front of the check that will raise
        value = operation.call(*args)
        result = node.results[0].type if node.results else None
        holds = _HOLDS.get(result) if result else None
        if holds is None or isinstance(value, (holds, int)):
            return value
        # Python's answer has a type that the native one cannot hold.
        if self.function.overflow == "python":
            raise Rerun("the answer has no native type")
        overload = resolve(operation.target, node.arguments)
        guard = next(g for g in overload.guards if g.rerun) if overload else None
        assert guard is not None, f"{operation.name} gave {value!r} for {result}"
        raise guard.error(guard.message)

