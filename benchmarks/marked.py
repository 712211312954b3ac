"""What pyx-lowering compiles: the same functions with the default options, and without contraction.

Each is written out twice, because the options belong to a function.
"""

from __future__ import annotations

from pyx_lowering import compile


@compile
def call_fused(x: float, y: float, z: float) -> float:
    return x * y + z


@compile(contract=False)
def call_plain(x: float, y: float, z: float) -> float:
    return x * y + z


@compile
def article_fused(n: int, x: float, y: float, z: float) -> float:
    for _ in range(n):
        result = x * y + z
    return result


@compile(contract=False)
def article_plain(n: int, x: float, y: float, z: float) -> float:
    for _ in range(n):
        result = x * y + z
    return result


@compile
def recurrence_fused(n: int, x: float, y: float, z: float) -> float:
    for _ in range(n):
        x = x * y + z
    return x


@compile(contract=False)
def recurrence_plain(n: int, x: float, y: float, z: float) -> float:
    for _ in range(n):
        x = x * y + z
    return x
