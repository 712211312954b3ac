"""Calls among marked functions are direct; recursion too."""

from pyx_lowering import compile


@compile
def factorial(n: int) -> int:
    return 1 if n < 2 else n * factorial(n - 1)


@compile
def is_even(n: int) -> bool:
    """Calls a function that is defined below."""
    return True if n == 0 else is_odd(n - 1)


@compile
def is_odd(n: int) -> bool:
    return False if n == 0 else is_even(n - 1)


@compile
def power(x: float, n: int = 2, *, scale: float = 1.0) -> float:
    result = scale
    for _ in range(n):
        result *= x
    return result


@compile
def callers(x: float, n: int) -> float:
    """Defaults, keywords in another order, an int for a float."""
    return power(x) + power(x, 3) + power(scale=x, x=2, n=n)
