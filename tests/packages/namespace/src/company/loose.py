"""A module that lies in the namespace itself."""

from pyx_lowering import compile


@compile
def half(x: float) -> float:
    return x / 2.0
