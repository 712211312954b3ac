"""Projects whose version and data files come from git, and another front end."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.front_ends import (
    Environment,
    Result,
    builder,
    built,
    call_hook,
    check,
    developer,
    names_in,
    project,
    wheels,
)

__all__ = ["builder", "developer", "project", "wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_a_version_and_data_files_that_git_knows(
    builder: Environment, project: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = project("dynamic_version")
    for command in ("init -q", "add .", "-c user.name=x -c user.email=x@y commit -qm x",
                    "tag v1.2.3"):
        subprocess.run(["git", *command.split()], cwd=folder, check=True)
    name, _ = call_hook(builder, folder, "build_wheel", tmp_path / "tree")
    assert name.startswith("dynamic_version-1.2.3-cp")
    assert "versioned/data/triple.txt" in names_in(tmp_path / "tree" / name)
    # An sdist has no git, but a list of its files.
    archive, _ = call_hook(builder, folder, "build_sdist", tmp_path / "sdist")
    with tarfile.open(tmp_path / "sdist" / archive) as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    again, _ = call_hook(builder, unpacked, "build_wheel", tmp_path / "again")
    assert (tmp_path / "again" / again).read_bytes() == (tmp_path / "tree" / name).read_bytes()


def test_uv(developer: Environment, project: Callable[[str], Path]) -> None:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        pytest.skip("needs uv")

    def run(*arguments: str | Path) -> None:
        environ = {"UV_CACHE_DIR": str(developer.folder / "uv"), "UV_OFFLINE": "1",
                   "PYX_LOWERING_CACHE_DIR": str(developer.wheels.parent / "cache"),
                   "PATH": "/usr/bin:/bin"}
        result = subprocess.run(
            [uv, *map(str, arguments), "--python", developer.python, "--no-build-isolation"],
            cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, check=False)
        assert result.returncode == 0, Result(result.returncode, result.stdout)

    folder = project("flat_layout")
    run("build", "--wheel", "-C", "pyx-lowering.native=off", ".")
    assert built(folder).name == "flat_layout-1.2.3-py3-none-any.whl"
    run("pip", "install", "--no-deps", ".")
    check(developer, "flat_layout")
    run("pip", "install", "--no-deps", "-e", ".", "-C", "pyx-lowering.rebuild-on-import=true")
    check(developer, "flat_layout")
    numbers = folder / "counting/numbers.py"
    numbers.write_text(numbers.read_text() + "# edited\n")
    assert "compiling counting.numbers" in developer.evaluate("import counting")
