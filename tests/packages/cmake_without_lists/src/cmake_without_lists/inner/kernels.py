from pyx_lowering import compile


@compile
def cube(x: float) -> float:
    return x**3
