"""for over range: any start, stop and step; else, break, continue."""

from pyx_lowering import compile


@compile
def triangle(n: int) -> int:
    total = 0
    for i in range(n):
        total += i
    return total


@compile
def count_down(n: int) -> int:
    last = n
    for i in range(n, 0, -1):
        last = i
    return last


@compile
def any_step(start: int, stop: int, step: int) -> int:
    """A step of zero is a ValueError, as in Python."""
    count = 0
    for _ in range(start, stop, step):
        count += 1
    return count


@compile
def first_divisor(n: int) -> int:
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        d = n
    return d


@compile
def skip(n: int) -> float:
    """`continue`, and a loop variable that the body changes."""
    total = 0.0
    for i in range(0, n, 3):
        if i % 2:
            continue
        i *= 10
        total += i
    return total
