"""Bools of two sides, of which one reads an element: in any case only where it is there."""

import numpy as np
from pyx_lowering import compile

V = np.ndarray[tuple[int], np.dtype[np.float64]]
I = np.ndarray[tuple[int], np.dtype[np.int64]]
B = np.ndarray[tuple[int], np.dtype[np.bool_]]
G = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


@compile(contract=False)
def life(board: G, out: G) -> None:
    n, m = board.shape
    for i in range(1, n - 1):
        for j in range(1, m - 1):
            around = (
                int(board[i - 1, j - 1]) + int(board[i - 1, j]) + int(board[i - 1, j + 1])
                + int(board[i, j - 1]) + int(board[i, j + 1])
                + int(board[i + 1, j - 1]) + int(board[i + 1, j]) + int(board[i + 1, j + 1]))
            out[i, j] = around == 3 or (board[i, j] and around == 2)


@compile(contract=False)
def joined_both(a: V, b: V, out: B, x: float) -> None:
    for i in range(len(out)):
        out[i] = a[i] < x and b[i] > x


@compile(contract=False)
def joined_negated(a: B, b: B, out: B) -> None:
    for i in range(len(a)):
        out[i] = not (not a[i] and b[i])


@compile(contract=False)
def kept_for_the_length(a: V, out: B, n: int) -> None:
    for i in range(len(out)):
        out[i] = i < len(a) and a[i] > 0.0


@compile(contract=False)
def kept_for_two_bounds(a: V, out: B, places: I) -> None:
    for i in range(min(len(out), len(places))):
        place = places[i]
        out[i] = 0 <= place and place < len(a) and a[place] != 1.0


@compile(contract=False)
def kept_for_another_bound(a: V, out: B, n: int, m: int) -> None:
    for i in range(len(out)):
        out[i] = m <= len(a) and i < m and a[i] > 0.0


@compile(contract=False)
def kept_where_it_raises(a: V, out: B, n: int) -> None:
    for i in range(len(out)):
        out[i] = n < 3 or a[n] > 0.0


@compile(contract=False)
def kept_for_an_empty_array(a: V, out: B) -> None:
    for i in range(len(out)):
        out[i] = len(a) > 0 and a[0] > 0.0


@compile(contract=False)
def kept_as_a_question(a: V) -> int:
    found = 0
    for i in range(len(a)):
        if i > 0 and a[i] > a[i - 1]:
            found += 1
    return found


@compile(contract=False)
def counted_in_a_byte(a: B, b: B, c: B, out: B) -> int:
    total = 0
    for i in range(len(a)):
        same = 100 * a[i] + 100 * b[i] + 55 * c[i]
        out[i] = same >= 255 or same != 100
        more = 128 * a[i] + 128 * b[i]
        out[i] = out[i] and more < 256
        total += more
    return total


@compile(contract=False)
def below_zero_is_no_byte(a: B, out: B, k: int) -> None:
    for i in range(len(a)):
        less = a[i] - 1
        rest = (i + k) % 256
        out[i] = less < 0 or less == 255 or rest == 255
