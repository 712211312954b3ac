"""Masks and arrays of indices: NumPy says what is right, to the bit.

The arrays are views of one piece of memory, so that they overlap in all ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.array_cases import case, check, marked, parameters
from tests.executors import Executors, interpreters, native_functions, python_functions

MODULE = Path(__file__).parent / "arrays" / "selected.py"
#: Mostly in bounds, so that more than the error is looked at.
INDICES = (st.integers(0, 0), st.integers(-1, 0), st.integers(-2, 1), st.integers(-3, 2),
           st.integers(-3, 2), st.integers(-9, 9), st.integers(-(2**7), 2**7 - 1))


@pytest.fixture(scope="module")
def selected(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    text = MODULE.read_text()
    python = python_functions(text, "selected")
    return Executors(python, interpreters(text, "selected", python), native_functions(
        text, "selected", tmp_path_factory.mktemp("selected"), "-O2"))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """NumPy's warnings, which native code does not give."""
    with np.errstate(all="ignore"), pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_, **__: None)
        yield


@pytest.mark.parametrize("name", marked(MODULE))
@settings(
    max_examples=100, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_numpy_gives_the_same(selected: Executors, name: str, data: st.DataObject) -> None:
    check(selected, name, data.draw(case(parameters(selected.python[name]), ints=INDICES)))
