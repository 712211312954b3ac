"""Finds the arrays among its parameters that a function writes to.

Their elements must be writable, and a call that has written cannot run again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pyx_lowering.ir import Block, Function, Node, Operand, Value, operand_type, walk
from pyx_lowering.ops import OPERATIONS
from pyx_lowering.ops.complex_arrays import PART_VIEWS
from pyx_lowering.ops.reshaping import contiguous, regular, reshaped
from pyx_lowering.ops.selection import leading
from pyx_lowering.ops.views import adopted, part, view
from pyx_lowering.types import ArrayType, Type

Flow = tuple[Value, Operand]

#: What gives an array in the memory of its first operand.
SHARE = frozenset(
    {view, part, adopted, leading, regular, reshaped, contiguous, *PART_VIEWS.values()})


def find_writes(functions: Sequence[Function]) -> None:
    """Note at every function which parameters it, or what it calls, writes to."""
    changed = True
    while changed:
        changed = False
        for function in functions:
            writes = _writes(function)
            if writes != function.writes:
                function.writes = writes
                changed = True


def _writes(function: Function) -> frozenset[int]:
    written = [operand for node in walk(function.body) for operand in _written(node)]
    sources: defaultdict[Operand, list[Operand]] = defaultdict(list)
    for value, operand in flows(function):
        sources[value].append(operand)
    seen: set[Operand] = set()
    while written:
        operand = written.pop()
        if operand not in seen:
            seen.add(operand)
            written += sources[operand]
    return frozenset(
        index for index, param in enumerate(function.body.params) if param in seen)


def _written(node: Node) -> list[Operand]:
    """The arrays whose elements a node writes."""
    if node.kind == "call":
        assert isinstance(node.target, Function)
        return [node.args[index] for index in sorted(node.target.writes)]
    if node.kind == "call_function":
        assert callable(node.target)
        if OPERATIONS[node.target].effect == "writes":
            # A list is the function's own, so that nobody else sees what is written to it.
            return [arg for arg in node.args[:1] if isinstance(operand_type(arg), ArrayType)]
    return []


def flows(function: Function, kind: type[Type] = ArrayType) -> Iterator[Flow]:
    """Which operands each array (or what is of another `kind`) that no operation makes may be,
    or have its memory of."""
    for value, operand in _flows(function.body, (), []):
        if isinstance(value.type, kind):
            yield value, operand


def _flows(
    block: Block, yields_to: Sequence[Value], loops: list[tuple[Sequence[Value], Sequence[Value]]]
) -> Iterator[Flow]:
    """Which operands each value of control flow may be."""
    for node in block.nodes:
        match node.kind:
            case "yield":
                yield from zip(yields_to, node.args, strict=False)
            case "continue":
                yield from zip(loops[-1][0], node.args, strict=True)
            case "break":
                yield from zip(loops[-1][1], node.args, strict=True)
            case "cell" | "declare":
                yield from zip(node.results, node.args, strict=True)
            case "call_function" if node.target in SHARE:
                yield node.result, node.args[0]
            case "set":
                assert isinstance(node.args[0], Value)
                yield node.args[0], node.args[1]
            case "for" | "while":
                yield from _loop_flows(node, loops)
            case _:
                for region in node.regions:
                    yield from _flows(region, node.results, loops)


def _loop_flows(
    node: Node, loops: list[tuple[Sequence[Value], Sequence[Value]]]
) -> Iterator[Flow]:
    *_, body, otherwise = node.regions
    carried = body.params[1:] if node.kind == "for" else node.regions[0].params
    initial = node.args[3:] if node.kind == "for" else node.args
    yield from zip(carried, initial, strict=True)
    yield from zip(otherwise.params, carried, strict=False)
    yield from _flows(body, (), [*loops, (carried, node.results)])
    yield from _flows(otherwise, node.results, loops)
    if node.kind == "while":
        yield from _flows(node.regions[0], (), loops)
