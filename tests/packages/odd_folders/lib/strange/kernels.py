from pyx_lowering import compile

from odd.limits import TOP


@compile
def clamp(x: float) -> float:
    return min(x, TOP)
