"""Calls that end: Python code that is stopped after a number of lines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

#: What an event of tracing changes about the number of open calls.
_LEVELS = {"call": 1, "return": -1}


@dataclass(frozen=True)
class Outcome:
    """What a call gave: a value, or the type of the exception that it raised."""

    value: object = None
    error: type[BaseException] | None = None

    def __str__(self) -> str:
        return f"raises {self.error.__name__}" if self.error else repr(self.value)


class OutOfSteps(BaseException):
    """The call ran more lines, or went deeper, than it may. No `except Exception` stops this."""


def outcome(call: Callable[..., object], arguments: Sequence[object]) -> Outcome:
    """Call, and catch what it raises; `OutOfSteps` passes through."""
    try:
        return Outcome(call(*arguments))
    except Exception as error:
        return Outcome(error=type(error))


def limited(
    call: Callable[..., object], arguments: Sequence[object], lines: int, depth: int
) -> Outcome:
    """The outcome of running Python code for at most `lines` lines; raises `OutOfSteps`.

    depth: how many calls of Python functions may be open. Where native and Python code
    call each other, the stack of a browser ends before Python's recursion limit.

    A trace function counts: it works where there are no signals and no processes.
    """
    left, level = lines, -1  # `outcome` is a call as well

    def count(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left, level
        left -= 1
        level += _LEVELS.get(event, 0)
        if left < 0 or level > depth:
            raise OutOfSteps
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        return outcome(call, arguments)
    finally:
        sys.settrace(before)
