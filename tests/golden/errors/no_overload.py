import math

from pyx_lowering import compile


RATE = 1.5
LABEL = "rate"


@compile
def describe(rate: float) -> float:
    return rate + LABEL


@compile
def masked(x: float) -> float:
    return x & 3


@compile
def shifted(x: float, n: int) -> int:
    return n << x


@compile
def pairs(x: float, y: float) -> float:
    pair = x, y
    return -pair


@compile
def divided(x: float) -> int:
    return math_gcd(x)


def math_gcd(x):
    return math.gcd(x, 3)


@compile
def ordered(z: complex, x: float) -> bool:
    return z < x


@compile
def whole(z: complex) -> int:
    return int(z) + z % 2


@compile
def accumulated(x: float, n: int) -> int:
    total = 0
    for _ in range(n):
        total = total | x
    return total
