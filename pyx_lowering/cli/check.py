"""`pyx-lowering check`: reports every mistake in files, without building anything."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from pyx_lowering.diagnostics import CompileError, Diagnostics
from pyx_lowering.discover import Project, locate_module, might_mark, read_module
from pyx_lowering.driver import compile_project

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "check", help="report every mistake in the marked functions of files or folders",
        description="Compiles the marked functions as far as Cython text and reports all "
        "mistakes at once. Needs no C compiler.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.set_defaults(run=lambda options: _run(parser, options))


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    diagnostics = Diagnostics()
    checked = 0
    for root, paths in _by_root(parser, options.paths).items():
        project = Project([root])
        modules = []
        for path in paths:
            try:
                module = read_module(path, locate_module(path)[1])
            except CompileError as error:
                diagnostics.extend(error.diagnostics)
                continue
            if module.marked or module.diagnostics.errors:
                modules.append(module)
        try:
            checked += sum(len(c.functions) for c in compile_project(modules, project))
        except CompileError as error:
            diagnostics.extend(error.diagnostics)
    diagnostics.raise_errors()
    print(f"{checked} marked functions, no mistakes")
    return 0


def _by_root(parser: argparse.ArgumentParser, given: list[Path]) -> dict[Path, list[Path]]:
    """The files that may have marked functions, by the folder that imports start from."""
    found: dict[Path, list[Path]] = {}
    for path in given:
        if not path.exists():
            parser.error(f"there is no file or folder {path}")
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            if might_mark(file.read_text(encoding="utf-8", errors="replace")):
                found.setdefault(locate_module(file)[0], []).append(file)
    return found
