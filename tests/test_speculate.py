"""Sides of bools that are computed in any case, and ints in bytes: only where nothing changes.

The interpreter asserts every bound that it comes by, and CPython says what is right.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.array_cases import DRAWN, case, check, marked, parameters
from tests.executors import Executors, compiled, load

MODULE = Path(__file__).parent / "arrays" / "sides.py"


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(MODULE.read_text(), "sides", tmp_path_factory.mktemp("sides"))


@pytest.mark.arithmetic
@pytest.mark.parametrize("name", marked(MODULE))
@settings(DRAWN, max_examples=200)
@given(data=st.data())
def test_python_gives_the_same(sides: Executors, name: str, data: st.DataObject) -> None:
    check(sides, name, data.draw(case(parameters(sides.python[name]))))


def native_text(name: str) -> str:
    """The native function for arrays that are packed."""
    pyx = compiled(MODULE.read_text(), "sides").pyx
    return pyx.partition(f" n_{name}(")[2].partition("\ncdef ")[0]


@pytest.mark.parametrize("name", marked(MODULE))
def test_sides_are_joined_where_the_element_is_there(name: str) -> None:
    text = native_text(name)
    is_joined = ") & (" in text or ") | (" in text
    assert is_joined == (name == "life" or name.startswith("joined"))


@pytest.mark.parametrize(("name", "narrow"), [
    ("life", ["around"]), ("counted_in_a_byte", ["same"]), ("below_zero_is_no_byte", ["rest"])])
def test_ints_that_are_compared_are_bytes(name: str, narrow: list[str]) -> None:
    (line,) = [line for line in native_text(name).splitlines() if "cdef uint8_t" in line]
    assert line.split("uint8_t ")[1].split(", ") == narrow
