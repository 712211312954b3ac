from pyx_lowering import compile


@compile
def area(x: float) -> float:
    return x * x


@compile
def area(x: float, y: float) -> float:
    return x * y
