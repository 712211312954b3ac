"""Views, expressions and reductions of whole arrays: NumPy says what is right, to the bit.

The arrays are views of one piece of memory, so that they overlap in all ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.array_cases import (
    COMPILED,
    case,
    check,
    marked,
    parameters,
    same,
)
from tests.executors import Executors, interpreters, native_functions, python_functions

FOLDER = Path(__file__).parent / "arrays"
MODULES = ("whole", "reduced")

#: Where not all floats can be meant.
ONLY: dict[str, st.SearchStrategy[Any]] = {
    "counted_floats": st.sampled_from([0.0, 0.1, -0.3, 1.0, 2.5, 7.25, -4.0]),
    "spaced": st.one_of(st.floats(-10, 10), st.sampled_from([0.0, 1.0, 5e-324])),
    # What is no int in C is refused, where NumPy makes something of it.
    "converted": st.floats(-1000, 1000),
}



@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Executors]:
    made = {}
    for module in MODULES:
        text = (FOLDER / f"{module}.py").read_text()
        python = python_functions(text, module)
        made[module] = Executors(python, interpreters(text, module, python), native_functions(
            text, module, tmp_path_factory.mktemp(module), "-O2"))
    return made


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """NumPy's warnings, which native code does not give."""
    with np.errstate(all="ignore"), pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_, **__: None)
        yield


@pytest.mark.parametrize(
    ("module", "name"),
    [(module, name) for module in MODULES for name in marked(FOLDER / f"{module}.py")])
@settings(
    max_examples=60, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_numpy_gives_the_same(
    modules: dict[str, Executors], module: str, name: str, data: st.DataObject
) -> None:
    executors = modules[module]
    wanted = parameters(executors.python[name])
    check(executors, name, data.draw(case(wanted, ONLY.get(name))))


SHAPES = [(0,), (1,), (7,), (8,), (9,), (127,), (128,), (129,), (1000,), (20000,)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("step", [1, 2, -1])
def test_long_sums_are_numpy_s(
    modules: dict[str, Executors], shape: tuple[int], step: int
) -> None:
    """Sums in pairs, of floats of very different sizes, so that the order shows."""
    source = np.random.default_rng(shape[0])
    memory = source.standard_normal(2 * shape[0]) * 2.0 ** source.integers(-30, 31, 2 * shape[0])
    array = memory[: abs(step) * shape[0]][::step]
    for executor in COMPILED:
        functions = modules["reduced"].functions(executor)
        assert same(functions["summed"](array), float(np.sum(array)))


@pytest.mark.parametrize("rows", [1, 3, 40, 300])
@pytest.mark.parametrize("columns", [1, 7, 79, 250, 9000])
@pytest.mark.parametrize("kind", ["packed", "transposed", "gaps", "turned"])
def test_sums_of_tables_are_numpy_s(
    modules: dict[str, Executors], rows: int, columns: int, kind: str
) -> None:
    source = np.random.default_rng(rows * columns)
    count = 2 * rows * columns
    memory = source.standard_normal(count) * 2.0 ** source.integers(-30, 31, count)
    table = memory[: rows * columns].reshape(rows, columns)
    if kind == "transposed":
        table = table.T
    elif kind == "gaps":
        table = memory.reshape(rows, 2 * columns)[:, :columns]
    elif kind == "turned":
        table = memory.reshape(rows, 2 * columns)[::-1, columns - 1::-1]
    functions = modules["reduced"].native
    assert same(functions["summed_table"](table), float(table.sum()))
    for name in ("down", "across"):
        assert same(functions[name](table), modules["reduced"].python[name](table)), name
