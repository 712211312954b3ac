"""Arrays of no dimensions: NumPy says what is right, also where it gives numbers instead."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.array_cases import COMPILED, DRAWN, case, check, marked, parameters
from tests.executors import Executors, load

MODULE = Path(__file__).parent / "arrays" / "no_dimensions.py"
INTS = (st.integers(-2, 3), st.integers(-(2**63), 2**63 - 1))

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(scope="module")
def arrays(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(MODULE.read_text(), "no_dimensions", tmp_path_factory.mktemp("none"), "-O2")


@pytest.mark.arithmetic
@pytest.mark.parametrize("name", marked(MODULE))
@settings(DRAWN, max_examples=100)
@given(data=st.data())
def test_numpy_gives_the_same(arrays: Executors, name: str, data: st.DataObject) -> None:
    check(arrays, name, data.draw(case(parameters(arrays.python[name]), ints=INTS)))


@pytest.mark.parametrize("executor", ["python", *COMPILED])
def test_operators_give_numbers_of_numpy(arrays: Executors, executor: str) -> None:
    functions = arrays.functions(executor)
    assert type(functions["with_number"](np.array(2.0), 1.0)) is np.float64
    assert type(functions["small"](np.array(2, "i1"), np.array(3, "i1"))) is np.int8
    assert type(functions["compared"](np.array(2.0), np.array(2.0), 2.0)) is np.bool_


@pytest.mark.parametrize("executor", ["python", *COMPILED])
def test_new_ones_are_arrays(arrays: Executors, executor: str) -> None:
    made = arrays.functions(executor)["chosen"](np.array(2.0), np.array(3.0))
    assert isinstance(made, np.ndarray)
    assert made.shape == ()


@pytest.mark.parametrize(("argument", "error", "message"), [
    (np.zeros(1), ValueError, "`a` must be an array of float64 with 0 dimensions, not 1"),
    (np.zeros((), "f4"), TypeError, "not one of float32"),
    (2.0, TypeError, "with 0 dimensions, not float"),
    (np.float64(2.0), ValueError, "`a` is read-only"),
])
def test_other_arguments_are_refused(
    arrays: Executors, argument: object, error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as raised:
        arrays.native["added_to"](argument, 1.0)
    assert message in str(raised.value)


def test_a_read_only_array_is_not_written(arrays: Executors) -> None:
    fixed = np.array(1.0)
    fixed.flags.writeable = False
    assert arrays.native["read"](fixed) == 2.0
    with pytest.raises(ValueError, match="read-only"):
        arrays.native["written"](fixed, 2.0)


def test_memory_without_alignment(arrays: Executors) -> None:
    memory = np.zeros(17, "u1")
    odd = memory[1:9].view("f8")[0, ...]
    odd[()] = 1.5
    assert arrays.native["read"](odd) == 3.0
    arrays.native["in_place"](odd, np.array(0.5), 2.0)
    assert odd[()] == 4.0


def test_other_buffers_of_no_dimensions(arrays: Executors) -> None:
    view = memoryview(np.array(4.0))
    assert view.ndim == 0
    assert arrays.native["read"](view) == 8.0
