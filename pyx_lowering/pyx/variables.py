"""Leaves SSA form: decides which values share a variable, and names the variables.

What a loop carries, or a branch gives, is one variable if its values are never needed
at the same time: the coalescing of copies (Chaitin, "Register Allocation and Spilling
via Graph Coloring", 1982), on the live ranges of `liveness`.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field

from pyx_lowering.ir import Function, Value
from pyx_lowering.pyx.folding import Folding
from pyx_lowering.pyx.liveness import Liveness, analyse
from pyx_lowering.pyx.names import Names


@dataclass(eq=False)
class Variable:
    """A variable of the `.pyx` and the live ranges of its values, sorted and disjoint."""

    values: list[Value]
    ranges: list[tuple[int, int]]
    name: str = ""
    #: Whether it may be read before it is assigned, as far as C can tell.
    needs_zero: bool = False
    #: Those of its values that nothing reads.
    unread: set[Value] = field(default_factory=set)

    def meets(self, other: Variable) -> bool:
        """Whether two variables are ever needed at the same time."""
        few, many = sorted((self.ranges, other.ranges), key=len)
        for start, end in few:
            index = bisect.bisect_right(many, (end, 1 << 62)) - 1
            if index >= 0 and many[index][1] >= start:
                return True
        return False

    def absorb(self, other: Variable) -> None:
        for interval in other.ranges:
            bisect.insort(self.ranges, interval)
        self.values += other.values
        self.needs_zero |= other.needs_zero
        self.unread |= other.unread


def assign_variables(
    function: Function, folding: Folding, names: Names
) -> dict[Value, Variable]:
    """A variable for every value that is not folded into an expression."""
    liveness = analyse(function, folding)
    variables: dict[Value, Variable] = {}
    for value, ranges in sorted(liveness.ranges.items(), key=lambda item: item[1][0]):
        variables[value] = Variable(
            [value], ranges,
            needs_zero=value in liveness.maybe_unbound,
            unread={value} - liveness.read)
    _coalesce(variables, liveness)
    _share_by_name(variables)
    parameters = set(function.body.params)
    for variable in dict.fromkeys(variables.values()):
        named = [value for value in variable.values if value in parameters or value.named]
        base = (named or variable.values)[0].base
        variable.name = names.fresh(base)
    return variables


def _coalesce(variables: dict[Value, Variable], liveness: Liveness) -> None:
    """Merge what would only be copied, the pairs with one name first."""
    pairs = [
        (value, operand) for value, operand in liveness.pairs
        if value in variables and isinstance(operand, Value) and operand in variables
    ]
    same = [pair for pair in pairs if pair[0].base == pair[1].base]
    for value, operand in [*same, *pairs]:
        first, second = variables[value], variables[operand]
        if value.named and operand.named and value.base != operand.base:
            continue  # two names of the author's stay two variables
        _merge(variables, first, second)


def _share_by_name(variables: dict[Value, Variable]) -> None:
    """`x = x + 1` writes one variable `x`: values with one name share it where they can."""
    by_name: dict[tuple[str, object], list[Variable]] = {}
    for value, variable in list(variables.items()):
        if not value.named:
            continue
        group = by_name.setdefault((value.base, value.type), [])
        if variables[value] in group:
            continue
        if not (group and _merge(variables, group[-1], variable)):
            group.append(variables[value])


def _merge(variables: dict[Value, Variable], first: Variable, second: Variable) -> bool:
    if first is second:
        return True
    if first.values[0].type != second.values[0].type or first.meets(second):
        return False
    if len(first.values) < len(second.values):
        first, second = second, first
    first.absorb(second)
    for value in second.values:
        variables[value] = first
    return True
