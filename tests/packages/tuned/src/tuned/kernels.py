from pyx_lowering import compile


@compile
def residue(x: float, y: float) -> float:
    return x * y - 1.0


@compile
def square(n: int) -> int:
    return n * n


@compile(contract=True, overflow="python")
def own(n: int, x: float, y: float) -> tuple[int, float]:
    return n * n, x * y - 1.0
