"""Traces reductions of expressions of whole arrays without making an array of them.

The elements are computed into a block of memory that stays in the first cache, a part at a time;
the block is reduced, and then what the parts gave.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

from pyx_lowering.dtypes import Sized, dtype_of
from pyx_lowering.ir import Operand
from pyx_lowering.ops.fused import PART, behind, joined, part_size, parts
from pyx_lowering.ops.reductions import FIRST, REDUCTIONS, sum_dtype
from pyx_lowering.ops.selection import leading, room
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import EMPTY
from pyx_lowering.source import Span
from pyx_lowering.trace.arrays import view_of
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Builder, Traced
from pyx_lowering.trace.elementwise import Lazy, all_equal, materialized, new_array, store_element
from pyx_lowering.trace.nests import Places, carried_nest, counted, nest

#: Reductions of which the order of the parts does not matter, or is NumPy's.
_OF_PARTS = frozenset({"sum", "min", "max", "any", "all"})


def is_fused(value: Traced, name: str) -> TypeGuard[Lazy]:
    """Whether a reduction of a whole expression is computed in parts."""
    if not isinstance(value, Lazy) or value.made is not None or not isinstance(value.dtype, Sized):
        return False
    if name == "sum" and value.dtype.kind == "f":
        # Where rows are short, a part goes over several.
        return len(value.shape) == 1
    return name in _OF_PARTS and value.dtype.kind in "biuf"


def fused(builder: Builder, name: str, value: Lazy, span: Span) -> Operand:
    """The reduction of all elements of an expression."""
    for size in value.shape if name in FIRST else ():
        builder.emit("call_function", FIRST[name], [size], span)
    direct = all_equal(builder, value.pairs, span)

    def at_once() -> Sequence[Traced]:
        return [_in_parts(builder, name, value, span)]

    def made() -> Sequence[Traced]:
        return [builder.operation(REDUCTIONS[name], [materialized(builder, value, span)], span)]

    (result,) = branch(builder, direct, span, at_once, made, [name])
    return builder.pack(result, span)


def _in_parts(builder: Builder, name: str, value: Lazy, span: Span) -> Operand:
    assert isinstance(value.dtype, Sized)
    dtype = sum_dtype(dtype_of(value.dtype)) if name == "sum" else value.dtype
    *outer, length = value.shape
    several = builder.operation(parts, [length], span)
    count = builder.operation(room, [*outer, several], span) if outer else several
    results = new_array(builder, EMPTY[dtype_of(dtype).name], dtype, (count,), span)
    block = new_array(builder, EMPTY[dtype_of(value.dtype).name], value.dtype, (PART,), span)

    def part(row: Places, number: Operand, start: Operand) -> list[Operand]:
        """One part of a row; the number of the next one, and where it begins."""
        size = builder.operation(part_size, [length, start], span)
        nest(builder, (size,), span, lambda places: store_element(
            builder, view_of(builder, block), places, value.element(
                builder, [*row, builder.operation(behind, [start, *places], span)], False, span),
            span))
        filled = builder.emit("call_function", leading, [block, size], span, ["part"]).result
        found = builder.operation(REDUCTIONS[name], [filled], span)
        store_element(builder, view_of(builder, results), [number], builder.operation(
            CONSTRUCTORS[dtype], [found], span), span)
        return [builder.operation(behind, [number, 1], span),
                builder.operation(behind, [start, size], span)]

    def row(places: Places, number: Operand) -> Operand:
        return counted(
            builder, several, "part", span, lambda _, carried: part(places, *carried),
            [number, 0], ["number", "start"])[0]

    carried_nest(builder, tuple(outer), span, 0, "number", row)
    if name == "sum" and value.dtype.kind == "f":
        return builder.operation(joined, [results, length], span)
    return builder.operation(REDUCTIONS[name], [results], span)
