"""What an int past 64 bits does, by option."""

from pyx_lowering import compile


@compile
def exact(a: int, b: int) -> int:
    """Runs again in Python, which gives the big answer."""
    return a * b + 1


@compile(overflow="raise")
def strict(a: int, b: int) -> int:
    """Is an OverflowError."""
    return a * b + 1


@compile
def in_a_loop(n: int) -> int:
    product = 1
    for i in range(1, n + 1):
        product *= i
    return product


@compile
def unlikely(n: int) -> int:
    """Sums of small numbers need no check."""
    a = n & 0xFF
    b = n % 1000
    return a * b + a - b


@compile
def negated(n: int) -> int:
    return abs(-n)
