from pyx_lowering import compile


@compile
def good(x: float) -> float:
    return x + 0.5


@compile
def bad(x: float) -> float:
    return float(format(x, ".1f"))
