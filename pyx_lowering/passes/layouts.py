"""Finds which arrays are packed, and that no result is an array of the caller's.

A function is written for packed arguments and for any. What it makes itself is packed in
both, and most views are packed in neither.
"""

from __future__ import annotations

from collections import defaultdict

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.ir import Function, Operand, Value, walk
from pyx_lowering.ops.complex_arrays import PART_VIEWS
from pyx_lowering.ops.selection import leading
from pyx_lowering.ops.views import EMPTY, ZEROS, adopted, handed, view
from pyx_lowering.passes.writes import flows
from pyx_lowering.types import ArrayType

_MAKE = frozenset({*EMPTY.values(), *ZEROS.values(), handed, adopted, leading})
#: What gives an array that has gaps between its elements, or may have.
_GAPS = frozenset({view, *PART_VIEWS.values()})


def find_layouts(function: Function) -> None:
    """Note which arrays are packed whatever the arguments are, and which need not be."""
    roots = _roots(function)
    function.packed = frozenset(
        value for value, found in roots.items() if found <= {"made"})
    function.unpacked = frozenset(
        value for value, found in roots.items() if "view" in found)


def _roots(function: Function) -> dict[Value, set[str]]:
    """Where each array may come from: the function makes it, it is a view, or an argument."""
    sources: defaultdict[Value, list[Operand]] = defaultdict(list)
    own: dict[Value, str] = dict.fromkeys(function.body.params, "argument")
    for value, operand in flows(function):
        sources[value].append(operand)
    for node in walk(function.body):
        if node.target in _MAKE:
            own[node.result] = "made"
        elif node.target in _GAPS:
            own[node.result] = "view"
        elif node.kind == "call" and node.results:
            own[node.result] = "made"
    arrays = {
        *(value for value in own if isinstance(value.type, ArrayType)), *sources}
    return {value: _reached(value, own, sources) for value in arrays}


def _reached(
    value: Value, own: dict[Value, str], sources: dict[Value, list[Operand]]
) -> set[str]:
    found: set[str] = set()
    pending: list[Operand] = [value]
    seen: set[Operand] = set()
    while pending:
        operand = pending.pop()
        if operand in seen or not isinstance(operand, Value):
            continue
        seen.add(operand)
        if operand in own:
            found.add(own[operand])
        else:
            pending += sources.get(operand, [])
    return found


def check_results(function: Function, diagnostics: Diagnostics) -> None:
    """Report a result that may be an array of the caller's: only new ones are returned."""
    sources: defaultdict[Operand, list[Operand]] = defaultdict(list)
    for value, operand in flows(function):
        sources[value].append(operand)
    params = set(function.body.params)
    for node in walk(function.body):
        if node.target is not handed:
            continue
        pending, seen = list(node.args), set[Operand]()
        while pending:
            operand = pending.pop()
            if operand in params:
                diagnostics.add(errors.ARRAY_RESULT.at(node.span, function=function.name))
                break
            if operand not in seen:
                seen.add(operand)
                pending += sources[operand]
