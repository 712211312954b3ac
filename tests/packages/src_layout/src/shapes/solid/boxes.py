import pyx_lowering as pl

from ..constants import PI


@pl.compile(contract=False, vectorize=True)
def cylinder(radius: float, height: float) -> float:
    return PI * radius * radius * height
