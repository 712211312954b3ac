"""Named tuples and frozen dataclasses; see `test_classes.py`."""

import dataclasses
import math
import typing
from dataclasses import dataclass
from typing import NamedTuple

from pyx_lowering import compile


class Point(NamedTuple):
    """Two numbers."""

    x: float
    y: float = 2.0

    def dot(self, other: "Point") -> float:
        return self.x * other.x + self.y * other.y

    def scaled(self, by: float = 2.0, *, shift: float = 0.0) -> "Point":
        return Point(self.x * by + shift, self.y * by + shift)


class Mixed(typing.NamedTuple):
    count: int
    on: bool = False
    where: Point = Point(0.5)


@dataclass(frozen=True)
class Vector:
    x: float
    y: float

    def __add__(self, other: "Vector") -> "Vector":
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, by: float) -> "Vector":
        return Vector(self.x * by, self.y * by)

    def __rmul__(self, by: float) -> "Vector":
        return self * by

    def __neg__(self) -> "Vector":
        return Vector(-self.x, -self.y)

    @property
    def length(self) -> float:
        return math.sqrt(self.x * self.x + self.y * self.y)

    @staticmethod
    def unit(angle: float) -> "Vector":
        return Vector(math.cos(angle), math.sin(angle))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    steps: int = 3
    size: float = dataclasses.field(default=0.25)
    origin: Point
    on: bool = True


@dataclass(frozen=True, order=True)
class Single:
    real: int


@dataclass(frozen=True)
class Wave:
    phase: complex
    count: int = 2


class Limits(NamedTuple):
    low: float | None = None
    count: int | None = 3


ORIGIN = Point(0.0, 0.0)
UNITS = (Vector(1.0, 0.0), Vector(0.0, 1.0))


@compile(contract=False)
def fields(p: Point, v: Vector) -> float:
    return p.x - v.y * p.y + v.x + ORIGIN.x


@compile(contract=False)
def items(p: Point, n: int) -> float:
    x, y = p
    first, *rest = p
    return p[0] + p[-1] * x - y + first * rest[0] + p[n]


@compile(contract=False)
def looped(p: Point, m: Mixed) -> float:
    total = 0.0
    for value in p:
        total += value * 2.0
    for i, value in enumerate(m.where):
        total -= value * i
    return total + sum(p) + max(p) - min(m.where)


@compile(contract=False)
def made(x: float, n: int) -> Point:
    if n == 0:
        return Point(x)
    if n == 1:
        return Point(y=x, x=1.0)
    return Point(*(x, -x))


@compile(contract=False)
def made_mixed(n: int, b: bool) -> Mixed:
    return Mixed(n, where=Point(float(n % 100)), on=b)


@compile(contract=False)
def defaults(n: int) -> Mixed:
    return Mixed(n)


@compile(contract=False)
def settings(x: float, n: int) -> Settings:
    if n > 1:
        return Settings(origin=ORIGIN)
    return Settings(size=x, steps=n, origin=Point(x, x))


@compile(contract=False)
def read_settings(s: Settings) -> float:
    return s.size * s.steps + s.origin.y if s.on else -s.origin.x


@compile(contract=False)
def methods(p: Point, v: Vector) -> tuple[float, Point, float]:
    return p.dot(ORIGIN) + p.dot(p), p.scaled(shift=v.x).scaled(0.5), v.length


@compile(contract=False)
def static_methods(v: Vector, x: float) -> Vector:
    return Vector.unit(1.5) + v.unit(0.25) * x


@compile(contract=False)
def operators(v: Vector, w: Vector, x: float) -> Vector:
    total = v + w * x
    total += -v
    return 2.0 * total


@compile(contract=False)
def walked(v: Vector, n: int) -> Vector:
    place = Vector(0.0, 0.0)
    for i in range(n % 5):
        place = place + v * float(i)
        if place.x > 10.0:
            break
    return place


