from pyx_lowering import compile


@compile
def area(width, height: float) -> float:
    return width * height


@compile
def no_result(x: float):
    return x
