"""`:=`, starred targets, del, indexing, and messages of exceptions."""

from pyx_lowering import compile


@compile
def halved(n: int) -> int:
    total = 0
    while (n := n // 2) > 0:
        total += n
    return total


@compile
def middle(a: int, b: int, c: int) -> int:
    first, *rest = a, b, c
    x, y = rest
    return first + x * y


@compile
def chosen(n: int, x: float) -> float:
    values = (x, 2.0 * x, 3.0 * x)
    return values[n] + values[-1]


@compile
def deleted(n: int) -> int:
    value = n
    if n > 10:
        del value
    return value


@compile
def checked(n: int, x: float) -> float:
    if n < 0:
        raise ValueError(f"n is {n}, below {0!r}")
    assert x > 0.0, f"{x:.3f} is not positive"
    return x
