"""Intervals of ints: what is known of a value's range, and what operations make of it.

Results are exact over all ints: a result interval that leaves 64 bits says that the
operation may overflow. Rounding plays no part, so that plain interval arithmetic is
sound (Moore, "Interval Analysis", 1966; Cousot and Cousot, 1977, for its use here).
"""

from __future__ import annotations

from dataclasses import dataclass

from pyx_lowering.types import INT_MAX, INT_MIN


@dataclass(frozen=True)
class Interval:
    """Every int from `low` to `high`, both included; with `nonzero`, all but 0."""

    low: int
    high: int
    nonzero: bool = False

    @property
    def excludes_zero(self) -> bool:
        return self.nonzero or self.low > 0 or self.high < 0

    @property
    def point(self) -> int | None:
        """The only int in it, if it is one."""
        return self.low if self.low == self.high else None

    @property
    def fits(self) -> bool:
        """Whether every int in it has 64 bits at most."""
        return self.low >= INT_MIN and self.high <= INT_MAX

    def contains(self, value: int) -> bool:
        return self.low <= value <= self.high and not (self.nonzero and value == 0)

    def join(self, other: Interval) -> Interval:
        """The smallest interval with both in it."""
        nonzero = self.excludes_zero and other.excludes_zero
        return Interval(min(self.low, other.low), max(self.high, other.high), nonzero)

    def meet(self, other: Interval) -> Interval | None:
        """What is in both; None if nothing is."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        nonzero = self.nonzero or other.nonzero
        if nonzero and low == 0:
            low = 1
        if nonzero and high == 0:
            high = -1
        return Interval(low, high, nonzero) if low <= high else None


FULL = Interval(INT_MIN, INT_MAX)


def point(value: int) -> Interval:
    return Interval(value, value)


def add(a: Interval, b: Interval) -> Interval:
    return Interval(a.low + b.low, a.high + b.high)


def sub(a: Interval, b: Interval) -> Interval:
    return Interval(a.low - b.high, a.high - b.low)


def mul(a: Interval, b: Interval) -> Interval:
    corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    return Interval(min(corners), max(corners), a.excludes_zero and b.excludes_zero)


def neg(a: Interval) -> Interval:
    return Interval(-a.high, -a.low, a.nonzero)


def absolute(a: Interval) -> Interval:
    if a.low >= 0:
        return a
    if a.high <= 0:
        return neg(a)
    return Interval(0, max(-a.low, a.high), a.nonzero)


def identity(a: Interval) -> Interval:
    return a


def invert(a: Interval) -> Interval:
    return Interval(~a.high, ~a.low)


def floordiv(a: Interval, b: Interval) -> Interval:
    """Of a division that is reached: the divisor is not 0."""
    divisors = [d for d in (b.low, b.high, -1, 1) if d != 0 and b.low <= d <= b.high]
    if not divisors:
        return FULL
    corners = [x // d for x in (a.low, a.high) for d in divisors]
    return Interval(min(corners), max(corners))


def mod(a: Interval, b: Interval) -> Interval:
    """The remainder has the sign of the divisor, and is smaller; of less it is all."""
    if b.low > 0:
        if a.low >= 0 and a.high < b.low:
            return a
        high = b.high - 1
        return Interval(0, min(high, a.high) if a.low >= 0 else high)
    if b.high < 0:
        return Interval(b.low + 1, 0)
    return Interval(min(b.low + 1, 0), max(b.high - 1, 0))


def _bits(*intervals: Interval) -> int:
    """How many bits the ints need, without the sign."""
    return max(max(abs(i.low), abs(i.high), abs(~i.low)).bit_length() for i in intervals)


def and_(a: Interval, b: Interval) -> Interval:
    if a.low >= 0 or b.low >= 0:
        # As large as the smaller of those that are not negative.
        return Interval(0, min(i.high for i in (a, b) if i.low >= 0))
    return _bitwise(a, b)


def or_(a: Interval, b: Interval) -> Interval:
    return _bitwise(a, b)


def _bitwise(a: Interval, b: Interval) -> Interval:
    bits = _bits(a, b)
    if a.low >= 0 and b.low >= 0:
        return Interval(0, (1 << bits) - 1)
    return Interval(-(1 << bits), (1 << bits) - 1)


def lshift(a: Interval, b: Interval) -> Interval:
    if b.high > 64 or b.high < 0:
        return Interval(2 * INT_MIN, 2 * INT_MAX)  # past 64 bits, for all we know
    counts = (max(b.low, 0), b.high)
    corners = [x << n for x in (a.low, a.high) for n in counts]
    return Interval(min(corners), max(corners))


def rshift(a: Interval, b: Interval) -> Interval:
    if b.high < 0:
        return FULL
    counts = (min(max(b.low, 0), 64), min(b.high, 64))
    corners = [x >> n for x in (a.low, a.high) for n in counts]
    return Interval(min(corners), max(corners))


def smaller(a: Interval, b: Interval) -> Interval:
    return Interval(min(a.low, b.low), min(a.high, b.high))


def larger(a: Interval, b: Interval) -> Interval:
    return Interval(max(a.low, b.low), max(a.high, b.high))


def is_power_of_two(a: Interval) -> bool:
    value = a.point
    return value is not None and value > 0 and value & (value - 1) == 0
