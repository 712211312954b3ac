"""Cython and the C compiler: flags, failures, and what is left in the files."""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
from pathlib import Path
from types import SimpleNamespace

import pytest
from setuptools import Distribution

from build_backend.hooks import Hook, running_hook
from build_backend.project import asks_for_us
from build_backend.stable_abi import claim_stable_abi, oldest_python, tag_of
from pyx_lowering import CompileError
from pyx_lowering.toolchain import Unit, c_source, compile_c, cythonize, fingerprint
from pyx_lowering.toolchain.compilers import _Runner
from pyx_lowering.toolchain.flags import INCLUDE, VARIABLES, compile_flags, link_flags

PYX = """# cython: language_level=3
from pyx_lowering.support cimport to_float
def f(int n): return to_float(n)
"""


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environ", "wanted", "unwanted"),
    [
        ({}, "-O3 -g0 -ffp-contract=off", "-march.*|-ffast-math"),
        ({"CFLAGS": "-O0"}, "-g0", "-O.*"),
        ({"CFLAGS": "-O"}, "-g0", "-O.*"),
        ({"CFLAGS": "-ffp-contract=fast -fmath-errno"}, "-O3 -fno-trapping-math",
         "-ffp-contract.*|.*math-errno"),
        ({"CFLAGS": "-ffile-prefix-map=/home=."}, "-ffile-prefix-map=/build=.", "-march.*"),
        ({"CFLAGS": "-Os -Wall"}, "-g0", "-O3"),
        ({"CC": "gcc -O1"}, "-g0", "-O3"),
        ({"CFLAGS": "-g"}, "-O3", "-g0"),
        ({"CFLAGS": "-ggdb3"}, "-O3", "-g0"),
        ({"CFLAGS": "-g0"}, "-O3", "-g.*"),
    ],
)
def test_the_authors_flags_come_first(
    environ: dict[str, str], wanted: str, unwanted: str
) -> None:
    flags = compile_flags("unix", Path("/build"), environ=environ)
    assert set(wanted.split()) <= set(flags)
    assert [flag for flag in flags if re.fullmatch(unwanted, flag)] == []


def test_microsofts_compiler_has_its_own_spelling() -> None:
    flags = compile_flags("msvc", Path("/build"), environ={"CFLAGS": "-O0"})
    assert flags == ["/O2", "/fp:precise"]
    assert link_flags("msvc", environ={}, platform="win-amd64") == []


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux-x86_64", {}, ["-Wl,-s"]),
        ("linux-aarch64", {"CFLAGS": "-g"}, []),
        ("linux-x86_64", {"LDFLAGS": "-g"}, []),
        ("macosx-11.0-arm64", {}, []),
        ("emscripten-3.1.58-wasm32", {}, []),
    ],
)
def test_symbols_are_stripped_by_linkers_that_know_how(
    platform: str, environ: dict[str, str], expected: list[str]
) -> None:
    assert link_flags("unix", environ=environ, platform=platform) == expected


