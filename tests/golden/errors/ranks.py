"""That the dimensions are not clear is said once, not again where the array is used."""

import numpy as np
import numpy.typing as npt

from pyx_lowering import compile

Array = npt.NDArray[np.float64]


@compile
def total(a: Array, b: Array) -> float:
    c = np.zeros_like(a)
    c += np.abs(a)
    return np.sum(c) + np.max(np.abs(a - 1)) + a.mean() + np.dot(a, b) + np.count_nonzero(b)
