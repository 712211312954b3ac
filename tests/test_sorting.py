"""Arrays in order, bins, and what is between samples: NumPy says what is right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.array_cases import COMPILED, DRAWN, case, check, marked, parameters, same
from tests.executors import Executors, load

MODULE = Path(__file__).parent / "arrays" / "sorted.py"

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(scope="module")
def order(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(MODULE.read_text(), "sorted", tmp_path_factory.mktemp("sorted"), "-O2")


@pytest.mark.arithmetic
@pytest.mark.parametrize("name", marked(MODULE))
@settings(DRAWN, max_examples=60)
@given(data=st.data())
def test_numpy_gives_the_same(order: Executors, name: str, data: st.DataObject) -> None:
    check(order, name, data.draw(case(parameters(order.python[name]))))


@pytest.mark.arithmetic
@pytest.mark.parametrize("size", [15, 16, 17, 33, 1000, 70_001, 131_072])
def test_long_arrays(order: Executors, size: int) -> None:
    """Several rounds of merging, and weights that are added up in several parts."""
    random = np.random.default_rng(size)
    numbers = np.concatenate([random.normal(size=size - 2), [np.nan, -0.0]]).round(2)
    ints = random.integers(-50, 50, size)
    for executor in COMPILED if size <= 33 else ["native"]:  # the interpreter takes its time
        run = order.functions(executor)
        for values in (numbers, np.sort(numbers), numbers[::-1]):
            assert same(run["in_order"](values), np.sort(values, kind="stable"))
            assert same(run["places"](values, np.array([True])),
                        order.python["places"](values, np.array([True])))
            assert same(run["binned_weights"](values, numbers),
                        order.python["binned_weights"](values, numbers))
        for name in ("weighed", "binned_exactly"):
            rest = numbers if name == "weighed" else 10
            assert same(run[name](ints, rest), order.python[name](ints, rest))


@pytest.mark.arithmetic
@pytest.mark.parametrize("kind", ["any", "few", "sorted", "bits"])
def test_lines_that_are_sorted_by_bytes(order: Executors, kind: str) -> None:
    """All sizes of elements, both signs, equal numbers of different bits, and bytes alike."""
    size, random = 6000, np.random.default_rng(7)
    special = np.array([0.0, -0.0, np.nan, np.inf, -np.inf, 5e-324, -5e-324, 1.0])

    def numbers(dtype: str, size: int = size) -> np.ndarray:
        limits = np.iinfo(dtype)
        made = random.integers(limits.min, limits.max, size, dtype=dtype, endpoint=True)
        made = made % np.array(7, dtype) if kind == "few" else made
        return np.sort(made) if kind == "sorted" else made

    def floats(dtype: str) -> np.ndarray:
        if kind == "bits":
            return numbers(dtype.replace("f", "i")).view(dtype)  # nans of any bits, too
        made = random.standard_normal(size).astype(dtype)
        some = special.astype(dtype)[random.integers(0, len(special), size)]
        made = np.where(random.random(size) < (0.9 if kind == "few" else 0.1), some, made)
        return np.sort(made) if kind == "sorted" else made

    bools = random.random(size) < 0.5
    for name, arguments in (
        ("in_order", [floats("f8")]), ("in_order_others", [floats("f4"), np.zeros((2, 2), "i1")]),
        ("in_order_all", [numbers("i8").reshape(60, 100)]),
        ("in_order_small", [numbers("u2"), bools]),
        ("in_order_rows", [np.stack([floats("f8"), floats("f8")])]),
    ):
        meant = order.python[name](*arguments)
        assert order.native[name](*arguments).tobytes() == meant.tobytes(), name