def test_macos_modules_ask_for_no_newer_system_than_their_python(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = _Runner(SimpleNamespace(), verbose=False)
    monkeypatch.setitem(sysconfig.get_config_vars(), "MACOSX_DEPLOYMENT_TARGET", "12.0")
    assert runner._environment(None)["MACOSX_DEPLOYMENT_TARGET"] == "12.0"
    monkeypatch.setenv("MACOSX_DEPLOYMENT_TARGET", "13.0")
    assert runner._environment(None)["MACOSX_DEPLOYMENT_TARGET"] == "13.0"


def test_a_free_threaded_python_has_no_stable_abi(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tag_of(oldest_python(">=3.11")) == "cp311"
    dist = Distribution()
    monkeypatch.setitem(sysconfig.get_config_vars(), "Py_GIL_DISABLED", 1)
    claim_stable_abi(dist, ">=3.11")
    assert dist.get_option_dict("bdist_wheel") == {}
    monkeypatch.setitem(sysconfig.get_config_vars(), "Py_GIL_DISABLED", 0)
    claim_stable_abi(dist, ">=3.11")
    assert dist.get_option_dict("bdist_wheel")["py_limited_api"][1] == "cp311"


def test_everything_that_matters_is_in_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint()
    assert fingerprint() == before
    monkeypatch.setenv("CFLAGS", "-O1")
    assert fingerprint() != before


def test_cython_refuses(tmp_path: Path) -> None:
    units = [Unit("pkg.good", PYX), *(Unit(f"pkg.bad{i}", f"x = unknown{i}\n") for i in range(5))]
    with pytest.raises(CompileError) as caught:
        cythonize(units, tmp_path)
    # Several processes share the work; what each finds is told.
    assert sorted(d.message for d in caught.value.diagnostics) == [
        f"Cython refused the code generated for pkg.bad{i}: "
        f"1:4: undeclared name not builtin: unknown{i}"
        for i in range(5)
    ]
    assert {d.code for d in caught.value.diagnostics} == {"PYX403"}


def test_the_c_text_is_the_same_in_every_folder(tmp_path: Path) -> None:
    texts = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        cythonize([Unit("pkg.m", PYX)], folder)
        texts.append((folder / "pkg" / "m.c").read_text())
    assert texts[0] == texts[1]
    assert str(tmp_path) not in texts[0]
    assert "PyInit_m" in c_source(Unit("pkg.m", PYX))


@pytest.mark.slow
def test_two_folders_give_the_same_bytes(tmp_path: Path) -> None:
    results = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        units = [Unit("pkg.m", PYX)]
        cythonize(units, folder)
        results.append(compile_c(units, folder, folder / "lib")["pkg.m"].read_bytes())
    assert results[0] == results[1]
    assert str(tmp_path).encode() not in results[0]


def test_the_headers_of_python_are_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess(
        [], 1, stdout="k.c:9:10: fatal error: Python.h: No such file or directory\n  9 | #inc\n"))
    (tmp_path / "m.c").write_text("")
    with pytest.raises(CompileError) as caught:
        compile_c([Unit("m", PYX)], tmp_path, tmp_path / "lib")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.message.endswith("fatal error: Python.h: No such file or directory")
    assert "python3-dev" in (diagnostic.help or "")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('[build-system]\nrequires = ["pyx-lowering"]\nbuild-backend = "build_backend"', True),
        ('[build-system]\nrequires = ["setuptools", "Pyx.Lowering >= 0.1; python_version > \'3\'"]',
         True),
        ('[build-system]\nrequires = []\nbuild-backend = "build_backend"', True),
        ('[build-system]\nrequires = ["pyx-lowering-extras"]', False),
        ('[project]\nname = "pyx-lowering"\n[build-system]\nrequires = ["setuptools"]', False),
        ('[build-system]\nrequires = ["setuptools"]\n[tool.x]\ny = "build_backend"', False),
        ('[build-system\nrequires = ["pyx-lowering"]', False),
        ('[build-system]\nrequires = ["pyx-lowering !"]', False),
        ("", False),
    ],
)
def test_which_projects_ask_for_us(tmp_path: Path, settings: str, expected: bool) -> None:
    (tmp_path / "pyproject.toml").write_text(settings)
    assert asks_for_us(tmp_path) is expected


def test_a_folder_without_settings_does_not(tmp_path: Path) -> None:
    assert not asks_for_us(tmp_path)


def test_the_outermost_hook_is_the_one_that_runs() -> None:
    def build_wheel(config_settings: dict[str, object] | None = None) -> Hook | None:
        return running_hook()

    def prepare_metadata_for_build_editable(config_settings: dict[str, object]) -> Hook | None:
        return build_wheel()

    assert running_hook() is None
    assert build_wheel() == Hook("build_wheel", {})
    given: dict[str, object] = {"verbose": ""}
    hook = prepare_metadata_for_build_editable(given)
    assert hook == Hook("prepare_metadata_for_build_editable", given)
    assert hook.is_editable


def test_the_modules_declare_that_they_need_no_gil() -> None:
    text = c_source(Unit("pkg.m", PYX))
    assert re.search(r"#else\s+#define __Pyx_FREETHREADING_COMPATIBLE Py_MOD_GIL_NOT_USED", text)


@pytest.mark.slow
def test_the_gil_stays_off_in_a_free_threaded_python(tmp_path: Path) -> None:
    names = [f"python3.{minor}t" for minor in range(13, 20)]
    python = next(filter(None, map(shutil.which, names)), None)
    if python is None:
        pytest.skip(f"there is no free-threaded Python ({names[0]} or newer)")
    unit = Unit("m", PYX)
    cythonize([unit], tmp_path)
    script = """
import sys, sysconfig
print(sysconfig.get_path("include"), sysconfig.get_config_var("EXT_SUFFIX"))
"""
    include, suffix = subprocess.check_output([python, "-c", script], text=True).split()
    subprocess.run(
        ["cc", "-shared", "-fPIC", f"-I{include}", f"-I{INCLUDE}", *compile_flags("unix", tmp_path),
         str(tmp_path / unit.c_file), "-o", str(tmp_path / f"m{suffix}")], check=True)
    code = "import m, sys; print(sys._is_gil_enabled())"
    assert subprocess.check_output([python, "-c", code], cwd=tmp_path, text=True) == "False\n"
