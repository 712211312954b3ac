from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pyx_lowering import compile


class Point(NamedTuple):
    x: float
    y: float


@compile(vectorize=True)
def total(a: npt.NDArray[np.float64]) -> float:
    return a[0]


@compile(vectorize=True)
def nothing(x: float) -> None:
    pass


@compile(vectorize=True)
def constant() -> float:
    return 1.0


@compile(vectorize=True)
def written(x: float, out: float) -> float:
    return x + out


@compile(vectorize=True)
def moved(point: Point, by: tuple[float, float], limit: float | None) -> Point:
    return Point(point.x + by[0], point.y + by[1])


@compile(vectorize=True)
def nested(x: float) -> tuple[tuple[float, float], float]:
    return (x, x), x


@compile(vectorize=1)
def wrong(x: float) -> float:
    return x
