"""Writes loops twice: without checks of indices, and with those that may be needed.

A loop over one array that uses the same index for another checks at every turn whether
the other is long enough, and a loop with a way out in the middle is not vectorized. What
the checks ask is known before the loop: `for i in range(n)` with `b[i]` needs `n <= len(b)`.
So the loop stands under an `if` that asks this once, and again in its `else`. That the
checks may be left out is not decided here: `bounds` finds it, with the condition that
holds there.
"""

from __future__ import annotations

import operator

from pyx_lowering.ir import Block, Function, Node, Operand, Value, walk
from pyx_lowering.ops import resolve
from pyx_lowering.ops.arrays import INDICES
from pyx_lowering.passes.bounds import Bounds, find_bounds
from pyx_lowering.passes.ranges import find_ranges
from pyx_lowering.types import BOOL, INT

#: A loop of more operations than this is not written twice, nor one that asks for more.
_MOST_NODES, _MOST_CONDITIONS = 150, 6

#: An index that may be as large as this follows from no number in the source.
_LARGE = 2**31

#: That `small <= large + offset`; `small` may be a constant.
Condition = tuple[Operand, Value, int]


def version_loops(function: Function) -> None:
    """Write the loops of a function twice whose checks one condition makes needless."""
    if not any(node.target in INDICES and _is_checked(node) for node in walk(function.body)):
        return
    bounds = Bounds(function)
    bounds.run()
    if _version(function.body, bounds, set(function.body.params)):
        find_ranges(function)
        find_bounds(function)


def _version(block: Block, bounds: Bounds, visible: set[Value]) -> bool:
    """Go through what is outside of loops; whether anything changed."""
    changed, nodes = False, []
    for node in block.nodes:
        for region in node.regions if node.kind in ("if", "try") else ():
            changed |= _version(region, bounds, set(visible))
        made = _versions(node, bounds, visible) if node.kind == "for" else None
        changed |= made is not None
        nodes += [node] if made is None else made
        visible.update(node.results)
    block.nodes = nodes
    return changed


def _versions(loop: Node, bounds: Bounds, visible: set[Value]) -> list[Node] | None:
    """The nodes in place of a loop, if it is worth while."""
    inside = list(walk(loop.regions[0]))
    needs = [_needs(node, bounds, visible) for node in inside
             if node.target in INDICES and _is_checked(node)]
    if None in needs or len(inside) > _MOST_NODES:
        return None  # a check would be left in any case
    asked = dict.fromkeys(need for need in needs if need is not None)
    if not 0 < len(asked) <= _MOST_CONDITIONS:
        return None
    nodes, condition = _asked(list(asked), loop)
    then, otherwise = _in_region(_copy(loop, {})), _in_region(loop)
    results, loop.results = loop.results, [_like(value) for value in loop.results]
    otherwise.nodes[-1].args = list(loop.results)
    nodes.append(Node("if", None, [condition], results, [then, otherwise], loop.span))
    return nodes


def _is_checked(node: Node) -> bool:
    """Whether an index may be out of bounds for all that is known."""
    assert callable(node.target)
    overload = resolve(node.target, node.arguments)
    return overload is not None and bool(overload.specialized(node.arguments).guards)


def _needs(node: Node, bounds: Bounds, visible: set[Value]) -> Condition | None:
    """What must hold before the loop, so that an index is below its size."""
    size, place = node.args[1], node.arguments[0].known
    if place is None or place.low < 0 or not isinstance(size, Value) or size not in visible:
        return None  # a negative one is checked in another way
    for base, offset in bounds.places[node].items():
        if base in visible and base is not size:
            # `place <= base + offset` is below `size` if `base <= size - offset - 1`.
            return base, size, -offset - 1
    if place.high < _LARGE:
        return place.high + 1, size, 0
    return None


def _asked(conditions: list[Condition], loop: Node) -> tuple[list[Node], Operand]:
    """The nodes that compute whether all conditions hold, and the value that says so."""
    (small, large, offset), *others = conditions
    nodes: list[Node] = []
    limit: Operand = large
    if offset:
        # Neither a size nor the offset is large, so that this never passes 64 bits.
        limit = Value("limit", INT, loop.span)
        nodes.append(Node("call_function", operator.add, [large, offset], [limit],
                          span=loop.span))
    holds = Value("fits", BOOL, loop.span)
    nodes.append(Node("call_function", operator.le, [small, limit], [holds], span=loop.span))
    if not others:
        return nodes, holds
    inner, rest = _asked(others, loop)
    both = Value("fits", BOOL, loop.span)
    then = Block([], [*inner, Node("yield", None, [rest], span=loop.span)])
    otherwise = Block([], [Node("yield", None, [False], span=loop.span)])
    nodes.append(Node("if", None, [holds], [both], [then, otherwise], loop.span))
    return nodes, both


def _in_region(loop: Node) -> Block:
    return Block([], [loop, Node("yield", None, list(loop.results), span=loop.span)])


def _like(value: Value) -> Value:
    return Value(value.base, value.type, value.span, value.named)


def _copy(node: Node, copies: dict[Value, Value]) -> Node:
    """The same node on values of its own; `copies` are those made so far."""
    args: list[Operand] = [
        copies.get(arg, arg) if isinstance(arg, Value) else arg for arg in node.args]
    regions = [_copy_block(region, copies) for region in node.regions]
    copy = Node(node.kind, node.target, args, [], regions, node.span)
    for result in node.results:
        copies[result] = _like(result)
        copy.results.append(copies[result])
    return copy


def _copy_block(block: Block, copies: dict[Value, Value]) -> Block:
    for param in block.params:
        copies[param] = _like(param)
    return Block([copies[param] for param in block.params],
                 [_copy(node, copies) for node in block.nodes])


