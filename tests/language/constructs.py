"""Matching, iteration, nested functions and other constructs; see `test_language.py`.

They are compiled without contraction, so that every executor must give the same bits.
"""

import math
import sys
from collections.abc import Callable
from typing import Annotated, Final, Literal

from pyx_lowering import compile

Length = float
Count = Annotated[int, "how many"]
STEPS: Final = 3
WEIGHTS = (0.5, -1.25, 3.0)


# match


@compile(contract=False)
def matched_int(n: int) -> int:
    match n:
        case 0:
            return 10
        case 1 | 2 | -7:
            return 20
        case 63 if n > 100:
            return -1
        case 63:
            return 30
        case k if k > 1000:
            return k // 3
        case _:
            return 40


@compile(contract=False)
def matched_float(x: float, b: bool) -> float:
    match x:
        case 0:
            result = 1.5
        case 0.5 | -1.0:
            result = x * 2.0
        case math.inf:
            result = -0.0
        case y if b:
            result = y - 1.0
        case _:
            pass
    return result


@compile(contract=False)
def matched_bool(x: float, n: int) -> int:
    match x > 0.5:
        case True:
            return n
        case _:
            return ~n


@compile(contract=False)
def matched_tuple(a: int, b: int) -> int:
    match a, b:
        case (0, 0):
            return 0
        case (0, y):
            return y // 2
        case (1 | 2, 3 | 4):
            return 5
        case (x, y) as pair if x == y:
            return pair[0] // 4
        case x, _:
            return -1 if x > 0 else -2


@compile(contract=False)
def matched_in_loop(n: int) -> int:
    total = 0
    for i in range(n & 15):
        match i % 4:
            case 0:
                continue
            case 3 if i > 8:
                break
            case k:
                total += k
    else:
        total += 1000
    return total


# Iteration


@compile(contract=False)
def over_tuple(x: float) -> float:
    total = 0.0
    for weight in WEIGHTS:
        total = total * x + weight
    return total


@compile(contract=False)
def over_values(a: float, b: float) -> float:
    largest = a
    for value in (a, b, a + b, a * b):
        if value > largest:
            largest = value
    else:
        largest = largest + 0.5
    return largest


@compile(contract=False)
def enumerated(x: float, n: int) -> float:
    total = 0.0
    for i, weight in enumerate(WEIGHTS, n):
        total += i * weight + x
    return total


@compile(contract=False)
def zipped(n: int) -> int:
    total = 0
    for i, (j, k) in enumerate(zip(range(n & 7), range(5, -20, -3))):
        total += i * j - k
    return total


@compile(contract=False)
def reversed_range(start: int, n: int) -> int:
    last = -5
    for i in reversed(range(start & 15, n & 31, 3)):
        last = last * 2 + i
    return last


@compile(contract=False)
def unbound_after_tuple(n: int) -> int:
    for a, b in zip(range(n & 3), range(10)):
        pass
    return a + b


# Reductions


@compile(contract=False)
def summed(n: int, x: float) -> float:
    return sum(x * i for i in range(n & 15)) + sum(WEIGHTS) + sum((x, x, -x), 0.5)


@compile(contract=False)
def summed_ints(n: int) -> int:
    return sum(i * i for i in range(n & 31) if i % 3) + sum(n for _ in range(3))


@compile(contract=False)
def summed_pairs(n: int) -> int:
    return sum(i * j for i in range(n & 7) for j in range(i) if (i + j) % 2 == 0)


