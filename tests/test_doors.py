"""The same project through each door: our backend, plain setuptools, scikit-build-core."""

from __future__ import annotations

import json
import re
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.front_ends import (
    PIP_NO_ISOLATION,
    Environment,
    builder,
    call_hook,
    developer,
    files,
    names_in,
    project,
    read,
    src_wheel,
    user,
    wheels,
)
from tests.mini_projects import SHAPES, add_one_to_discs, check, edit

__all__ = ["builder", "developer", "project", "src_wheel", "user", "wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

CMAKE = """
[build-system]
requires = ["pyx-lowering[scikit-build]"]
build-backend = "build_backend.scikit_build"

[project]
name = "src-layout"
version = "1.2.3"
dependencies = ["packaging"]
requires-python = ">=3.11"

[project.scripts]
shapes-area = "shapes.cli:main"

[tool.scikit-build]
wheel.packages = ["src/shapes"]
"""
SCIKIT = "build_backend.scikit_build"


@pytest.fixture
def with_cmake(project: Callable[[str], Path]) -> Path:
    """`src_layout`, built by CMake; it has no CMakeLists.txt."""
    folder = project("src_layout")
    (folder / "pyproject.toml").write_text(CMAKE)
    return folder


def test_plain_setuptools_gives_the_same_wheel(
    builder: Environment, src_wheel: Path, project: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = project("src_layout")
    name, _ = call_hook(
        builder, folder, "build_wheel", tmp_path / "out", backend="setuptools.build_meta")
    assert (tmp_path / "out" / name).read_bytes() == src_wheel.read_bytes()


def test_cmake_gives_the_same_functions(
    builder: Environment, user: Environment, src_wheel: Path, with_cmake: Path, tmp_path: Path
) -> None:
    before = files(with_cmake)
    name, printed = call_hook(builder, with_cmake, "build_wheel", tmp_path / "out", backend=SCIKIT)
    assert "pyx-lowering: compiling shapes.solid.boxes" in printed
    wheel = tmp_path / "out" / name
    assert wheel.name == src_wheel.name
    assert files(with_cmake) == before
    info = "src_layout-1.2.3.dist-info/"
    assert names_in(wheel) == names_in(src_wheel) - {f"{info}top_level.txt"}
    for path in names_in(wheel):
        if path.endswith((".py", ".txt")) and info not in path:
            assert read(wheel, path) == read(src_wheel, path)
    documents = [json.loads(read(each, "pyx-lowering.cdx.json")) for each in (wheel, src_wheel)]
    here, there = ([part["properties"] for part in each["components"]] for each in documents)
    assert here == there
    user.run("-m", "pip", "install", "--quiet", "--no-deps", wheel)
    check(user, "src_layout")


def test_the_stable_abi_with_cmake(
    builder: Environment, user: Environment, with_cmake: Path, tmp_path: Path
) -> None:
    name, _ = call_hook(builder, with_cmake, "build_wheel", tmp_path / "out",
                        {"pyx-lowering.abi3": "true"}, backend=SCIKIT)
    assert re.fullmatch(r"src_layout-1\.2\.3-cp311-abi3-(?!any)\w+\.whl", name)
    native = {n for n in names_in(tmp_path / "out" / name) if "_native" in n}
    assert all(n.endswith((".abi3.so", "_native.pyd")) for n in native)
    user.run("-m", "pip", "install", "--quiet", "--no-deps", tmp_path / "out" / name)
    check(user, "src_layout")


@pytest.mark.skipif(not sysconfig.get_platform().endswith("x86_64"), reason="is for x86-64")
def test_levels_with_cmake(
    builder: Environment, user: Environment, with_cmake: Path, tmp_path: Path
) -> None:
    name, printed = call_hook(
        builder, with_cmake, "build_wheel", tmp_path / "out",
        {"pyx-lowering.instruction-set": "x86-64-v3", "build.verbose": "true"}, backend=SCIKIT)
    marked = {
        kind: "-march=x86-64-v3" in line
        for line, kind in re.findall(r"^(.* -c \S*_flat_native\.(\w+)\.c)$", printed, re.MULTILINE)}
    assert marked == {"baseline": False, "level": True, "entry": False}
    user.run("-m", "pip", "install", "--quiet", "--no-deps", tmp_path / "out" / name)
    check(user, "src_layout")
    code = "import shapes, sys; print(sys.modules['shapes._flat_native'].__level__)"
    assert user.evaluate(code, {"PYX_LOWERING_LEVEL": "baseline"}) == "baseline"


def test_without_native_code_no_cmake_runs(
    builder: Environment, with_cmake: Path, tmp_path: Path
) -> None:
    given = {"pyx-lowering.native": "off"}
    wanted, _ = call_hook(
        builder, with_cmake, "get_requires_for_build_wheel", None, given, backend=SCIKIT)
    assert "cython" not in wanted
    name, printed = call_hook(
        builder, with_cmake, "build_wheel", tmp_path / "out", given, backend=SCIKIT)
    assert name == "src_layout-1.2.3-py3-none-any.whl"
    assert "Configuring" not in printed


@pytest.mark.parametrize("hook", ["build_wheel", "build_editable"])
def test_cmake_without_a_compiler_where_native_code_is_only_preferred(
    hook: str, builder: Environment, user: Environment, with_cmake: Path, tmp_path: Path
) -> None:
    given = {"pyx-lowering.native": "prefer", "pyx-lowering.abi3": "true"}
    name, printed = call_hook(builder, with_cmake, hook, tmp_path / "out", given,
                              env={"CC": "no-such-compiler"}, backend=SCIKIT)
    assert "no-such-compiler" in printed  # by CMake
    assert printed.count("warning[PYX407]: no marked function of the wheel is compiled") == 1
    assert name == "src_layout-1.2.3-py3-none-any.whl"
    assert "Root-Is-Purelib: true" in read(tmp_path / "out" / name, ".dist-info/WHEEL")
    if hook == "build_wheel":
        user.run("-m", "pip", "install", "--quiet", "--no-deps", tmp_path / "out" / name)
        code = "import shapes; print(shapes.disc(2.0), shapes.is_native(shapes.disc))"
        assert user.evaluate(code) == "12.5 False"
    # The same project with a compiler, as ever.
    name, printed = call_hook(builder, with_cmake, hook, tmp_path / "again", given, backend=SCIKIT)
    assert "PYX407" not in printed
    assert "py3-none" not in name


def test_an_authors_own_targets_are_built_all_the_same(
    builder: Environment, user: Environment, project: Callable[[str], Path], tmp_path: Path
) -> None:
    """What cannot be compiled is ours alone, in a build folder that remembers an earlier build."""
    folder = project("cmake_project")
    given = {"pyx-lowering.native": "prefer", "build-dir": str(tmp_path / "build"),
             "pyx-lowering.extra-compile-args": "--no-such-flag"}
    name, printed = call_hook(
        builder, folder, "build_wheel", tmp_path / "out", given, backend=SCIKIT)
    assert "warning[PYX407]" in printed
    assert "-any.whl" not in name
    user.run("-m", "pip", "install", "--quiet", "--no-deps", tmp_path / "out" / name)
    code = ("import both.marked as m, both.by_hand as b\n"
            "print(m.square(3.0), type(m.square).__name__, type(b.__loader__).__name__)")
    assert user.evaluate(code) == "9.0 function ExtensionFileLoader"
    given["pyx-lowering.native"] = "require"
    failed = builder.try_run(
        "-m", "build", "--no-isolation", "--wheel", folder,
        *(f"-C{key}={value}" for key, value in given.items()))
    assert failed.code != 0
    assert "Traceback" not in failed.output


def test_mistakes_are_reported_with_cmake_too(builder: Environment, with_cmake: Path) -> None:
    edit(with_cmake / "src/shapes/flat.py", "PI * radius", "float(len({PI})) * radius")
    result = builder.try_run("-m", "build", "--no-isolation", "--wheel", with_cmake)
    assert result.code != 0
    assert "--> src/shapes/flat.py:16:" in result.output
    assert "Traceback" not in result.output


def test_an_edited_module_of_an_editable_install_with_cmake(
    developer: Environment, with_cmake: Path
) -> None:
    developer.run("-m", "pip", "install", *PIP_NO_ISOLATION, "--quiet", "-e", with_cmake)
    assert developer.evaluate(SHAPES) == "12.5 12.5\nTrue True"
    add_one_to_discs(with_cmake)
    printed = developer.evaluate(SHAPES)
    assert "src/shapes/flat.py has changed since it was compiled" in printed
    assert printed.endswith("\n13.5 12.5\nFalse True")


def test_cmake_compiles_again_on_import(
    developer: Environment, with_cmake: Path, tmp_path: Path
) -> None:
    if sys.platform == "win32":
        pytest.skip("a loaded extension module cannot be replaced")
    developer.run("-m", "pip", "install", *PIP_NO_ISOLATION, "--quiet",
                  "-Ceditable.rebuild=true", f"-Cbuild-dir={tmp_path / 'build'}", "-e", with_cmake)
    assert developer.evaluate(SHAPES).splitlines()[-2:] == ["12.5 12.5", "True True"]
    add_one_to_discs(with_cmake)
    printed = developer.evaluate(SHAPES)
    assert re.findall(r"pyx-lowering: compiling (\S+)", printed) == ["shapes.flat"]
    assert printed.endswith("13.5 12.5\nTrue True")
    # The constant of another module is known to be compiled in.
    (with_cmake / "src/shapes/constants.py").write_text("PI = 4.0\n")
    printed = developer.evaluate(SHAPES)
    assert sorted(re.findall(r"pyx-lowering: compiling (\S+)", printed)) == [
        "shapes.flat", "shapes.solid.boxes"]
    assert printed.endswith("17.0 16.0\nTrue True")