@compile(contract=False)
def bound_in_loop(v: Vector, n: int) -> float:
    for _ in range(n % 3):
        last = v + v
    return last.x


@compile(contract=False)
def kept(v: Vector, n: int) -> Vector:
    best = v
    try:
        best = v * 2.0
        n // (n % 2)
        best = -v
    except ZeroDivisionError:
        pass
    return best


@compile(contract=False)
def equal(v: Vector, w: Vector) -> bool:
    return v == w


@compile(contract=False)
def not_equal(s: Settings, t: Settings) -> bool:
    return s != t


@compile(contract=False)
def equal_tuples(p: Point, x: float, y: float, n: int) -> int:
    result = 0
    if p == (x, y):
        result += 1
    if (n, p) == (n, Point(x, y)):
        result += 2
    if (x, n) != (n, x):
        result += 4
    return result


@compile(contract=False)
def itself(p: Point) -> bool:
    return p == p


@compile(contract=False)
def conditional(v: Vector, w: Vector, b: bool) -> Vector:
    return v if b else w


@compile(contract=False)
def either(v: Vector, w: Vector) -> Vector:
    return v or w


@compile(contract=False)
def either_side(v: Vector, b: bool) -> float:
    total = 1.0
    if b:
        w = Vector(1.0, v.x)
    else:
        w = v + v
        total = 2.0
    return w.x - w.y * total


@compile(contract=False)
def waves(w: Wave, n: int) -> tuple[Wave, complex]:
    if n > 0:
        return Wave(w.phase * 2j), w.phase + 1.0
    return Wave(1j, 3), -w.phase


@compile(contract=False)
def equal_waves(w: Wave, z: complex) -> bool:
    return w == Wave(z)


@compile(contract=False)
def limited(limits: Limits, x: float, b: bool) -> Limits:
    if limits.low is not None and x < limits.low:
        x = limits.low
    if limits.count is None:
        return Limits(x)
    return Limits(None, limits.count // 2) if b else Limits(count=7, low=2.5)


@compile(contract=False)
def equal_limits(a: Limits, b: Limits, n: int | None) -> int:
    return (a == b) + 2 * (n in (1, 2, -7)) + 4 * (n not in (0, 5))


@compile(contract=False)
def single(s: Single, n: int) -> Single:
    return Single(s.real + n)


@compile(contract=False)
def nested(pair: tuple[Point, tuple[Mixed, int]]) -> tuple[tuple[Point, bool], int]:
    p, (m, n) = pair
    return (m.where, p == m.where), m.count - n


@compile(contract=False)
def matched(p: Point) -> float:
    match p:
        case (0.0, y):
            return y
        case (x, 0.0):
            return x * 2.0
    return -1.0


def from_helper(x):
    return Vector(x, x + 1.0)


def swapped(v):
    return Vector(v.y, v.x)


@compile(contract=False)
def helpers(x: float) -> float:
    v = from_helper(x)
    w = swapped(v)
    return v.x - w.x * w.y


@compile(contract=False)
def called(v: Vector, x: float) -> Vector:
    return conditional(operators(v, v, x), v, x > 0.0)


@compile(contract=False)
def unit(n: int) -> float:
    return UNITS[n % 2].x - UNITS[1].y


@compile(contract=False)
def far(v: Vector, depth: int) -> Vector:
    """Recursion."""
    return v if depth <= 0 or depth > 20 else far(v + v, depth - 1)


@compile(contract=False)
def with_defaults(
    x: float, p: Point = ORIGIN, /, pair: tuple[int, float] = (2, 0.5), n: int = 3,
    *, v: Vector = Vector(1.0, -2.0), on: bool = True,
) -> float:
    return x * p.y + pair[0] * pair[1] + n * v.y if on else v.x


@compile(contract=False)
def calls_with_defaults(x: float) -> float:
    return with_defaults(x) + with_defaults(x, Point(1.0), n=2, v=Vector(x, x))
