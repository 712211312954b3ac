"""Where a planet is on its ellipse: Kepler's equation and what follows from it."""

import math

from pyx_lowering import compile

from .constants import MAX_NEWTON_STEPS, TOLERANCE, TURN


def wrap(angle: float) -> float:
    """`angle` within one turn. Not marked: it is traced into the functions that call it."""
    return angle % TURN


@compile
def eccentric_anomaly(mean_anomaly: float, eccentricity: float) -> float:
    """Solve Kepler's equation M = E - e·sin(E) for E, in radians, by Newton's method.

    Raises ValueError where the orbit is no ellipse (eccentricity not in [0, 1)), and
    ArithmeticError where the method does not converge.
    """
    if not 0.0 <= eccentricity < 1.0:
        raise ValueError("eccentricity must be at least 0 and less than 1")
    mean = wrap(mean_anomaly)
    anomaly = mean if eccentricity < 0.8 else math.pi
    for _ in range(MAX_NEWTON_STEPS):
        error = anomaly - eccentricity * math.sin(anomaly) - mean
        step = error / (1.0 - eccentricity * math.cos(anomaly))
        anomaly -= step
        if abs(step) < TOLERANCE:
            return anomaly
    raise ArithmeticError("Newton's method did not converge")


@compile
def position(
    semi_major_axis: float, eccentricity: float, mean_anomaly: float
) -> tuple[float, float]:
    """The place (x, y) in the plane of the orbit, the focus at the origin.

    The unit is that of `semi_major_axis`; raises what `eccentric_anomaly` raises.
    """
    anomaly = eccentric_anomaly(mean_anomaly, eccentricity)
    x = semi_major_axis * (math.cos(anomaly) - eccentricity)
    y = semi_major_axis * math.sqrt(1.0 - eccentricity**2) * math.sin(anomaly)
    return x, y
