"""Areas of shapes. The package itself has a marked function, too."""

from pyx_lowering import compile, is_native

from shapes.flat import disc

__all__ = ["disc", "double", "is_native"]


@compile
def double(n: int) -> int:
    return n * 2
