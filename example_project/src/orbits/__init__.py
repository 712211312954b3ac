"""Orbits, fractals and number theory, written as plain annotated Python.

The modules `kernels`, `fractal`, `kepler` and `number_theory` have functions marked
with `@compile`; `constants` and `picture` have none. Nothing here says how the
native code is made: the build does that.
"""

from orbits.fractal import escape_count, logistic
from orbits.kepler import eccentric_anomaly, position
from orbits.kernels import axpy_clamped, fma, horner
from orbits.number_theory import (
    collatz_length,
    factorial,
    greatest_common_divisor,
    is_prime,
    modular_power,
)

__all__ = [
    "axpy_clamped",
    "collatz_length",
    "eccentric_anomaly",
    "escape_count",
    "factorial",
    "fma",
    "greatest_common_divisor",
    "horner",
    "is_prime",
    "logistic",
    "modular_power",
    "position",
]
