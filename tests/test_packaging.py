"""What the settings do to wheels, through the hooks of PEP 517."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.front_ends import (
    NO_ISOLATION,
    Environment,
    Result,
    builder,
    call_hook,
    names_in,
    project,
    read,
    user,
    wheels,
)

__all__ = ["builder", "project", "user", "wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

Build = Callable[..., tuple[Path, str]]


@pytest.fixture
def build(builder: Environment, tmp_path: Path) -> Build:
    """Builds a wheel by calling the hook; gives its path, and what was printed."""

    def build(
        folder: Path, given: Mapping[str, object] | None = None, **environ: str
    ) -> tuple[Path, str]:
        output = tmp_path / "wheels"
        name, printed = call_hook(builder, folder, "build_wheel", output, given, env=environ)
        return output / name, printed

    return build


def kinds(environment: Environment, *functions: str) -> list[bool]:
    """Which of the functions, given as `module.function`, are native."""
    modules = ", ".join(sorted({f.rpartition(".")[0] for f in functions}))
    names = ", ".join(f"type({f}).__name__" for f in functions)
    printed = environment.run(
        "-P", "-W", "error", "-c", f"import {modules}\nprint([{names}])").strip()
    return [name == "cython_function_or_method" for name in eval(printed)]


def test_options_for_the_project_and_for_modules(
    build: Build, user: Environment, project: Callable[[str], Path]
) -> None:
    wheel, printed = build(project("tuned"))
    user.run("-m", "pip", "install", "--quiet", "--no-deps", wheel)
    # What cannot be compiled is told, and stays Python without a word at run time.
    assert "warning[PYX406]: these marked functions could not be compiled and stay Python: " \
        "`tuned.mixed.bad`, `tuned.mixed.calls_bad`" in printed
    assert "--> src/tuned/mixed.py:5:" in printed
    assert "error" not in printed.replace('"error"', "")
    assert kinds(
        user, "tuned.kernels.own", "tuned.mixed.good", "tuned.mixed.bad", "tuned.mixed.calls_bad",
        "tuned.excluded.anything",
    ) == [True, True, False, False, False]
    assert user.evaluate("""
import tuned.kernels as k, tuned.mixed as m
print(k.residue(0.1, 10.0), k.own(10**10, 0.1, 10.0)[0], k.own(3, 0.1, 10.0)[1], m.calls_bad(1.0))
try:
    k.square(10**10)
except OverflowError:
    print("overflow")
