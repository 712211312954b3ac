"""Moves what every turn of a loop computes alike in front of the loop.

Only operations that can neither raise nor overflow move, because a loop may have no
turn at all; and only from the body itself, not from a branch in it. The C compiler
does this too, but not with everything that fma is made of.
"""

from __future__ import annotations

from pyx_lowering.ir import Block, Function, Node, Value
from pyx_lowering.ops import OPERATIONS, resolve


def hoist(function: Function) -> None:
    """Hoist loop-invariant operations out of all loops of the function."""
    _hoist(function.body, set(function.body.params))


def _hoist(block: Block, visible: set[Value]) -> None:
    """`visible` are the values defined before the block; those of the block are added."""
    visible = visible | set(block.params)
    nodes: list[Node] = []
    for node in block.nodes:
        for region in node.regions:
            # Loops inside go first: what leaves an inner one may leave this one too.
            _hoist(region, visible | _shared(node))
        if node.kind in ("for", "while"):
            moved = _invariant(node.regions[-2], visible)
            nodes += moved
            visible |= {node.result for node in moved}
        nodes.append(node)
        visible |= set(node.results)
    block.nodes = nodes


def _shared(node: Node) -> set[Value]:
    """What other regions see of the test of a `while`, or of the body of a `try`."""
    if node.kind not in ("while", "try"):
        return set()
    first = node.regions[0]
    return {*first.params, *(value for inner in first.nodes for value in inner.results)}


def _invariant(body: Block, visible: set[Value]) -> list[Node]:
    """Takes the operations out of a body that only need what is visible before the loop."""
    known = set(visible)
    moved: list[Node] = []
    for node in body.nodes:
        if _is_free(node) and all(not isinstance(a, Value) or a in known for a in node.args):
            moved.append(node)
            known.add(node.result)
    body.nodes = [node for node in body.nodes if node not in moved]
    return moved


def _is_free(node: Node) -> bool:
    """Whether an operation may be computed although its result may not be needed."""
    if node.kind != "call_function" or not node.results:
        return False
    assert callable(node.target)
    overload = resolve(node.target, node.arguments)
    # An element may be written in the loop, or not be there if the loop has no turn.
    if overload is None or OPERATIONS[node.target].effect:
        return False
    overload = overload.specialized(node.arguments)
    return not overload.raises and not overload.checked
