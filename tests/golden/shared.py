"""What several cases import; nothing is marked here."""

import enum
import math

G = 6.674e-11
LIMIT = 2**20
TABLE = (1.5, 2.5)
DEBUG = False
HALF_TURN = math.pi


def square(x):
    """Not annotated: typed by each call."""
    return x * x


def cube(x: float) -> float:
    return x * square(x)


class Unit(enum.Enum):
    NEWTON = 1.0
    POUND = 0.224809
