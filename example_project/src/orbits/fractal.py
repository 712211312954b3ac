"""Iterated maps: the Mandelbrot set and the logistic map.

Both are chaotic: a difference in the last bit grows with every step. So they are
compiled with `contract=False`, and give to the bit what Python gives.
"""

from pyx_lowering import compile

from .constants import ESCAPE_RADIUS_SQUARED, MAX_STEPS


@compile(contract=False)
def escape_count(re: float, im: float, limit: int = MAX_STEPS) -> int:
    """How many steps of z → z² + c, with c = re + im·i, stay within the escape radius.

    `limit` where the point does not escape in that many steps.
    """
    x = 0.0
    y = 0.0
    for step in range(limit):
        xx = x * x
        yy = y * y
        if xx + yy > ESCAPE_RADIUS_SQUARED:
            return step
        y = 2.0 * x * y + im
        x = xx - yy + re
    return limit


@compile(contract=False)
def logistic(rate: float, start: float, steps: int) -> float:
    """The value after `steps` steps of x → rate · x · (1 - x).

    Raises ValueError where `start` is not between 0 and 1.
    """
    if not 0.0 <= start <= 1.0:
        raise ValueError("start must be between 0 and 1")
    x = start
    for _ in range(steps):
        x = rate * x * (1.0 - x)
    return x
