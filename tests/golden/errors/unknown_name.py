from pyx_lowering import compile


import math

RADIUS = 6371.0


@compile
def area(x: float) -> float:
    return RADUIS * x


@compile
def nothing_like_it(x: float) -> float:
    return qqq + x


@compile
def not_in_math(x: float) -> float:
    return math.sine(x)


@compile
def only_there(x: float) -> float:
    if x > 0.0:
        return helper_(x)
    return x


@compile
def never_before(n: int) -> int:
    if n > 0:
        return missing
    missing = 1
    return missing
