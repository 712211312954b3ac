"""Arrays of given values, diagonals, and elements in other places: NumPy says what is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.array_cases import case, check, marked, parameters
from tests.executors import Executors, load

MODULE = Path(__file__).parent / "arrays" / "rearranged.py"


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(MODULE.read_text(), "rearranged", tmp_path_factory.mktemp("rearranged"), "-O2")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """NumPy's warnings, which native code does not give."""
    with np.errstate(all="ignore"), pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_, **__: None)
        yield


@pytest.mark.arithmetic
@pytest.mark.parametrize("name", marked(MODULE))
@settings(
    max_examples=60, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_numpy_gives_the_same(places: Executors, name: str, data: st.DataObject) -> None:
    check(places, name, data.draw(case(parameters(places.python[name]))))