""").splitlines() == ["0.0 100000000000000000000 5.551115123125783e-17 3.0", "overflow"]


def test_a_wheel_in_which_everything_stays_python_is_a_pure_one(
    build: Build, user: Environment, project: Callable[[str], Path]
) -> None:
    folder = project("tuned")
    given = {"pyx-lowering.include": "tuned.mixed"}
    mixed = folder / "src/tuned/mixed.py"
    mixed.write_text(mixed.read_text().replace("return x + 1.0", "return shared(x) - x + 2.0"))
    wheel, printed = build(folder, given, CC="no-such-compiler")
    assert wheel.name == "tuned-1.2.3-py3-none-any.whl"
    assert "`tuned.mixed.good`, `tuned.mixed.bad`, `tuned.mixed.calls_bad`" in printed
    assert "Root-Is-Purelib: true" in read(wheel, ".dist-info/WHEEL")
    user.run("-m", "pip", "install", "--quiet", "--no-deps", wheel)
    assert user.evaluate("import tuned.mixed as m; print(m.good(1.0))") == "2.0"


def test_native_off(
    build: Build, builder: Environment, user: Environment, project: Callable[[str], Path]
) -> None:
    folder = project("src_layout")
    given = {"pyx-lowering.native": "off"}
    wanted, _ = call_hook(builder, folder, "get_requires_for_build_wheel", None, given)
    assert wanted == "[]"
    wheel, printed = build(folder, given, CC="no-such-compiler")
    assert wheel.name == "src_layout-1.2.3-py3-none-any.whl"
    assert "PYX" not in printed
    user.run("-m", "pip", "install", "--quiet", "--no-deps", wheel)
    assert kinds(user, "shapes.disc") == [False]


def test_native_prefer(build: Build, user: Environment, project: Callable[[str], Path]) -> None:
    folder = project("flat_layout")
    given = {"pyx-lowering.native": "prefer"}
    wheel, printed = build(folder, given, CC="no-such-compiler")
    assert wheel.name == "flat_layout-1.2.3-py3-none-any.whl"
    assert "warning[PYX401]: no C compiler was found" in printed
    assert "warning[PYX407]: no marked function of the wheel is compiled" in printed
    wheel, printed = build(folder, given)
    assert "-any" not in wheel.name
    assert "PYX" not in printed


def test_a_wheel_that_depends_on_us(build: Build, project: Callable[[str], Path]) -> None:
    folder = project("src_layout")
    wheel, _ = build(folder, {"pyx-lowering.runtime": "depend"})
    assert "Requires-Dist: pyx-lowering" in read(wheel, ".dist-info/METADATA")
    assert not any("_pyx_runtime" in name for name in names_in(wheel))
    for name in ("__init__.py", "flat.py", "solid/boxes.py"):
        assert read(wheel, f"shapes/{name}") == (folder / "src/shapes" / name).read_text()


@pytest.mark.parametrize("front_end", ["build", "pip", "plain"])
def test_wrong_settings(
    front_end: str, builder: Environment, project: Callable[[str], Path]
) -> None:
    folder = project("plain_setuptools" if front_end == "plain" else "src_layout")
    settings = folder / "pyproject.toml"
    settings.write_text(f"{settings.read_text()}\n[tool.pyx-lowering]\ndebgu = true\n")
    config = "-Cpyx-lowering.natve=off"
    result: Result = {
        "build": lambda: builder.try_run(
            "-m", "build", *NO_ISOLATION, config.replace("natve", "native"), ".", cwd=folder),
        "plain": lambda: builder.try_run(
            "-m", "build", *NO_ISOLATION, config, "--wheel", ".", cwd=folder),
        "pip": lambda: builder.try_run(
            "-m", "pip", "wheel", "--no-build-isolation", config, ".", cwd=folder),
    }[front_end]()
    assert result.code != 0
    assert "Traceback" not in result.output
    if front_end != "pip":
        assert "error[PYX404]: there is no setting `debgu`" in result.output
        assert "--> pyproject.toml:" in result.output
        assert "did you mean `debug`?" in result.output
    if front_end != "build":
        assert "natve`" in result.output
        assert "did you mean `pyx-lowering.native`?" in result.output


def test_one_wheel_for_many_versions(
    build: Build, user: Environment, project: Callable[[str], Path]
) -> None:
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        pytest.skip("a free-threaded Python has no stable ABI")
    folder = project("src_layout")
    wheel, _ = build(folder, {"pyx-lowering.abi3": "true"})
    here = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    assert wheel.name.startswith(f"src_layout-1.2.3-{here}-abi3-")
    settings = folder / "pyproject.toml"
    settings.write_text(settings.read_text().replace(
        "[project]", '[project]\nrequires-python = ">=3.11"'))
    wheel, _ = build(folder, {"pyx-lowering.abi3": "true"})
    assert wheel.name.startswith("src_layout-1.2.3-cp311-abi3-")
    assert "Tag: cp311-abi3-" in read(wheel, ".dist-info/WHEEL")
    native = {name for name in names_in(wheel) if "_native" in name}
    assert len(native) == 4
    assert all(name.endswith((".abi3.so", "_native.pyd")) for name in native)
    user.run("-m", "pip", "install", "--quiet", "--no-deps", wheel)
    assert kinds(user, "shapes.disc", "shapes.double") == [True, True]
    assert user.evaluate("import shapes; print(shapes.disc(2.0), shapes.double(2**70))") == (
        f"12.5 {2**71}")
    pytest.importorskip("abi3audit")
    audit = subprocess.run(
        [sys.executable, "-m", "abi3audit", "--strict", "--report", wheel],
        capture_output=True, text=True, check=False)
    assert audit.returncode == 0, audit.stdout + audit.stderr
    assert json.loads(audit.stdout)


def test_the_stable_abi_is_for_the_whole_wheel(
    builder: Environment, project: Callable[[str], Path]
) -> None:
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        pytest.skip("a free-threaded Python has no stable ABI")
    folder = project("plain_setuptools")
    result = builder.try_run("-m", "build", *NO_ISOLATION, "--wheel", "-Cpyx-lowering.abi3", ".",
                             cwd=folder)
    assert result.code != 0
    assert "`abi3 = true` is for the whole wheel, but not so `both.by_hand`" in result.output
    assert "Traceback" not in result.output


def test_more_arguments_for_the_compiler(build: Build, project: Callable[[str], Path]) -> None:
    given = {"pyx-lowering.extra-compile-args": ["-DAUTHOR=1", "-O1"],
             "pyx-lowering.extra-link-args": "-Wl,-O1", "--global-option": "-v"}
    _, printed = build(project("flat_layout"), given)
    lines = [line.split() for line in printed.splitlines() if "_numbers_native" in line]
    (compiling,) = (words for words in lines if "-c" in words)
    assert compiling[-2:] == ["-DAUTHOR=1", "-O1"]
    assert any("-Wl,-O1" in words for words in lines)


def test_debuggers_show_the_lines_of_the_python_file(
    build: Build, project: Callable[[str], Path], tmp_path: Path
) -> None:
    gdb = shutil.which("gdb")
    if gdb is None or not sys.platform.startswith("linux"):
        pytest.skip("needs gdb")
    folder = project("src_layout")
    wheel, _ = build(folder, {"pyx-lowering.debug": ""})
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [n for n in archive.namelist() if "_flat_native" in n]
        library = archive.extract(name, tmp_path)
    lines = (folder / "src/shapes/flat.py").read_text().splitlines()
    (number,) = [n for n, line in enumerate(lines, 1) if "return PI * radius" in line]
    shown = subprocess.run(
        [gdb, "-nx", "-batch", "-ex", f"list src/shapes/flat.py:{number},{number}",
         "-ex", f"info line src/shapes/flat.py:{number}", library],
        capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert f"{number}\t{lines[number - 1]}" in shown
    assert f'Line {number} of "src/shapes/flat.py" starts at address' in shown


def test_a_wheel_has_only_what_runs(build: Build, project: Callable[[str], Path]) -> None:
    """No debugging information, no symbols, no generated source."""
    wheel, _ = build(project("src_layout"))
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            assert not name.endswith((".c", ".pyx", ".o"))
            if name.endswith(".so"):
                assert b".symtab" not in archive.read(name)
                assert b".debug_info" not in archive.read(name)


#: How the interpreter that a cross-build or another build of Python would run describes itself.
OTHERS = {
    "universal2": ("macosx-12.0-universal2", ""),
    "Intel": ("macosx-10.13-x86_64", ""),
    "ARM": ("linux-aarch64", ""),
    "no GIL": ("", "t"),
}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="pretends on Linux")
@pytest.mark.parametrize("name", OTHERS)
def test_the_tags_of_other_platforms(
    name: str, build: Build, project: Callable[[str], Path], tmp_path: Path
) -> None:
    """Whatever `sysconfig` says counts, and nothing else that is known of this machine."""
    platform, flag = OTHERS[name]
    version = f"{sys.version_info[0]}{sys.version_info[1]}"
    suffix = f".cpython-{version}{flag}-x86_64-linux-gnu.so"
    (tmp_path / "sitecustomize.py").write_text(f"""
