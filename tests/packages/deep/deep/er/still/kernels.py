from __future__ import annotations

from typing import TYPE_CHECKING

from pyx_lowering import compile as native

from ... import constants
from ..helpers import twice

if TYPE_CHECKING:
    from pyx_lowering import CompileError


@native
def triple(x: int) -> int:
    return constants.FACTOR * x


@native
def six(x: int) -> int:
    return twice(triple(x))
