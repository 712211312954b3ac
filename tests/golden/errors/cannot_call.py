from pyx_lowering import compile


import functools
import random

import numpy as np


class Point:
    pass


@functools.cache
def cached(x: float) -> float:
    return x


def pointed(x: float) -> float:
    return Point(x)


@compile
def library(x: float) -> float:
    return np.frexp(x)


@compile
def makes(x: float) -> float:
    return Point(x)


@compile
def decorated(x: float) -> float:
    return cached(x)


@compile
def builtin(x: float) -> float:
    return sorted(x)


@compile
def number(x: float) -> float:
    return x(1.0)


@compile
def method(x: float) -> float:
    return x.hypot()


@compile
def through_helper(x: float) -> float:
    return pointed(x)


@compile
def chance(x: float) -> float:
    return x * random.random()


@compile
def chosen_at_run_time(x: float) -> float:
    if x > 0:
        def shifted(y: float) -> float:
            return y + x
    else:
        def shifted(y: float) -> float:
            return y - x
    return shifted(1.0)
