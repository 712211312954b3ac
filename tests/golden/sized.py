"""NumPy's types of fixed sizes."""

import numpy as np

from pyx_lowering import compile


@compile
def hashed(seed: np.uint32, n: int) -> np.uint32:
    h = seed
    for i in range(n):
        h = (h ^ np.uint32(i & 255)) * 16777619
        h ^= h >> 13
    return h


@compile
def blended(a: np.float32, b: np.float32, weight: np.float32) -> np.float32:
    return a + (b - a) * weight


@compile
def mixed(a: np.int8, b: np.uint8, x: np.float32) -> tuple[np.int16, np.float32, np.bool_]:
    return a + b, a * x, 0 <= a < b
