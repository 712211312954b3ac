"""Finds the functions whose calls must not run twice.

A call whose answer has no native type runs again as the Python function, which is only
right while it has changed nothing outside of itself. A function that prints or writes
to an array, or calls one that does, raises OverflowError instead, as with `overflow="raise"`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyx_lowering.ir import EFFECTS, Function, callees, walk


def run_once(functions: Sequence[Function]) -> None:
    """Change `overflow` where a call has effects, its own or those of what it calls."""
    lasting = {f for f in functions
               if f.writes or any(node.kind in EFFECTS for node in walk(f.body))}
    found = True
    while found:
        found = False
        for function in functions:
            if function not in lasting and not lasting.isdisjoint(callees(function)):
                lasting.add(function)
                found = True
    for function in lasting:
        function.overflow = "raise"
