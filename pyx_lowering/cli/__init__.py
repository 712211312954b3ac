"""The command `pyx-lowering`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from pyx_lowering.cli import check, cross, init, show, verify
from pyx_lowering.diagnostics import CompileError, render


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit status (1 for mistakes in the source)."""
    parser = argparse.ArgumentParser(
        prog="pyx-lowering",
        description="Compiles annotated Python functions to native code through Cython.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in (show, check, verify, init, cross):
        command.add_parser(commands)
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
        return status
    except CompileError as error:
        color = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        print(render(error.diagnostics, color=color), file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
