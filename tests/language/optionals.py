"""Values that may be None; see `test_language.py`.

They are compiled without contraction, so that every executor must give the same bits.
"""

import math
from typing import Optional

from pyx_lowering import compile


@compile(contract=False)
def scaled(x: float, factor: float | None) -> float:
    if factor is None:
        return x
    return x * factor


@compile(contract=False)
def with_default(n: int, limit: int | None = None) -> int:
    if limit is not None and n > limit:
        n = limit
    return n


@compile(contract=False)
def root(x: float) -> float | None:
    """A result that may be None."""
    if x < 0:
        return None
    return math.sqrt(x)


@compile(contract=False)
def root_or(x: float, default: float) -> float:
    found = root(x)
    return default if found is None else found + 1.0


@compile(contract=False)
def unchecked(x: float | None, n: int) -> float:
    """None where a number is needed is a TypeError, as in Python."""
    if n > 5:
        return x + n
    if n < 0:
        return math.sin(x)
    return -1.0


@compile(contract=False)
def truth(flag: bool | None, n: Optional[int]) -> int:
    total = 0
    if flag:
        total += 1
    if not n:
        total += 2
    if flag is None or n is None:
        total += 4
    return total


@compile(contract=False)
def equality(x: float | None, y: float, n: int | None) -> int:
    total = 0
    if x == y:
        total += 1
    if n != 3:
        total += 2
    if x == 0:
        total += 4
    return total


@compile(contract=False)
def largest(n: int, step: float) -> Optional[float]:
    """A local that starts as None, in a loop."""
    best = None
    for i in range(n % 7):
        value = math.fmod(i * step, 3.5)
        if best is None or value > best:
            best = value
    return best


@compile(contract=False)
def first_divisor(n: int) -> int | None:
    for d in range(2, min(abs(n), 50)):
        if n % d == 0:
            return d


@compile(contract=False)
def chosen(x: float, n: int) -> float | None:
    value = x if n > 0 else None
    if n == 2:
        value = None
    return value


@compile(contract=False)
def matched(n: int | None, flag: bool | None) -> int:
    match n:
        case None:
            return -1
        case 0 | 1:
            return 10
    return 3 if flag is None else 4


@compile(contract=False)
def annotated(x: float) -> int:
    value: float | None = None
    if x > 1:
        value = x
    other: int | None = 5 if x > 3 else None
    if value is None:
        return 0
    return int(value % 100.0) + (other or 7) if other is not None else -3


@compile(contract=False)
def of_complex(z: complex | None, n: int) -> complex | None:
    if z is None or n > 3:
        return z
    return z * n


@compile(contract=False)
def in_handlers(n: int) -> int | None:
    result = None
    try:
        result = 10 // n
        if n > 100:
            raise ValueError
    except ZeroDivisionError:
        return result
    except ValueError:
        result = None
    return result


def helper(x, scale=None):
    if scale is None:
        return x
    return x * scale


@compile(contract=False)
def through_helpers(x: float, n: int) -> float:
    return helper(x) + helper(x, 2.0) + helper(x, None if n > 3 else x)


@compile(contract=False)
def big(n: int | None) -> int:
    return 0 if n is None else n * n
