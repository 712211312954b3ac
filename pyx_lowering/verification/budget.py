"""Calls that end: Python code that is stopped after a number of lines."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

#: A function as `sys.settrace` takes it.
Trace = Callable[[FrameType, str, Any], Any]

#: What an event of tracing changes about the number of open calls.
_LEVELS = {"call": 1, "return": -1}


@dataclass(frozen=True)
class Outcome:
    """What a call gave: a value, or the type of the exception that it raised; what it printed."""

    value: object = None
    error: type[BaseException] | None = None
    printed: str = ""

    def __str__(self) -> str:
        given = f"raises {self.error.__name__}" if self.error else repr(self.value)
        return f"{given} and prints {self.printed!r}" if self.printed else given


class OutOfSteps(BaseException):
    """The call ran more lines, or went deeper, than it may. No `except Exception` stops this."""


def outcome(
    call: Callable[..., object], arguments: Sequence[object], trace: Trace | None = None
) -> Outcome:
    """Call, and catch what it raises and prints; `OutOfSteps` passes through.

    trace: a function for `sys.settrace` while the call runs.
    """
    before = sys.gettrace()
    with contextlib.redirect_stdout(io.StringIO()) as output:
        try:
            sys.settrace(trace or before)
            value, error = call(*arguments), None
        except Exception as raised:
            value, error = None, type(raised)
        finally:
            sys.settrace(before)
    return Outcome(value, error, output.getvalue())


def limited(
    call: Callable[..., object], arguments: Sequence[object], lines: int, depth: int
) -> Outcome:
    """The outcome of running Python code for at most `lines` lines; raises `OutOfSteps`.

    depth: how many calls of Python functions may be open. Where native and Python code
    call each other, the stack of a browser ends before Python's recursion limit.

    A trace function counts: it works where there are no signals and no processes.
    """
    left, level = lines, 0

    def count(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left, level
        left -= 1
        level += _LEVELS.get(event, 0)
        if left < 0 or level > depth:
            raise OutOfSteps
        return count

    return outcome(call, arguments, count)
