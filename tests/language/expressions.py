"""Operators, built-in functions and `math` in small functions; `test_language.py` runs them.

They are compiled without contraction, so that every executor must give the same bits.
"""

import math
import operator

from pyx_lowering import compile


# Expressions


@compile(contract=False)
def conditional(a: float, b: float) -> float:
    return a if a < b else b if b < 0.0 else -b


@compile(contract=False)
def chained(a: int, b: int, c: int) -> bool:
    return a < b <= c != a > -5


@compile(contract=False)
def chained_stops(a: int, b: int) -> bool:
    """The last operand would divide by zero, where it is not needed."""
    return 0 < b < 10 // b or a == b


@compile(contract=False)
def compared(x: float, y: float) -> int:
    return (x < y) + 2 * (x <= y) + 4 * (x == y) + 8 * (x != y) + 16 * (x >= y) + 32 * (x > y)


@compile(contract=False)
def compared_with_int(x: float, n: int) -> int:
    """Exactly, as Python does, even where the int has no float."""
    return (x < n) + 2 * (x <= n) + 4 * (x == n) + 8 * (n < x) + 16 * (n >= x) + 32 * (n != x)


@compile(contract=False)
def values_of_and_or(a: int, b: int) -> int:
    return (a or b) - (a and b)


@compile(contract=False)
def float_values_of_and_or(x: float, y: float) -> float:
    """`-0.0 or y` is y, `nan and y` is y."""
    return math.copysign(1.0, x or y) + (x and y)


@compile(contract=False)
def short_circuit(a: float, b: float) -> bool:
    return b != 0.0 and a / b > 1.0 or a > 100.0


@compile(contract=False)
def negation(x: float, n: int, b: bool) -> bool:
    return not x and not n or not b


@compile(contract=False)
def float_operators(x: float, y: float) -> float:
    return (x + y) * (x - y) + -x * +y


@compile(contract=False)
def quotient(x: float, y: float) -> float:
    return x / y


@compile(contract=False)
def floored(x: float, y: float) -> tuple[float, float]:
    return x // y, x % y


@compile(contract=False)
def float_power(x: float, y: float) -> float:
    return x**y


@compile(contract=False)
def int_operators(a: int, b: int) -> int:
    return (a + b) * (a - b) + -a


@compile(contract=False)
def int_quotient(a: int, b: int) -> float:
    return a / b


@compile(contract=False)
def int_floored(a: int, b: int) -> tuple[int, int]:
    return a // b, a % b


@compile(contract=False)
def bitwise(a: int, b: int) -> int:
    return (a & b) ^ (a | ~b)


@compile(contract=False)
def shifted(a: int, n: int) -> tuple[int, int]:
    return a << n % 70, a >> n % 70


@compile(contract=False)
def negative_shift(a: int, n: int) -> int:
    return a >> n


@compile(contract=False)
def int_power(a: int, n: int) -> int:
    return a ** (n % 9)


@compile(contract=False)
def bools(a: bool, b: bool, n: int) -> int:
    return (a & b) + (a | b) * 2 + (a ^ b) * 4 + (-a) + n * b


@compile(contract=False)
def mixed(x: float, n: int, b: bool) -> float:
    return x * n + b - n / 2 + (b + x) + (float(n) if b else x)


@compile(contract=False)
def literals_at_the_edge(n: int) -> int:
    return (n & 9223372036854775807) + (-9223372036854775808 if n < 0 else 0)


@compile(contract=False)
def signs_of_zero(x: float) -> float:
    return (x + 0.0) * (x - 0.0) + math.copysign(1.0, 0.0 - x) + math.copysign(2.0, -x)


@compile(contract=False)
def by_operator(a: int, b: int) -> int:
    return operator.add(a, operator.mul(b, 3)) - operator.neg(a)


# Built-in functions and math


@compile(contract=False)
def built_in(x: float, n: int, b: bool) -> float:
    return abs(x) + abs(n) + float(n) + int(b) + bool(x) + float(b) + min(n, 3) + max(x, 2.5, -x)


@compile(contract=False)
def truncated(x: float) -> int:
    return int(x)


@compile(contract=False)
def rounded(x: float) -> int:
    return round(x)


@compile(contract=False)
def rounded_to(x: float, n: int) -> float:
    return round(x, 2) + round(x, n % 5)


@compile(contract=False)
def rounded_int(n: int) -> int:
    return round(n) + round(n, -2)


@compile(contract=False)
def extremes(x: float, y: float) -> tuple[float, float]:
    return min(x, y), max(x, y)


@compile(contract=False)
def divided(a: int, b: int) -> int:
    q, r = divmod(a, b)
    return q + r


@compile(contract=False)
def divided_floats(x: float, y: float) -> tuple[float, float]:
    return divmod(x, y)


@compile(contract=False)
def modular_power(a: int, b: int, m: int) -> int:
    return pow(a, b & 255, m) + pow(a, 2)


@compile(contract=False)
def inverse(a: int, m: int) -> int:
    return pow(a, -1, m)


@compile(contract=False)
def roots_and_logs(x: float) -> float:
    return math.sqrt(x) + math.log(x) + math.log2(x) + math.log10(x)


