"""Lists that Python passes."""

from pyx_lowering import compile


@compile
def total(values: list[float]) -> float:
    """The items are copied once; the loop runs without the GIL."""
    result = 0.0
    for value in values:
        result += value
    return result


@compile
def found(values: list[float], x: float) -> bool:
    """One and the same nan is found, so that the objects are kept."""
    return x in values


@compile
def last(values: list[int], flags: list[bool], default: int = 0) -> int:
    return values[-1] if flags and flags[-1] else default
