from pyx_lowering import compile

from first import SCALE


def clipped(x: float) -> float:
    return min(max(x, 0.0), 1.0)


@compile
def scaled(x: float) -> float:
    return SCALE * clipped(x)
