"""Contraction: a product that is added or subtracted becomes a fused multiply-add.

It holds for Python's floats and for NumPy's of 64 bits, which elements of arrays are.

The rule: a float sum or difference with a product as an operand is one `fma`, where
that product is used nowhere else. If both operands are products, the left one is
contracted and the right one is rounded as before. So `a*b + c`, `a*b - c` and
`c - a*b` are `fma(a, b, c)`, `fma(a, b, -c)` and `fma(-a, b, c)`: one rounding instead
of two (IEEE 754-2019, 5.4.1, fusedMultiplyAdd). Negations are exact.

`x ** 2` on floats becomes `x * x` too, rounded once, where the C library's `pow` may be
off in the last bit. It raises OverflowError like the power, and so is not fused.
"""

from __future__ import annotations

import operator

from pyx_lowering.dtypes import FLOAT64
from pyx_lowering.ir import Block, Function, Node, Operand, Value, operand_type, walk
from pyx_lowering.ops.internal import fma, square
from pyx_lowering.types import FLOAT

_FLOATS = (FLOAT, FLOAT64)


def contract(function: Function) -> None:
    """Contract every product of the function that the rule allows, unless it is off."""
    if function.contract:
        for node in walk(function.body):
            if _is_float(node, operator.pow) and node.result.type == FLOAT and (
                node.args[1] == 2
            ):
                node.target, node.args = square, node.args[:1]
        uses: dict[Value, int] = {}
        _count(function.body, uses)
        _contract_block(function.body, uses)


def _count(block: Block, uses: dict[Value, int]) -> None:
    for node in block.nodes:
        for arg in node.args:
            if isinstance(arg, Value):
                uses[arg] = uses.get(arg, 0) + 1
        for region in node.regions:
            _count(region, uses)


def _contract_block(block: Block, uses: dict[Value, int]) -> None:
    """Products are only fused within their own block, so that none moves into a loop."""
    products: dict[Operand, Node] = {}
    nodes: list[Node] = []
    for node in block.nodes:
        for region in node.regions:
            _contract_block(region, uses)
        if _is_float(node, operator.mul) and uses.get(node.result) == 1:
            products[node.result] = node
        if _is_float(node, operator.add) or _is_float(node, operator.sub):
            fused = next((arg for arg in node.args if arg in products), None)
            if fused is not None:
                product = products.pop(fused)
                nodes.remove(product)
                nodes += _fused(node, product)
                continue
        nodes.append(node)
    block.nodes = nodes


def _is_float(node: Node, target: object) -> bool:
    return (
        node.kind == "call_function" and node.target is target and node.result.type in _FLOATS
    )


def _fused(node: Node, product: Node) -> list[Node]:
    """The nodes that replace `node`, whose operand is `product`."""
    left, right = node.args
    on_left = left is product.result
    first, second = product.args
    addend = right if on_left else left
    nodes: list[Node] = []

    def negated(operand: Operand) -> Operand:
        if not isinstance(operand, Value):
            assert isinstance(operand, int | float)
            return -float(operand)
        result = Value("neg_result", operand_type(operand), node.span)
        nodes.append(Node("call_function", operator.neg, [operand], [result], span=node.span))
        if operand.type not in _FLOATS:
            # An int is negated as a float: its negative may be past 64 bits.
            widened = Value(operand.base, FLOAT, node.span)
            nodes[-1:] = [
                Node("call_function", float, [operand], [widened], span=node.span),
                Node("call_function", operator.neg, [widened], [result], span=node.span),
            ]
            result.type = FLOAT
        return result

    if node.target is operator.sub:
        if on_left:
            addend = negated(addend)
        else:
            first = negated(first)
    result = node.result
    if not result.named:
        result.base = "fma_result"
    nodes.append(
        Node("call_function", fma, [first, second, addend], [result], span=node.span))
    return nodes
