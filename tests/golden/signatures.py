"""Positional-only, keyword-only and default parameters; how they are called."""

from pyx_lowering import compile

STEP = 0.5


@compile
def defaults(x: float, n: int = 3, flag: bool = True, step: float = STEP) -> float:
    return x + n * step if flag else x


@compile
def kinds(a: float, /, b: float, *, c: float = -1.0) -> float:
    return a - b * c


@compile
def constant() -> int:
    return 42


@compile
def negative_default(n: int = -1, x: float = -0.0) -> float:
    return n + x


@compile
def only_keyword(*, x: float) -> float:
    return -x
