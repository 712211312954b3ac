from collections.abc import Sequence

from pyx_lowering import compile


@compile
def given_back(values: list[float]) -> list[float]:
    return values


@compile
def in_a_tuple(values: tuple[list[float], int]) -> float:
    return values[0][1]


@compile
def optional(values: list[float] | None) -> float:
    return 0.0


@compile
def any_sequence(values: Sequence[float]) -> float:
    return values[0]


@compile
def by_default(n: int, values: list[int] = []) -> int:
    return n + len(values)
