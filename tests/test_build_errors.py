"""What people see when a build fails, and whose compiler flags count."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.front_ends import (
    NO_ISOLATION,
    PIP_NO_ISOLATION,
    Environment,
    build,
    builder,
    files,
    project,
    wheels,
)

__all__ = ["builder", "project", "wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e]


@pytest.mark.parametrize("front_end", ["build", "pip", "editable"])
def test_all_errors_of_all_modules_at_once(
    front_end: str, builder: Environment, project: Callable[[str], Path]
) -> None:
    folder = project("wrong")
    before = files(folder)
    arguments = {
        "build": ("-m", "build", *NO_ISOLATION, "--wheel", "."),
        "pip": ("-m", "pip", "install", *PIP_NO_ISOLATION, "."),
        "editable": ("-m", "pip", "install", *PIP_NO_ISOLATION, "--editable", "."),
    }[front_end]
    result = builder.try_run(*arguments, cwd=folder)
    assert result.code != 0
    output = re.sub(r"^ +(?=error\[| *-->|\d* *\|)", "", result.output, flags=re.MULTILINE)
    found = dict(re.findall(r"^error\[(PYX\d+)\].*\n *--> (src\S+)$", output, re.MULTILINE))
    assert found == {
        "PYX405": "src/wrong/__init__.py:1:26",
        "PYX105": "src/wrong/first.py:9:10",
        "PYX201": "src/wrong/first.py:5:17",
        "PYX205": "src/wrong/second.py:6:16",
        "PYX100": "src/wrong/third.py:4:30",
    }
    assert "did you mean `contract`?" in output
    assert "5 errors" in output
    assert "Traceback" not in output
    assert "Successfully" not in output
    assert files(folder) - before <= {"dist"}


def test_no_c_compiler(builder: Environment, project: Callable[[str], Path]) -> None:
    folder = project("flat_layout")
    before = files(folder)
    result = builder.try_run(
        "-m", "build", *NO_ISOLATION, "--wheel", ".", cwd=folder, env={"CC": "no-such-compiler"})
    assert result.code != 0
    assert "error[PYX401]: no C compiler was found (looked for `no-such-compiler`)" in result.output
    assert "CC=no-such-compiler names it" in result.output
    assert "Traceback" not in result.output
    assert files(folder) == before


@pytest.mark.skipif(os.name != "posix", reason="the compiler is a shell script")
def test_a_failing_c_compiler(
    builder: Environment, project: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = project("flat_layout")
    compiler = tmp_path / "cc"
    compiler.write_text("#!/bin/sh\necho noise\necho 'x.c:1:2: error: it is Monday' >&2\nexit 1\n")
    compiler.chmod(0o755)
    result = builder.try_run(
        "-m", "build", *NO_ISOLATION, "--wheel", ".", cwd=folder, env={"CC": str(compiler)})
    assert result.code != 0
    assert ("error[PYX402]: the C compiler failed on counting._numbers_native: "
            "x.c:1:2: error: it is Monday") in result.output
    assert "noise" not in result.output
    (log,) = re.findall(r"all that it printed is in (.+)", result.output)
    assert "noise\nx.c:1:2: error: it is Monday" in Path(log).read_text()
    assert str(compiler) in Path(log).read_text()
    assert "Traceback" not in result.output


def test_the_authors_flags_reach_the_compiler(
    builder: Environment, project: Callable[[str], Path]
) -> None:
    folder = project("flat_layout")
    output = build(
        builder, folder, "--wheel", "-C--global-option=-v", env={"CFLAGS": "-O1 -g -DAUTHOR=1"})
    (line,) = re.findall(r"^.* -c .*_numbers_native\.c .*$", output, re.MULTILINE)
    flags = line.split()
    assert {"-O1", "-g", "-DAUTHOR=1", "-ffp-contract=off"} <= set(flags)
    assert not {"-O3", "-g0"} & set(flags)
