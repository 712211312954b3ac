"""What type propagation must know of the functions that a function calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pyx_lowering.ir import Callee, Function, Node
from pyx_lowering.types import Type


@dataclass(frozen=True)
class CallTypes:
    """A function compiled for certain types: its parameters' types and its result's.

    `function` is None where the callee has mistakes of its own, reported elsewhere.
    """

    function: Function | None
    params: Sequence[Type]
    result: Type


class Callees(Protocol):
    """Answers for callees; the driver traces and types helpers as they are asked for."""

    def signature(self, callee: Callee, types: Sequence[Type], call: Node) -> CallTypes: ...
