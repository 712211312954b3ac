"""bool parameters, results and arithmetic."""

from pyx_lowering import compile


@compile
def implies(a: bool, b: bool) -> bool:
    return not a or b


@compile
def parity(a: bool, b: bool, c: bool) -> bool:
    return a ^ b ^ c


@compile
def votes(a: bool, b: bool, c: bool) -> int:
    """A bool counts as an int."""
    return a + b + c


@compile
def both(a: bool, n: int) -> bool:
    result = a & (n > 3)
    result |= n == 0
    return result


@compile
def flag(n: int) -> bool:
    found = False
    for i in range(n):
        if i * i == n:
            found = True
    return found
