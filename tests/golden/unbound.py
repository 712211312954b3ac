"""Names that may be unbound raise UnboundLocalError; sure ones cost nothing."""

from pyx_lowering import compile


@compile
def article(x: float, y: float, z: float, n_iter: int) -> float:
    """The article's loop: with `n_iter` of 0, `r` is unbound."""
    for _ in range(n_iter):
        r = x * y + z
    return r


@compile
def one_side(n: int) -> int:
    if n > 0:
        value = n
    return value


@compile
def loop_variable(n: int) -> int:
    for i in range(n):
        pass
    return i


@compile
def correlated(n: int) -> int:
    """Bound where it is read, which only running shows."""
    if n > 10:
        value = n * 2
    if n > 20:
        return value
    return 0
