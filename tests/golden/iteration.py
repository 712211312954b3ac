"""for over tuples, enumerate, zip and reversed; reductions."""

from pyx_lowering import compile

WEIGHTS = (0.25, 0.5, 0.25)


@compile
def polynomial(x: float) -> float:
    total = 0.0
    for weight in WEIGHTS:
        total = total * x + weight
    return total


@compile
def pairs(n: int) -> int:
    total = 0
    for i, (a, b) in enumerate(zip(range(n), range(10, 0, -2)), 1):
        total += i * a - b
    return total


@compile
def backwards(n: int) -> int:
    last = 0
    for i in reversed(range(n)):
        last = last * 2 + i
    return last


@compile
def squares(n: int) -> int:
    return sum(i * i for i in range(n))


@compile
def has_divisor(n: int) -> bool:
    return any(n % d == 0 for d in range(2, n))


@compile
def largest(x: float, n: int) -> float:
    return max(x * i for i in range(n))
