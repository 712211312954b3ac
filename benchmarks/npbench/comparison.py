"""What calls give, and how far two outcomes are from each other."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def outcome(call: Callable[..., Any], arguments: Sequence[Any]) -> list[Any]:
    """What a call returns and what it leaves in the arrays that it was given."""
    held = copy.deepcopy(list(arguments))
    result = call(*held)
    return [np.asarray(each) for each in (result, *held) if each is not None]


def difference(given: Sequence[Any], meant: Sequence[Any]) -> float:
    """By how many units in the last place of the largest element two outcomes differ at most."""
    most = 0.0
    for one, other in zip(given, meant, strict=True):
        if one.shape != other.shape or one.dtype != other.dtype:
            return math.inf
        if one.tobytes() == other.tobytes():
            continue
        if other.dtype.kind not in "fc":
            return math.inf
        gap, size = np.abs(one - other), np.abs(other)
        gap = gap[~(np.isnan(one) & np.isnan(other))]
        if not np.all(np.isfinite(gap)):
            return math.inf
        unit = float(np.finfo(other.dtype).eps)
        if gap.size:
            most = max(most, float(np.max(gap)) / (float(np.nanmax(size)) or 1.0) / unit)
    return most
