"""What operations do with values that may be None."""

from __future__ import annotations

import builtins
import operator
from collections.abc import Callable

from pyx_lowering.ir import Block, Node, Operand, Value
from pyx_lowering.ir import operand_type as type_of
from pyx_lowering.ops.internal import check_present, equal_items
from pyx_lowering.source import Span
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, NONE, OptionalType, Type

#: Operations that None takes too, and what they give then (for `==` beside a number).
ON_NONE: dict[object, bool] = {
    builtins.bool: False, operator.not_: True, operator.eq: False, operator.ne: True,
    equal_items: False}


def zero_of(base: Type) -> Operand:
    """What stands in the place of the value where there is none."""
    return {FLOAT: 0.0, BOOL: False, COMPLEX: 0j}.get(base, 0)


def _part(optional: Value, index: int, name: str, span: Span | None) -> Node:
    assert isinstance(optional.type, OptionalType)
    part = Value(name, optional.type.items[index], span)
    return Node("item", "item", [optional, index, 2], [part], span=span)


def value_of(optional: Value, span: Span | None) -> tuple[list[Node], Value]:
    """The value, and the nodes that take it out; TypeError where there is none."""
    flag = _part(optional, 0, "present", span)
    check = Node("call_function", check_present, [flag.result], [], span=span)
    value = _part(optional, 1, optional.base, span)
    return [flag, check, value], value.result


def expand_is_none(node: Node) -> list[Node]:
    """Turn `x is None` into an operation on what `x` turned out to be."""
    (operand,) = node.args
    negated = node.kind == "is_present"
    type_ = type_of(operand)
    if isinstance(type_, OptionalType) and negated:
        node.kind, node.target, node.args = "item", "item", [operand, 0, 2]
        return []
    if isinstance(operand, Value) and isinstance(type_, OptionalType):
        flag = _part(operand, 0, "present", node.span)
        node.kind, node.target, node.args = "call_function", operator.not_, [flag.result]
        return [flag]
    node.kind, node.target, node.args = "declare", BOOL, [(type_ == NONE) != negated]
    return []


def expand_present(node: Node) -> None:
    """Turn what a test has shown not to be None into the value."""
    (operand,) = node.args
    if isinstance(type_of(operand), OptionalType):
        node.kind, node.target, node.args = "item", "item", [operand, 1, 2]
    else:
        node.kind, node.target = "declare", type_of(operand)


def expand_on_none(node: Node) -> list[Node]:
    """Turn an operation that None takes too into a branch; gives the nodes before it."""
    target, args = node.target, list(node.args)
    (place,) = (i for i, arg in enumerate(args) if isinstance(type_of(arg), OptionalType))
    optional = args[place]
    assert isinstance(optional, Value) and callable(target)
    flag = _part(optional, 0, "present", node.span)
    value = _part(optional, 1, optional.base, node.span)
    args[place] = value.result
    then = Block(nodes=[value, *_applied(target, args, node.span)])
    otherwise = Block(nodes=[Node("yield", None, [ON_NONE[target]])])
    node.kind, node.target, node.args, node.regions = (
        "if", None, [flag.result], [then, otherwise])
    return [flag]


def _applied(
    target: Callable[..., object], args: list[Operand], span: Span | None
) -> list[Node]:
    result = Value("truth", BOOL, span)
    return [
        Node("call_function", target, args, [result], span=span),
        Node("yield", None, [result]),
    ]
