from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pyx_lowering import compile


@compile
def total(values: npt.NDArray[np.float64]) -> float:
    result = 0.0
    for i in range(len(values)):
        result += values[i]
    return result
