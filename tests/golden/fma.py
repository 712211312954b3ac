"""The article's function."""

from pyx_lowering import compile


@compile
def fma(x: float, y: float, z: float) -> float:
    """Perform a fused multiply-add."""
    return x * y + z
