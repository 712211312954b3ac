"""`math` and `cmath` at special values, as the documentation and the C standard have them.

Unlike the tests that compare with CPython, these say what is right, CPython included.
"""

from __future__ import annotations

import ast
import cmath
import math
from collections import defaultdict
from pathlib import Path

import pytest

from tests.executors import NAMES, Executors, Outcome, load, outcome, same

NUMBERS = {"inf": math.inf, "nan": math.nan, "pi": math.pi, "complex": complex}
ERRORS = {"ValueError": ValueError, "OverflowError": OverflowError}
RESULTS = {float: "float", int: "int", bool: "bool", complex: "complex",
           tuple: "tuple[float, float]"}


def _rows() -> list[tuple[str, tuple[object, ...], Outcome]]:
    rows = []
    for line in (Path(__file__).parent / "special_values.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        text, _, result = line.partition(" = ")
        call = ast.parse(text, mode="eval").body
        assert isinstance(call, ast.Call)
        args = tuple(eval(ast.unparse(arg), NUMBERS) for arg in call.args)
        meant = Outcome(error=ERRORS[result]) if result in ERRORS else Outcome(
            eval(result, NUMBERS))
        rows.append((ast.unparse(call.func), args, meant))
    return rows


ROWS = _rows()
BY_FUNCTION = defaultdict(list)
for function, args, meant in ROWS:
    BY_FUNCTION[function].append((args, meant))


def _source() -> str:
    """A marked function for each of the library's, with a name such as `math_pow`."""
    parts = ["import cmath\nimport math\n\nfrom pyx_lowering import compile\n"]
    for function, cases in BY_FUNCTION.items():
        args = cases[0][0]
        names = "xy"[: len(args)]
        params = ", ".join(
            f"{name}: {type(arg).__name__}" for name, arg in zip(names, args, strict=True))
        value = next((meant.value for _, meant in cases if meant.error is None), 0.0)
        result = "tuple[float, int]" if function == "math.frexp" else RESULTS[type(value)]
        parts.append(
            f"@compile(contract=False)\ndef {function.replace('.', '_')}({params}) -> {result}:\n"
            f"    return {function}({', '.join(names)})\n")
    return "\n\n".join(parts)


@pytest.fixture(scope="module")
def executors(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(_source(), "special", tmp_path_factory.mktemp("special"))


@pytest.mark.parametrize("function", BY_FUNCTION)
def test_python_has_these_values(function: str) -> None:
    """The table is right: Python's own functions give it."""
    module, _, name = function.partition(".")
    called = getattr({"math": math, "cmath": cmath}[module], name)
    for args, meant in BY_FUNCTION[function]:
        assert same(outcome(called, args), meant), (args, meant)


@pytest.mark.parametrize("executor", NAMES[1:])
@pytest.mark.parametrize("function", BY_FUNCTION)
def test_compiled_code_has_these_values(
    executors: Executors, function: str, executor: str
) -> None:
    called = executors.functions(executor)[function.replace(".", "_")]
    for args, meant in BY_FUNCTION[function]:
        assert same(outcome(called, args), meant), (args, meant)


def test_the_table_is_read() -> None:
    assert len(ROWS) > 250
    assert {"math.pow", "math.atan2", "cmath.exp", "cmath.atanh"} <= BY_FUNCTION.keys()
