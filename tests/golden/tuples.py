"""Several results, unpacking, swapping, several targets."""

from pyx_lowering import compile


@compile
def order(a: float, b: float) -> tuple[float, float]:
    if a > b:
        a, b = b, a
    return a, b


@compile
def fibonacci(n: int) -> int:
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


@compile
def polar(x: float, y: float) -> tuple[float, float, bool]:
    """Items of different types."""
    square = x * x + y * y
    return square, y / x, square > 1.0


@compile
def use_polar(x: float, y: float) -> float:
    square, slope, large = polar(x, y)
    return square if large else slope


@compile
def rotate(a: int, b: int, c: int) -> tuple[int, int, int]:
    a, b, c = c, a, b
    first = second = a + b
    pair = (first, second * c)
    (p, q), r = pair, c
    return p, q, r
