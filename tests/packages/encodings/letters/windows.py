"""A mark of the byte order, and lines that end as on Windows."""
from pyx_lowering import compile


@compile
def double(x: float) -> float:
    return x + x
