from pyx_lowering import compile


@compile
def unknown(x: float) -> float:
    return x + nowhere
