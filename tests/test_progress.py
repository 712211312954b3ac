"""What people see while a project is compiled: on a terminal, and in a log."""

from __future__ import annotations

import io
import logging
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from build_backend.progress import progress_of
from tests.front_ends import Environment, builder, environ_of, project, wheels

__all__ = ["builder", "project", "wheels"]  # fixtures

COMPILED: Any = {
    f"pkg._{name}_native": SimpleNamespace(
        module=SimpleNamespace(name=f"pkg.{name}"), functions=functions)
    for name, functions in {"one": ("f", "g"), "two": ("h",)}.items()
}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """One on which a bar can be drawn, and setuptools' way of logging."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    stream = Terminal()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("build_backend.progress")
    before, logger.propagate = logger.level, False
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(before)
    logger.propagate = True


def shown(terminal: Terminal) -> list[str]:
    """What stood on the line of the bar, one after the other."""
    return [text.rstrip() for text in re.split(r"[\r\n]", terminal.getvalue()) if text.strip()]


def test_a_bar_on_a_terminal(terminal: Terminal) -> None:
    with progress_of(COMPILED, stream=terminal) as progress:
        progress("pkg._two_native", "unchanged")
        progress("pkg._one_native", "translated")
        progress("pkg._one_native", "compiled")
    *drawn, last = shown(terminal)
    assert drawn == [
        f"compiling [{'.' * 24}] 0/2",
        f"compiling [{'#' * 12}{'.' * 12}] 1/2 pkg.two",
        f"compiling [{'#' * 18}{'.' * 6}] 1/2 pkg.one",
        f"compiling [{'#' * 24}] 2/2 pkg.one",
    ]
    assert re.fullmatch(r"compiled 2 modules in \d+\.\d s, 1 unchanged", last)


def test_the_bar_makes_room_for_what_went_wrong(terminal: Terminal) -> None:
    with (
        pytest.raises(ValueError, match="broken"),
        progress_of(COMPILED, stream=terminal) as progress,
    ):
        progress("pkg._one_native", "translated")
        raise ValueError("broken")
    *_, blank, rest = terminal.getvalue().split("\r")
    assert blank.isspace()
    assert rest == ""


def test_the_bar_fits_its_line(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    with progress_of(COMPILED, stream=terminal) as progress:
        progress("pkg._one_native", "translated")
    assert shown(terminal)[-1] == f"compiling [######{'.' * 18}] 0/2"[:39]
    assert max(map(len, shown(terminal))) <= 39


LINES = (r"compiling 2 modules\n"
         r"\[1/2\] pkg\.one: f, g \(\d\.\d s\)\n"
         r"\[2/2\] pkg\.two: h \(unchanged\)\n")


@pytest.mark.parametrize("how", ["CI", "dumb", "verbose", "file"])
def test_plain_lines_elsewhere(
    how: str, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "CI":
        monkeypatch.setenv("CI", "true")
    if how == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    stream = io.StringIO() if how == "file" else terminal
    with progress_of(COMPILED, verbose=how == "verbose", stream=stream) as progress:
        progress("pkg._one_native", "translated")
        progress("pkg._one_native", "compiled")
        progress("pkg._two_native", "unchanged")
    assert re.fullmatch(LINES, terminal.getvalue())


def test_nothing_where_all_is_to_be_quiet(terminal: Terminal) -> None:
    logging.getLogger("build_backend.progress").setLevel(logging.WARNING)
    with progress_of(COMPILED, stream=terminal) as progress:
        progress("pkg._one_native", "compiled")
    assert terminal.getvalue() == ""


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals")
@pytest.mark.parametrize("ci", [False, True])
def test_build_on_a_terminal(
    ci: bool, builder: Environment, project: Callable[[str], Path]
) -> None:
    import pty

    folder = project("src_layout")
    controller, terminal = pty.openpty()
    environ = environ_of(builder, {"TERM": "xterm", "COLUMNS": "80", "PYX_LOWERING_CACHE": "off"})
    environ.pop("CI", None)
    if ci:
        environ["CI"] = "true"
    with subprocess.Popen(
        [builder.python, "-m", "build", "--no-isolation", "--wheel", folder],
        env=environ, stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal,
    ) as process:
        os.close(terminal)
        output = b""
        try:
            while more := os.read(controller, 4096):
                output += more
        except OSError:  # Linux says so at the end.
            pass
        os.close(controller)
    text = output.decode()
    assert process.returncode == 0, text
    assert ("\rcompiling [########################] 4/4 shapes" in text) is not ci
    assert bool(re.search(r"^\[4/4\] shapes\S*: \w+.* \(\d+\.\d s\)\r$", text, re.M)) is ci
    assert bool(re.search(r"compiled 4 modules in \d+\.\d s\r$", text, re.MULTILINE)) is not ci
