"""Propagates native types from the parameters through the graph.

First every value gets its type; loops are repeated until the types of what they
carry no longer change (types only ever grow, and there are few). Then operands are
converted where a wider type is wanted, and what does not fit is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.ir import (
    Block,
    Callee,
    Function,
    Node,
    Operand,
    Value,
    operand_type,
    walk,
)
from pyx_lowering.ops import resolve
from pyx_lowering.ops.lists import empty_list, list_append, list_splice
from pyx_lowering.passes.callees import Callees, CallTypes
from pyx_lowering.passes.comparisons import comparable
from pyx_lowering.passes.convert import Converter
from pyx_lowering.passes.layouts import check_results
from pyx_lowering.types import (
    BOOL,
    ERROR,
    INT,
    LISTS,
    NONE,
    STR,
    UNBOUND,
    ArrayType,
    ClassType,
    ListType,
    TupleType,
    Type,
    join,
    present,
    tuple_of,
)


@dataclass
class _Exits:
    """The types with which control leaves the body of a loop."""

    continues: list[list[Type]] = field(default_factory=list)
    breaks: list[list[Type]] = field(default_factory=list)


def propagate(function: Function, callees: Callees, diagnostics: Diagnostics) -> None:
    """Give every value of `function` its type; mistakes go to `diagnostics`.

    The parameters must be typed. A function without a declared result gets the join
    of what it returns.
    """
    lists: dict[Value, Type] = {}
    inference = _Inference(callees, lists)
    inference.block(function.body)
    while inference.found_list:  # what came before the first item was appended is typed again
        inference = _Inference(callees, lists)
        inference.block(function.body)
    unknown = [node.result for node in walk(function.body)
               if node.target is empty_list and node.result.type == UNBOUND]
    if unknown:
        inference = _Inference(callees, {**lists, **dict.fromkeys(unknown, ERROR)})
        inference.block(function.body)
    if function.result is None:
        function.result = _join_all(inference.outputs) if inference.outputs else NONE
        if function.broken and not inference.outputs:
            function.result = ERROR  # what it would return was not understood
    if isinstance(function.result, ArrayType) and function.result.is_open:
        # The annotation does not say how many dimensions it has; what is returned does.
        returned = _join_all(inference.outputs)
        if isinstance(returned, ArrayType) and returned.dtype == function.result.dtype:
            function.result = returned
    Converter(function, inference.calls, inference.conflicts, diagnostics).run()
    check_results(function, diagnostics)


def _join_all(types: Sequence[Type]) -> Type:
    result = UNBOUND
    for type_ in types:
        result = join(result, type_)
    return result


class _Inference:
    """Finds the type of every value."""

    def __init__(self, callees: Callees, lists: dict[Value, Type]) -> None:
        self.callees = callees
        #: The types of lists that are made empty, by what is put into them.
        self.lists = lists
        self.found_list = False
        self.outputs: list[Type] = []
        self.loops: list[_Exits] = []
        self.calls: dict[Node, CallTypes] = {}
        #: Values whose types on the paths that lead to them have no join.
        self.conflicts: set[Value] = set()

    def block(self, block: Block) -> list[Type] | None:
        """Type a block; gives the types it yields, or None if it does not yield."""
        for node in block.nodes:
            match node.kind:
                case "yield":
                    return self.types(node.args)
                case "continue":
                    self.loops[-1].continues.append(self.types(node.args))
                case "break":
                    self.loops[-1].breaks.append(self.types(node.args))
                case "output":
                    self.outputs.append(self.types(node.args)[0] if node.args else NONE)
                case "raise" | "unreachable" | "print":
                    pass
                case "if":
                    ends = [self.block(region) for region in node.regions]
                    self.assign(node.results, [end for end in ends if end is not None])
                case "try":
                    self.block(node.regions[0])
                    ends = [self.block(region) for region in node.regions[1:]]
                    self.assign(node.results, [end for end in ends if end is not None])
                case "set":
                    cell, type_ = cast(Value, node.args[0]), operand_type(node.args[1])
                    cell.type = self.join(cell, [operand_type(cell), type_])
                case "for":
                    self.for_loop(node)
                case "while":
                    self.while_loop(node)
                case _:
                    result = self.node(node)
                    if node.results:
                        node.result.type = result
        return None

    def types(self, operands: Sequence[Operand]) -> list[Type]:
        return [operand_type(operand) for operand in operands]

    def assign(self, values: Sequence[Value], ends: Sequence[Sequence[Type]]) -> None:
        for index, value in enumerate(values):
            value.type = self.join(value, [end[index] for end in ends])

    def join(self, value: Value, types: Sequence[Type]) -> Type:
        joined = _join_all(types)
        if joined == ERROR and ERROR not in types:
            self.conflicts.add(value)
        return joined

    def for_loop(self, node: Node) -> None:
        body, otherwise = node.regions
        body.params[0].type = INT
        initial = self.types(node.args[3:])
        exits = self.repeat(initial, body.params[1:], lambda: self.block(body))
        for param, carried in zip(otherwise.params, body.params[1:], strict=True):
            param.type = carried.type
        self.leave(node, otherwise, exits)

    def while_loop(self, node: Node) -> None:
        test, body, otherwise = node.regions

        def once() -> None:
            self.block(test)
            self.block(body)

        exits = self.repeat(self.types(node.args), test.params, once)
        self.leave(node, otherwise, exits)

    def leave(self, node: Node, otherwise: Block, exits: _Exits) -> None:
        ended = self.block(otherwise)
        self.assign(node.results, [*exits.breaks, *([ended] if ended is not None else [])])

    def repeat(
        self, initial: list[Type], params: Sequence[Value], once: Callable[[], object]
    ) -> _Exits:
        """Type the body of a loop until what it carries has settled."""
        types = initial
        while True:
            for param, type_ in zip(params, types, strict=True):
                param.type = type_
            exits = _Exits()
            self.loops.append(exits)
            outputs = len(self.outputs)
            once()
            self.loops.pop()
            ways = [initial, *exits.continues]
            joined = [
                self.carried(param, types[i], [way[i] for way in ways])
                for i, param in enumerate(params)
            ]
            if joined == types:
                return exits
            types = joined
            del self.outputs[outputs:]

    def carried(self, param: Value, before: Type, ways: Sequence[Type]) -> Type:
        """The type of what a loop carries; what a wrong operation gives is left out.

        So the operation is still seen with the types that it has at first.
        """
        if before == ERROR:
            return ERROR
        return self.join(param, [type_ for type_ in ways if type_ != ERROR])

    def node(self, node: Node) -> Type:
        types = self.types(node.args)
        if node.kind == "declare":
            assert isinstance(node.target, Type)
            if isinstance(node.target, ListType):
                self.note_list(node.args[0], node.target)
            return node.target
        if node.kind == "cell":
            return types[0]
        if node.target is empty_list:
            return self.lists.get(node.result, UNBOUND)
        if node.kind == "poison" or ERROR in types:
            return ERROR
        if node.target is list_append:
            self.note_list(node.args[0], LISTS.get(types[1]))
        if node.target is list_splice:
            for one, other in ((0, 3), (3, 0)):
                self.note_list(node.args[one], types[other])
        if UNBOUND in types:
            return UNBOUND
        if node.kind == "tuple":
            return node.target if isinstance(node.target, Type) else tuple_of(*types)
        if node.kind == "text":
            return STR
        if node.kind in ("is_none", "is_present"):
            return BOOL
        if node.kind == "present":
            return present(types[0])
        if node.kind == "item":
            return _item_type(node, types[0])
        if node.kind == "call":
            assert isinstance(node.target, Callee)
            self.calls[node] = self.callees.signature(node.target, types, node)
            return self.calls[node].result
        assert callable(node.target)
        overload = resolve(node.target, node.arguments)
        if overload is None:
            return BOOL if comparable(node.target, types) else ERROR
        return overload.result


    def note_list(self, operand: Operand, type_: Type | None) -> None:
        """Say what an empty list is a list of, where that is not known yet."""
        if isinstance(operand, Value) and operand.type == UNBOUND and isinstance(
            type_, ListType
        ):
            self.lists[operand] = operand.type = type_
            self.found_list = True


def _item_type(node: Node, owner: Type) -> Type:
    _, index, count = node.args
    if isinstance(owner, ClassType):
        if isinstance(index, str):
            return owner.items[owner.fields.index(index)] if index in owner.fields else ERROR
        if not owner.kind.is_tuple:
            return ERROR
    if isinstance(index, str):
        return ERROR
    assert isinstance(index, int) and isinstance(count, int)
    if not isinstance(owner, TupleType) or count not in (-1, len(owner.items)):
        return ERROR
    return owner.items[index] if -len(owner.items) <= index < len(owner.items) else ERROR

