"""Functions over arrays; `test_arrays.py` runs them in every executor.

They are compiled without contraction, so that every executor must give the same bits.
"""

import numpy as np
import numpy.typing as npt

from pyx_lowering import compile

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]


# Reading


@compile(contract=False)
def item(a: Floats, i: int) -> float:
    return a[i]


@compile(contract=False)
def int_item(a: Ints, i: int) -> int:
    return a[i]


@compile(contract=False)
def flag(a: Flags, i: int) -> bool:
    return a[i]


@compile(contract=False)
def ends(a: Floats) -> float:
    return a[0] - a[-1]


@compile(contract=False)
def dot(a: Floats, b: Floats) -> float:
    total = 0.0
    for i in range(len(a)):
        total += a[i] * b[i]
    return total


@compile(contract=False)
def summed(a: Floats) -> float:
    return sum(a) + sum(x * x for x in a)


@compile(contract=False)
def extremes(a: Floats) -> float:
    return max(a) - min(a)


@compile(contract=False)
def counted(a: Flags) -> int:
    return sum(a) + 100 * any(a) + 1000 * all(a)


@compile(contract=False)
def weighted(a: Floats, b: Floats) -> float:
    total = 0.0
    for k, (x, y) in enumerate(zip(a, b), 1):
        total += k * x - y
    return total


@compile(contract=False)
def backwards(a: Floats) -> float:
    total = 0.0
    for x in reversed(a):
        total = total / 2.0 + x
    return total


@compile(contract=False)
def first_of(a: Floats, limit: float) -> int:
    for i, x in enumerate(a):
        if x > limit:
            break
    else:
        return -1
    return i


@compile(contract=False)
def search(a: Ints, wanted: int) -> int:
    """The first place in a sorted array where `wanted` could stand."""
    low, high = 0, len(a)
    while low < high:
        middle = (low + high) // 2
        if a[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@compile(contract=False)
def while_positive(a: Floats) -> int:
    n = 0
    while n < len(a) and a[n] > 0.0:
        n += 1
    return n


@compile(contract=False)
def shape(a: Matrix) -> int:
    n, m = a.shape
    return n + 10 * m + 100 * a.size + 1000 * a.ndim + 10000 * len(a) + 100000 * a.shape[-1]


@compile(contract=False)
def corner(a: Matrix, i: int, j: int) -> float:
    return a[i, j] + a[i, -1] + a[0, j]


@compile(contract=False)
def trace(a: Matrix) -> float:
    total = 0.0
    for i in range(min(a.shape[0], a.shape[1])):
        total += a[i, i]
    return total


@compile(contract=False)
def cube(a: np.ndarray[tuple[int, int, int], np.dtype[np.int64]], i: int) -> int:
    return a[i, i, i] + a.shape[2]


@compile(contract=False)
def index_by_floats(a: Floats, steps: int) -> float:
    """Where the next place comes from what was read."""
    place, total = 0, 0.0
    for _ in range(steps):
        total += a[place]
        place = (place * 5 + 3) % len(a)
    return total


# Writing


@compile(contract=False)
def put(a: Floats, i: int, x: float) -> None:
    a[i] = x


@compile(contract=False)
def put_int(a: Ints, i: int, n: int) -> None:
    a[i] = n


@compile(contract=False)
def put_flag(a: Flags, i: int, n: int) -> None:
    a[i] = n
    a[-1] = n > 3


@compile(contract=False)
def put_int_as_float(a: Floats, i: int, n: int, flag: bool) -> None:
    a[i] = n
    a[0] = flag


@compile(contract=False)
def bump(a: Ints, i: int, n: int) -> None:
    a[i] += n
    a[i] *= 2
    a[-1] -= 1


@compile(contract=False)
def swap(a: Ints, i: int, j: int) -> None:
    a[i], a[j] = a[j], a[i]


@compile(contract=False)
def exchanged(a: Floats, i: int, x: float) -> float:
    """What was there before is read before it is overwritten."""
    before = a[i]
    a[i] = x
    return before


@compile(contract=False)
def read_between(a: Floats, i: int, j: int) -> float:
    first = a[i]
    a[j] = 7.0
    second = a[i]
    a[i] = first + 1.0
    return first * 3.0 + second + a[j]


@compile(contract=False)
def axpy(alpha: float, x: Floats, y: Floats) -> None:
    for i in range(len(x)):
        y[i] += alpha * x[i]


@compile(contract=False)
def shifted(a: Floats, b: Floats) -> None:
    """Where the arrays overlap, what is written is read again."""
    for i in range(min(len(a), len(b))):
        b[i] = a[i] + 1.0


@compile(contract=False)
def prefix(a: Floats) -> None:
    for i in range(1, len(a)):
        a[i] += a[i - 1]


@compile(contract=False)
def smooth(a: Floats, out: Floats) -> None:
    for i in range(1, len(a) - 1):
        out[i] = (a[i - 1] + a[i] + a[i + 1]) / 3.0


@compile(contract=False)
def histogram(a: Ints, counts: Ints) -> None:
    for x in a:
        counts[x] += 1


@compile(contract=False)
def transpose(a: Matrix, out: Matrix) -> None:
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            out[j, i] = a[i, j]


@compile(contract=False)
def multiply(a: Matrix, b: Matrix, c: Matrix) -> None:
    for i in range(a.shape[0]):
        for j in range(b.shape[1]):
            total = 0.0
            for k in range(a.shape[1]):
                total += a[i, k] * b[k, j]
            c[i, j] = total


@compile(contract=False)
def multiply_add(a: Matrix, b: Matrix, c: Matrix) -> None:
    """The order of loops in which the innermost runs along memory."""
    for i in range(a.shape[0]):
        for k in range(a.shape[1]):
            for j in range(b.shape[1]):
                c[i, j] += a[i, k] * b[k, j]


@compile(contract=False)
def jacobi(a: Matrix, b: Matrix, steps: int) -> None:
    """Each step reads one array and writes the other."""
    u, v = a, b
    for _ in range(steps):
        for i in range(1, u.shape[0] - 1):
            for j in range(1, u.shape[1] - 1):
                v[i, j] = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1])
        u, v = v, u


