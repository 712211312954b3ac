"""`compile_now`: functions, modules and files, in this process."""

from __future__ import annotations

import builtins
import importlib
import inspect
import linecache
import math
import multiprocessing
import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from pyx_lowering import CompileError, compile, compile_now, is_native, native_file
from pyx_lowering.now import cache
from pyx_lowering.toolchain.cache import FOLDER_VARIABLE

pytestmark = pytest.mark.slow

FACTOR = 2.5
BIGGEST = math.inf


@pytest.fixture(autouse=True)
def own_cache(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache that the tests of this run share."""
    folder = tmp_path_factory.getbasetemp() / "cache"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, and nothing loaded from another one."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "_loaded", {})
    return tmp_path / "cache" / "now"


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules can be imported, and are forgotten after the test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.partition(".")[0] in {path.stem for path in tmp_path.iterdir()}:
            del sys.modules[name]


def helper(x: float) -> float:
    return x * FACTOR


def unmarked(x: float, n: int = 2) -> float:
    """Not marked; it uses a helper, a constant and a module."""
    for _ in range(n):
        x = helper(x)
    return math.sqrt(x)


@compile(overflow="raise")
def marked(n: int) -> int:
    return n * n


def wrong(x: float) -> float:
    return x + nowhere  # type: ignore[name-defined,no-any-return]  # noqa: F821 (wrong on purpose)


def test_a_function() -> None:
    native = compile_now(unmarked)
    assert is_native(native)
    assert native(4.0) == unmarked(4.0) == 5.0
    assert native(4.0, n=0) == 2.0
    assert native.__wrapped__ is unmarked  # type: ignore[attr-defined]  # set by us
    assert native.__module__ == __name__
    assert inspect.signature(native) == inspect.signature(unmarked)
    file = native_file(native)
    assert file is not None
    assert Path(file).parent.parent == Path(os.environ[FOLDER_VARIABLE])


def test_a_marked_function_keeps_its_options() -> None:
    native = compile_now(marked)
    assert native(3) == 9
    with pytest.raises(OverflowError):
        native(2**40)
    assert marked(2**40) == 2**80


def test_a_native_function_is_compiled_from_the_python_one() -> None:
    native = compile_now(unmarked)
    assert compile_now(native)(4.0) == 5.0


def test_a_function_inside_a_function() -> None:
    def make(scale: float, shift: int) -> Callable[[float], float]:
        def add(x: float) -> float:
            return x + shift

        def f(x: float) -> float:
            return min(add(x * scale), BIGGEST)

        return f

    first, second = make(2.0, 1), make(3.0, 0)
    assert compile_now(first)(5.0) == 11.0
    assert compile_now(second)(5.0) == 15.0
    assert is_native(compile_now(first))


def test_a_wrong_function_tells_what_is_wrong() -> None:
    with pytest.raises(CompileError) as caught:
        compile_now(wrong)
    line = inspect.getsourcelines(wrong)[1] + 1
    assert f"test_compile_now.py:{line}:16" in str(caught.value)
    assert [d.code for d in caught.value.diagnostics] == ["PYX205"]


def run_cells(*cells: str) -> dict[str, Any]:
    """What a notebook does with its cells."""
    scope: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(cells):
        name, text = f"<cell {number}>", textwrap.dedent(cell)
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        exec(builtins.compile(text, name, "exec"), scope)
    return scope


def test_a_function_of_a_notebook() -> None:
    scope = run_cells(
        "import math\nfrom math import floor as down\nfrom pyx_lowering import compile as native",
        "SIZE = 3\ndef twice(x: float) -> float:\n    return x * SIZE",
        """
        TOP = 5

        @native(contract=False)
        def f(x: float) -> float:
            return min(twice(x), TOP) + down(x) + math.pi
        """,
        "SIZE = 2\nTOP = 1e300",
    )
    python = scope["f"]
    assert isinstance(python, FunctionType)
    assert compile_now(python)(4.5) == python(4.5) == 9.0 + 4 + math.pi
    assert is_native(compile_now(python))


def test_an_error_in_a_notebook_points_into_its_cell() -> None:
    scope = run_cells("\n\ndef f(x: float) -> float:\n    return x + missing\n")
    with pytest.raises(CompileError, match=r"<cell 0>:4:16"):
        compile_now(scope["f"])


def test_a_function_without_source() -> None:
    scope: dict[str, Any] = {"__name__": "nowhere"}
    exec("def f(x: float) -> float:\n    return x\n", scope)
    with pytest.raises(TypeError, match="cannot read the source of f; define it in a file"):
        compile_now(scope["f"])


@pytest.mark.parametrize("wrong", [3, len, lambda x: x, FunctionType, None])
def test_things_that_are_not_functions(wrong: object) -> None:
    with pytest.raises(TypeError, match="takes a function made by `def`, a module or the path"):
        compile_now(wrong)  # type: ignore[call-overload]  # wrong on purpose


MODULE = """
from pyx_lowering import compile

OFFSET = 1.0

@compile
def shift(x: float) -> float:
    return x + OFFSET

def both(x):
    return shift(x), shift

def text():
    return "not for compiling"
"""


def test_a_module_comes_back_as_a_copy(importable: Path) -> None:
    (importable / "plain.py").write_text(MODULE)
    plain = importlib.import_module("plain")
    native = compile_now(plain)
    assert native is not plain
    assert native.__name__ == "plain"
    assert native.shift(1.0) == 2.0
    assert is_native(native.shift)
    assert not is_native(plain.shift)
    assert native.text is plain.text


def test_a_file_is_run_as_a_module_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "plain.py"
    file.write_text(MODULE)
    (tmp_path / "sibling.py").write_text("OFFSET = 10.0\n")
    for path in (file, str(file)):
        module = compile_now(path)
        result, function = module.both(1.0)
        assert result == 2.0
        assert is_native(function)  # the module itself uses the native code
        assert sys.modules[module.__name__] is module
    file.write_text(MODULE.replace("OFFSET = 1.0", "from sibling import OFFSET"))
    assert compile_now(file).shift(1.0) == 11.0


def test_a_file_in_a_package(importable: Path) -> None:
    package = importable / "parcel"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "limits.py").write_text("OFFSET = 4.0\n")
    file = package / "kernels.py"
    file.write_text(MODULE.replace("OFFSET = 1.0", "from .limits import OFFSET"))
    module = compile_now(file)
    assert module.__name__ == "parcel.kernels"
    assert module.shift(1.0) == 5.0
    assert is_native(module.shift)


def test_nothing_of_a_wrong_file_is_run(tmp_path: Path) -> None:
    file = tmp_path / "bad.py"
    file.write_text(MODULE.replace("x + OFFSET", "x + unknown") + "raise SystemExit('ran')\n")
    with pytest.raises(CompileError, match=r"bad\.py:8:16"):
        compile_now(file)


def test_a_file_with_nothing_marked(tmp_path: Path) -> None:
    file = tmp_path / "empty.py"
    file.write_text("def f(x: float) -> float:\n    return x\n")
    with pytest.raises(CompileError, match=r"no function of empty\.py is marked with `@compile`"):
        compile_now(file)


def test_other_functions_of_the_module_do_not_stand_in_the_way(tmp_path: Path) -> None:
    file = tmp_path / "mixed.py"
    file.write_text(MODULE + """
@compile
def broken(x):
    return x

class C:
    @compile
    def method(self): ...

@compile
def uses(x: float) -> float:
    return shift(x) * 2.0
""")
    scope: dict[str, Any] = {"__name__": "mixed"}
    exec(builtins.compile(file.read_text(), str(file), "exec"), scope)
    assert compile_now(scope["uses"])(1.0) == 4.0
    with pytest.raises(CompileError, match="PYX201"):
        compile_now(scope["broken"])


def test_the_cache_is_used(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = native_file(compile_now(helper))
    assert [str(path) for path in fresh.iterdir()] == [file]
    monkeypatch.setattr(cache, "_loaded", {})
    monkeypatch.setattr(cache, "_build", None)  # Calling it would fail.
    assert native_file(compile_now(helper)) == file


def test_other_flags_are_another_entry(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compile_now(helper)
    monkeypatch.setenv("CFLAGS", "-O1")
    assert compile_now(helper)(2.0) == 5.0
    assert len(list(fresh.iterdir())) == 2


def test_a_broken_entry_is_made_again(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def broken_first(unit: object, path: Path) -> None:
        made.append(path)
        path.write_bytes(b"half a fi")
        monkeypatch.setattr(cache, "_build", build)

    build = cache._build
    monkeypatch.setattr(cache, "_build", broken_first)
    assert compile_now(helper)(2.0) == 5.0
    assert [str(path) for path in made] == [native_file(compile_now(helper))]


@pytest.mark.skipif(os.name != "posix", reason="folders are made unwritable by a file")
def test_a_cache_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "file"))
    monkeypatch.setattr(cache, "_loaded", {})
    native = compile_now(helper)
    assert native(2.0) == 5.0
    assert is_native(native)


def _compile_and_call(_: int) -> tuple[float, str | None]:
    native = compile_now(unmarked)
    return native(4.0), native_file(native)


def test_processes_that_race(fresh: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        results = pool.map(_compile_and_call, range(3), chunksize=1)
    (entry,) = fresh.iterdir()
    assert results == [(5.0, str(entry))] * 3


def test_without_a_compiler(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "no-such-compiler")
    with pytest.raises(CompileError, match=r"PYX401.*looked for `no-such-compiler`"):
        compile_now(helper)
    assert list(fresh.iterdir()) == []
