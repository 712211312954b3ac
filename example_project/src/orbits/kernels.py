"""Small arithmetic kernels."""

from pyx_lowering import compile


@compile
def fma(x: float, y: float, z: float) -> float:
    """Perform a fused multiply-add."""
    return x * y + z


@compile(contract=False)
def axpy_clamped(a: float, x: float, y: float, low: float = 0.0, high: float = 1.0) -> float:
    """`a * x + y`, rounded twice as Python does, and kept between `low` and `high`."""
    return min(max(a * x + y, low), high)


@compile
def horner(x: float, c0: float, c1: float, c2: float, c3: float) -> float:
    """The value at `x` of the polynomial `c0 + c1*x + c2*x**2 + c3*x**3`."""
    return ((c3 * x + c2) * x + c1) * x + c0
