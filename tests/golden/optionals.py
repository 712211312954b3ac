"""Values that may be None."""

from pyx_lowering import compile


@compile
def limited(n: int, limit: int | None = None) -> int:
    if limit is not None and n > limit:
        return limit
    return n


@compile
def largest(x: float, n: int) -> float | None:
    best = None
    for i in range(n):
        value = x * i % 7.0
        if best is None or value > best:
            best = value
    return best


@compile
def total(x: float | None, y: float) -> float:
    return x + y
