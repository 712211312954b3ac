"""Lists that live in one function."""

from pyx_lowering import compile


@compile
def primes(n: int) -> int:
    """Items are read and written; the index is checked."""
    flags = [True] * n
    count = 0
    for i in range(2, n):
        if flags[i]:
            count += 1
            for j in range(i * i, n, i):
                flags[j] = False
    return count


@compile
def collatz(n: int) -> int:
    """A list that grows, shrinks and is looped over."""
    steps = []
    while n > 1:
        steps.append(n)
        n = n // 2 if n % 2 == 0 else 3 * n + 1
    last = steps.pop()
    return max(steps) + len(steps) + last


@compile
def smooth(x: float, y: float, n: int) -> float:
    """The memory of a list that is made in a loop is used again."""
    row = [x, 0.0, y]
    for _ in range(n):
        before = row.copy()
        row[1:] = [0.5 * value for value in before[:2]]
        row.append(before[-1])
    return row[0]
