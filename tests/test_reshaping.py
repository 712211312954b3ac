"""Arrays in other shapes: NumPy says what is right, also which are views and which are copies."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.array_cases import DRAWN, case, check, marked, parameters
from tests.executors import Executors, load

MODULE = Path(__file__).parent / "arrays" / "reshaped.py"
INTS = (st.integers(-2, 3), st.integers(-(2**63), 2**63 - 1))

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(MODULE.read_text(), "reshaped", tmp_path_factory.mktemp("reshaped"), "-O2")


@pytest.mark.arithmetic
@pytest.mark.parametrize("name", marked(MODULE))
@settings(DRAWN, max_examples=100)
@given(data=st.data())
def test_numpy_gives_the_same(shapes: Executors, name: str, data: st.DataObject) -> None:
    check(shapes, name, data.draw(case(parameters(shapes.python[name]), ints=INTS)))
