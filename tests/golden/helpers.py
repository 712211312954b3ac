"""Plain functions of the package are traced with the types of each call."""

from pyx_lowering import compile

from . import shared
from .shared import cube


def twice(x):
    return x + x


def larger(a, b=0):
    """Has several returns."""
    if a > b:
        return a
    return b


@compile
def both(x: float, n: int) -> float:
    """`twice` of a float, and of an int."""
    return twice(x) + twice(n)


@compile
def volume(x: float) -> float:
    return cube(x) + shared.square(x)


@compile
def positive(n: int) -> int:
    return larger(n) + larger(n, 10) + larger(b=n, a=3)