import sys, sysconfig
known = sysconfig.get_config_vars()
known["SOABI"], known["EXT_SUFFIX"] = {suffix.split(".")[1]!r}, {suffix!r}
if {flag!r}:
    known["Py_GIL_DISABLED"], known["abiflags"] = 1, "t"
    sys.abiflags = "t"
""")
    environ = {"PYTHONPATH": str(tmp_path)}
    if platform:
        environ["_PYTHON_HOST_PLATFORM"] = platform
    wheel, printed = build(project("flat_layout"), {"verbose": "1"}, **environ)
    tag = (platform or sysconfig.get_platform()).replace("-", "_").replace(".", "_")
    assert wheel.name == f"flat_layout-1.2.3-cp{version}-cp{version}{flag}-{tag}.whl"
    assert f"Tag: cp{version}-cp{version}{flag}-{tag}" in read(wheel, ".dist-info/WHEEL")
    assert {n for n in names_in(wheel) if "_native" in n} == {f"counting/_numbers_native{suffix}"}
    # Two processors may be compiled for at once, and the linker may know no GNU options.
    (compiling,) = (line for line in printed.splitlines() if " -c " in line)
    assert not any(word in compiling for word in ("-march", "-mtune", "-mfma", "-mavx"))
    (linking,) = (line for line in printed.splitlines() if " -shared " in line)
    assert ("-Wl,-s" in linking) is not platform.startswith("macosx")
    if flag:  # It has no stable ABI.
        limited, _ = build(project("tuned"), {"pyx-lowering.abi3": "true"}, **environ)
        assert f"-cp{version}-cp{version}t-" in limited.name
