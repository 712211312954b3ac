from pyx_lowering import compile


@compile
def negative(x: float) -> float:
    return -x
