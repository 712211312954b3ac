"""Literals at the edges of 64 bits, and the bitwise operators."""

from pyx_lowering import compile

BIGGEST = 9223372036854775807
SMALLEST = -9223372036854775808
MASK = 2**63 - 1
PRIME = 0x7FFF_FFFF


@compile
def edges(n: int) -> bool:
    return SMALLEST <= n <= BIGGEST and n != -(2**63)


@compile
def smallest() -> int:
    return -9223372036854775808


@compile
def next_to_edge(n: int) -> int:
    return BIGGEST - n


@compile
def bits(a: int, b: int) -> int:
    return (a & b) | (a ^ ~b)


@compile
def shifts(a: int, n: int) -> int:
    """A negative count is a ValueError; bits that leave are an overflow."""
    return (a << n) + (a >> n) + (a << 3) + (a >> 70)


@compile
def xorshift(state: int) -> int:
    state ^= (state << 13) & MASK
    state ^= state >> 7
    return state & PRIME


@compile
def divided(a: int, b: int) -> float:
    """Correctly rounded, also where neither int fits a float."""
    return a / b


@compile
def halves(n: int) -> int:
    """Divisors that are known need no check for zero."""
    return n // 2 + n % 8 - n // -3
