from pyx_lowering import compile


@compile
def branch(n: int, flag: bool) -> float:
    if flag:
        value = n
    else:
        value = 0.5
    return value


@compile
def loop(n: int) -> float:
    value = n
    for _ in range(n):
        value = value / 2
    return value


@compile
def conditional(x: float, flag: bool) -> float:
    y = (x, x) if flag else x
    return x
