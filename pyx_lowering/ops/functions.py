"""The functions of `operator` that are not operators themselves, and what else they are called."""

from __future__ import annotations

import builtins
import operator

from pyx_lowering.ops import interval
from pyx_lowering.ops.table import Target, declare, on
from pyx_lowering.types import INT

declare(
    operator.index, "The value as an int; a float is refused.",
    on(INT, to=INT, pyx="{0}", interval=interval.identity),
    symbol="operator.index",
)

#: Functions that do, on numbers, what the row of another one says. A number cannot be
#: changed in place, so `iadd` and its like only add.
ALIASES: dict[Target, Target] = {
    operator.abs: builtins.abs,
    operator.truth: builtins.bool,
    operator.inv: operator.invert,
    operator.iadd: operator.add,
    operator.isub: operator.sub,
    operator.imul: operator.mul,
    operator.itruediv: operator.truediv,
    operator.ifloordiv: operator.floordiv,
    operator.imod: operator.mod,
    operator.ipow: operator.pow,
    operator.iand: operator.and_,
    operator.ior: operator.or_,
    operator.ixor: operator.xor,
    operator.ilshift: operator.lshift,
    operator.irshift: operator.rshift,
}
