"""Complex numbers: arithmetic, parts, comparisons, powers, `cmath`, and joins with floats."""

import cmath

from pyx_lowering import compile

UNIT = 1j
SHIFT = complex(0.5, -0.25)


@compile(contract=False)
def arithmetic(a: complex, b: complex) -> tuple[complex, complex, complex, complex, complex]:
    return a + b, a - b, a * b, -a, +b


@compile(contract=False)
def divided(a: complex, b: complex) -> complex:
    return a / b


@compile(contract=False)
def beside_float(a: complex, x: float) -> tuple[complex, complex, complex, complex, complex]:
    return a + x, x - a, a - x, x * a, a * x


@compile(contract=False)
def beside_int(a: complex, n: int) -> tuple[complex, complex, complex, bool, bool]:
    return n + a, n * a, a - n, a == n, n != a


@compile(contract=False)
def over_float(a: complex, x: float) -> complex:
    return a / x + x / a


@compile(contract=False)
def beside_literal(a: complex) -> tuple[complex, complex, complex, complex]:
    return 2 * a, a + 1, 1 - a, a * UNIT - SHIFT


@compile(contract=False)
def parts(a: complex) -> tuple[float, float, complex, bool]:
    return a.real, a.imag, a.conjugate(), bool(a)


@compile(contract=False)
def made(x: float, y: float, n: int) -> tuple[complex, complex, complex, complex]:
    return complex(x, y), complex(n), complex(), complex(n, y)


@compile(contract=False)
def compared(a: complex, b: complex, x: float) -> tuple[bool, bool, bool, bool]:
    return a == b, a != b, a == x, not a


@compile(contract=False)
def distance(a: complex) -> float:
    return abs(a)


@compile(contract=False)
def powers(a: complex, b: complex) -> complex:
    return a ** b


@compile(contract=False)
def small_powers(a: complex, n: int, x: float) -> tuple[complex, complex, complex, complex]:
    return a ** 2, a ** n, pow(a, -1), x ** a


@compile(contract=False)
def functions(a: complex) -> complex:
    return cmath.sqrt(a) + cmath.exp(a) * cmath.sin(a)


@compile(contract=False)
def logarithms(a: complex, x: float) -> complex:
    return cmath.log(a) + cmath.log10(x) + cmath.log(a, x)


@compile(contract=False)
def turned(a: complex) -> tuple[float, float, float]:
    r, phi = cmath.polar(a)
    return r, phi, cmath.phase(a)


@compile(contract=False)
def from_angle(r: float, phi: float) -> complex:
    return cmath.rect(r, phi) + cmath.infj * 0


@compile(contract=False)
def classified(a: complex, b: complex) -> tuple[bool, bool, bool, bool, bool]:
    return (cmath.isnan(a), cmath.isinf(a), cmath.isfinite(a), cmath.isclose(a, b),
            cmath.isclose(a, b, rel_tol=0.5))


@compile(contract=False)
def summed(n: int, step: complex) -> complex:
    total = 0j
    for k in range(n % 10):
        total += k * step
        if total == 3:
            break
    return total


@compile(contract=False)
def chosen(a: complex, on: bool) -> complex:
    b = a if on else 1j
    c = a and b
    return c or 2j


@compile(contract=False)
def iterated(c: complex) -> int:
    z = 0j
    turns = 0
    while turns < 20 and abs(z) <= 2.0:
        z = z * z + c
        turns += 1
    return turns


@compile(contract=False)
def maybe_unbound(n: int) -> complex:
    if n > 0:
        z = 1j * n
    return z


@compile(contract=False)
def raised(a: complex) -> complex:
    if a.real > 0.0:
        raise ValueError(f"{a} is wrong", a, 2j)
    return helper(a, a.imag)


def helper(z, x):
    return (z + x) * z


@compile(contract=False)
def called(a: complex, x: float) -> complex:
    return raised(complex(x)) + helper(a, a)


@compile(contract=False)
def kept(a: complex, b: complex) -> complex:
    z = a
    try:
        z = a + 1.0
        z = z / b
    except ZeroDivisionError:
        return z
    finally:
        z = 0j
    return z + b


@compile
def not_contracted(a: complex, b: complex) -> complex:
    return a * b + 1.0


@compile(contract=False)
def equal_pairs(a: complex, b: complex, x: float) -> bool:
    """One nan is equal to itself in a tuple, and two are not."""
    return (a, x) == (b, x) or (a, 1.0) != (a, x)
