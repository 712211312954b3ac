"""Control flow, calls and exceptions in small functions; `test_language.py` runs them.

They are compiled without contraction, so that every executor must give the same bits.
"""

import math

from pyx_lowering import compile

RATE = 1.25
LIMIT = 1 << 20
PAIR = (3, 0.5)
LOW, HIGH = -10, 10
INFINITY = math.inf


# Branches


@compile(contract=False)
def if_elif_else(x: float) -> int:
    if x > 0.0:
        return 1
    elif x < 0.0:
        return -1
    elif x == 0.0:
        return 0
    else:
        return 2


@compile(contract=False)
def assigned_in_branches(a: int, b: int) -> int:
    if a > b:
        larger = a
        smaller = b
    else:
        larger = b
        smaller = a
    return larger // 2 - smaller // 2


@compile(contract=False)
def branch_in_branch(a: int, b: bool, x: float) -> float:
    if b:
        if a > 3:
            x = x + 1.0
        elif a == 3:
            return -0.0
    else:
        x = -x
        if not a:
            x = 0.5
    return x


# Loops


@compile(contract=False)
def while_else(n: int) -> int:
    total = 0
    while n > 0:
        total += n % 10
        n //= 10
        if total > 40:
            break
    else:
        total = -total
    return total


@compile(contract=False)
def while_continue(n: int) -> int:
    i = 0
    total = 0
    while i < (n & 31):
        i += 1
        if i % 3 == 0:
            continue
        total += i
    return total


@compile(contract=False)
def while_true(n: int) -> int:
    while True:
        n = n // 2
        if -2 < n < 2:
            return n


@compile(contract=False)
def while_value(n: int) -> int:
    """The condition is an int."""
    n &= 15
    steps = 0
    while n:
        n -= 1
        steps += 2
    return steps


@compile(contract=False)
def for_any_range(start: int, stop: int, step: int) -> int:
    """At most twenty turns."""
    total = 0
    turns = 0
    for i in range(start, stop, step):
        total ^= i
        turns += 1
        if turns == 20:
            break
    else:
        total = ~total
    return total


@compile(contract=False)
def for_up(start: int, count: int) -> int:
    last = 7
    for i in range(start, start + (count & 7)):
        last = i
    return last


@compile(contract=False)
def for_down_to_the_smallest(n: int) -> int:
    turns = 0
    for i in range(-9223372036854775800, -9223372036854775808, -3):
        turns += i % 7 + (n & 1)
    return turns


@compile(contract=False)
def for_up_to_the_largest() -> int:
    last = 0
    for i in range(9223372036854775790, 9223372036854775807, 5):
        last = i
    return last


@compile(contract=False)
def for_else(n: int) -> int:
    n = n & 63
    for d in range(2, n):
        if n % d == 0:
            break
    else:
        return -n
    return d


@compile(contract=False)
def for_index_changed(n: int) -> int:
    """The loop goes on from its own count."""
    total = 0
    for i in range(n & 15):
        i = i * i
        total += i
    return total


@compile(contract=False)
def for_bound_changed(n: int) -> int:
    """The bounds are read once."""
    n = n & 15
    turns = 0
    for _ in range(n):
        n += 1
        turns += 1
    return turns * 100 + n


@compile(contract=False)
def loops_in_loops(n: int) -> int:
    count = 0
    for i in range(n & 15):
        for j in range(i):
            if j * j > i:
                break
            if (i + j) % 2:
                continue
            count += 1
        else:
            count += 100
    return count


@compile(contract=False)
def return_from_loops(total: int) -> tuple[int, int]:
    for a in range(12):
        b = a
        while b < 12:
            if a * a + b * b == total & 127:
                return a, b
            b += 1
    return -1, -1


@compile(contract=False)
def loop_else_continue(n: int) -> int:
    """`continue` and `break` in the else of an inner loop belong to the outer one."""
    count = 0
    for i in range(n & 15):
        for j in range(2, i):
            if i % j == 0:
                break
        else:
            if i > 11:
                break
            continue
        count += i
    return count


# Tuples and assignment


@compile(contract=False)
def swapped(a: float, b: float) -> tuple[float, float]:
    a, b = b, a
    return a, b


@compile(contract=False)
def rotated(a: int, b: int, c: int) -> tuple[int, int, int]:
    a, b, c = b, c, a
    (a, b), c = (b, a), c
    return a, b, c


@compile(contract=False)
def fibonacci(n: int) -> int:
    a, b = 0, 1
    for _ in range(n & 127):
        a, b = b, a + b
    return a


@compile(contract=False)
def mixed_results(x: float, n: int, b: bool) -> tuple[float, int, bool]:
    x, n = x + n, n // 3
    return x, n, not b


@compile(contract=False)
def of_a_call(x: float, n: int) -> float:
    value, third, flag = mixed_results(x, n, True)
    return value if flag else float(third)


@compile(contract=False)
def same_value_twice(n: int) -> int:
    a = b = n // 2
    a += 1
    return a - b


@compile(contract=False)
def augmented_floats(x: float, y: float) -> float:
    x += y
    x *= 0.5
    x -= 3.0
    x /= y
    x //= 0.25
    x %= 3.0
    x **= 2
    return x