@compile(contract=False)
def chosen(a: Floats, b: Floats, first: bool, i: int) -> None:
    c = a if first else b
    c[i] += 1.0


@compile(contract=False)
def sieve(flags: Flags) -> int:
    count = 0
    for i in range(2, len(flags)):
        if flags[i]:
            count += 1
            for j in range(i * i, len(flags), i):
                flags[j] = False
    return count


@compile(contract=False)
def downwards(a: Floats) -> None:
    for i in range(len(a) - 1, 0, -1):
        a[i] = a[i] - a[i - 1]


@compile(contract=False)
def steps_of(a: Ints, start: int, stop: int, step: int) -> None:
    for i in range(start, stop, step):
        a[i] += 1


# Functions that arrays are passed to


def helper(a, i):
    a[i] = a[i] + 1.0
    return a[i]


@compile(contract=False)
def through_helper(a: Floats, i: int) -> float:
    before = a[0]
    return helper(a, i) + before + a[0]


@compile(contract=False)
def through_marked(a: Floats, b: Floats) -> float:
    axpy(2.0, a, b)
    shifted(b, b)
    return dot(a, b)


@compile(contract=False)
def recursive(a: Floats, low: int, high: int) -> float:
    if high - low < 2:
        return a[low] if low < high else 0.0
    middle = (low + high) // 2
    return recursive(a, low, middle) + recursive(a, middle, high)


@compile(contract=False)
def nested(a: Floats, x: float) -> float:
    def at(i: int) -> float:
        return a[i] * x

    return at(0) + at(-1)


@compile(contract=False)
def caught(a: Floats, i: int) -> float:
    try:
        return a[i]
    except IndexError:
        return -1.0


@compile(contract=False)
def only_the_first(a: Floats, b: Floats) -> None:
    """`b` is never written, so it may be read-only."""
    for i in range(len(a)):
        a[i] = b[i]


# What passes 64 bits, or divides by zero


@compile(contract=False)
def total(a: Ints) -> int:
    n = 0
    for x in a:
        n += x
    return n


@compile(contract=False)
def ratio(a: Floats, i: int, j: int) -> float:
    return a[i] / a[j]


@compile(contract=False)
def divided(a: Floats, x: float) -> None:
    for i in range(len(a)):
        a[i] /= x


@compile(contract=False)
def doubled(a: Ints) -> None:
    for i in range(len(a)):
        a[i] *= 2
