"""`pyx-lowering verify`: compares the native code of an installed package with its Python."""

from __future__ import annotations

import argparse
import warnings
from typing import TYPE_CHECKING

from pyx_lowering.verification import Report, native_functions, verify_function

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "verify", help="compare the native code of an installed package with its Python code",
        description="Calls every marked function of an installed package with edge and random "
        "arguments, natively and as Python, and compares the results bit for bit. Needs no "
        "compiler and no Cython.")
    parser.add_argument("package", metavar="PACKAGE", help="its import name")
    parser.add_argument(
        "--calls", type=int, default=200, metavar="N",
        help="at most so many calls of each function (default: %(default)s)")
    parser.add_argument(
        "--seconds", type=float, default=5.0, metavar="S",
        help="at most so long for each function (default: %(default)s)")
    parser.set_defaults(run=lambda options: _run(parser, options))


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    try:
        found = native_functions(options.package)
    except ImportError as error:
        parser.error(f"{options.package} cannot be imported: {error}")
    if not found.pairs and not found.not_importable:
        parser.error(f"{options.package} has no function marked with @compile")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # NumPy's, of what overflows
        reports = [verify_function(pair, options.calls, options.seconds) for pair in found.pairs]
    reports += [Report(name, reason=f"the module cannot be imported: {error}")
                for name, error in found.not_importable.items()]
    print("\n".join(_table(reports)))
    wrong = [report for report in reports if report.difference]
    for report in wrong:
        print(f"\n{report.name}: {report.difference}")
    silent = sum(report.verdict == "not compared" for report in reports)
    print(f"\n{len(found.pairs)} functions, {len(wrong)} different, {silent} not compared")
    return 1 if wrong else 0


def _table(reports: list[Report]) -> list[str]:
    width = max(len("function"), *(len(report.name) for report in reports))
    rows = [f"{'function':<{width}}  compared  left out  result",
            f"{'-' * width}  --------  --------  ------------"]
    for each in reports:
        reason = f" ({each.reason})" if each.reason else ""
        rows.append(f"{each.name:<{width}}  {each.compared:8}  {each.left_out:8}  "
                    f"{each.verdict}{reason}")
    return rows
