"""The floating-point functions of the installed wheel, against Python and against exact numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import orbits
import pytest
from orbits.constants import MAX_STEPS


def test_the_article() -> None:
    assert orbits.fma(3, -1, 2) == -1.0
    assert isinstance(orbits.fma(3, -1, 2), float)


@pytest.mark.parametrize(
    ("x", "y", "z"),
    [
        (0.1, 10.0, -1.0),
        (1.0 + 2**-30, 1.0 - 2**-30, -1.0),
        (1e308, 10.0, -1e308),
        (3.0, -1.0, 2.0),
    ],
)
def test_fma_rounds_once(x: float, y: float, z: float) -> None:
    exact = Fraction(x) * Fraction(y) + Fraction(z)
    try:
        rounded = float(exact)
    except OverflowError:
        rounded = math.inf
    assert orbits.fma(x, y, z) == rounded


def test_fma_differs_from_two_roundings() -> None:
    # The case that shows that `contract` is on: Python rounds the product first.
    arguments = (0.1, 10.0, -1.0)
    assert orbits.fma.__wrapped__(*arguments) == 0.0
    assert orbits.fma(*arguments) == 2.0**-54


@pytest.mark.parametrize("a", [-2.5, 0.1, 0.5, 1e300, math.inf])
@pytest.mark.parametrize("x", [-1.0, 0.3, 10.0])
@pytest.mark.parametrize("y", [-1.0, 0.0, 0.7])
def test_without_contraction_the_bits_are_pythons(a: float, x: float, y: float) -> None:
    native, python = orbits.axpy_clamped, orbits.axpy_clamped.__wrapped__
    assert native(a, x, y) == python(a, x, y)
    assert native(a, x, y, -5.0, high=5.0) == python(a, x, y, -5.0, high=5.0)


def test_not_a_number_is_clamped_as_in_python() -> None:
    native, python = orbits.axpy_clamped, orbits.axpy_clamped.__wrapped__
    clamped = (0.0, 1.0, 0.5)
    for arguments in [(math.nan, 1.0, 1.0), (*clamped, math.nan), (*clamped, 0.0, math.nan)]:
        assert repr(native(*arguments)) == repr(python(*arguments))


def test_escape_counts_are_pythons() -> None:
    native, python = orbits.escape_count, orbits.escape_count.__wrapped__
    points = [(-2.1 + 0.07 * i, -1.2 + 0.11 * j) for i in range(40) for j in range(22)]
    assert [native(re, im) for re, im in points] == [python(re, im) for re, im in points]
    assert native(0.0, 0.0) == MAX_STEPS
    assert native(0.0, 0.0, limit=7) == 7
    assert native(2.0, 2.0) == 1


@pytest.mark.parametrize("rate", [2.9, 3.5, 3.9999])
def test_the_logistic_map_is_pythons_to_the_bit(rate: float) -> None:
    assert orbits.logistic(rate, 0.3, 1000) == orbits.logistic.__wrapped__(rate, 0.3, 1000)


def test_the_polynomial() -> None:
    assert orbits.horner(2.0, 1.0, 2.0, 3.0, 4.0) == 1 + 2 * 2 + 3 * 4 + 4 * 8


@pytest.mark.parametrize("eccentricity", [0.0, 0.0167, 0.2056, 0.9])
@pytest.mark.parametrize("mean", [-1.0, 0.0, 0.5, 3.0, 6.2, 100.0])
def test_keplers_equation_holds(mean: float, eccentricity: float) -> None:
    anomaly = orbits.eccentric_anomaly(mean, eccentricity)
    back = anomaly - eccentricity * math.sin(anomaly)
    assert back == pytest.approx(mean % (2 * math.pi), abs=1e-13)
    # Contraction may change the last bits, and no more than that.
    python = orbits.eccentric_anomaly.__wrapped__(mean, eccentricity)
    assert anomaly == pytest.approx(python, rel=1e-13, abs=1e-13)


def test_several_results_are_a_tuple() -> None:
    x, y = orbits.position(1.0, 0.0167, 0.0)
    assert (x, y) == pytest.approx((1.0 - 0.0167, 0.0))
    assert type(orbits.position(1.0, 0.0, 1.0)) is tuple


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: orbits.eccentric_anomaly(1.0, 1.0), ValueError, "eccentricity must be at least 0"),
        (lambda: orbits.position(1.0, -0.5, 1.0), ValueError, "eccentricity must be at least 0"),
        (lambda: orbits.eccentric_anomaly(1.0, math.nan), ValueError, "eccentricity must be"),
        (lambda: orbits.eccentric_anomaly(math.inf, 0.5), ArithmeticError, "not converge"),
        (lambda: orbits.logistic(3.9, 1.5, 10), ValueError, "start must be between 0 and 1"),
        (lambda: orbits.fma("3", 1.0, 2.0), TypeError, "real number"),
        (lambda: orbits.fma(1.0, 2.0), TypeError, "fma"),
        (lambda: orbits.fma(1.0, 2.0, w=3.0), TypeError, "fma"),
    ],
)
def test_exceptions(call: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()
