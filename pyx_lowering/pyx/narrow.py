"""Finds ints that fit in a byte, and are only compared.

How many of eight neighbours are alive is an int of 64 bits, of which a vector has two or four. A
compiler that is told that the number fits in a byte computes sixteen at a time, or thirty-two.
"""

from __future__ import annotations

import operator

from pyx_lowering.ir import Function, Node, Value, walk
from pyx_lowering.ops import resolve
from pyx_lowering.types import INT

_COMPARISONS = (
    operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)

#: The C type of such a value, and what it holds.
BYTE = "uint8_t"
_MOST = 255


def narrow_values(function: Function) -> set[Value]:
    """The values, computed in loops, that have room in a `BYTE` until they are compared."""
    found = {
        inner.result for loop in walk(function.body) if loop.kind == "for"
        for inner in walk(loop.regions[0]) if _fits(inner)}
    for node in walk(function.body):
        if node.target not in _COMPARISONS:
            found.difference_update(arg for arg in node.args if isinstance(arg, Value))
    return found


def _fits(node: Node) -> bool:
    if node.kind != "call_function" or not node.results or node.result.type != INT:
        return False
    assert callable(node.target)
    overload = resolve(node.target, node.arguments)
    assert overload is not None
    exact = overload.result_interval(node.arguments)
    return exact is not None and exact.low >= 0 and exact.high <= _MOST