@compile(contract=False)
def trigonometry(x: float) -> float:
    return math.sin(x) + math.cos(x) * math.atan2(x, 2.0) + math.radians(x)


@compile(contract=False)
def exponential(x: float) -> float:
    return math.exp(x)


@compile(contract=False)
def classified(x: float) -> int:
    return math.isnan(x) + 2 * math.isinf(x) + 4 * math.isfinite(x)


@compile(contract=False)
def to_whole(x: float) -> tuple[int, int, int]:
    return math.floor(x), math.ceil(x), math.trunc(x)


@compile(contract=False)
def number_theory(a: int, b: int) -> int:
    return math.gcd(a, b) + math.isqrt(a) + math.factorial(b & 15) + math.comb(a & 31, b & 31)


@compile(contract=False)
def root_of_int(n: int) -> float:
    return math.sqrt(n)


@compile(contract=False)
def hypotenuse(x: float, y: float) -> float:
    return math.hypot(x, y) + math.fmod(x, y)


# Integers past 64 bits


@compile(contract=False)
def exact(a: int, b: int) -> int:
    return a * b + a - b


@compile(contract=False, overflow="raise")
def strict(a: int, b: int) -> int:
    return a * b + a - b


@compile(contract=False)
def exact_through_call(a: int) -> int:
    return exact(a, a) // 2


@compile(contract=False)
def big_between(a: int) -> int:
    """A value past 64 bits on the way to a small one."""
    return (a * a * a) % 1000


@compile(contract=False)
def big_float(a: int) -> float:
    return float(a * a) + a * a / 3


@compile(contract=False)
def negated(a: int) -> tuple[int, int]:
    return -a, abs(a)


@compile(contract=False)
def by_name(x: float, n: int) -> float:
    return operator.mul(x, n) - operator.neg(x)


@compile(contract=False)
def by_other_names(n: int, m: int) -> int:
    total = operator.iadd(operator.abs(n), operator.index(m))
    total = operator.ixor(total, operator.inv(n)) + operator.index(True)
    return total if operator.truth(m) else operator.ifloordiv(total, m - 1)


@compile(contract=False)
def power_of_itself(x: float) -> float:
    """The operand is looked at again when the result is too large."""
    x = 3.0 ** x
    x = (x + 1.0) ** x
    return x


@compile(contract=False)
def overwritten(x: float, y: float) -> float:
    y = math.pow(x, y)
    x = math.ldexp(x, 3)
    y = math.exp(y)
    x = abs(math.cosh(x))
    return x - y


@compile(contract=False)
def choice_of_bool_and_number(i: int, x: float) -> float:
    return 2.0 * (i if x > 1 else i > 3) - (True if i & 1 else i % 100) + (x if i else i == 0)


@compile(contract=False)
def sign_of_nan(x: float, y: float) -> float:
    return math.copysign(2.0, x**y) + math.copysign(1.0, x**3)


@compile(contract=False)
def extremes_of_bool_and_int(i: int, j: int) -> int:
    return -5 ^ min(i, j > 0) ^ -(max(i, j > 0, True)) ^ ~(i if j else int(j > i)) ^ abs(i > j)


@compile(contract=False)
def equal_to_several(n: int, m: int) -> int:
    found = 0
    if (n == 1 or n == 2) and (n == 2 or n == 0):
        found += 1
    if n == 1 and n == 0:
        found += 2
    if not (n == 1 and n == m) and (n != 2 or n != -1):
        found += 4
    return found + (8 if n == 1 or n == 2 and n == 63 else 0)


@compile(contract=False)
def in_ranges(n: int, k: int) -> tuple[bool, bool, bool, bool]:
    return n in range(k), n not in range(-5, k, 3), n in range(k, -9, -2), n in range(0, 10, k % 3)


@compile(contract=False)
def in_largest_ranges(n: int, k: int) -> tuple[bool, bool, bool, bool]:
    return (
        n in range(-(2**63), k, 2**62), n in range(k, -(2**63), -(2**63)),
        n in range(k, 2**63 - 1, 2**63 - 1), (n > 0) in range(k),
    )


@compile(contract=False)
def floats_in_ranges(x: float, k: int) -> tuple[bool, bool, bool]:
    k %= 50
    return x in range(k), x in range(10, -k, -3), x not in range(-3, 64, k)


@compile(contract=False)
def in_displays(n: int, x: float) -> tuple[bool, bool, bool, bool, bool]:
    return n in [1, 2, 63], x in {0.0, 1, 2.5}, n not in {x, 7}, x in [n, 0.5], n in (True, 2.0)


@compile(contract=False)
def nan_in_displays(x: float, y: float) -> tuple[bool, bool, bool]:
    return x in [y, 1.0], x in {x}, y in (0.5, x)


@compile(contract=False)
def complex_in_displays(z: complex, n: int) -> tuple[bool, bool, bool]:
    return z in (1j, n), z in {0j, 3, 2.5}, n in [z, 2j]


@compile(contract=False)
def in_and_chained(n: int, k: int) -> bool:
    return 0 <= n < k in range(64) or n in (1, k) or (n in ()) in [True, k > 5]


@compile(contract=False)
def text_in_displays(n: int) -> tuple[bool, bool]:
    c = chr(n % 1000)
    return c in {"a", "é", "\x00"}, c not in ["b", "ab", ""]
