"""Returns from inside of branches and loops."""

from pyx_lowering import compile


@compile
def is_prime(n: int) -> bool:
    if n < 2:
        return False
    d = 2
    while d * d <= n:
        if n % d == 0:
            return False
        d += 1
    return True


@compile
def find_square(limit: int, total: int) -> tuple[int, int]:
    """A return out of two loops at once."""
    for a in range(limit):
        for b in range(a, limit):
            if a * a + b * b == total:
                return a, b
    return -1, -1


@compile
def guarded(x: float) -> float:
    """What follows a return is not compiled."""
    if x < 0.0:
        return 0.0
    return x
    x = 1.0
    return x
