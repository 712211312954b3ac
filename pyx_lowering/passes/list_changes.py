"""Finds the lists that Python passes and a function changes.

Native code has a copy of their items, so that Python would not see the change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.ir import Function, Node, Operand, walk
from pyx_lowering.ops.lists import CHANGING
from pyx_lowering.passes.writes import flows
from pyx_lowering.source import Span
from pyx_lowering.types import ListType

#: The lists among the parameters of a function that it changes, by position, and where.
Changes = dict[int, Span | None]


def report_list_changes(functions: Sequence[Function], diagnostics: Diagnostics) -> None:
    """Report the parameters of exported functions that these, or what they call, change."""
    found: dict[Function, Changes] = {function: {} for function in functions}
    more = True
    while more:
        more = False
        for function in functions:
            changes = _changes(function, found)
            more |= changes.keys() != found[function].keys()
            found[function] = changes
    for function, changes in found.items():
        for index, span in changes.items() if function.exported else ():
            diagnostics.add(errors.LIST_CHANGES.at(
                span, function=function.name, name=function.parameters[index].name))


def _changes(function: Function, found: dict[Function, Changes]) -> Changes:
    places: dict[Operand, Span | None] = {}
    pending = [
        (operand, node.span) for node in walk(function.body) for operand in _changed(node, found)]
    sources: defaultdict[Operand, list[Operand]] = defaultdict(list)
    for value, operand in flows(function, ListType):
        sources[value].append(operand)
    while pending:
        operand, span = pending.pop()
        if operand not in places:
            places[operand] = span
            pending += [(source, span) for source in sources[operand]]
    return {
        index: places[param] for index, param in enumerate(function.body.params)
        if isinstance(param.type, ListType) and param in places}


def _changed(node: Node, found: dict[Function, Changes]) -> list[Operand]:
    """The lists that a node changes."""
    if node.kind == "call":
        assert isinstance(node.target, Function)
        return [node.args[index] for index in found.get(node.target, ())]
    return node.args[:1] if node.kind == "call_function" and node.target in CHANGING else []
