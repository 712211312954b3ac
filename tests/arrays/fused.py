"""Reductions of expressions, which are computed in parts."""

from typing import TypeAlias

import numpy as np

from pyx_lowering import compile

Vector: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]
Single: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float32]]
Ints: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]
Bytes: TypeAlias = np.ndarray[tuple[int], np.dtype[np.uint8]]
Table: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.float64]]
Counts: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.int32]]


@compile(contract=False)
def summed(a: Vector, b: Vector) -> float:
    return np.sum((a - b) * (a + b))


@compile(contract=False)
def averaged(a: Vector, b: Vector) -> float:
    return np.mean(a * b) + (a - 1.0).mean()


@compile(contract=False)
def single(a: Single, b: Single) -> float:
    return float(np.sum(a * b) + np.mean(a - b) + np.max(a - b))


@compile(contract=False)
def extremes(a: Vector, b: Vector) -> tuple[float, float]:
    return np.max(np.abs(a - b)), (a - b).min()


@compile(contract=False)
def all_any(a: Vector, b: Vector) -> tuple[bool, bool, bool, bool]:
    return np.all(a <= b), np.any(a == b), (a * b).any(), np.all(a - b)


@compile(contract=False)
def of_ints(a: Ints, b: Ints) -> tuple[int, int, int]:
    return np.sum(a * b), np.sum(a < b), np.max(a - b)


@compile(contract=False)
def of_bytes(a: Bytes, b: Bytes) -> tuple[int, int]:
    return int(np.sum(a + b)), int(np.min(a ^ b))


@compile(contract=False)
def of_tables(a: Table, b: Table) -> tuple[float, float, bool]:
    return np.max(a + b), np.min(a.T - b[0, 0]), np.all(a == b)


@compile(contract=False)
def of_counts(a: Counts, b: Counts) -> tuple[int, int]:
    return np.sum(a - b), int(np.max(a * b[0]))


@compile(contract=False)
def in_turn(a: Table) -> float:
    total = 0.0
    for row in a:
        total += np.sum(row * row) - np.max(row - 1.0)
    return total


@compile(contract=False)
def chosen(a: Vector, places: Ints) -> float:
    return np.sum(a[places] * 2.0)
