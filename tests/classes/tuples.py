"""Tuples of tuples, indexing, comparison and membership; see `test_classes.py`."""

import enum

from pyx_lowering import compile

MATRIX = ((1.0, -2.0, 0.5), (0.25, 4.0, -0.0))


class Place(enum.IntEnum):
    FIRST = 0
    LAST = -1


@compile(contract=False)
def constant_item(i: int, j: int) -> float:
    return MATRIX[i][j]


@compile(contract=False)
def item(row: tuple[float, float, float], i: int) -> float:
    return row[i] + row[Place.LAST] * row[Place.FIRST]


@compile(contract=False)
def item_of_rows(rows: tuple[tuple[int, int], tuple[int, int]], i: int, j: int) -> int:
    return rows[i][j] + rows[-1][0]


@compile(contract=False)
def item_of_bools(b: bool, c: bool, i: int) -> bool:
    flags = b, c, not b
    return flags[i]


@compile(contract=False)
def carried(pair: tuple[tuple[int, bool], float], n: int) -> tuple[tuple[int, bool], float]:
    for i in range(n % 4):
        (k, b), x = pair
        pair = (k // 2 + i, not b), x * 2.0
    return pair


@compile(contract=False)
def sliced(row: tuple[int, int, int], n: int) -> tuple[int, int]:
    a, b = row[1:]
    whole = row[::-1] + (n,)  # noqa: RUF005 - this is what is tested
    return whole[:3][0] - a // 2, len(whole) + b // 4 + len(row[5:])


@compile(contract=False)
def equal(a: tuple[int, float], b: tuple[float, int]) -> bool:
    return a == b


@compile(contract=False)
def not_equal(a: tuple[tuple[float, bool], int], x: float, b: bool) -> bool:
    return a != ((x, b), 1)


@compile(contract=False)
def less(a: tuple[float, int], b: tuple[float, int]) -> int:
    return (a < b) + 2 * (a <= b) + 4 * (a > b) + 8 * (a >= b)


@compile(contract=False)
def less_nested(a: tuple[tuple[int, int], int], b: tuple[tuple[int, int], int]) -> bool:
    return a < b


@compile(contract=False)
def chained(a: int, b: int) -> bool:
    return (0, 0) <= (a, b) < (5, 1) != (b, a)


@compile(contract=False)
def member(n: int) -> bool:
    return n in (1, -7, 2**63 - 1) or n not in (0, 5)


@compile(contract=False)
def member_of_floats(x: float, y: float) -> int:
    return (x in (y, 1.0)) + 2 * (x not in (0, y)) + 4 * ((x, 1) in ((y, 1), (1.0, 1)))


@compile(contract=False)
def member_of_parameter(row: tuple[int, int, int], n: int) -> bool:
    return n in row


@compile(contract=False)
def total(rows: tuple[tuple[float, float], tuple[float, float]]) -> float:
    result = 0.0
    for row in rows:
        for x in row:
            result += x
    for x, y in rows:
        result -= x * y
    return result + sum(max(row) for row in rows)
