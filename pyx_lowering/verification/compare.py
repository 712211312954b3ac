"""Calls a native function and its Python code with the same arguments, and compares."""

from __future__ import annotations

import builtins
import inspect
import math
import operator
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyx_lowering.ir import Function, callees, walk
from pyx_lowering.ir.interpret import Rerun, run
from pyx_lowering.runtime import is_native
from pyx_lowering.types import NONE, Type
from pyx_lowering.verification.budget import Outcome, OutOfSteps, limited, outcome
from pyx_lowering.verification.elementwise import difference_over_arrays
from pyx_lowering.verification.inputs import arguments, can_draw
from pyx_lowering.verification.package import Pair

#: Lines of Python that one call may run, and how many the interpreter needs for one of them.
LINES = 10_000
LINES_PER_LINE = 300

#: How deep Python code may call itself; the interpreter may until Python's own limit.
DEPTH = 200
NO_DEPTH = 1_000_000

#: Of large ints these would make ints that no memory holds.
_GROWING = {
    operator.pow, builtins.pow, operator.lshift, math.factorial, math.comb, math.perm,
    operator.ipow, operator.ilshift, round,
}


@dataclass
class Report:
    """What became of one function.

    `left_out` counts the calls that were not compared, because Python would have run too
    long or its recursion limit depends on the caller. `difference` is empty, or the first.
    """

    name: str
    compared: int = 0
    left_out: int = 0
    difference: str = ""
    reason: str = ""

    @property
    def verdict(self) -> str:
        if self.difference:
            return "DIFFERENT"
        return "same bits" if self.compared else "not compared"


def verify_function(pair: Pair, calls: int, seconds: float) -> Report:
    """Compare up to `calls` calls, until `seconds` are over."""
    report = Report(pair.name)
    if not is_native(pair.installed):
        report.difference = "it is the Python function; its native code was not found"
        return report
    types = [param.type for param in pair.contracted.body.params]
    strange = [str(t) for t in types if t is None or not can_draw(t)]
    if strange:
        report.reason = f"there are no test values for a parameter of type {strange[0]}"
        return report
    result = pair.contracted.result
    if result not in (None, NONE) and not can_draw(result):
        report.reason = f"results of type {result} are not compared"
        return report
    end = time.monotonic() + seconds
    small = any(node.target in _GROWING for f in _family(pair.plain) for node in walk(f.body))
    exact: list[Type] = [t for t in types if t is not None]
    calls_made: list[tuple[tuple[object, ...], Outcome]] = []
    for args in arguments(exact, pair.name, small_ints=small):
        if report.compared + report.left_out >= calls or time.monotonic() > end:
            break
        try:
            report.difference, native = _difference(pair, args)
        except OutOfSteps:
            report.left_out += 1
            continue
        if report.difference:
            break
        report.compared += 1
        calls_made.append((args, native))
    if pair.contracted.vectorize and result is not None and not report.difference:
        report.difference = difference_over_arrays(
            _by_position(pair.installed), exact, result, calls_made, same)
    return report


def _family(function: Function) -> list[Function]:
    """The function, and all that it calls."""
    found = [function]
    for each in found:
        found += [f for f in dict.fromkeys(callees(each)) if f not in found]
    return found


def _difference(pair: Pair, args: Sequence[object]) -> tuple[str, Outcome]:
    """What is wrong with the native function for these arguments (empty if nothing is), and
    what it gives.

    Python goes first: where it ends in time, native code does. What contraction changes
    is known from the graph, run with an exact `fma`; that graph without contraction must
    give what Python gives.
    """
    pure = _by_position(pair.python)
    python = limited(pure, args, LINES, DEPTH)
    plain = _graph_outcome(pair.plain, args, pure)
    wanted = _graph_outcome(pair.contracted, args, _by_position(pair.installed.__wrapped__))
    native = outcome(_by_position(pair.installed), args)
    if RecursionError in (python.error, plain.error, wanted.error, native.error):
        raise OutOfSteps  # how deep is too deep depends on who calls
    refuses = pair.plain.overflow == "raise" and plain.error is OverflowError
    call = f"{pair.name}{_shown(args)}"
    if not refuses and not same(python, plain):
        return f"{call}: Python {python}, but the compiler's own graph {plain}", native
    if not same(wanted, native):
        return f"{call}: native code {native}, but it must be {wanted}", native
    return "", native


def _by_position(function: Callable[..., object]) -> Callable[..., object]:
    """The function such that parameters that are given by keyword only count too."""
    params = inspect.signature(function).parameters.values()
    names = [param.name for param in params if param.kind is param.KEYWORD_ONLY]
    first = len(params) - len(names)
    if not names:
        return function
    return lambda *args: function(*args[:first], **dict(zip(names, args[first:], strict=True)))


def _graph_outcome(
    function: Function, args: Sequence[object], python: Callable[..., object]
) -> Outcome:
    """What native code must give: the graph's outcome, or past 64 bits that of `python`."""
    found = limited(
        lambda *values: run(function, values), args, LINES * LINES_PER_LINE, NO_DEPTH)
    return limited(python, args, LINES, DEPTH) if found.error is Rerun else found


def same(first: Outcome, second: Outcome) -> bool:
    """Whether two calls gave the same: type and bits, or the type of the exception; and output."""
    return (first.error is second.error and first.printed == second.printed
            and _same_value(first.value, second.value))


def _same_value(first: object, second: object) -> bool:
    if type(first) is not type(second):
        return False
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(_same_value, first, second))
    if isinstance(first, complex) and isinstance(second, complex):
        return _same_value((first.real, first.imag), (second.real, second.imag))
    if isinstance(first, float) and isinstance(second, float):
        if math.isnan(first) or math.isnan(second):
            return math.isnan(first) and math.isnan(second)
        return struct.pack("<d", first) == struct.pack("<d", second)
    if hasattr(first, "tobytes") and hasattr(second, "tobytes"):  # a number of NumPy's
        return bool(first != first and second != second) or first.tobytes() == second.tobytes()
    return first == second


def _shown(args: Sequence[object]) -> str:
    return f"({', '.join(map(repr, args))})"
