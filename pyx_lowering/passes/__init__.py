"""Passes over the graph, and the order in which they run.

`propagate` runs first, because it needs the types of callees. Each pass in `PIPELINE`
takes a typed, valid function and leaves it so.
"""

from collections.abc import Callable

from pyx_lowering.ir import Function
from pyx_lowering.passes.bounds import find_bounds
from pyx_lowering.passes.callees import Callees, CallTypes
from pyx_lowering.passes.contract import contract
from pyx_lowering.passes.dead import remove_dead
from pyx_lowering.passes.effects import run_once
from pyx_lowering.passes.hoist import hoist
from pyx_lowering.passes.layouts import find_layouts
from pyx_lowering.passes.list_changes import report_list_changes
from pyx_lowering.passes.propagate import propagate
from pyx_lowering.passes.ranges import find_ranges
from pyx_lowering.passes.simplify import simplify
from pyx_lowering.passes.speculate import speculate
from pyx_lowering.passes.versions import version_loops
from pyx_lowering.passes.writes import find_writes

Pass = Callable[[Function], None]

PIPELINE: tuple[Pass, ...] = (
    simplify, contract, hoist, find_ranges, find_bounds, version_loops, speculate,
    remove_dead, find_layouts,
)

__all__ = [
    "PIPELINE", "CallTypes", "Callees", "Pass", "find_writes", "propagate", "remove_dead",
    "report_list_changes", "run_once",
]
