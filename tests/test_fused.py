"""Reductions of expressions that are computed in parts: NumPy's results, to the bit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pyx_lowering.ops.fused import PART, part_size, parts
from tests.array_cases import COMPILED, same
from tests.executors import Executors, load, outcome

SOURCE = Path(__file__).parent / "arrays" / "fused.py"
VECTORS = tuple((size,) for size in (
    0, 1, 7, 8, 9, 127, 128, 129, 130, 1000, 1023, 1024, 1025, 1040, 2047, 2049, 4100, 9999))
TABLES = ((0, 0), (1, 1), (1, 3000), (3000, 1), (7, 7), (40, 40), (3, 1025), (2, 0))
#: The elements of each function, and the shapes that it takes.
FUNCTIONS: dict[str, tuple[str, tuple[tuple[int, ...], ...]]] = {
    "summed": ("f8", VECTORS), "averaged": ("f8", VECTORS), "single": ("f4", VECTORS),
    "extremes": ("f8", VECTORS), "all_any": ("f8", VECTORS), "of_ints": ("i8", VECTORS),
    "of_bytes": ("u1", VECTORS), "of_tables": ("f8", TABLES), "of_counts": ("i4", TABLES)}
LAYOUTS = ("packed", "reversed", "spread")


@pytest.fixture(scope="module")
def executors(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(SOURCE.read_text(), "fused", tmp_path_factory.mktemp("fused"), "-O3")


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


@pytest.mark.arithmetic
@pytest.mark.parametrize("executor", COMPILED)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_reductions_of_expressions(
    executors: Executors, name: str, layout: str, executor: str
) -> None:
    function, wanted = executors.functions(executor)[name], executors.python[name]
    dtype, shapes = FUNCTIONS[name]
    for number, shape in enumerate(shapes):
        if executor == "interpreter" and math.prod(shape) > 2000:
            continue  # it needs a thousand times as long
        for special in (False, True):
            first, second = (
                array(shape, dtype, layout, number + seed, special) for seed in (0, 50))
            assert same(result(function, first, second), result(wanted, first, second)), shape
        one = array((1,) * len(shape), dtype, layout, number, False)  # is broadcast
        assert same(result(function, first, one), result(wanted, first, one)), shape


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


@pytest.mark.parametrize("size", [*(size for (size,) in VECTORS), 10**6 + 3, 2**40 + 1])
def test_parts_cover_everything(size: int) -> None:
    if size < 2**30:
        start, count = 0, 0
        while start < size or count == 0:
            start, count = start + part_size(size, start), count + 1
        assert (start, count) == (size, parts(size))
    assert part_size(size, 0) <= PART
