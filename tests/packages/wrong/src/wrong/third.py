from pyx_lowering import compile

@compile
def broken(x: float) -> float
    return x
