"""Many mistakes in several functions: all are shown, in the order of the source."""

import math

from pyx_lowering import compile

rate = 1.0
rate = 2.0


@compile
def first(x, y: str) -> float:
    return x + y


@compile
def second(x: float) -> float:
    z = x & 1
    w = undefined + z
    print(w, sep=w)
    return w << 2


@compile(contract="yes")
def third(n: int) -> float:
    while n > 0:
        with n:
            n -= 1
    return rate * math.sine(n)


@compile
def fine(x: float) -> float:
    return x
