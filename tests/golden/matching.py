"""match on numbers, bools and tuples, with guards and captures."""

from pyx_lowering import compile


@compile
def kind(n: int) -> int:
    match n:
        case 0:
            return 10
        case 1 | 2 | 3:
            return 20
        case k if k < 0:
            return -k
        case _:
            return 30


@compile
def quadrant(x: float, y: float) -> int:
    match x > 0.0, y > 0.0:
        case True, True:
            return 1
        case False, True:
            return 2
        case _, _:
            return 3


@compile
def falls_through(n: int) -> float:
    """No case matches: what was before stays."""
    result = 0.5
    match n:
        case 7:
            result = 1.5
    return result
