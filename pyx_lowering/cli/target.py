"""The argument `FILE[::function]` of the commands."""

from __future__ import annotations

import argparse
from pathlib import Path

from pyx_lowering.discover import Project, SourceModule, locate_module, read_module


def add_target(parser: argparse.ArgumentParser) -> None:
    """Add the argument to a command."""
    parser.add_argument(
        "target", metavar="FILE[::function]",
        help="a Python file, and the marked function in it to look at (default: all)")


def load(parser: argparse.ArgumentParser, target: str) -> tuple[SourceModule, Project, str]:
    """The module, its project and the name of the function (empty for all)."""
    name, _, function = target.partition("::")
    path = Path(name)
    if not path.is_file():
        parser.error(f"there is no file {name}")
    root, dotted = locate_module(path)
    module = read_module(path, dotted)
    if function and function not in module.marked:
        marked = ", ".join(module.marked) or "none"
        parser.error(f"{name} has no marked function {function!r}; marked are: {marked}")
    return module, Project([root]), function
