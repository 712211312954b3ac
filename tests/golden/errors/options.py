from pyx_lowering import compile


@compile(contrct=True)
def misspelt(x: float) -> float:
    return x


@compile(overflow="wrap")
def wrong_value(n: int) -> int:
    return n


@compile(False)
def positional(x: float) -> float:
    return x
