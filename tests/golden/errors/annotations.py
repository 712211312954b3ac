from pyx_lowering import compile


from decimal import Decimal


@compile
def label(name: str) -> int:
    return 1


@compile
def total(values: list[complex]) -> float:
    return 0.0


@compile
def maybe(x: float | None) -> float:
    return 0.0


@compile
def price(x: float) -> Decimal:
    return x


@compile
def pair(x: float) -> tuple[float, ...]:
    return x, x


@compile
def local(x: float) -> float:
    y: list = x
    return x
