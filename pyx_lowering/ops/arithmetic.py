"""Operators: arithmetic, bitwise, comparison, truth."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

from pyx_lowering.ops import complexes, interval, sized, texts
from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.table import Case, Guard, Overload, declare, fits_float, message_of, on
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT


def int_zero(call: Callable[..., object]) -> Guard:
    """The guard of an int division by `call`."""
    return Guard("{1} == 0", ZeroDivisionError, message_of(call, 1, 0))


def float_zero(call: Callable[..., object]) -> Guard:
    """The guard of a float division by `call`."""
    return Guard("{1} == 0.0", ZeroDivisionError, message_of(call, 1.0, 0.0))


def is_two(arguments: Sequence[object]) -> bool:
    """The exponent is the literal 2."""
    return arguments[1] == 2


def is_negative(arguments: Sequence[object]) -> bool:
    """The exponent is a negative literal."""
    return isinstance(arguments[1], int) and arguments[1] < 0


def _is_power_of_two(a: Interval, b: Interval) -> bool:
    """Python rounds down, as a shift does, and a mask gives what is left, for any sign."""
    return interval.is_power_of_two(b)


def _not_negative(a: Interval, b: Interval) -> bool:
    """C rounds towards zero, which is down here."""
    return a.low >= 0 and b.low > 0


_ZERO_POWER = message_of(operator.pow, 0.0, -1.0)
_POWER_RANGE = Guard(
    "support.is_inf({result}) and support.is_finite({0}) and support.is_finite({1})",
    OverflowError, "(34, 'Numerical result out of range')")

#: `a ** b`, and `pow(a, b)`, which means the same.
POWER: tuple[Overload, ...] = (
    on(INT, INT, to=INT, pyx="support.mul({0}, {0}, overflow)", when=is_two,
       interval=lambda a, _: interval.mul(a, a), cases=[Case("{0} * {0}")]),
    on(INT, INT, to=FLOAT, pyx="support.float_power({0}, {1})", when=is_negative,
       guards=[Guard("{0} == 0", ZeroDivisionError, _ZERO_POWER)]),
    on(INT, INT, to=INT, pyx="support.power({0}, {1}, overflow)",
       guards=[Guard("{0} == 0 and {1} < 0", ZeroDivisionError, _ZERO_POWER),
               Guard("{1} < 0", OverflowError, "an int to a negative power is a float",
                     rerun=True)]),
    on(FLOAT, FLOAT, to=FLOAT, pyx="support.float_power({0}, {1})",
       guards=[Guard("{0} == 0.0 and {1} < 0.0 and support.is_finite({1})",
                     ZeroDivisionError, _ZERO_POWER),
               Guard("support.power_is_complex({0}, {1})", OverflowError,
                     "a negative number to a fractional power is complex", rerun=True),
               _POWER_RANGE]),
    *complexes.POWER,
)

declare(
    operator.add, "Addition.",
    on(INT, INT, to=INT, pyx="support.add({0}, {1}, overflow)",
       interval=interval.add, cases=[Case("{0} + {1}")]),
    on(FLOAT, FLOAT, to=FLOAT, pyx="{0} + {1}"),
    *complexes.ADD,
    *sized.rows_of(operator.add),
    symbol="+",
)
declare(
    operator.sub, "Subtraction.",
    on(INT, INT, to=INT, pyx="support.sub({0}, {1}, overflow)",
       interval=interval.sub, cases=[Case("{0} - {1}")]),
    on(FLOAT, FLOAT, to=FLOAT, pyx="{0} - {1}"),
    *complexes.SUB,
    *sized.rows_of(operator.sub),
    symbol="-",
)
declare(
    operator.mul, "Multiplication.",
    on(INT, INT, to=INT, pyx="support.mul({0}, {1}, overflow)",
       interval=interval.mul, cases=[Case("{0} * {1}")]),
    on(FLOAT, FLOAT, to=FLOAT, pyx="{0} * {1}"),
    *complexes.MUL,
    *sized.rows_of(operator.mul),
    symbol="*",
)
declare(
    operator.truediv, "True division, correctly rounded.",
    on(INT, INT, to=FLOAT, pyx="support.truediv({0}, {1})",
       guards=[int_zero(operator.truediv)]),
    on(FLOAT, FLOAT, to=FLOAT, pyx="{0} / {1}", guards=[float_zero(operator.truediv)]),
    *complexes.TRUEDIV,
    *sized.rows_of(operator.truediv),
    symbol="/",
)
declare(
    operator.floordiv, "Division, rounded towards minus infinity.",
    on(INT, INT, to=INT, pyx="support.floordiv({0}, {1}, overflow)",
       guards=[int_zero(operator.floordiv)], interval=interval.floordiv,
       cases=[Case(lambda a, b: f"{{0}} >> {b.low.bit_length() - 1}", _is_power_of_two),
              Case("{0} // {1}", _not_negative), Case("support.quotient({0}, {1})")]),
    on(FLOAT, FLOAT, to=FLOAT, pyx="support.float_floordiv({0}, {1})",
       guards=[float_zero(operator.floordiv)]),
    *sized.rows_of(operator.floordiv),
    symbol="//",
)
declare(
    operator.mod, "The remainder of `//`; it has the sign of the divisor.",
    on(INT, INT, to=INT, pyx="support.mod({0}, {1})", guards=[int_zero(operator.mod)],
       interval=interval.mod,
       cases=[Case(lambda a, b: f"{{0}} & {b.low - 1}", _is_power_of_two),
              Case("{0} % {1}", _not_negative)]),
    on(FLOAT, FLOAT, to=FLOAT, pyx="support.float_mod({0}, {1})",
       guards=[float_zero(operator.mod)]),
    *sized.rows_of(operator.mod),
    symbol="%",
)
declare(operator.pow, "Power.", *POWER, *sized.rows_of(operator.pow), symbol="**")
declare(
    operator.neg, "Negation.",
    on(INT, to=INT, pyx="support.neg({0}, overflow)",
       interval=interval.neg, cases=[Case("-{0}")]),
    on(FLOAT, to=FLOAT, pyx="-{0}"),
    on(COMPLEX, to=COMPLEX, pyx="support.complex_neg({0})"),
    *sized.rows_of(operator.neg),
    symbol="-",
)
declare(
    operator.pos, "The value itself; an int for a bool.",
    on(INT, to=INT, pyx="{0}", interval=interval.identity),
    on(FLOAT, to=FLOAT, pyx="{0}"),
    on(COMPLEX, to=COMPLEX, pyx="{0}"),
    *sized.rows_of(operator.pos),
    symbol="+",
)
declare(
    operator.invert, "Bitwise complement, `-x - 1`.",
    on(INT, to=INT, pyx="~{0}", interval=interval.invert),
    *sized.rows_of(operator.invert),
    symbol="~",
)
declare(
    operator.and_, "Bitwise and; of two bools a bool.",
    on(BOOL, BOOL, to=BOOL, pyx="{0} & {1}"),
    on(INT, INT, to=INT, pyx="{0} & {1}", interval=interval.and_),
    *sized.rows_of(operator.and_),
    symbol="&",
)
declare(
    operator.or_, "Bitwise or; of two bools a bool.",
    on(BOOL, BOOL, to=BOOL, pyx="{0} | {1}"),
    on(INT, INT, to=INT, pyx="{0} | {1}", interval=interval.or_),
    *sized.rows_of(operator.or_),
    symbol="|",
)
declare(
    operator.xor, "Bitwise exclusive or; of two bools a bool.",
    on(BOOL, BOOL, to=BOOL, pyx="{0} ^ {1}"),
    on(INT, INT, to=INT, pyx="{0} ^ {1}", interval=interval.or_),
    *sized.rows_of(operator.xor),
    symbol="^",
)
declare(
    operator.lshift, "Multiplication by a power of two.",
    on(INT, INT, to=INT, pyx="support.lshift({0}, {1}, overflow)",
       guards=[Guard("{1} < 0", ValueError, "negative shift count")],
       interval=interval.lshift),
    *sized.rows_of(operator.lshift),
    symbol="<<",
)
declare(
    operator.rshift, "Division by a power of two, rounded towards minus infinity.",
    on(INT, INT, to=INT, pyx="support.rshift({0}, {1})",
       guards=[Guard("{1} < 0", ValueError, "negative shift count")],
       interval=interval.rshift,
       cases=[Case("{0} >> {1}", lambda a, b: b.low >= 0 and b.high < 64)]),
    *sized.rows_of(operator.rshift),
    symbol=">>",
)


def _compare(
    target: Callable[..., object], doc: str, symbol: str, mirrored: str, *rows: Overload
) -> None:
    """A comparison; `mirrored` is the same one with its sides exchanged.

    A small literal beside a float reads as a float, and needs no exact comparison.
    """
    declare(
        target, doc,
        on(INT, INT, to=BOOL, pyx=f"{{0}} {symbol} {{1}}"),
        on(FLOAT, FLOAT, to=BOOL, pyx=f"{{0}} {symbol} {{1}}", exact=True),
        on(INT, FLOAT, to=BOOL, pyx=f"support.compare({{0}}, {{1}}) {symbol} 0.0", exact=True,
           when=lambda arguments: not fits_float(arguments[0])),
        on(FLOAT, INT, to=BOOL, pyx=f"support.compare({{1}}, {{0}}) {mirrored} 0.0", exact=True,
           when=lambda arguments: not fits_float(arguments[1])),
        *rows,
        *texts.ROWS[target],
        *sized.rows_of(target),
        symbol=symbol,
    )


_compare(operator.lt, "Less than; an int and a float are compared exactly.", "<", ">")
_compare(operator.le, "At most; an int and a float are compared exactly.", "<=", ">=")
_compare(operator.eq, "Equality; an int and a float are compared exactly.", "==", "==",
         *complexes.EQ)
_compare(operator.ne, "Inequality; an int and a float are compared exactly.", "!=", "!=",
         *complexes.NE)
_compare(operator.gt, "Greater than; an int and a float are compared exactly.", ">", "<")
_compare(operator.ge, "At least; an int and a float are compared exactly.", ">=", "<=")

declare(
    operator.not_, "The opposite of the truth value.",
    on(BOOL, to=BOOL, pyx="not {0}"),
    on(INT, to=BOOL, pyx="{0} == 0"),
    on(FLOAT, to=BOOL, pyx="{0} == 0.0"),
    on(COMPLEX, to=BOOL, pyx="support.complex_is_zero({0})"),
    *texts.ROWS[operator.not_],
    *sized.rows_of(operator.not_),
    symbol="not",
)
