"""Number theory on ints. Inside they are 64 bits wide; a result past that is still exact."""

from pyx_lowering import compile


@compile
def greatest_common_divisor(a: int, b: int) -> int:
    """The largest number that divides both, never negative (Euclid's method)."""
    while b:
        a, b = b, a % b
    return abs(a)


@compile
def modular_power(base: int, exponent: int, modulus: int) -> int:
    """`base ** exponent % modulus` by repeated squaring.

    Raises ValueError for a negative exponent and ZeroDivisionError for modulus 0.
    """
    if exponent < 0:
        raise ValueError("exponent must not be negative")
    result = 1 % modulus
    base %= modulus
    while exponent > 0:
        if exponent & 1:
            result = result * base % modulus
        base = base * base % modulus
        exponent >>= 1
    return result


@compile
def is_prime(n: int) -> bool:
    """Whether `n` is a prime number, by trial division with 6k ± 1."""
    if n < 4:
        return n > 1
    if n % 2 == 0 or n % 3 == 0:
        return False
    divisor = 5
    while divisor * divisor <= n:
        if n % divisor == 0 or n % (divisor + 2) == 0:
            return False
        divisor += 6
    return True


@compile
def collatz_length(n: int) -> int:
    """How many steps the Collatz sequence from `n` takes to reach 1; ValueError for n < 1."""
    if n < 1:
        raise ValueError("n must be at least 1")
    steps = 0
    while n != 1:
        n = 3 * n + 1 if n % 2 else n // 2
        steps += 1
    return steps


@compile
def factorial(n: int) -> int:
    """`n!` by recursion. From 21 on it is past 64 bits, and Python gives the exact answer."""
    if n < 0:
        raise ValueError("factorial of a negative number")
    return 1 if n < 2 else n * factorial(n - 1)
