from pyx_lowering import compile


@compile
def too_many(x: float, y: float) -> float:
    a, b, c = x, y
    return a


@compile
def number(x: float) -> float:
    a, b = x
    return a


@compile
def of_a_call(a: int, b: int) -> int:
    q, r, s = divmod(a, b)
    return q
