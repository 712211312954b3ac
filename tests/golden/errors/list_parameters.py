from pyx_lowering import compile


@compile
def stored(values: list[float], i: int) -> None:
    values[i] = 0.5


@compile
def appended(values: list[int], others: list[int], n: int) -> int:
    longer = values if n > 0 else others
    longer.append(n)
    return len(longer)


def take_last(values):
    return values.pop()


@compile
def by_helper(values: list[float]) -> float:
    rest = values
    return take_last(rest)


@compile
def unchanged(values: list[float]) -> float:
    values = values.copy()
    return take_last(values)
