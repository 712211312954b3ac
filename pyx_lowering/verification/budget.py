"""Calls that end: Python code that is stopped after a number of lines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What a call gave: a value, or the type of the exception that it raised."""

    value: object = None
    error: type[BaseException] | None = None

    def __str__(self) -> str:
        return f"raises {self.error.__name__}" if self.error else repr(self.value)


class OutOfSteps(BaseException):
    """The call ran more lines than it may. No `except Exception` of the function stops this."""


def outcome(call: Callable[..., object], arguments: Sequence[object]) -> Outcome:
    """Call, and catch what it raises; `OutOfSteps` passes through."""
    try:
        return Outcome(call(*arguments))
    except Exception as error:
        return Outcome(error=type(error))


def limited(call: Callable[..., object], arguments: Sequence[object], lines: int) -> Outcome:
    """The outcome of running Python code for at most `lines` lines; raises `OutOfSteps`.

    A trace function counts: it works where there are no signals and no processes.
    """
    left = lines

    def count(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise OutOfSteps
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        return outcome(call, arguments)
    finally:
        sys.settrace(before)
