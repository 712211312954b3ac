from pyx_lowering import compile


@compile
def truncated(x: float) -> int:
    return x * 2.0


@compile
def pair(x: float) -> tuple[float, float]:
    return x


@compile
def one(x: float) -> float:
    return x, x


@compile
def nothing(x: float) -> float:
    return


@compile
def something(x: float) -> None:
    return x


@compile
def flag(n: int) -> bool:
    return n + 1
