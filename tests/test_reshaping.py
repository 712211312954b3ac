"""Arrays in other shapes: NumPy says what is right, also which are views and which are copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.array_cases import case, check, marked, parameters
from tests.executors import Executors, load

MODULE = Path(__file__).parent / "arrays" / "reshaped.py"
INTS = (st.integers(-2, 3), st.integers(-(2**63), 2**63 - 1))


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(MODULE.read_text(), "reshaped", tmp_path_factory.mktemp("reshaped"), "-O2")


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """NumPy's warnings, which native code does not give."""
    with np.errstate(all="ignore"), pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_, **__: None)
        yield


@pytest.mark.arithmetic
@pytest.mark.parametrize("name", marked(MODULE))
@settings(
    max_examples=100, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_numpy_gives_the_same(shapes: Executors, name: str, data: st.DataObject) -> None:
    check(shapes, name, data.draw(case(parameters(shapes.python[name]), ints=INTS)))
