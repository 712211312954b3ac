"""`pyx-lowering cross`: wheels for other platforms, from this machine."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pyx_lowering.cross import TARGETS, Unavailable, cross_build

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "cross", help="build wheels for other platforms with Zig as C compiler",
        description="Builds wheels for the stable ABI for other platforms. Needs ziglang, and "
        "all that the project's build requires, in this environment.")
    parser.add_argument("folder", nargs="?", default=".", type=Path, metavar="FOLDER",
                        help="the project (default: here)")
    parser.add_argument("--target", required=True, metavar="NAME,...",
                        help=f"the platforms: {', '.join(TARGETS)}; or all")
    parser.add_argument("--outdir", type=Path, metavar="FOLDER",
                        help="where the wheels come (default: dist in the project)")
    parser.set_defaults(run=lambda options: _run(parser, options))


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    names = list(TARGETS) if options.target == "all" else options.target.split(",")
    unknown = [name for name in names if name not in TARGETS]
    if unknown:
        parser.error(f"unknown target {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    if not (options.folder / "pyproject.toml").is_file():
        parser.error(f"there is no pyproject.toml in {options.folder}")
    failed = 0
    for name in names:
        try:
            output = options.outdir or options.folder / "dist"
            print(cross_build(options.folder, TARGETS[name], output.resolve()).name, flush=True)
        except Unavailable as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed = 1
    return failed
