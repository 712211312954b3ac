from pyx_lowering import compile


@compile
def not_declared(x: float | None) -> float:
    return x


@compile
def either(x: float | int) -> float:
    return x


@compile
def optional_tuple(x: tuple[float, float] | None) -> float:
    return 0.0


def needs(x: float) -> float:
    return x * 2


@compile
def strict(x: float) -> float:
    return x


@compile
def passed(x: float | None) -> float:
    return strict(x)


@compile
def written(x: float | None) -> float:
    print(x)
    return 0.0


@compile
def both(x: float | None, y: float | None) -> bool:
    return x == y


@compile
def attribute(z: complex | None) -> float:
    return z.real
