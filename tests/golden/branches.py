"""if, elif and else; names that one, both or no side assigns."""

from pyx_lowering import compile


@compile
def sign(x: float) -> int:
    if x > 0.0:
        return 1
    elif x < 0.0:
        return -1
    else:
        return 0


@compile
def tax(income: float) -> float:
    """Each side assigns the same names; `bracket` is used after the branch."""
    if income < 10_000.0:
        rate = 0.0
        bracket = 0
    elif income < 50_000.0:
        rate = 0.2
        bracket = 1
    else:
        rate = 0.4
        bracket = 2
    return income * rate - bracket


@compile
def clamp(x: float, low: float, high: float) -> float:
    """An if without an else changes a parameter."""
    if x < low:
        x = low
    if x > high:
        x = high
    return x


@compile
def nested(a: int, b: int) -> int:
    result = 0
    if a > 0:
        if b > 0:
            result = a + b
        else:
            result = a
    elif b > 0:
        result = b
    return result
