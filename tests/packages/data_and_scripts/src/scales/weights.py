import pyx_lowering


@pyx_lowering.compile
def kilo(grams: float) -> float:
    return grams / 1000.0
