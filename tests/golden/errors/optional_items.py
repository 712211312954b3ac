from pyx_lowering import compile


@compile
def in_a_list(n: int | None) -> int:
    values = [1, 2]
    values.append(n)
    return values[0]


@compile
def ordered(a: tuple[int, float], n: int | None) -> bool:
    return (n, 1.0) < a


@compile
def both(a: int | None, b: int | None) -> bool:
    return a in (b, 1)
