"""`pyx-lowering verify`: installed native code against its own Python code."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from pyx_lowering.discover import Project, parse_module
from pyx_lowering.driver import compile_module
from pyx_lowering.source import SourceFile
from pyx_lowering.types import FLOAT, INT, STR, tuple_of
from pyx_lowering.verification import Pair, compare, verify_function
from pyx_lowering.verification.budget import Outcome, OutOfSteps, limited
from pyx_lowering.verification.inputs import arguments, can_draw
from tests.executors import native_functions, python_functions
from tests.front_ends import PIP_NO_ISOLATION, Environment, builder, src_wheel, user, wheels

__all__ = ["builder", "src_wheel", "user", "wheels"]  # fixtures

TEXT = """\
import numpy as np
from pyx_lowering import compile


@compile
def single(x: np.float32, n: np.int8, b: np.bool_) -> np.float32:
    return x / x * n if b else x * x


@compile
def residue(x: float, y: float, z: float) -> float:
    return x * y + z


@compile
def power(n: int, k: int) -> int:
    return n ** k


@compile
def announce(x: float) -> bool:
    print(x)
    return x > 0.0


@compile
def count(n: int) -> int:
    total = 0
    while n > 0:
        n -= 1
        total += 1
    return total


@compile
def checked(text: str, data: bytes, sep: str) -> tuple[str, int]:
    total = len(text)
    for byte in data:
        total = total * 31 % 65521 + byte
    return text[text.find(sep) + 1:], total


@compile
def turned(z: complex | None, n: int | None) -> complex | None:
    if z is None or n is None:
        return z
    return z * 2j + n


@compile(vectorize=True)
def parted(x: float, n: int, *, flag: bool) -> tuple[float, int, complex]:
    return x * n + 1.0, n * n if flag else -n, complex(x, n)


@compile
def chosen(values: list[float], counts: list[int], flags: list[bool]) -> float:
    total = sum(counts) * 0.5
    for value, flag in zip(values, flags):
        total += value if flag else 1.0
    return total
