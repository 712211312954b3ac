"""Decides conditions over arguments of which only an interval is known.

The conditions are the templates of guards: comparisons of arguments with numbers and
each other, joined by `and`, `or` and `not`. What calls a function is never decided.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Sequence

#: The least and greatest number that an argument may be; None if nothing is known.
Bounds = tuple[float, float, bool]


def decide(
    condition: str,
    arguments: Sequence[Bounds | None],
    below: frozenset[tuple[int, int]] = frozenset(),
) -> bool | None:
    """Whether a condition always holds (True), never (False), or cannot be told (None).

    Each argument is its lowest value, its highest, and whether it is never 0. `below` are
    pairs of arguments of which the first is below the second.
    """
    tree = _parse(condition)
    if isinstance(tree, ast.Compare) and _relation(tree) in below:
        # The first is the smaller one.
        return isinstance(tree.ops[0], ast.Lt | ast.LtE | ast.NotEq)
    return _truth(tree, arguments)


def _relation(tree: ast.Compare) -> tuple[int, int] | None:
    """The positions of the arguments that are compared, if these are plain."""
    match tree.left, tree.comparators:
        case ast.Name(id=first), [ast.Name(id=second)]:
            if first.strip("_").isdigit() and second.strip("_").isdigit():
                return int(first.strip("_")), int(second.strip("_"))
    return None


@functools.cache
def _parse(condition: str) -> ast.expr:
    names = [f"_{index}_" for index in range(20)]
    return ast.parse(condition.format(*names, result="_result_"), mode="eval").body


def _truth(tree: ast.expr, arguments: Sequence[Bounds | None]) -> bool | None:
    match tree:
        case ast.BoolOp(op=op, values=values):
            known = [_truth(value, arguments) for value in values]
            decisive = isinstance(op, ast.Or)
            if decisive in known:
                return decisive
            return None if None in known else not decisive
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            truth = _truth(inner, arguments)
            return None if truth is None else not truth
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _compare(op, _bounds(left, arguments), _bounds(right, arguments))
        case ast.Name():
            bounds = _bounds(tree, arguments)
            return _compare(ast.NotEq(), bounds, (0, 0, False))
    return None


def _bounds(tree: ast.expr, arguments: Sequence[Bounds | None]) -> Bounds | None:
    match tree:
        case ast.Constant(value=int() | float() as value):
            return (value, value, value != 0)
        case ast.Name(id=name) if name.strip("_").isdigit():
            return arguments[int(name.strip("_"))]
        case ast.UnaryOp(op=ast.Invert(), operand=inner):
            bounds = _bounds(inner, arguments)
            return None if bounds is None else (-bounds[1] - 1, -bounds[0] - 1, False)
    return None


def _compare(op: ast.cmpop, left: Bounds | None, right: Bounds | None) -> bool | None:
    if left is None or right is None:
        return None
    (a_low, a_high, a_nonzero), (b_low, b_high, b_nonzero) = left, right
    match op:
        case ast.Lt():
            return True if a_high < b_low else False if a_low >= b_high else None
        case ast.LtE():
            return True if a_high <= b_low else False if a_low > b_high else None
        case ast.Gt():
            return _compare(ast.Lt(), right, left)
        case ast.GtE():
            return _compare(ast.LtE(), right, left)
        case ast.NotEq():
            equal = _compare(ast.Eq(), left, right)
            return None if equal is None else not equal
        case ast.Eq():
            if a_low == a_high == b_low == b_high:
                return True
            apart = a_high < b_low or b_high < a_low
            zero = (a_nonzero and b_low == b_high == 0) or (b_nonzero and a_low == a_high == 0)
            return False if apart or zero else None
    return None