@compile(contract=False)
def any_and_all(n: int) -> int:
    """They stop at the first that decides, before the division by zero."""
    some = any(12 // (i - 3) == 12 for i in range(4, n & 7))
    every = all(i < 4 or 1 // (5 - i) for i in range(n & 7))
    return some + 2 * every


@compile(contract=False)
def smallest_and_largest(n: int, x: float) -> float:
    return min((i - 3) ** 2 for i in range(n & 7)) + max(x - i for i in range(n & 3))


# Nested functions


@compile(contract=False)
def nested(x: float, n: int) -> float:
    scale = x * 0.5

    def shifted(y: float, by: int = 2) -> float:
        return y * scale + by

    return shifted(x) + shifted(1.0, n) - shifted(by=1, y=scale)


@compile(contract=False)
def nested_sees_later_values(n: int) -> int:
    step = 1

    def bump(value: int) -> int:
        return value + step

    first = bump(n & 255)
    step = 10
    return bump(first)


@compile(contract=False)
def nested_recursive(n: int) -> int:
    def down(k: int) -> int:
        return 0 if k <= 0 else k + down(k - 2)

    return down(n & 31)


@compile(contract=False)
def with_lambda(x: float, n: int) -> float:
    square = lambda y: y * y  # noqa: E731
    return square(x) + square(n % 1000)


def integral(f: Callable[[float], float], start: float, stop: float, steps: int) -> float:
    """A helper that takes a function, and is compiled for each."""
    width = (stop - start) / steps
    total = 0.0
    for i in range(steps):
        total += f(start + (i + 0.5) * width)
    return total * width


def cubed(x: float) -> float:
    return x * x * x


@compile(contract=False)
def function_arguments(x: float) -> float:
    return (
        integral(math.atan, 0.0, x, 8) + integral(cubed, -1.0, 1.0, STEPS)
        + integral(lambda t: t * x + 1.0, 0.0, 1.0, 4)
    )


# Tuples, names and the rest


@compile(contract=False)
def walrus(n: int) -> int:
    total = 0
    while (n := n // 2) > 3:
        total += n & 1
    return total if (half := n) else half - 1


@compile(contract=False)
def walrus_in_short_circuit(a: int, b: int) -> int:
    if a > 0 and (c := b // a) > 1:
        return c
    return c if a > 0 else -1


@compile(contract=False)
def starred(a: int, b: int, c: int) -> int:
    first, *middle, last = a, b, c, a
    x, y = middle
    return max(*middle, 5) + first % 7 - last % 7 + x % 3 + y % 3


@compile(contract=False)
def indexed(n: int, x: float) -> float:
    values = (x, 2.5, -x)
    return values[1] + values[-1] + WEIGHTS[n]


@compile(contract=False)
def deleted(n: int) -> int:
    value = n // 2
    if n > 10:
        del value
    return value


@compile(contract=False)
def number_methods(n: int, x: float) -> int:
    whole = x.is_integer() + 2 * (x.real == x) + 4 * (x.imag == 0.0)
    return n.bit_length() + n.bit_count() * 100 + whole


@compile(contract=False)
def system_constants(x: float) -> float:
    return sys.maxsize % 1000 + (sys.float_info.max if x > 1.0 else sys.float_info.epsilon)


@compile(contract=False)
def aliases(x: Length, n: Count, kind: Literal[1, 2, 3]) -> Length:
    half: Final = x / 2
    return half * n + kind


@compile(contract=False)
def messages(n: int, x: float) -> int:
    assert x == x, f"{x} is not a number"
    if n < 0:
        raise ValueError(f"n is {n}, which is below {0!r}: {x:.3f}")
    if n > 2**40:
        raise OverflowError("too large", n, x)
    return n


@compile(contract=False)
def counted_by_a_nested_function(n: int) -> int:
    total = 0

    def add(k):
        nonlocal total
        total += k

    for i in range(n % 10):
        add(i)
        if total > 20:
            add(-7 * i)
    return total


@compile(contract=False)
def visited(n: int) -> int:
    total = 0
    deepest = (0, n)

    def visit(k: int, depth: int = 0) -> bool:
        nonlocal total, deepest
        total += 1
        if depth > deepest[0]:
            deepest = (depth, k)
        return k > 1 and (visit(k - 1, depth + 1) or visit(k - 2, depth + 1))

    visit(n % 12)
    return total * 100 + deepest[0] * deepest[1]


@compile(contract=False)
def stepped(x: float, n: int) -> float:
    """Calls in a condition, in a loop, in a generator expression, and on one path only."""
    state = x
    steps = 0

    def step(factor):
        nonlocal state, steps
        before = state
        state = state * factor + 1.0
        steps += 1
        return 0.0 if state > 100 else before

    total = 0.0
    while step(2.0) and steps < n % 20:
        total += step(0.5)
    if n % 3 == 1 and step(1.0) > 3:
        total = -total
    total += sum(step(i + 0.5) for i in range(n % 4))
    return total + steps + state


@compile(contract=False)
def changed_type(n: int) -> float:
    value = 1

    def halve():
        nonlocal value
        value = value / 2

    for _ in range(n % 5):
        halve()
    return value * 1.0


@compile(contract=False)
def errors_in_a_nested_function(a: int, b: int) -> int:
    last = 0

    def divide():
        nonlocal last
        last = a // b

    divide()
    return last


@compile(contract=False)
def functions_on_paths(n: int, x: float) -> float:
    """A function that is defined on one path only, and one that every path defines."""
    if n > 3:
        def scaled(y: float) -> float:
            return y * x

        x = scaled(2.0) + scaled(x)
    return scaled(x) if n % 7 == 5 else x
