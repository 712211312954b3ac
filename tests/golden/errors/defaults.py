import math

from pyx_lowering import compile

STEPS = 2.5


@compile
def wrong_type(x: float, n: int = STEPS) -> float:
    return x * n


@compile
def nothing(x: float = None) -> float:
    return x


@compile
def flag(on: bool = 1) -> bool:
    return on


@compile
def fine(x: float = 1, y: float = math.pi) -> float:
    return x * y
