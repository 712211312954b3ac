"""Operations of the compiler's own, which no source text names.

Each target is a small Python function, so that the reference interpreter calls it as
it calls any other.
"""

from __future__ import annotations

import math
import operator
import sys
from dataclasses import replace
from fractions import Fraction

from pyx_lowering.dtypes import COMPLEXES, FLOAT64, FLOATS, Sized
from pyx_lowering.ops import arithmetic as arithmetic  # the rows of `==` come first
from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.interval import add as interval_add
from pyx_lowering.ops.table import OPERATIONS, Case, Guard, declare, on
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT, NONE, STR, Type


def fma(x: float, y: float, z: float) -> float:
    """`x * y + z` with one rounding, as C's fma gives it: no errors, infinities instead."""
    for number in (x, y, z):
        if isinstance(number, float) and type(number) is not float:
            return type(number)(fma(float(x), float(y), float(z)))  # a number of NumPy's
    x, y, z = float(x), float(y), float(z)
    if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(z)):
        # The product of finite numbers is finite here, however large: z decides.
        product = math.copysign(1.0, x) * y if math.isfinite(x) and math.isfinite(y) else x * y
        return product + z
    exact = Fraction(x) * Fraction(y) + Fraction(z)
    if exact == 0:
        # The sum of two zeros, or an exact cancellation: +0.0 unless both are negative.
        product_sign = math.copysign(1.0, x) * math.copysign(1.0, y)
        return math.copysign(0.0, product_sign) + z if x * y == 0 and z == 0 else 0.0
    try:
        # Rounds once, to nearest with ties to even, subnormals included.
        rounded = exact.numerator / exact.denominator
    except OverflowError:
        rounded = math.inf
    return math.copysign(rounded, 1 if exact > 0 else -1)


fma.__module__, fma.__qualname__ = "libc.math", "fma"


def check_bound(bound: bool, name: str) -> None:
    """Raise UnboundLocalError, as reading a name does before anything is bound to it."""
    if not bound:
        raise UnboundLocalError(
            f"cannot access local variable '{name}' where it is not associated with a value")


def check_free(bound: bool, name: str) -> None:
    """Raise NameError, as a nested function does that reads a name before it is bound."""
    if not bound:
        raise NameError(
            f"cannot access free variable '{name}' where it is not associated with a value in "
            "enclosing scope")


def exact_float(n: int) -> float:
    """`n` as a float of the same value; OverflowError where there is none."""
    x = float(n)
    if x != n:
        raise OverflowError("the int is not a float without rounding")
    return x


def check_step(step: int) -> None:
    """Raise ValueError for the step 0 of a range."""
    if step == 0:
        raise ValueError("range() arg 3 must not be zero")


