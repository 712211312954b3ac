"""What is measured: three benchmarks, their arguments, and Python's own functions for them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

#: "plain" rounds the product and then the sum, as Python does; "fused" rounds once (fma).
#: Results are compared, to the bit, among the contenders of one arithmetic.
Arithmetic = Literal["plain", "fused"]

Function = Callable[..., float]

SIZES = (10**3, 10**4, 10**5, 10**6, 10**7)

#: x, y, z. With |y| just below 1 the recurrence stays bounded, keeps moving for all
#: 10^7 steps, and never reaches the slow subnormal numbers.
ARGUMENTS = (1.0, -0.9999999, 0.1)


@dataclass(frozen=True)
class Benchmark:
    """`name` is the stem of the function's name in every language.

    A benchmark of a single call has no size; its only one is 1.
    """

    name: str
    title: str
    sizes: tuple[int, ...] = SIZES

    @property
    def one_call(self) -> bool:
        return self.sizes == (1,)

    def arguments(self, n: int) -> tuple[float, ...]:
        return ARGUMENTS if self.one_call else (n, *ARGUMENTS)


ARTICLE = Benchmark("article", "(a) the article's loop as written")
RECURRENCE = Benchmark("recurrence", "(b) a dependent recurrence, x = x*y + z")
CALL = Benchmark("call", "(c) one call from Python", (1,))
BENCHMARKS = (ARTICLE, RECURRENCE, CALL)


def call_plain(x: float, y: float, z: float) -> float:
    return x * y + z


def article_plain(n: int, x: float, y: float, z: float) -> float:
    for _ in range(n):
        result = x * y + z
    return result


def recurrence_plain(n: int, x: float, y: float, z: float) -> float:
    for _ in range(n):
        x = x * y + z
    return x


def article_fused(n: int, x: float, y: float, z: float) -> float:
    fma: Function = math.fma  # type: ignore[attr-defined]  # Python 3.13 and newer
    for _ in range(n):
        result = fma(x, y, z)
    return result


def recurrence_fused(n: int, x: float, y: float, z: float) -> float:
    fma: Function = math.fma  # type: ignore[attr-defined]  # Python 3.13 and newer
    for _ in range(n):
        x = fma(x, y, z)
    return x


def python_functions() -> dict[str, Function]:
    """Python's own functions by name; the fused ones where `math.fma` exists (3.13)."""
    functions: dict[str, Function] = {
        "call_plain": call_plain,
        "article_plain": article_plain,
        "recurrence_plain": recurrence_plain,
    }
    if hasattr(math, "fma"):
        functions |= {
            "call_fused": math.fma,
            "article_fused": article_fused,
            "recurrence_fused": recurrence_fused,
        }
    return functions


def exact(benchmark: Benchmark, arithmetic: Arithmetic, n: int) -> float:
    """The right answer, from rational numbers that are rounded where the arithmetic rounds."""
    x, y, z = ARGUMENTS
    steps = n if benchmark.name == RECURRENCE.name else 1
    for _ in range(steps):
        product = Fraction(x) * Fraction(y)
        if arithmetic == "plain":
            product = Fraction(float(product))
        x = float(product + Fraction(z))
    return x
