"""Reductions of expressions that are computed in parts: NumPy's results, to the bit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pyx_lowering.ops.fused import PART, part_size, parts
from tests.array_cases import COMPILED, same
from tests.executors import (
    Executors,
    interpreters,
    native_functions,
    outcome,
    python_functions,
)

SOURCE = Path(__file__).parent / "arrays" / "fused.py"
SIZES = (0, 1, 7, 8, 9, 127, 128, 129, 130, 1000, 1023, 1024, 1025, 1040, 2047, 2049, 4100, 9999)
VECTORS = {"summed": "f8", "averaged": "f8", "single": "f4", "extremes": "f8", "all_any": "f8",
           "of_ints": "i8", "of_bytes": "u1"}
TABLES = {"of_tables": "f8", "of_counts": "i4"}
SHAPES = ((0, 0), (1, 1), (1, 3000), (3000, 1), (7, 7), (40, 40), (3, 1025), (2, 0))
LAYOUTS = ("packed", "reversed", "spread")


@pytest.fixture(scope="module")
def executors(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    text = SOURCE.read_text()
    python = python_functions(text, "fused")
    return Executors(python, interpreters(text, "fused", python), native_functions(
        text, "fused", tmp_path_factory.mktemp("fused"), "-O3"))


pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with np.errstate(all="ignore"):
        yield


def result(call: Any, *args: Any) -> Any:
    """What a call gives, or the type of what it raises."""
    found = outcome(call, args)
    return found.error or found.value


def array(shape: tuple[int, ...], dtype: str, layout: str, seed: int, special: bool) -> Any:
    source = np.random.default_rng(seed)
    wide = tuple(2 * size for size in shape)
    if dtype[0] == "f":
        made = source.normal(0.0, 3.0, wide).astype(dtype)
        if special and made.size:
            made.reshape(-1)[source.integers(0, made.size, 3)] = source.choice(
                [np.inf, -np.inf, np.nan, -0.0], 3)
    else:
        limits = np.iinfo(np.dtype(dtype))
        made = source.integers(limits.min, limits.max, wide, dtype, endpoint=True)
    if layout == "packed":
        return made[tuple(slice(size) for size in shape)].copy()
    step = -1 if layout == "reversed" else 2
    return made[tuple(slice(None, None, step) for _ in shape)][
        tuple(slice(size) for size in shape)]


@pytest.mark.parametrize("executor", COMPILED)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", VECTORS)
def test_vectors(executors: Executors, name: str, layout: str, executor: str) -> None:
    function, wanted = executors.functions(executor)[name], executors.python[name]
    for number, size in enumerate(SIZES if executor == "native" else SIZES[:12]):
        for special in (False, True):
            first, second = (
                array((size,), VECTORS[name], layout, number + seed, special) for seed in (0, 50))
            assert same(result(function, first, second), result(wanted, first, second)), size
        one = array((1,), VECTORS[name], layout, number, False)  # is broadcast
        assert same(result(function, first, one), result(wanted, first, one)), size


@pytest.mark.parametrize("executor", COMPILED)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", TABLES)
def test_tables(executors: Executors, name: str, layout: str, executor: str) -> None:
    function, wanted = executors.functions(executor)[name], executors.python[name]
    for number, shape in enumerate(SHAPES):
        if executor == "native" or shape[0] * shape[1] < 2000:
            first, second = (
                array(shape, TABLES[name], layout, number + seed, False) for seed in (0, 50))
            assert same(result(function, first, second), result(wanted, first, second)), shape


@pytest.mark.parametrize("executor", COMPILED)
def test_in_loops(executors: Executors, executor: str) -> None:
    table = array((5, 1500), "f8", "packed", 1, False)
    function, wanted = executors.functions(executor)["in_turn"], executors.python["in_turn"]
    assert same(function(table), wanted(table))


@pytest.mark.parametrize("executor", COMPILED)
def test_places_that_are_read_here_and_there(executors: Executors, executor: str) -> None:
    a, places = array((30,), "f8", "packed", 1, False), np.arange(2000) * 7 % 60 - 30
    function, wanted = executors.functions(executor)["chosen"], executors.python["chosen"]
    assert same(function(a, places), wanted(a, places))
    assert result(function, a, places + 1) is result(wanted, a, places + 1) is IndexError


@pytest.mark.parametrize("size", [*SIZES, 10**6 + 3, 2**40 + 1])
def test_parts_cover_everything(size: int) -> None:
    if size < 2**30:
        start, count = 0, 0
        while start < size or count == 0:
            start, count = start + part_size(size, start), count + 1
        assert (start, count) == (size, parts(size))
    assert part_size(size, 0) <= PART
