"""Functions of numbers that take arrays too."""

import numpy as np

from pyx_lowering import compile


@compile(vectorize=True)
def weighted(x: float, weight: float = 0.5, *, shift: bool = False) -> float:
    return x * weight + 1.0 if shift else x * weight


@compile(vectorize=True)
def divided(a: int, b: int) -> tuple[int, float]:
    """Divide in both ways."""
    return a // b, a / b


@compile(vectorize=True)
def depth(n: int) -> int:
    return 0 if n < 2 else 1 + depth(n // 2)


@compile(vectorize=True, overflow="raise")
def blended(a: np.float32, done: np.int64, flag: np.bool_) -> np.float32:
    return a * np.float32(done) if flag else a


@compile
def twice(x: float) -> float:
    return weighted(weighted(x))
