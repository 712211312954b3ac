from pyx_lowering import compile


@compile
def truncated(x: float) -> float:
    n: int = x
    return n


@compile
def later(x: float) -> float:
    total: int = 0
    total = x
    return total
