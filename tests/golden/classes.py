"""Objects of named tuples and frozen dataclasses, and members of enumerations."""

import enum
from dataclasses import dataclass
from typing import NamedTuple

from pyx_lowering import compile

from .shared import Unit


class Axis(enum.IntEnum):
    X = 0
    Y = 1


class Point(NamedTuple):
    x: float
    y: float = 0.0


@dataclass(frozen=True)
class Body:
    place: Point
    mass: float
    count: int = 1

    def moved(self, by: Point) -> "Body":
        return Body(Point(self.place.x + by.x, self.place.y + by.y), self.mass, self.count)

    @property
    def weight(self) -> float:
        return self.mass * 9.81


@compile
def along(p: Point, axis: Axis) -> float:
    """Fields and members."""
    return p.x if axis is Axis.X else p.y


@compile
def step(body: Body, by: Point, n: int) -> Body:
    """An object that a loop carries."""
    for _ in range(n):
        body = body.moved(by)
    return body


@compile
def weigh(body: Body, unit: Unit) -> tuple[float, Axis]:
    """An enumeration of another module, and an object in a tuple."""
    weight = body.weight * unit.value
    return weight, Axis.Y if weight > 0.0 else Axis.X


@compile
def meet(a: Point, b: Point) -> bool:
    """Named tuples are equal if their items are."""
    return a == b
