"""What `@compile` does when a program runs.

The extension modules are stood in for by Python files of the same names: the runtime
imports whatever has the right name.
"""

from __future__ import annotations

import dataclasses
import importlib
import os
import subprocess
import sys
import textwrap
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import pyx_lowering
from pyx_lowering import discover, runtime

KERNELS = '''
from pyx_lowering import compile

@compile
def f(x: float, y: float = 2.0) -> float:
    """Say how."""
    return x + y
'''
NATIVE = "def f(x, y=2.0): return 'native'\n"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Writes files into a folder that modules are imported from, and forgets these again."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delenv("PYX_LOWERING_DISABLE", raising=False)
    monkeypatch.setattr(runtime, "_modules", {})
    before = set(sys.modules)

    def write(**contents: str) -> None:
        for name, text in contents.items():
            path = tmp_path / (name.replace("__DOT__", "/") + ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        importlib.invalidate_caches()

    yield write
    for name in set(sys.modules) - before:
        del sys.modules[name]


def path(name: str) -> str:
    """A file's path as a keyword for `write`."""
    return name.replace("/", "__DOT__")


def test_without_native_code_it_is_the_function_itself() -> None:
    def f(x: float) -> float:
        return x

    assert runtime.compile(f) is f
    assert runtime.compile(contract=False, overflow="raise")(f) is f
    assert runtime.compile()(f) is f
    assert not runtime.is_native(f)
    assert runtime.native_file(f) is None


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"contrct": False}, TypeError,
         "compile() has no option 'contrct'; did you mean 'contract'? "
         "the options are contract, overflow, vectorize"),
        ({"zzz": 1}, TypeError,
         "compile() has no option 'zzz'; the options are contract, overflow, vectorize"),
        ({"contract": 1}, ValueError, "option 'contract' of compile() is True or False, not 1"),
        ({"overflow": "wrap"}, ValueError,
         "option 'overflow' of compile() is 'python' or 'raise', not 'wrap'"),
    ],
)
def test_wrong_options(
    options: dict[str, object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        runtime.compile(**options)  # type: ignore[call-overload]  # wrong on purpose
    assert str(caught.value) == message


def test_it_marks_functions_only() -> None:
    with pytest.raises(TypeError, match=r"marks a function, not bool; options are given by key"):
        runtime.compile(False)  # type: ignore[call-overload]  # wrong on purpose


def test_the_options_are_those_that_the_compiler_reads() -> None:
    defaults = {f.name: f.default for f in dataclasses.fields(discover.Options)}
    assert {name: values[0] for name, values in runtime._OPTIONS.items()} == defaults
    assert {name: set(values) for name, values in runtime._OPTIONS.items()} == {
        name: set(values) for name, values in discover.OPTION_VALUES.items()
    }


@pytest.mark.parametrize("is_package", [False, True])
@pytest.mark.parametrize("module", ["foo", "pkg.kernels", "a.b.c", "pkg.__main__", "_x"])
def test_the_compiler_names_extensions_by_the_same_rule(module: str, is_package: bool) -> None:
    expected = discover.extension_name(module, is_package=is_package)
    assert runtime.extension_name(module, is_package=is_package) == expected


@pytest.mark.parametrize(
    ("module", "file", "native"),
    [
        ("pkg.kernels", "pkg/kernels", "pkg/_kernels_native"),
        ("pkg", "pkg/__init__", "pkg/_init_native"),
        ("foo", "foo", "_foo_native"),
    ],
)
def test_the_native_function_takes_the_place_of_the_python_one(
    write: Callable[..., None], module: str, file: str, native: str
) -> None:
    write(**{path("pkg/__init__"): ""})
    write(**{path(file): KERNELS, path(native): NATIVE})
    function = importlib.import_module(module).f
    assert function(1.0) == "native"
    python = function.__wrapped__
    assert python(1.0) == 3.0
    assert function.__module__ == python.__module__ == module
    assert function.__qualname__ == "f"
    assert function.__doc__ == "Say how."
    assert function.__annotations__ == python.__annotations__


@pytest.mark.parametrize(("value", "expected"), [("1", 3.0), ("0", "native"), ("", "native")])
def test_an_environment_variable_switches_it_off(
    write: Callable[..., None], monkeypatch: pytest.MonkeyPatch, value: str, expected: object
) -> None:
    write(foo=KERNELS, _foo_native=NATIVE)
    monkeypatch.setenv("PYX_LOWERING_DISABLE", value)
    assert importlib.import_module("foo").f(1.0) == expected


@pytest.mark.parametrize(
    ("native", "message"),
    [
        ("raise ImportError('wrong libc')",
         "_foo_native cannot be imported (wrong libc); running the Python code of foo"),
        ("import nowhere_to_be_found",
         "_foo_native cannot be imported (No module named 'nowhere_to_be_found'); "
         "running the Python code of foo"),
        ("1 / 0",
         "_foo_native cannot be imported (division by zero); running the Python code of foo"),
    ],
)
def test_an_extension_that_fails_is_a_warning(
    write: Callable[..., None], tmp_path: Path, native: str, message: str
) -> None:
    write(foo=KERNELS, _foo_native=native)
    with pytest.warns(RuntimeWarning) as caught:
        module = importlib.import_module("foo")
    assert [str(w.message) for w in caught] == [message]
    assert Path(caught[0].filename) == tmp_path / "foo.py"
    assert caught[0].lineno == 4
    assert module.f(1.0) == 3.0


def test_a_function_that_the_extension_lacks_is_a_warning(write: Callable[..., None]) -> None:
    write(foo=KERNELS, _foo_native="def g(): pass")
    with pytest.warns(RuntimeWarning, match=r"foo\.f is not in .*_foo_native\.py, which was comp"):
        module = importlib.import_module("foo")
    assert module.f(1.0) == 3.0


def test_a_function_that_was_left_as_python_is_none(write: Callable[..., None]) -> None:
    write(**{path("pkg/__init__"): "", path("pkg/kernels"): KERNELS,
             path("pkg/_kernels_native"): "__python__ = ['f']\n"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert importlib.import_module("pkg.kernels").f(1.0) == 3.0


def test_functions_that_are_not_at_module_level_stay_python(write: Callable[..., None]) -> None:
    write(
        foo="""
        from pyx_lowering import compile

        def outer():
            @compile
            def f(x):
                return x
            return f

        class C:
            @compile
            def f(self, x):
                return x
        """,
        _foo_native=NATIVE,
    )
    module = importlib.import_module("foo")
    assert module.outer()(1.0) == 1.0
    assert module.C().f(1.0) == 1.0


def run(folder: Path, *arguments: str) -> str:
    result = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert result.stderr == ""
    return result.stdout.strip()


def test_a_module_that_runs_as_the_program(write: Callable[..., None], tmp_path: Path) -> None:
    show = KERNELS + "print(f(1.0))\n"
    write(**{path("pkg/__init__"): "", path("pkg/kernels"): show, path("pkg/__main__"): show,
             path("pkg/_kernels_native"): NATIVE, path("pkg/___main___native"): NATIVE})
    assert run(tmp_path, "-m", "pkg.kernels") == "native"
    assert run(tmp_path, "-m", "pkg") == "native"
    # A script belongs to no package, so nothing was compiled for it.
    assert run(tmp_path, "pkg/kernels.py") == "3.0"


def test_importing_it_imports_next_to_nothing() -> None:
    code = (f"import sys; sys.path.append({str(Path(__file__).parent.parent)!r}); "
            "before = set(sys.modules); import pyx_lowering; "
            "print(sorted(set(sys.modules) - before - {'__future__'}))")
    assert run(Path.cwd(), "-I", "-c", code) == str(["pyx_lowering", "pyx_lowering.runtime"])


def test_the_compiler_is_imported_on_first_use() -> None:
    from pyx_lowering import CompileError, compile_now
    from pyx_lowering.diagnostics import CompileError as defined

    assert CompileError is defined
    assert compile_now.__module__ == "pyx_lowering.now"
    assert set(pyx_lowering.__all__) >= set(runtime.__all__)
    with pytest.raises(AttributeError, match="no attribute 'compile_later'"):
        _ = pyx_lowering.compile_later


@pytest.mark.slow
def test_type_checkers_see_the_function_as_it_is(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    file = tmp_path / "user.py"
    file.write_text(textwrap.dedent("""
        from pyx_lowering import compile, compile_now

        @compile
        def bare(x: float) -> int: return int(x)

        @compile(contract=False, overflow="raise")
        def options(x: float) -> int: return int(x)

        @compile(vectorize=True)
        def vectorized(x: float, y: float = 1.0) -> int: return int(x + y)

        reveal_type(bare)
        reveal_type(options)
        reveal_type(compile_now(bare))
        compile(contract=0.5)
        reveal_type(vectorized(1.0, y=2.0))
        reveal_type(vectorized([1.0], out=None))
    """))
    result = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(file)],
        cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False)
    lines = [line.partition("user.py:")[2] for line in result.stdout.splitlines()]
    signature = 'Revealed type is "def (x: float) -> int"'
    assert [line for line in lines if "note: Revealed" in line] == [
        *(f"{number}: note: {signature}" for number in (13, 14, 15)),
        '17: note: Revealed type is "int"', '18: note: Revealed type is "Any"']
    assert [line.split()[0] for line in lines if " error: " in line] == ["16:"]
