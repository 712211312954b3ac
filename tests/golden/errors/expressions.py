from pyx_lowering import compile


@compile
def squares(n: int) -> int:
    return sum([i * i for i in range(n)])


@compile
def text(x: float) -> float:
    label = f"{x}"
    return x


@compile
def anonymous(x: float) -> float:
    double = lambda y: y * 2.0
    return double(x)


@compile
def listed(x: float) -> float:
    values = [x, x]
    return values[0]


@compile
def keyed(x: float) -> float:
    return {"a": x}["a"]


@compile
def imaginary(x: float) -> float:
    return abs(... * x)


@compile
def attribute(x: float) -> float:
    return x.hex


@compile
def member(n: int) -> bool:
    return n in n


@compile
def identity(x: float) -> bool:
    return x is x


@compile
def starred(a: int, b: int) -> int:
    first, *rest = a, b, a
    return first


@compile
def matrix(x: float, y: float) -> float:
    return x @ y