def range_length(start: int, stop: int, step: int) -> int:
    """How many items `range(start, stop, step)` has, up to 2**64 - 1; none for step 0."""
    if step == 0:
        return 0
    # The distance in steps, rounded up.
    return max(0, -((start - stop) // step))


def range_item(start: int, step: int, k: int) -> int:
    """Item `k` of a range; `k` counts iterations, so it is never negative."""
    return start + k * step


#: What Python says when a power is too large.
POWER_RANGE = "(34, 'Numerical result out of range')"

#: Since this version `sum` of floats carries a compensation for what rounding loses.
_COMPENSATES = sys.version_info >= (3, 12)


def sum_high(total: float, term: float) -> float:
    """The rounded sum so far."""
    return total + term


def sum_low(total: float, term: float, low: float) -> float:
    """What rounding has lost so far (Neumaier, "Rundungsfehleranalyse ...", 1974).

    As in CPython since 3.12; before, and for ints, nothing is carried.
    """
    if not _COMPENSATES or (isinstance(total, int) and isinstance(term, int)):
        return 0.0
    high = float(total) + float(term)
    if abs(total) >= abs(term):
        return low + ((total - high) + term)
    return low + ((term - high) + total)


def sum_result(total: float, low: float) -> float:
    """The sum, with what rounding has lost put back."""
    if _COMPENSATES and low and math.isfinite(low) and isinstance(total, float):
        return total + low
    return +total  # an int for a bool


def square(x: float) -> float:
    """`x * x` with the OverflowError of `x ** 2`."""
    result = float(x) * x
    if math.isinf(result) and math.isfinite(x):
        raise OverflowError(POWER_RANGE)
    return result


def check_index(index: int, size: int) -> None:
    """Raise IndexError for an index outside of a tuple of `size` items."""
    if not -size <= index < size:
        raise IndexError("tuple index out of range")


def check_present(present: bool) -> None:
    """Raise TypeError where a number is needed and None is there."""
    if not present:
        raise TypeError("nothing is here where a number is needed")


def equal_items(first: object, second: object) -> bool | None:
    """Whether two items of containers are equal; None for two nans, which are if they are one."""
    if first != first and second != second and type(first) is type(second):
        return None
    return bool(first == second)


def equal_keys(first: object, second: object) -> bool | None:
    """Whether two items of sets are equal: as in other containers, for what is hashed alike."""
    return equal_items(first, second)


def in_range(value: float, start: int, stop: int, step: int) -> bool:
    """Whether a number is in a range; Python looks at the items one by one for a float."""
    items = range(start, stop, step)
    if isinstance(value, float):
        return value.is_integer() and int(value) in items
    return value in items


def count_of(start: int, stop: int, step: int) -> int:
    """How many items `range(start, stop, step)` has, as an int of the program."""
    return len(range(start, stop, step))


def _counts_to_stop(start: Interval, stop: Interval, step: Interval) -> bool:
    """Whether the range is `range(stop)` of a stop that is not negative."""
    return start.point == 0 and step.point == 1 and stop.low >= 0


declare(
    fma, "`x * y + z` with one rounding: what contraction makes of a product and a sum.",
    on(FLOAT, FLOAT, FLOAT, to=FLOAT, pyx="libc.math.fma({0}, {1}, {2})"),
    on(FLOAT64, FLOAT64, FLOAT64, to=FLOAT64, pyx="libc.math.fma({0}, {1}, {2})"),
)
declare(
    check_bound, "UnboundLocalError unless a value was bound to the name.",
    on(BOOL, STR, to=NONE, pyx="None", guards=[
        Guard("not {0}", UnboundLocalError,
              "cannot access local variable '{1}' where it is not associated with a value"),
    ]),
)
declare(
    check_free, "NameError unless a value was bound to a name of the function around.",
    on(BOOL, STR, to=NONE, pyx="None", guards=[
        Guard("not {0}", NameError, "cannot access free variable '{1}' where it is not "
              "associated with a value in enclosing scope"),
    ]),
)
declare(
    check_present, "TypeError for None where a number is needed.",
    on(BOOL, to=NONE, pyx="None", guards=[
        Guard("not {0}", TypeError, "nothing is here where a number is needed"),
    ]),
)
declare(
    exact_float, "An int where a float is wanted, if its value stays the same.",
    on(INT, to=FLOAT, pyx="support.to_float({0})", guards=[
        Guard("not support.is_exact({0})", OverflowError,
              "the int is not a float without rounding", rerun=True),
    ]),
)
declare(
    check_step, "ValueError for the step 0 of a range.",
    on(INT, to=NONE, pyx="None", guards=[
        Guard("{0} == 0", ValueError, "range() arg 3 must not be zero"),
    ]),
)
# In C these count in uint64_t, which holds the length of every range of 64-bit ints.
declare(
    range_length, "How many items a range has; unsigned in C.",
    on(INT, INT, INT, to=INT, pyx="support.range_length({0}, {1}, {2})"),
)
declare(
    range_item, "The item of a range at an index below its length.",
    on(INT, INT, INT, to=INT, pyx="support.range_item({0}, {1}, {2})"),
)
declare(
    count_of, "How many items a range has, where a program counts them.",
    on(INT, INT, INT, to=INT, pyx="support.range_count({0}, {1}, {2}, overflow)",
       guards=[Guard("{2} == 0", ValueError, "range() arg 3 must not be zero")],
       interval=lambda start, stop, step: Interval(0, 2**64),
       cases=[Case("{1}", _counts_to_stop)]),
)
declare(
    square, "What contraction makes of `x ** 2`.",
    on(FLOAT, to=FLOAT, pyx="{0} * {0}", guards=[
        Guard("support.is_inf({result}) and support.is_finite({0})", OverflowError, POWER_RANGE),
    ]),
)
declare(
    check_index, "IndexError for an index outside of a tuple.",
    on(INT, INT, to=NONE, pyx="None", guards=[
        Guard("{0} >= {1} or ~{0} >= {1}", IndexError, "tuple index out of range"),
    ]),
    symbol="[]",
)
#: Whether both are nans, by the types of which one object can be.
_NANS: dict[tuple[Type, ...], str] = {
    (FLOAT, FLOAT): "support.is_nan({0}) and support.is_nan({1})",
    (COMPLEX, COMPLEX): "support.complex_is_nan({0}) and support.complex_is_nan({1})",
    **{(t, t): "support.is_nan({0}) and support.is_nan({1})" for t in FLOATS},
    **{(t, t): f"support.{t.short}_is_nan({{0}}) and support.{t.short}_is_nan({{1}})"
       for t in COMPLEXES},
}
declare(
    equal_items, "Equality of items of tuples, which one and the same object always has.",
    *(replace(overload, result=BOOL, guards=(Guard(
        _NANS[overload.params], OverflowError,
        "whether two nans are one object is not known", rerun=True),))
      if overload.params in _NANS else replace(overload, result=BOOL)
      for overload in OPERATIONS[operator.eq].overloads),
    symbol="in",
)
# A number of NumPy's is equal to numbers that are hashed otherwise.
declare(
    equal_keys, "Equality of items of sets.",
    *(overload for overload in OPERATIONS[equal_items].overloads
      if not any(isinstance(param, Sized) for param in overload.params)),
    symbol="in",
)
_STEP = Guard("{3} == 0", ValueError, "range() arg 3 must not be zero")
declare(
    in_range, "Whether a number is in a range.",
    on(INT, INT, INT, INT, to=BOOL, pyx="support.in_range({0}, {1}, {2}, {3})", guards=[_STEP]),
    on(FLOAT, INT, INT, INT, to=BOOL, exact=True, guards=[_STEP],
       pyx="support.is_whole({0}) and support.in_range(support.whole({0}), {1}, {2}, {3})"),
    symbol="in",
)
declare(
    sum_high, "A step of `sum`.",
    on(INT, INT, to=INT, pyx="support.add({0}, {1}, overflow)", interval=interval_add,
       cases=[Case("{0} + {1}")]),
    on(FLOAT, FLOAT, to=FLOAT, pyx="{0} + {1}"),
    symbol="sum",
)
declare(
    sum_low, "What a step of `sum` loses by rounding.",
    on(INT, INT, FLOAT, to=FLOAT, pyx="0.0"),
    on(FLOAT, FLOAT, FLOAT, to=FLOAT,
       pyx="support.sum_low({0}, {1}, {2})" if _COMPENSATES else "0.0"),
    symbol="sum",
)
declare(
    sum_result, "The end of `sum`.",
    on(INT, FLOAT, to=INT, pyx="{0}", interval=lambda total, low: total),
    on(FLOAT, FLOAT, to=FLOAT, pyx="support.sum_result({0}, {1})" if _COMPENSATES else "{0}"),
    symbol="sum",
)
