# Python 3.12 (older ones add floats without compensation)
"""The sum of floats."""

from pyx_lowering import compile


@compile
def mean(x: float, y: float, z: float) -> float:
    return sum((x, y, z)) / 3.0
