from pyx_lowering import compile


AVOGADRO = 602_214_076_000_000_000_000_000
NAME = "x"
LIMIT = 10**30


@compile
def moles(n: int) -> int:
    return n // AVOGADRO


@compile
def literal(n: int) -> int:
    return n + 9223372036854775808


@compile
def power(n: int) -> int:
    return min(n, LIMIT)


@compile
def text(n: int) -> int:
    label = NAME
    return n
