from pyx_lowering import compile


def shared(x: float) -> float:
    return len({x: 1}) * x


@compile
def good(x: float) -> float:
    return x + 1.0


@compile
def bad(x: float) -> float:
    return shared(x)


@compile
def calls_bad(x: float) -> float:
    return bad(x) + good(x)
