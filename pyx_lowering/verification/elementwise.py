"""Compares a call over arrays with the calls for their elements."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence

from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT, INT_MAX, INT_MIN, Type, is_plain_tuple
from pyx_lowering.verification.budget import Outcome, outcome

#: NumPy's types of the elements.
_DTYPES = {FLOAT: "float64", INT: "int64", BOOL: "bool", COMPLEX: "complex128"}


def difference_over_arrays(
    function: Callable[..., object], types: Sequence[Type], result: Type,
    calls: Sequence[tuple[tuple[object, ...], Outcome]],
    same: Callable[[Outcome, Outcome], bool],
) -> str:
    """What is wrong with a call over arrays of the arguments of `calls`; empty if nothing is.

    The outcomes of the calls were found right. Those that raise, or give an int past 64
    bits, are left out: such an element ends a call over arrays. Without NumPy there is
    nothing to compare.
    """
    results = result.items if is_plain_tuple(result) else (result,)
    kept = [(args, answer.value) for args, answer in calls if answer.error is None
            and not answer.printed and _fits(args) and _fits(answer.value)]
    if not kept or importlib.util.find_spec("numpy") is None:
        return ""
    numpy = importlib.import_module("numpy")
    columns = zip(*(args for args, _ in kept), strict=True)
    arrays = [numpy.array(column, _DTYPES[t]) for t, column in zip(types, columns, strict=True)]
    given = outcome(function, arrays)
    if given.error is not None:
        return f"over arrays it {given}"
    answers = given.value if is_plain_tuple(result) else (given.value,)
    assert isinstance(answers, tuple)
    for place, (args, value) in enumerate(kept):
        items = [answer[place].item() for answer in answers]
        found = tuple(items) if is_plain_tuple(result) else items[0]
        if [answer.dtype for answer in answers] != [_DTYPES[t] for t in results] or not same(
            Outcome(found), Outcome(value)
        ):
            shown = ", ".join(map(repr, args))
            return f"over arrays it gives {found!r} for ({shown}), but alone {value!r}"
    return ""


def _fits(value: object) -> bool:
    if isinstance(value, tuple):
        return all(map(_fits, value))
    return not isinstance(value, int) or INT_MIN <= value <= INT_MAX
