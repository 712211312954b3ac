"""Functions for several types: which variant runs, from Python and from compiled code."""

from __future__ import annotations

import inspect
import itertools
import math
import sys
from pathlib import Path

import numpy as np
import pytest

from pyx_lowering import is_native
from tests.executors import NAMES, Executors, Outcome, load, native_functions, outcome, same

SOURCE = '''
import math
from collections.abc import Callable
from typing import TypeVar, overload

import numpy as np

from pyx_lowering import compile

Number = TypeVar("Number", float, int)
Alias = Number
Real = TypeVar("Real", np.float32, np.float64)


@compile(contract=False)
def shifted(x: Number, by: "Alias") -> Number:
    """The sum."""
    result: Number = x + by
    return result


@compile(contract=False)
def mixed(x: Number, y: Real) -> Real:
    return y * y + y


@overload
def doubled(x: complex) -> complex: ...
@overload
def doubled(x: bool) -> int: ...
@overload
def doubled(x: int) -> int: ...
@overload
def doubled(x: float) -> float: ...
@compile(contract=False)
def doubled(x):
    return x + x


@compile(contract=False)
def recursive(x: Number, n: int) -> Number:
    return x if n % 8 == 0 else recursive(x + x, n // 2)


@compile(contract=False)
def callers(x: float, n: int, b: bool) -> float:
    return (shifted(x, 1.5) + shifted(n, 2) + shifted(n, x) + shifted(b, n)
            + doubled(n) + doubled(b) + doubled(x))


def applied_twice(f, x):
    return f(f(x))


@compile(contract=False)
def total(f: Callable[[int], float], n: int = 4, scale: float = 2) -> float:
    result = 0.0
    for i in range(n):
        result += f(i) * scale
    return result


@compile(contract=False)
def totals(x: float, n: int) -> float:
    def scaled(i: int) -> float:
        return i * x

    return (total(scaled, n % 50) + total(lambda i: applied_twice(math.sqrt, i), n=5, scale=1)
            + total(abs) + total(doubled, 3))
'''

BY_TYPE = {
    "int": (0, 1, -7, 2**62, 2**63 - 1, -(2**63), 2**63, 2**80),
    "float": (0.0, -0.0, 2.5, 1e308, math.inf, math.nan),
    "bool": (False, True),
    "complex": (0j, 1 - 2j),
}
SCALARS = [value for values in BY_TYPE.values() for value in values]


@pytest.fixture(scope="module")
def executors(tmp_path_factory: pytest.TempPathFactory) -> Executors:
    return load(SOURCE, "variants", tmp_path_factory.mktemp("variants"))


@pytest.mark.parametrize("executor", NAMES[1:])
def test_the_types_of_the_arguments_choose(executors: Executors, executor: str) -> None:
    """What is an int in Python stays one: no variant turns it into a float on its way."""
    functions = executors.functions(executor)
    for value in SCALARS:
        meant = outcome(executors.python["doubled"], (value,))
        assert same(outcome(functions["doubled"], (value,)), meant), value
    for args in itertools.product(SCALARS, repeat=2):
        meant = outcome(executors.python["shifted"], args)
        if complex in map(type, args):
            meant = Outcome(error=TypeError)  # no constraint takes them
        assert same(outcome(functions["shifted"], args), meant), args


@pytest.mark.parametrize("executor", NAMES[1:])
def test_numpy_numbers_choose(executors: Executors, executor: str) -> None:
    for x, y in itertools.product((3, 2.5), (np.float32(0.1), np.float64(0.1))):
        meant = outcome(executors.python["mixed"], (x, y))
        assert same(outcome(executors.functions(executor)["mixed"], (x, y)), meant)


def test_a_number_of_pythons_becomes_the_widest_of_numpys(executors: Executors) -> None:
    result = executors.native["mixed"](1, 0.1)
    assert type(result) is np.float64
    assert result == 0.1 * 0.1 + 0.1


@pytest.mark.parametrize("executor", NAMES[1:])
def test_compiled_calls_choose(executors: Executors, executor: str) -> None:
    functions = executors.functions(executor)
    for args in itertools.product(BY_TYPE["float"], BY_TYPE["int"], BY_TYPE["bool"]):
        meant = outcome(executors.python["callers"], args)
        assert same(outcome(functions["callers"], args), meant), args
    for x, n in itertools.product((*BY_TYPE["float"], *BY_TYPE["int"]), (0, 7, 1001, -3)):
        meant = outcome(executors.python["recursive"], (x, n))
        assert same(outcome(functions["recursive"], (x, n)), meant), (x, n)


@pytest.mark.parametrize("executor", NAMES[1:])
def test_functions_are_compiled_into_marked_ones(executors: Executors, executor: str) -> None:
    for args in itertools.product(BY_TYPE["float"], (0, 3, 49)):
        meant = outcome(executors.python["totals"], args)
        assert same(outcome(executors.functions(executor)["totals"], args), meant), args


def test_python_runs_what_is_passed_functions_as_python(executors: Executors) -> None:
    total = executors.native["total"]
    assert not is_native(total)
    assert total(lambda i: i + 0.5, 3) == 9.0
    assert is_native(executors.native["shifted"])


def test_the_function_keeps_its_face(executors: Executors) -> None:
    shifted, python = executors.native["shifted"], executors.python["shifted"]
    assert shifted.__doc__ == "The sum."
    assert str(inspect.signature(shifted)) == str(inspect.signature(python))
    assert shifted(by=2, x=1) == 3
    for args in ((), (1,), (1, 2, 3), ("a", "b"), (1, None)):
        with pytest.raises(TypeError):
            shifted(*args)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the syntax is of Python 3.12")
def test_type_parameters(tmp_path: Path) -> None:
    text = (
        "from pyx_lowering import compile\n\n\n"
        "@compile\n"
        "def larger[T: (int, float)](x: T, y: T) -> T:\n"
        "    z: T = x\n"
        "    return z if z > y else y\n")
    larger = native_functions(text, "parameters", tmp_path)["larger"]
    assert is_native(larger)
    for args, result in (((1, 2), 2), ((1.5, 2.0), 2.0), ((2**70, 1), 2**70)):
        assert same(Outcome(larger(*args)), Outcome(result))
