"""A module whose name is not ASCII."""

from pyx_lowering import compile


@compile
def length(ß: float) -> float:
    return ß + 1.0
