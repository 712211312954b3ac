from pyx_lowering import compile


@compile
def any_length(row: tuple[float, ...]) -> float:
    return row[0]


@compile
def past_the_end(row: tuple[float, float]) -> float:
    return row[2]


@compile
def mixed_items(row: tuple[float, tuple[int, int]], n: int) -> float:
    return row[n]


@compile
def sliced(row: tuple[int, int], n: int) -> int:
    return len(row[n:])


@compile
def length(x: float) -> int:
    return len(x)


@compile
def compared(row: tuple[int, int], other: tuple[int, int, int]) -> bool:
    return row == other


@compile
def member(row: tuple[int, tuple[int, int]], n: int) -> bool:
    return n in row
