from pyx_lowering import compile


@compile
def unannotated(x) -> float:
    return x


@compile(contrct=False)
def misspelt(x: float) -> float:
    return x
