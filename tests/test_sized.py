"""NumPy's types of fixed sizes: how they mix, over all pairs, and how they are passed."""

from __future__ import annotations

import itertools
import operator
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pyx_lowering.dtypes import SIZED, Sized, promoted
from pyx_lowering.ops import Argument, resolve
from pyx_lowering.types import BOOL, COMPLEX, FLOAT, INT, Type

from .executors import native_functions

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    name: getattr(operator, name)
    for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift",
                 "and_", "or_", "xor", "lt", "le", "eq", "ne", "gt", "ge")
}
PYTHON: dict[Type, object] = {BOOL: True, INT: 1, FLOAT: 1.0, COMPLEX: 1j}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with np.errstate(all="ignore"):
        yield


def one(type_: Type) -> Any:
    return getattr(np, type_.short)(1) if isinstance(type_, Sized) else PYTHON[type_]


def pairs() -> Iterator[tuple[Type, Type]]:
    for first, second in itertools.product((*SIZED.values(), *PYTHON), repeat=2):
        if isinstance(first, Sized) or isinstance(second, Sized):
            yield first, second


@pytest.mark.parametrize("name", OPERATORS)
def test_results_of_all_pairs_of_types_are_numpy_s(name: str) -> None:
    target = OPERATORS[name]
    for first, second in pairs():
        overload = resolve(target, [Argument(first), Argument(second)])
        try:
            wanted = type(target(one(first), one(second)))
        except TypeError:
            assert overload is None, (first, second)
            continue
        assert overload is not None, (first, second)
        result = overload.result
        python = {"complex": complex, "bool": bool}  # of a Python complex and an `np.float64`
        made = getattr(np, result.short) if isinstance(result, Sized) else python[result.name]
        assert made is wanted, (first, second)


@pytest.mark.parametrize("name", ["neg", "pos", "invert", "abs"])
def test_results_of_one_operand_are_numpy_s(name: str) -> None:
    target = abs if name == "abs" else getattr(operator, name)
    for type_ in SIZED.values():
        overload = resolve(target, [Argument(type_)])
        try:
            wanted = type(target(one(type_)))
        except TypeError:
            assert overload is None, type_
            continue
        assert overload is not None and isinstance(overload.result, Sized)
        assert getattr(np, overload.result.short) is wanted, type_


def test_promotion_is_numpy_s() -> None:
    for first, second in itertools.product(SIZED.values(), repeat=2):
        wanted = np.result_type(getattr(np, first.short), getattr(np, second.short))
        assert getattr(np, promoted(first, second).short) is wanted.type


TEXT = '''
import numpy as np
from pyx_lowering import compile
''' + "".join(f'''

@compile
def take_{short}(x: np.{short}) -> np.{short}:
    return x
''' for short in SIZED) + '''

@compile
def scaled(x: np.float32, n: np.int8 = 2, on: np.bool_ = True) -> np.float32:
    print(x, n)
    return x * n if on else x
'''


@pytest.fixture(scope="module")
def native(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Callable[..., object]]:
    return native_functions(TEXT, "sized_arguments", tmp_path_factory.mktemp("sized"))


@pytest.mark.parametrize("short", SIZED)
def test_arguments(native: dict[str, Callable[..., object]], short: str) -> None:
    type_, make, take = SIZED[short], getattr(np, short), native[f"take_{short}"]
    samples: tuple[object, ...] = (True, False) if type_.kind == "b" else (0, 1)
    if type_.kind in "iu":
        samples = (0, 1, *type_.bounds)
    for value in samples:
        for given in (value, make(value)):
            result = take(given)
            assert type(result) is make and result == make(value)
    if type_.kind in "iu":
        for outside in (type_.bounds[0] - 1, type_.bounds[1] + 1, 2**70):
            with pytest.raises(OverflowError, match=f"{outside} out of bounds for {short}"):
                take(outside)
    others = [getattr(np, other) for other in SIZED if other != short]
    wrong = [*(other(1) for other in others), "1", None]
    wrong += [] if type_.kind == "c" else [1j]
    wrong += [] if type_.kind in "fc" else [1.0]
    for value in wrong:
        with pytest.raises(TypeError, match=f"argument 'x' must be numpy.{short.rstrip('_')}"):
            take(value)


def test_python_s_floats_are_rounded(native: dict[str, Callable[..., object]]) -> None:
    assert native["take_float32"](0.1) == np.float32(0.1)
    assert native["take_float64"](0.1) == np.float64(0.1)


def test_python_s_complex_numbers_are_rounded(native: dict[str, Callable[..., object]]) -> None:
    assert native["take_complex64"](0.1 - 0.2j) == np.complex64(0.1 - 0.2j)
    assert native["take_complex64"](0.1) == np.complex64(0.1)
    assert native["take_complex128"](0.1 - 0.2j) == np.complex128(0.1 - 0.2j)


def test_defaults_and_print(
    native: dict[str, Callable[..., object]], capsys: pytest.CaptureFixture[str]
) -> None:
    result = native["scaled"](1.5)
    assert type(result) is np.float32 and result == 3.0
    assert native["scaled"](np.float32(1.5), on=False) == 1.5
    assert capsys.readouterr().out == "1.5 2\n1.5 2\n"


def test_numpy_is_not_needed_to_compile(tmp_path: Path) -> None:
    source = tmp_path / "kernels.py"
    source.write_text(
        "import numpy as np\nfrom pyx_lowering import compile\n\n\n@compile\n"
        "def f(x: np.float32) -> np.float64:\n    return x * np.float64(2.0)\n")
    program = ("import sys; sys.modules['numpy'] = None; from pyx_lowering.cli import main; "
               f"main(['show', {str(source)!r}, '--stage', 'pyx'])")
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                         cwd=tmp_path, check=False)
    assert "cdef double n_f(float x)" in run.stdout, run.stderr
