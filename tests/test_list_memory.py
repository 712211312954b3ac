"""The memory of lists: freed on every way out, and used again within loops."""

from __future__ import annotations

import sys

import pytest

from tests.executors import native_functions

resource = pytest.importorskip("resource", reason="the memory of a process is measured with it")

TEXT = """\
from pyx_lowering import compile


@compile
def returns(n: int) -> float:
    values = [1.0] * n
    return values[-1]


@compile
def raises(n: int) -> float:
    values = [1.0] * n
    return values[n]


@compile(overflow="raise")
def overflows(n: int) -> int:
    values = [2**62] * n
    return values[0] * 4


@compile
def loops(n: int, turns: int) -> float:
    total = 0.0
    for _ in range(turns):
        row = [1.0] * n
        part = row[1:]
        total += part[-1]
    return total
"""

#: Items of eight bytes each; calls with as many would need this much if nothing were freed.
ITEMS, CALLS = 500_000, 100
LEAKED = ITEMS * CALLS * 8


def most_memory() -> int:
    """The most bytes that the process has had so far."""
    used: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    return native_functions(TEXT, "memory", tmp_path_factory.mktemp("memory"))


@pytest.mark.parametrize("name", ["returns", "raises", "overflows"])
def test_lists_are_freed_on_every_way_out(functions: dict[str, object], name: str) -> None:
    function = functions[name]
    assert callable(function)
    before = most_memory()
    for _ in range(CALLS):
        try:
            assert function(ITEMS) == 1.0
        except (IndexError, OverflowError):
            assert name != "returns"
    assert most_memory() - before < LEAKED / 4


def test_the_memory_of_one_turn_serves_the_next(functions: dict[str, object]) -> None:
    function = functions["loops"]
    assert callable(function)
    before = most_memory()
    assert function(ITEMS, CALLS) == CALLS
    assert most_memory() - before < LEAKED / 4


def test_too_long_a_list_is_a_memory_error(functions: dict[str, object]) -> None:
    function = functions["returns"]
    assert callable(function)
    with pytest.raises(MemoryError):
        function(2**61)
