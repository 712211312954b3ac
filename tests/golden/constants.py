"""Module-level constants, also of sibling modules; they are in the code as numbers."""

import math

from pyx_lowering import compile

from . import shared
from .shared import DEBUG, G, LIMIT, TABLE

RATE = 1.25
DOUBLE_RATE = 2 * RATE
NAMES = 3
SCALE: float = 10.0**NAMES
LOW, HIGH = -1.0, 1.0


@compile
def weight(mass: float, radius: float) -> float:
    return G * mass / (radius * radius)


@compile
def scaled(x: float) -> float:
    return x * DOUBLE_RATE + SCALE + TABLE[1]


@compile
def limited(n: int) -> int:
    """The branch that cannot be reached is not compiled."""
    if DEBUG:
        return -1
    return min(n, LIMIT)


@compile
def turned(angle: float) -> float:
    if LOW < angle < HIGH:
        return angle * shared.HALF_TURN / 180.0
    return math.tau
