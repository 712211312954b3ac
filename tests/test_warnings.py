"""The generated C of the whole example compiles without a warning, for every platform."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from pyx_lowering.cross import TARGETS
from pyx_lowering.cross.headers import headers
from pyx_lowering.discover import Project, locate_module, might_mark, read_module
from pyx_lowering.driver import compile_project
from pyx_lowering.toolchain import Unit, cythonize
from pyx_lowering.toolchain.flags import INCLUDE, compile_flags
from pyx_lowering.toolchain.levels import write_copies
from tests.front_ends import ROOT, once

pytestmark = [pytest.mark.slow, pytest.mark.platforms]


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The C files of the example, and one that chooses between levels."""

    def make(folder: Path) -> None:
        root = ROOT / "example_project" / "src"
        modules = [
            read_module(path, locate_module(path)[1])
            for path in sorted(root.rglob("*.py")) if might_mark(path.read_text())
        ]
        compiled = compile_project([m for m in modules if m.marked], Project([root]))
        units = [Unit(each.module.extension, each.pyx) for each in compiled]
        cythonize(units, folder)
        write_copies(units[0].name, folder / units[0].c_file)

    found = once(tmp_path_factory, "warnings", make).rglob("*.c")
    return sorted(path for path in found if path.suffixes in ([".c"], [".entry", ".c"]))


def compile_all(
    command: list[str], include: Path, sources: list[Path], folder: Path,
    platform: str | None = None,
) -> None:
    for source in sources:
        done = subprocess.run(
            [*command, "-c", "-fPIC", "-Wall", "-Wextra", "-Werror", f"-I{include}", f"-I{INCLUDE}",
             *compile_flags("unix", folder, platform=platform), str(source),
             "-o", str(folder / "object.o")],
            cwd=folder, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-4000:]


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_on_this_machine(compiler: str, sources: list[Path], tmp_path: Path) -> None:
    if shutil.which(compiler) is None or sys.platform != "linux":
        pytest.skip(f"there is no `{compiler}`")
    compile_all([compiler], Path(sysconfig.get_path("include")), sources, tmp_path)


@pytest.mark.skipif(
    importlib.util.find_spec("ziglang") is None,
    reason="ziglang is not installed (`make platforms` installs it)")
@pytest.mark.parametrize("name", TARGETS)
def test_for_other_platforms(name: str, sources: list[Path], tmp_path: Path) -> None:
    target = TARGETS[name]
    # Levels are of x86-64 alone.
    chosen = [s for s in sources if "x86_64" in target.zig or s.suffixes == [".c"]]
    compile_all([sys.executable, "-m", "ziglang", "cc", "-target", target.zig],
                headers(target, tmp_path), chosen, tmp_path, target.platform)
