"""while, with else, break and continue."""

from pyx_lowering import compile


@compile
def collatz(n: int) -> int:
    """The number of steps to 1."""
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


@compile
def newton(a: float) -> float:
    """Leaves by break when the step is small, by else when the steps are used up."""
    x = a
    left = 50
    while left > 0:
        left -= 1
        step = (x * x - a) / (2.0 * x)
        x -= step
        if abs(step) < 1e-12:
            break
    else:
        x = -1.0
    return x


@compile
def odd_sum(n: int) -> int:
    total = 0
    i = 0
    while i < n:
        i += 1
        if i % 2 == 0:
            continue
        total += i
    return total


@compile
def forever(n: int) -> int:
    """A condition that is known: the loop is left by return alone."""
    while True:
        n += 1
        if n % 7 == 0:
            return n
