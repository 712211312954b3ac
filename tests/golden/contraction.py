"""`a * b + c` on floats becomes one fma, unless `contract=False`."""

from pyx_lowering import compile


@compile
def plus(a: float, b: float, c: float) -> float:
    return a * b + c


@compile
def plus_left(a: float, b: float, c: float) -> float:
    return c + a * b


@compile
def minus(a: float, b: float, c: float) -> float:
    return a * b - c


@compile
def minus_product(a: float, b: float, c: float) -> float:
    return c - a * b


@compile
def two_products(a: float, b: float, c: float, d: float) -> float:
    """At most one product of a sum is fused."""
    return a * b + c * d


@compile
def used_twice(a: float, b: float, c: float) -> float:
    """A product that is used elsewhere too is rounded once, for both."""
    product = a * b
    return product + c + product


@compile
def horner(x: float) -> float:
    return ((2.0 * x + 3.0) * x + 5.0) * x + 7.0


@compile(contract=False)
def two_roundings(a: float, b: float, c: float) -> float:
    return a * b + c


@compile
def calls_it(a: float, b: float, c: float) -> float:
    """Each function keeps its own option."""
    return two_roundings(a, b, c) + a * b


@compile
def on_integers(a: int, b: int, c: int) -> int:
    return a * b + c


@compile
def accumulated(x: float, n: int) -> float:
    total = 0.0
    for i in range(n):
        total += x * i
    return total
