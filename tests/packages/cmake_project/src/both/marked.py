from pyx_lowering import compile


@compile
def square(x: float) -> float:
    return x * x
