"""assert and raise."""

from pyx_lowering import compile


@compile
def root(x: float) -> float:
    if x < 0.0:
        raise ValueError("root of a negative number")
    return x**0.5


@compile
def checked(n: int) -> int:
    assert n > 0
    assert n < 100, "too large"
    return n


@compile
def choose(kind: int) -> float:
    """Every path returns or raises."""
    if kind == 0:
        return 1.0
    elif kind == 1:
        raise ArithmeticError
    raise KeyError("kind")


@compile
def through(x: float) -> float:
    """What a function that is called raises passes through."""
    return root(x) + 1.0


@compile
def nothing(x: float) -> None:
    """A function that only checks."""
    if x != x:
        raise ValueError("not a number")
