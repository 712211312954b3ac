"""Conditional expressions, chained comparisons, and `and`/`or` as values."""

from pyx_lowering import compile


@compile
def middle(a: float, b: float) -> float:
    return a if a < b else b if b < 0.0 else -b


@compile
def inside(x: float, low: float, high: float) -> bool:
    return low <= x < high


@compile
def ordered(a: int, b: int, c: int, d: int) -> bool:
    """The middle operands are evaluated once, the later ones only if needed."""
    return a < b <= c + 1 != d


@compile
def safe_ratio(a: float, b: float) -> bool:
    """The division happens only where the first operand allows it."""
    return b != 0.0 and a / b > 1.0


@compile
def values(a: int, b: int) -> int:
    """`and` and `or` give one of their operands, not a bool."""
    return (a or b) + (a and b // a)


@compile
def truth(x: float, n: int, b: bool) -> bool:
    return not x and not n or b and bool(x)


@compile
def unlike(n: int, b: bool) -> bool:
    if n and b:
        return not b
    return n == 0
