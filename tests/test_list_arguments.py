"""Lists that Python passes: what is converted, what is refused, and what Python computes.

What the functions give is in `language/list_parameters.py`; here is how they are called.
"""

from __future__ import annotations

import array
import enum
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.executors import native_functions

TEXT = '''
from pyx_lowering import compile
from typing import Annotated, Final, List, TypeVar, overload

import numpy as np
import numpy.typing as npt

Values = list[float]
T = TypeVar("T", int, float)


@compile
def total(values: Values) -> float:
    """The sum."""
    result = 0.0
    for value in values:
        result += value
    return result


@compile
def count(values: "list[int]", start: int = 0) -> int:
    for value in values:
        start += value
    return start


@compile(overflow="raise")
def strict(values: List[int]) -> int:
    return values[0]


@compile
def trues(*, flags: Final[list[bool]]) -> int:
    return sum(flags)


@compile
def quotient(values: Annotated[list[float], "seconds"], n: int) -> float:
    return values[0] * n * n


@compile
def found(values: list[float], x: float) -> bool:
    return x in values


@compile
def doubled(values: list[T]) -> T:
    return values[0] + values[-1]


@compile
def weighted(a: npt.NDArray[np.float64], weights: list[float], flags: list[bool]) -> float:
    result = 0.0
    for i in range(len(a)):
        if flags[i]:
            result += a[i] * weights[i]
    return result


@compile
def scaled(a: npt.NDArray[np.float64], factors: list[float]) -> None:
    for i in range(len(factors)):
        a[i] *= factors[i]
'''

Functions = dict[str, Callable[..., Any]]


@pytest.fixture(scope="module")
def native(tmp_path_factory: pytest.TempPathFactory) -> Functions:
    return native_functions(TEXT, "list_arguments", tmp_path_factory.mktemp("list_arguments"))


class Half:
    def __float__(self) -> float:
        return 0.5


class Seven:
    def __index__(self) -> int:
        return 7


class Level(enum.IntEnum):
    LOW = 3


class OwnItems(list[float]):
    def __iter__(self) -> Any:
        return iter([100.0])


def test_items_are_converted_as_scalars_are(native: Functions) -> None:
    assert native["total"]([1, True, np.float64(0.5), np.float32(0.25), Half(), Seven()]) == 10.25
    assert native["count"]([True, Level.LOW, np.int8(5), Seven()], 1) == 17
    assert native["trues"](flags=[True, False, True]) == 2
    assert native["total"]([]) == 0.0


@pytest.mark.parametrize(("name", "argument", "message"), [
    ("total", [0.5, "1"], r"argument 'values\[1\]' must be float, not str"),
    ("total", [None], r"argument 'values\[0\]' must be float, not NoneType"),
    ("total", [1j], r"argument 'values\[0\]' must be float, not complex"),
    ("total", (1.0, 2.0), "argument 'values' must be list, not tuple"),
    ("total", array.array("d", [1.0]), "argument 'values' must be list, not array"),
    ("total", np.ones(2), "argument 'values' must be list, not ndarray"),
    ("total", None, "argument 'values' must be list, not NoneType"),
    ("count", [1, 2, 3.0], r"argument 'values\[2\]' must be int, not float"),
    ("strict", range(3), "argument 'values' must be list, not range"),
])
def test_other_types(native: Functions, name: str, argument: object, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        native[name](argument)


def test_only_bools_are_bools(native: Functions) -> None:
    with pytest.raises(TypeError, match=r"argument 'flags\[1\]' must be bool, not int"):
        native["trues"](flags=[True, 1])


def test_python_computes_what_has_no_native_value(native: Functions) -> None:
    assert native["count"]([2**70, 1]) == 2**70 + 1
    assert native["count"]([2**63 - 1, 1]) == 2**63
    assert native["total"](OwnItems([1.0])) == 100.0
    with pytest.raises(OverflowError):
        native["strict"]([2**70])
    with pytest.raises(OverflowError):
        native["strict"](OwnItems([1]))
    with pytest.raises(OverflowError, match="int too large to convert to float"):
        native["total"]([10**400])


def test_python_computes_with_floats_too(native: Functions) -> None:
    """It gets the floats that ints become, and the very objects where all are floats."""
    given = native["quotient"]([3], 2**40)
    assert isinstance(given, float)
    assert given == 3.0 * 2.0**80
    nan = float("nan")
    assert native["found"]([1, nan], nan)
    assert not native["found"]([nan], float("nan"))
    assert native["found"]([nan, 2], 2)


def test_the_items_choose_the_variant(native: Functions) -> None:
    assert native["doubled"]([1, 2]) == 3
    assert isinstance(native["doubled"]([1, 2]), int)
    assert native["doubled"]([0.5, 2]) == 2.5
    with pytest.raises(TypeError):
        native["doubled"](["a"])


def test_beside_arrays(native: Functions) -> None:
    a = np.arange(4.0)
    assert native["weighted"](a, [1.0, 2.0, 3.0, 4], [True, False, True, True]) == 18.0
    assert native["weighted"](a[::2], [1.0, 2.0], [True, True]) == 4.0
    with pytest.raises(TypeError, match=r"weights\[1\]"):
        native["weighted"](a, [1.0, "x"], [True])
    native["scaled"](a, [10.0, 20.0])
    assert a.tolist() == [0.0, 20.0, 2.0, 3.0]
    with pytest.raises(IndexError):
        native["weighted"](a, [1.0], [True] * 4)


def test_a_list_that_changes_while_it_is_read(native: Functions) -> None:
    values: list[object] = [1.0, 2.0, 3.0]

    class Shortens:
        def __float__(self) -> float:
            del values[1:]
            return 0.25

    values[0] = Shortens()
    assert native["total"](values) == 0.25

    class Lengthens:
        def __float__(self) -> float:
            values.extend([5.0] * 1000)
            return 0.5

    values[:] = [Lengthens(), 1.0]
    assert native["total"](values) == 1.5


def test_references_are_kept(native: Functions) -> None:
    """Neither the list nor its items are lost or held, whatever becomes of the call."""
    item, half = 12345.678 * len(sys.argv[0]), Half()
    values: list[Any] = [item, half]
    before = [sys.getrefcount(each) for each in (values, item, half)]
    for bad in ([], ["x"], [10**400]):
        values[2:] = bad
        for _ in range(50):
            try:
                native["total"](values)
                native["found"](values, item)
            except (TypeError, OverflowError):
                pass
    del values[2:]
    gc.collect()
    assert [sys.getrefcount(each) for each in (values, item, half)] == before


def test_the_list_stays_as_it_is(native: Functions, tmp_path: Path) -> None:
    values = [1, 2.5, True]
    native["total"](values)
    assert [type(value) for value in values] == [int, float, bool]
