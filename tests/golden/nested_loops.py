"""Loops in loops, with breaks that leave the inner one only."""

from pyx_lowering import compile


@compile
def mandelbrot(cx: float, cy: float, limit: int) -> int:
    x = 0.0
    y = 0.0
    for i in range(limit):
        x, y = x * x - y * y + cx, 2.0 * x * y + cy
        if x * x + y * y > 4.0:
            return i
    return limit


@compile
def count_primes(limit: int) -> int:
    count = 0
    for n in range(2, limit):
        d = 2
        while d * d <= n:
            if n % d == 0:
                break
            d += 1
        else:
            count += 1
    return count


@compile
def table(rows: int, columns: int) -> float:
    total = 0.0
    for i in range(rows):
        row = 0.0
        for j in range(columns):
            if j == i:
                continue
            row += i / (j + 1)
        total += row
    return total
