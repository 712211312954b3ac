"""Complex numbers and cmath."""

import cmath

from pyx_lowering import compile


@compile
def rotated(z: complex, angle: float) -> complex:
    return z * cmath.exp(1j * angle)


@compile
def escape(c: complex, limit: int = 100) -> int:
    z = 0j
    for n in range(limit):
        z = z * z + c
        if abs(z) > 2.0:
            return n
    return limit


@compile
def quotient(a: complex, x: float) -> tuple[complex, float]:
    z = a / x
    return z, z.imag
