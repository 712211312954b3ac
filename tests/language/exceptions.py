"""`try` in small functions; see `test_language.py`.

They are compiled without contraction, so that every executor must give the same bits.
"""

import math

from pyx_lowering import compile


@compile(contract=False)
def caught(a: int, b: int) -> int:
    try:
        return a // b
    except ZeroDivisionError:
        return -1


@compile(contract=False)
def what_handlers_see(x: float, n: int) -> float:
    """The names hold what they held when the exception came."""
    total = 1.0
    steps = 0
    try:
        for i in range(n % 7 - 3, 4):
            steps += 1
            total += x / i
        total = -total
    except ZeroDivisionError:
        return total * 100 + steps
    else:
        steps = -steps
    return total + steps


@compile(contract=False)
def several_handlers(x: float, n: int) -> int:
    result = 0
    try:
        result = 1
        y = math.sqrt(x)
        result = 2
        result += int(y) // n
    except ValueError as error:
        result += 10
    except (ZeroDivisionError, KeyError):
        result += 20
    except ArithmeticError:
        result += 30
    except:
        result += 40
    return result


@compile(contract=False)
def unbound_in_handler(n: int) -> int:
    try:
        a = 10 // n
        b = 10 // (n - 1)
        del a
        c = 10 // (n - 2)
    except ZeroDivisionError:
        return a
    return b + c


@compile(contract=False)
def unbound_after(n: int) -> int:
    try:
        a = 10 // n
    except ZeroDivisionError:
        pass
    return a


@compile(contract=False)
def not_an_exception(a: int, b: int) -> int:
    """An int past 64 bits is no error in Python, and no handler sees it."""
    try:
        c = a * b + 1
    except OverflowError:
        return -1
    except Exception:
        return -2
    except BaseException:
        return -3
    finally:
        a = 0
    return c + a


@compile(contract=False)
def an_exception(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return -1.0


@compile(contract=False)
def passed_on(n: int) -> int:
    try:
        if n == 1:
            raise KeyError("one")
        if n == 2:
            raise IndexError("two")
        n = 5 // n
    except KeyError:
        n = 7
    return n


@compile(contract=False)
def raised_again(n: int) -> int:
    try:
        return 5 // n
    except ZeroDivisionError as error:
        if n == 0:
            raise
        return 1


@compile(contract=False)
def raised_by_name(n: int) -> int:
    try:
        return 5 // n
    except ArithmeticError as error:
        raise error


@compile(contract=False)
def exchanged(n: int) -> int:
    try:
        return 5 // n
    except ZeroDivisionError:
        raise ValueError("no zero, please") from None


@compile(contract=False)
def with_finally(a: int, b: int) -> int:
    total = 0
    try:
        total += a // b
    finally:
        total += 1000
    return total


@compile(contract=False)
def returns_through_finally(a: int, b: int) -> int:
    """The result is computed before the `finally`, which cannot change it."""
    result = 5
    try:
        result = a // b
        return result
    except ZeroDivisionError:
        result = 6
        return result
    finally:
        result = 7


@compile(contract=False)
def finally_decides(n: int) -> int:
    for i in range(3):
        try:
            if i == n:
                return 100
            n // (n - 2)
        finally:
            if n > 0:
                return -i
    return 50


@compile(contract=False)
def finally_raises(n: int, m: int) -> int:
    """What the `finally` raises is not for the handlers of its own statement."""
    seen = 0
    try:
        try:
            seen = 1
            if n > 0:
                return seen
            seen = 2
        except ZeroDivisionError:
            seen = 3
        finally:
            seen += 10 // m
    except ZeroDivisionError:
        return seen + 500
    return seen


@compile(contract=False)
def leaves_loops(n: int, m: int) -> int:
    total = 0
    for i in range(6):
        try:
            total += 10 // (i - m)
            if i == n:
                break
            if i % 2:
                continue
            total += 100
        except ZeroDivisionError:
            total += 1000
            continue
        finally:
            total += 1
    else:
        total = -total
    return total


@compile(contract=False)
def nested_leaves(n: int, m: int) -> int:
    total = 0
    while total < 50:
        total += 10
        try:
            try:
                if n == total:
                    break
                total += 20 // (m - total)
            finally:
                total += 2
                for k in range(5):
                    if k == n:
                        break
                    total += 1
        except ZeroDivisionError:
            total += 3
        else:
            total += 4
        finally:
            total += 5
    return total


@compile(contract=False)
def loops_in_handler(n: int) -> int:
    base = n
    try:
        base = 3
        base = 12 // n
    except ZeroDivisionError:
        total = 0
        for i in range(5):
            total += base * i
        return total
    return base


@compile(contract=False)
def calls_that_raise(n: int) -> int:
    """What a callee raises is caught too."""
    try:
        return helper(n) + caught(n, 0)
    except ValueError:
        return -5
    except IndexError:
        return -6


def helper(n: int) -> int:
    if n < 0:
        raise ValueError("negative")
    if n > 100:
        raise IndexError(f"{n} is too large")
    return 3 // n


@compile(contract=False)
def tried_in_helper(x: float, n: int) -> float:
    return safe(x, n) + safe(n, 2)


def safe(x, n):
    try:
        return x / n
    except ZeroDivisionError:
        return math.inf


@compile(contract=False)
def swapped(a: int, b: int) -> int:
    x, y = 1, 2
    try:
        x, y = y, x
        x, y = a // b, b // a
    except ZeroDivisionError:
        x += 10
    return x * 100 + y


@compile(contract=False)
def asserted(n: int) -> int:
    try:
        assert n > 3
    except AssertionError:
        return 0
    return n


@compile(contract=False)
def in_expressions(n: int) -> bool:
    try:
        return 3 // n > 1 or 3 // (n - 3) > 0
    except ZeroDivisionError:
        return n == 0


@compile(contract=False)
def floats_and_ints(n: int) -> float:
    scale = 1
    try:
        scale = 2.5
        scale = 5 / n
    except ZeroDivisionError:
        pass
    return scale


@compile(contract=False)
def big_between(a: int) -> int:
    """The call runs again as a whole, and Python's handler decides."""
    try:
        b = a * a * a % 1000
        return 7 // (b - 1)
    except ZeroDivisionError:
        return b


@compile(contract=False)
def broken_twice(n: int) -> int:
    try:
        return 1 // n
    except ZeroDivisionError:
        return 1 // n
    finally:
        n += 1


@compile(contract=False)
def choices(n: int) -> int:
    """An int past 64 bits is no OverflowError of Python, whoever computes it."""
    try:
        return math.comb(n, 40)
    except OverflowError:
        return -1
    except ValueError:
        return -2


@compile(contract=False, overflow="raise")
def strict_caught(a: int, b: int) -> int:
    """What was caught is over, whatever is computed behind it."""
    try:
        a *= b
    except OverflowError:
        a = -1
    return a + b
