import collections
import enum
from dataclasses import dataclass, field
from typing import NamedTuple

from pyx_lowering import compile


class Plain:
    x: float


class Derived(Plain):
    y: float


@dataclass
class Changing:
    x: float


@dataclass(frozen=True)
class Named:
    name: str


@dataclass(frozen=True)
class Listed:
    items: float = field(default_factory=float)


@dataclass(frozen=True)
class Checked:
    x: float

    def __post_init__(self) -> None:
        print(self.x)


class Chain(NamedTuple):
    x: float
    rest: "Chain"


class Color(enum.IntEnum):
    RED = 1
    GREEN = 2


class Bits(enum.IntFlag):
    LOW = 1
    HIGH = 2


class Text(enum.Enum):
    A = "a"
    B = 1


class Unsorted(enum.Enum):
    A = 2
    B = 1
    C = enum.auto()


Old = collections.namedtuple("Old", "x y")


@dataclass(frozen=True)
class Point:
    x: float
    n: int = 0

    @classmethod
    def zero(cls) -> "Point":
        return cls(0.0)


class Pair(NamedTuple):
    x: float
    y: float


@compile
def plain(p: Plain) -> float:
    return p.x


@compile
def derived(p: Derived) -> float:
    return p.y


@compile
def changing(p: Changing) -> float:
    return p.x


@compile
def named(p: Named) -> float:
    return 0.0


@compile
def listed(p: Listed) -> float:
    return p.items


@compile
def checked(p: Checked) -> float:
    return p.x


@compile
def chain(p: Chain) -> float:
    return p.x


@compile
def old(p: Old) -> float:
    return 0.0


@compile
def no_field(p: Point) -> float:
    return p.z


@compile
def no_member(c: Color) -> bool:
    return c is Color.BLUE


@compile
def member_as_int(c: Color) -> int:
    return c


@compile
def other_class(p: Pair) -> Point:
    return p


@compile
def indexed(p: Point) -> float:
    return p[0]


@compile
def unpacked(p: Point) -> float:
    x, n = p
    return x


@compile
def wrong_field(x: float) -> Point:
    return Point(x, x)


@compile
def missing_field() -> Pair:
    return Pair(1.0)


@compile
def assigned(p: Point) -> float:
    p.x = 2.0
    return p.x


@compile
def class_method() -> Point:
    return Point.zero()


@compile
def looked_up(n: int) -> Color:
    return Color(n)


@compile
def flags(n: int) -> bool:
    return n & Bits.HIGH == 0


@compile
def values(t: Text) -> float:
    return t.value


@compile
def automatic() -> Unsorted:
    return Unsorted.C


@compile
def written(p: Point) -> float:
    if p.x < 0.0:
        raise ValueError(f"{p} is negative")
    return p.x


@compile
def compared(p: Point, q: Pair) -> bool:
    return p == q


@compile
def mixed(p: Point, q: Pair, b: bool) -> float:
    r = p if b else q
    return r.x


@compile
def not_there(x: float) -> float:
    y = (x + 1.0).size
    return x


@compile
def largest(c: Color, d: Color) -> int:
    return max(c, d)
