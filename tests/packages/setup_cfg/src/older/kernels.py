import pyx_lowering as pl


@pl.compile
def third(x: float) -> float:
    return x / 3.0
