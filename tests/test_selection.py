"""Masks and arrays of indices: NumPy says what is right, to the bit.

The arrays are views of one piece of memory, so that they overlap in all ways.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.array_cases import COMPILED, DRAWN, case, check, marked, parameters, same
from tests.executors import Executors, compiled, load

MODULE = Path(__file__).parent / "arrays" / "selected.py"
#: Mostly in bounds, so that more than the error is looked at.
INDICES = (st.integers(0, 0), st.integers(-1, 0), st.integers(-2, 1), st.integers(-3, 2),
           st.integers(-3, 2), st.integers(-9, 9), st.integers(-(2**7), 2**7 - 1))

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(scope="module")
def selected(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(MODULE.read_text(), "selected", tmp_path_factory.mktemp("selected"), "-O2")


#: Sums in another order than NumPy's.
INEXACT = {"sparse_floats"}


@pytest.mark.arithmetic
@pytest.mark.parametrize("name", [name for name in marked(MODULE) if name not in INEXACT])
@settings(DRAWN, max_examples=100)
@given(data=st.data())
def test_numpy_gives_the_same(selected: Executors, name: str, data: st.DataObject) -> None:
    check(selected, name, data.draw(case(parameters(selected.python[name]), ints=INDICES)))


#: Calls that NumPy refuses, all before it has written anything.
REFUSED = {
    "short mask": ("set_to", (np.ones(4), np.ones(3, bool), 2.0)),
    "long mask": ("kept", (np.ones(4), np.ones(5, bool))),
    "mask of a table": ("set_in_place", (np.ones((2, 3)), np.ones((2, 2), bool))),
    "too few": ("set_to_array", (np.ones(4), np.array([1, 0, 1, 1], bool), np.ones(2))),
    "too many": ("set_to_array", (np.ones(4), np.array([1, 0, 1, 1], bool), np.ones(4))),
    "shapes of indices": ("pairs", (
        np.ones((3, 3)), np.zeros(2, np.int64), np.zeros(3, np.int32))),
    "shape of what is put": ("put", (np.ones(4), np.zeros(2, np.int64), np.ones(3))),
    "rows that are put": ("put_rows", (np.ones((4, 2)), np.zeros(2, np.int64), np.ones(3))),
}


@pytest.mark.parametrize("refused", REFUSED)
def test_what_does_not_fit_is_named_as_by_numpy(selected: Executors, refused: str) -> None:
    name, args = REFUSED[refused]
    with pytest.raises((IndexError, ValueError)) as meant:
        selected.python[name](*args)
    for executor in COMPILED:
        with pytest.raises(meant.type) as given:
            selected.functions(executor)[name](*args)
        assert str(given.value).strip() == str(meant.value).strip()
        assert all((arg == 1).all() for arg in args[:1])


@pytest.mark.parametrize("index", [-5, 4, 2**40, -(2**63), 2**63 - 1])
@pytest.mark.parametrize("name", ["put", "added"])
def test_nothing_is_written_if_an_index_is_out_of_bounds(
    selected: Executors, name: str, index: int
) -> None:
    array = np.arange(4.0)
    indices = np.array([1, 2, index])
    for executor in COMPILED:
        with pytest.raises(IndexError):
            selected.functions(executor)[name](array, indices, np.ones(3))
        assert array.tolist() == [0, 1, 2, 3]


def test_indices_of_nothing_are_not_looked_at(selected: Executors) -> None:
    """As NumPy does where several arrays of indices are broadcast to none."""
    none, far = np.zeros(0, np.int64), np.array([99], np.int32)
    for executor in COMPILED:
        assert selected.functions(executor)["pairs"](np.ones((3, 3)), none, far).shape == (0,)


@pytest.mark.arithmetic
@pytest.mark.parametrize("size", [2, 63, 1000, 100_000])
def test_long_masks(selected: Executors, size: int) -> None:
    source = np.random.default_rng(size)
    a, b = source.standard_normal((2, size))
    mask, indices = a > 0, source.integers(-size, size, size)
    native, python = selected.native, selected.python
    for name, args in {
        "kept": (a, mask), "positive": (a,), "where_one": (a,), "taken": (a, indices),
        "used": (a, mask), "average": (a, mask), "taken_computed": (a, indices % (size - 1)),
    }.items():
        assert same(native[name](*args), python[name](*args)), name
    for name, args in {
        "changed": (a, b, mask), "turned": (a, mask), "put": (a, indices, b),
        "added": (a, indices, b), "added_each": (a, indices, b), "set_to": (a, mask, 3.0),
    }.items():
        one, two = a.copy(), a.copy()
        native[name](one, *args[1:])
        python[name](two, *args[1:])
        assert same(one, two), name


def test_a_sparse_matrix_times_a_vector(selected: Executors) -> None:
    source = np.random.default_rng(1)
    starts = np.cumsum([0, *source.integers(0, 12, 40)]).astype(np.int32)
    data, x = source.standard_normal(starts[-1]), source.standard_normal(30)
    columns = source.integers(-30, 30, starts[-1], dtype=np.int32)
    meant = selected.python["sparse_floats"](data, columns, starts, x)
    sizes = selected.python["sparse_floats"](np.abs(data), columns, starts, np.abs(x))
    for executor in COMPILED:
        found = selected.functions(executor)["sparse_floats"](data, columns, starts, x)
        assert np.all(np.abs(found - meant) <= 14 * 2.0**-53 * sizes)
    columns[-1] = 30
    for executor in COMPILED:
        with pytest.raises(IndexError):
            selected.functions(executor)["sparse_floats"](data, columns, starts, x)


def test_a_mask_makes_no_array_where_it_is_only_asked(selected: Executors) -> None:
    """`a[mask] *= ...` and counting are loops over what is there."""
    text = compiled(MODULE.read_text(), "selected").pyx
    for name in ("scaled", "counted_true"):
        body = text.partition(f" n_{name}(")[2].partition("\n\n\n")[0]
        assert "for " in body and "new_block" not in body, body
