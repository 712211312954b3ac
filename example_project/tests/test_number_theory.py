"""The int functions of the installed wheel: exact at every size."""

from __future__ import annotations

import math
from collections.abc import Callable

import orbits
import pytest

SMALL = [-12, -7, -1, 0, 1, 2, 9, 30, 97]
BIG = [2**62, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 3**50, -(10**30)]


@pytest.mark.parametrize("a", SMALL + BIG)
@pytest.mark.parametrize("b", SMALL + BIG)
def test_greatest_common_divisor(a: int, b: int) -> None:
    assert orbits.greatest_common_divisor(a, b) == math.gcd(a, b)


@pytest.mark.parametrize("base", [-5, 0, 2, 7, 2**40 + 15, 10**30])
@pytest.mark.parametrize("exponent", [0, 1, 2, 65, 10**6])
@pytest.mark.parametrize("modulus", [-7, 1, 97, 2**31 - 1, 2**61 - 1, 2**89 - 1])
def test_modular_power(base: int, exponent: int, modulus: int) -> None:
    # With a modulus of 61 bits the products pass 64 bits: the answer must be exact anyway.
    assert orbits.modular_power(base, exponent, modulus) == pow(base, exponent, modulus)


def test_primes() -> None:
    sieve = [n for n in range(2, 2000) if all(n % d for d in range(2, math.isqrt(n) + 1))]
    assert [n for n in range(-5, 2000) if orbits.is_prime(n)] == sieve
    assert orbits.is_prime(2**31 - 1) is True
    assert orbits.is_prime((2**31 - 1) * 65537) is False


def test_collatz_lengths() -> None:
    native, python = orbits.collatz_length, orbits.collatz_length.__wrapped__
    assert [native(n) for n in range(1, 500)] == [python(n) for n in range(1, 500)]
    assert native(27) == 111
    # On its way this one passes 64 bits, so Python finishes the job.
    assert native(2**62 - 1) == python(2**62 - 1)
    assert native(2**70) == 70


@pytest.mark.parametrize("n", [0, 1, 5, 20, 21, 30, 100])
def test_factorials_are_exact(n: int) -> None:
    assert orbits.factorial(n) == math.factorial(n)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: orbits.modular_power(2, -1, 7), ValueError, "exponent must not be negative"),
        (lambda: orbits.modular_power(2, 5, 0), ZeroDivisionError, "modulo"),
        (lambda: orbits.collatz_length(0), ValueError, "n must be at least 1"),
        (lambda: orbits.factorial(-1), ValueError, "factorial of a negative number"),
        (lambda: orbits.is_prime(7.0), TypeError, "n"),
        (lambda: orbits.is_prime("7"), TypeError, "n"),
        (lambda: orbits.greatest_common_divisor(4, 2.5), TypeError, "b"),
    ],
)
def test_exceptions(call: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


def test_a_bool_is_an_int() -> None:
    assert orbits.greatest_common_divisor(True, False) == 1