@compile(contract=False)
def augmented_ints(a: int, b: int) -> int:
    a += b
    a *= 3
    a -= 7
    a //= b
    a %= 1001
    a <<= 4
    a |= 3
    a ^= b
    a &= 65535
    a >>= 2
    a **= 2
    return a


@compile(contract=False)
def int_starts_float(x: float, n: int) -> float:
    total = 0
    for _ in range(1 + (n & 3)):
        total += x
    return total


# Calls


@compile(contract=False)
def with_defaults(x: float, n: int = 2, *, scale: float = RATE, on: bool = True) -> float:
    return x * n * scale if on else -x


@compile(contract=False)
def calls_with_keywords(x: float, n: int) -> float:
    return with_defaults(x) + with_defaults(scale=x, x=2, n=n) + with_defaults(x, n, on=n > 0)


@compile(contract=False)
def factorial(n: int) -> int:
    return 1 if n < 2 else n * factorial(n - 1) if n < 30 else -1


@compile(contract=False)
def is_even(n: int) -> bool:
    return n == 0 or is_odd(abs(n) % 60 - 1)


@compile(contract=False)
def is_odd(n: int) -> bool:
    return n > 0 and is_even(n - 1)


@compile(contract=False)
def without_end(n: int) -> int:
    return without_end(n) + 1


def doubled(x):
    """Not marked and not annotated: traced with the types of each call."""
    return x + x


def power_of(x, n=2):
    if n <= 0:
        return x * 0 + 1
    result = x
    for _ in range(n - 1):
        result = result * x
    return result


@compile(contract=False)
def helpers(x: float, n: int) -> float:
    return doubled(x) + doubled(n) + power_of(x) + power_of(n % 100, 3)


@compile(contract=False)
def constants(x: float) -> float:
    return x * RATE + PAIR[1] + PAIR[0] + LIMIT if LOW < x < HIGH else INFINITY


# Exceptions and unbound names


@compile(contract=False)
def article(x: float, y: float, z: float, n: int) -> float:
    for _ in range(n & 7):
        r = x * y + z
    return r


@compile(contract=False)
def unbound_after_branch(n: int) -> int:
    if n > 3:
        value = n // 2
    if n > -3:
        return value
    return 0


@compile(contract=False)
def unbound_loop_variable(n: int) -> int:
    for i in range(n & 7):
        if i == 5:
            break
    return i


@compile(contract=False)
def unbound_first_turn(n: int) -> int:
    total = 0
    for i in range(n & 3):
        if i > 0 or n > 100:
            total += last
        last = i
    return total


@compile(contract=False)
def unbound_augmented(n: int) -> int:
    if n % 2:
        count = 1
    count += n // 2
    return count


@compile(contract=False)
def asserted(n: int) -> int:
    assert n > 0
    assert n < 100, "too large"
    return n


@compile(contract=False)
def raised(n: int) -> float:
    if n == 0:
        raise ValueError("zero")
    elif n == 1:
        raise ArithmeticError
    elif n == 2:
        raise KeyError("two")
    elif n < 0:
        raise StopIteration()
    elif n > 100:
        raise OverflowError("by hand")
    return 1.0 / n


@compile(contract=False)
def passes_on(n: int) -> float:
    return raised(n) + 1.0


@compile(contract=False)
def only_checks(x: float) -> None:
    if x != x:
        raise ValueError("not a number")


@compile(contract=False)
def unused_operation(a: float, b: float) -> float:
    """What is not used must still raise."""
    a / b
    lost = math.sqrt(a)
    return b


@compile(contract=False)
def order_of_errors(a: int, b: int) -> float:
    """The first one in Python's order is the one that is raised."""
    return math.sqrt(a) + a // b + math.log(b)


@compile(contract=False)
def unbound_in_a_loop(n: int, x: float) -> float:
    """What is hoisted out of the loop must not be looked at before the check."""
    if n > 3:
        factor = n
    product = 1.0
    for _ in range(n % 5):
        product *= x * factor
    return product


def refuse(x: float) -> bool:
    raise IndexError("here")


@compile
def unbound_in_a_nested_function(n: int) -> int:
    while n > 0:
        found = n
        n -= 1

    def read() -> int:
        return found

    return read()


@compile(contract=False)
def never_returning(x: float) -> bool:
    return x > 0 and refuse(x)


@compile(contract=False)
def matched_bool(flag: bool, other: bool, n: int) -> int:
    match flag:
        case True:
            n += 1
        case False if other:
            n -= 1
    match (other, n > 0):
        case (True, False):
            return n
    return n * 2 if flag and other else -n


@compile
def counted(n: int, a: bool, b: bool, start: int) -> tuple[int, int, int]:
    """Sums of bools, and what loops count, from where it may pass 64 bits."""
    down, up, kept = 3, start, 0
    for i in range(n % 9):
        if i % 4 == 3:
            down -= a + b
            continue
        up += (a + (i > 2)) * 3
        kept = i - (kept < i) if b else kept + 1
        if kept > 5:
            break
    else:
        down -= 1
    return (a + b + (n > 0)) * 2000000000 - b, up, down * 4000000000000000000 + kept
