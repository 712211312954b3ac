"""What is true of a whole function: whether it can raise, needs the GIL, or recurs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyx_lowering.ir import EFFECTS, Function, Node, callees, walk
from pyx_lowering.ops import OPERATIONS, Overload, resolve
from pyx_lowering.ops.internal import equal_items
from pyx_lowering.ops.lists import FINDING


@dataclass
class Properties:
    """Facts about a function that its callers depend on.

    `raises`: it may leave with an exception. `reruns`: that may be the OverflowError
    that asks for the Python function. `recursive`: it may call itself, directly or
    not; `recurs`: it calls a function that does, or is one. `asks_identity`: Python may
    have to tell whether two of the arguments are one object. `reads` and `writes`: it
    does so to elements of arrays. `loops`: it has a loop, or calls a function.
    `makes_lists`: it has lists to free when it is left.
    """

    raises: bool = False
    reruns: bool = False
    needs_gil: bool = False
    recursive: bool = False
    recurs: bool = False
    reads: bool = False
    writes: bool = False
    loops: bool = False
    asks_identity: bool = False
    makes_lists: bool = False


def overload_of(node: Node) -> Overload:
    """The overload that an operation of a typed graph uses, as simple as its operands allow."""
    assert callable(node.target)
    overload = resolve(node.target, node.arguments)
    assert overload is not None, f"{node.target} has no overload for {node.args}"
    return overload.specialized(node.arguments)


def effect_of(node: Node) -> str:
    """What an operation does to arrays and lists: "reads", "writes" or nothing."""
    assert callable(node.target)
    return OPERATIONS[node.target].effect


def properties_of(functions: Sequence[Function]) -> dict[Function, Properties]:
    """The properties of all functions of a module, callees' facts passed on to callers."""
    facts = {function: _own(function) for function in functions}
    reached = {function: list(dict.fromkeys(callees(function))) for function in functions}
    for function in functions:
        facts[function].recursive = _reaches(function, function, reached)
        if facts[function].recursive:
            facts[function].raises = facts[function].recurs = True
    changed = True
    while changed:
        changed = False
        for function in functions:
            mine = facts[function]
            for callee in reached[function]:
                theirs = facts[callee]
                for name in (
                    "raises", "reruns", "needs_gil", "recurs", "asks_identity", "reads", "writes",
                ):
                    if getattr(theirs, name) and not getattr(mine, name):
                        setattr(mine, name, True)
                        changed = True
    return facts


def _own(function: Function) -> Properties:
    facts = Properties()
    for node in walk(function.body):
        if node.kind == "raise":
            facts.raises = True
        elif node.kind in EFFECTS:
            facts.raises = facts.needs_gil = True
        elif node.kind == "try":
            facts.needs_gil = True  # C has no exceptions; Python's are looked at
        elif node.kind == "call_function":
            overload = overload_of(node)
            rerun = overload.checked or any(guard.rerun for guard in overload.guards)
            facts.raises |= overload.checked or overload.raises
            facts.reruns |= function.overflow == "python" and (rerun or overload.needs_gil)
            facts.needs_gil |= overload.needs_gil
            facts.makes_lists |= overload.makes_list
            facts.asks_identity |= node.target is equal_items and overload.raises
            facts.asks_identity |= node.target in FINDING and rerun
            effect = effect_of(node)
            facts.reads |= effect == "reads"
            facts.writes |= effect == "writes"
        facts.loops |= node.kind in ("for", "while", "call")
    return facts


def _reaches(
    start: Function, goal: Function, reached: dict[Function, list[Function]]
) -> bool:
    seen: set[Function] = set()
    pending = list(reached[start])
    while pending:
        function = pending.pop()
        if function is goal:
            return True
        if function not in seen:
            seen.add(function)
            pending += reached[function]
    return False