"""


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    native = native_functions(TEXT, "pairs", tmp_path_factory.mktemp("pairs"))
    python = python_functions(TEXT, "pairs")
    plain = TEXT.replace("@compile\n", "@compile(contract=False)\n").replace(
        "(vectorize=True)", "(vectorize=True, contract=False)")
    graphs = []
    for text in (TEXT, plain):
        file = SourceFile(Path("pairs.py"), text, "pairs.py")
        module = compile_module(parse_module(file, "pairs"), Project([]))
        graphs.append({f.name: f for f in module.ir.functions})
    return {
        name: Pair(name, native[name], python[name], graphs[0][name], graphs[1][name])
        for name in ("residue", "power", "announce", "count", "turned", "parted", "single",
                     "chosen")
    }


def test_contraction_is_no_difference(pairs: dict[str, Pair]) -> None:
    report = verify_function(pairs["residue"], 300, 60.0)
    assert (report.compared, report.left_out, report.difference) == (300, 0, "")


def test_a_missing_contraction_is_a_difference(pairs: dict[str, Pair]) -> None:
    pair = pairs["residue"]
    wrong = Pair("residue", pair.installed, pair.python, pair.plain, pair.plain)
    assert "but it must be" in verify_function(wrong, 300, 60.0).difference


def test_a_graph_that_differs_from_python_is_found(pairs: dict[str, Pair]) -> None:
    pair = pairs["residue"]
    wrong = Pair("residue", pair.installed, lambda x, y, z: x, pair.contracted, pair.plain)
    assert "but the compiler's own graph" in verify_function(wrong, 300, 60.0).difference


def test_complex_numbers_and_none(pairs: dict[str, Pair]) -> None:
    report = verify_function(pairs["turned"], 300, 60.0)
    assert (report.compared, report.difference) == (300, "")
    pair = pairs["turned"]
    wrong = Pair("turned", pair.installed, lambda z, n: z, pair.contracted, pair.plain)
    assert verify_function(wrong, 300, 60.0).difference


def test_lists(pairs: dict[str, Pair]) -> None:
    report = verify_function(pairs["chosen"], 300, 60.0)
    assert (report.compared, report.difference) == (300, "")
    pair = pairs["chosen"]
    wrong = Pair("chosen", pair.installed, lambda values, counts, flags: sum(values),
                 pair.contracted, pair.plain)
    assert verify_function(wrong, 300, 60.0).difference


def test_numpy_numbers(pairs: dict[str, Pair]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        report = verify_function(pairs["single"], 300, 60.0)
        assert (report.compared, report.difference) == (300, "")
        pair = pairs["single"]
        wrong = Pair(
            "single", pair.installed, lambda x, n, b: x * n, pair.contracted, pair.plain)
        assert verify_function(wrong, 300, 60.0).difference


def test_powers_are_kept_small_enough_for_python(pairs: dict[str, Pair]) -> None:
    report = verify_function(pairs["power"], 100, 60.0)
    assert (report.compared, report.difference) == (100, "")


def test_what_is_printed_counts(
    pairs: dict[str, Pair], capsys: pytest.CaptureFixture[str]
) -> None:
    pair = pairs["announce"]
    assert verify_function(pair, 100, 60.0).difference == ""
    wrong = Pair("announce", lambda x: x > 0.0, pair.python, pair.contracted, pair.plain)
    assert "native code was not found" in verify_function(wrong, 10, 60.0).difference
    assert not compare.same(limited(pair.python, (1.5,), 10, 10), Outcome(True))
    assert capsys.readouterr().out == ""


def test_calls_that_take_too_long_are_left_out(pairs: dict[str, Pair]) -> None:
    report = verify_function(pairs["count"], 60, 60.0)
    assert report.compared > 0
    assert report.left_out > 0
    assert report.difference == ""


def test_python_code_in_place_of_native_is_a_difference(pairs: dict[str, Pair]) -> None:
    pair = pairs["count"]
    wrong = Pair("count", pair.python, pair.python, pair.contracted, pair.plain)
    assert "native code was not found" in verify_function(wrong, 10, 60.0).difference


def test_python_code_is_stopped() -> None:
    def forever() -> None:
        while True:
            pass

    def deep(n: int) -> int:
        return n and 1 + deep(n - 1)

    with pytest.raises(OutOfSteps):
        limited(forever, (), 1000, 10)
    with pytest.raises(OutOfSteps):
        limited(deep, (10,), 1000, 10)
    assert limited(lambda: [deep(9), deep(9)], (), 1000, 11) == Outcome([9, 9])
    assert limited(lambda: 1 // 0, (), 1000, 10) == Outcome(error=ZeroDivisionError)


def test_bits_are_compared() -> None:
    nan = float("nan")
    assert compare.same(Outcome((nan, 1)), Outcome((-nan, 1)))
    assert not compare.same(Outcome(0.0), Outcome(-0.0))
    assert not compare.same(Outcome(1), Outcome(1.0))
    assert not compare.same(Outcome(1), Outcome(True))
    assert not compare.same(Outcome(None), Outcome(error=ValueError))
    assert not compare.same(Outcome(None, printed="1\n"), Outcome(None, printed="2\n"))


def test_inputs_follow_from_the_types() -> None:
    types = [FLOAT, INT, tuple_of(INT, FLOAT)]
    first, again = (arguments(types, "seed", small_ints=False) for _ in range(2))
    for _, args, same in zip(range(50), first, again, strict=False):
        assert repr(args) == repr(same)
        x, n, (m, y) = args  # type: ignore[misc]
        assert [type(v) for v in (x, n, m, y)] == [float, int, int, float]
    assert not can_draw(STR)
    assert not can_draw(tuple_of(INT, STR))


@pytest.mark.slow
@pytest.mark.e2e
def test_an_installed_wheel(user: Environment, src_wheel: Path) -> None:
    """Nothing but the two wheels is there: no Cython, no setuptools, no compiler."""
    user.run("-m", "pip", "install", *PIP_NO_ISOLATION, src_wheel)
    user.run("-m", "pip", "install", "--no-deps", "pyx-lowering")
    command = ("-P", "-m", "pyx_lowering", "verify", "shapes", "--calls", "50")
    output = user.run(*command)
    for name in ("cylinder ", "cube(int) ", "cube(float) ", "pyramid "):
        assert f"shapes.solid.boxes.{name}" in output
    assert "stacked" not in output  # Python calls it as Python
    assert "not compared (the module cannot be imported: ModuleNotFoundError: No module named" in (
        output)
    assert output.rstrip().endswith(" 0 different, 1 not compared")

    (module,) = user.site.glob("shapes/solid/boxes.py")
    original = module.read_text()
    module.write_text(original.replace(" * ", " + ", 1))
    changed = user.try_run(*command)
    assert changed.code == 1
    assert "DIFFERENT" in changed.output
    assert "Traceback" not in changed.output

    module.write_text(original)
    for native in user.site.glob("shapes/solid/_boxes_native*"):
        native.unlink()
    missing = user.try_run(*command)
    assert missing.code == 1
    assert "native code was not found" in missing.output


@pytest.mark.slow
@pytest.mark.e2e
def test_what_cannot_be_verified(user: Environment, src_wheel: Path) -> None:
    user.run("-m", "pip", "install", "--no-deps", "pyx-lowering")
    for package, message in (("nothing_such", "cannot be imported"),
                             ("json", "has no function marked")):
        result = user.try_run("-P", "-m", "pyx_lowering", "verify", package)
        assert result.code == 2
        assert message in result.output


def test_a_call_over_arrays_is_compared(pairs: dict[str, Pair]) -> None:
    pytest.importorskip("numpy")
    report = verify_function(pairs["parted"], 200, 60.0)
    assert (report.compared, report.left_out, report.difference) == (200, 0, "")


@pytest.mark.parametrize("change", ["value", "type", "error"])
def test_a_difference_over_arrays(
    pairs: dict[str, Pair], monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    numpy = pytest.importorskip("numpy")
    installed = pairs["parted"].installed
    right = installed.__over_arrays__

    def wrong(values: tuple[Any, ...], out: None) -> tuple[Any, ...]:
        x, n, z = right(values, out)
        if change == "error":
            raise ValueError
        if change == "value":
            n[0] += 1
        return x, numpy.asarray(n, "int32" if change == "type" else None), z

    monkeypatch.setattr(installed, "__over_arrays__", wrong)
    # Ordinary values only, which 32 bits hold.
    monkeypatch.setattr(compare, "arguments", lambda types, seed, small_ints: (
        (0.5, n, True) for n in range(1, 50)))
    report = verify_function(pairs["parted"], 200, 60.0)
    assert report.difference.startswith("over arrays it ")
