from pyx_lowering import compile


@compile
def sign(x: float) -> int:
    if x > 0.0:
        return 1
    elif x < 0.0:
        return -1


@compile
def search(n: int) -> int:
    for i in range(n):
        if i * i > n:
            return i


@compile
def empty(n: int) -> int:
    pass
