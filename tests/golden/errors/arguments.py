from pyx_lowering import compile


import math


@compile
def power(x: float, n: int, *, scale: float = 1.0) -> float:
    return x**n * scale


@compile
def too_few(x: float) -> float:
    return power(x)


@compile
def too_many(x: float) -> float:
    return power(x, 2, 3.0)


@compile
def misspelt(x: float) -> float:
    return power(x, 2, scael=3.0)


@compile
def twice(x: float) -> float:
    return power(x, 2, x=3.0)


@compile
def wrong_type(x: float) -> float:
    return power(2.0, x)


@compile
def unpacked(x: float) -> float:
    return power(*(x, 2))


@compile
def of_math(x: float) -> float:
    return math.sin(x, x)
