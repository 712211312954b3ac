"""Flat shapes."""

from pyx_lowering import compile

from .constants import PI


@compile
def disc(radius: float, *, scale: float = 1.0) -> float:
    """The area of a disc.

    `scale` multiplies it.
    """
    if radius < 0.0:
        raise ValueError("negative radius")
    return PI * radius * radius * scale
