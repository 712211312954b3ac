"""Augmented assignment with every operator, and annotated locals."""

from pyx_lowering import compile


@compile
def floats(x: float, y: float) -> float:
    x += y
    x -= 2.0
    x *= y
    x /= 3.0
    x //= 0.5
    x %= 7.0
    x **= 2.0
    return x


@compile
def integers(a: int, b: int) -> int:
    a += b
    a -= 3
    a *= b
    a //= 7
    a %= 1000
    a <<= 3
    a >>= 1
    a &= 0xFF
    a |= b
    a ^= 5
    return a


@compile
def annotated(n: int) -> float:
    """An int literal may start a float; an annotation may stand without a value."""
    total: float = 0
    count: int
    count = n
    while count > 0:
        total += 0.5
        count -= 1
    return total
