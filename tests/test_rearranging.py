"""Arrays of given values, diagonals, and elements in other places: NumPy says what is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.array_cases import DRAWN, case, check, marked, parameters
from tests.executors import Executors, load

MODULE = Path(__file__).parent / "arrays" / "rearranged.py"

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(MODULE.read_text(), "rearranged", tmp_path_factory.mktemp("rearranged"), "-O2")


@pytest.mark.arithmetic
@pytest.mark.parametrize("name", marked(MODULE))
@settings(DRAWN, max_examples=60)
@given(data=st.data())
def test_numpy_gives_the_same(places: Executors, name: str, data: st.DataObject) -> None:
    check(places, name, data.draw(case(parameters(places.python[name]))))
