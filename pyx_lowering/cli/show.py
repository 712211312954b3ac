"""`pyx-lowering show`: prints what becomes of a function at each stage."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pyx_lowering.cli.target import add_target, load
from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.driver import compile_module
from pyx_lowering.ir import Function, Module, callees, format_function, signature
from pyx_lowering.pyx import write_module
from pyx_lowering.toolchain import Unit, c_source

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

STAGES = ("traced", "typed", "optimized", "pyx", "c")


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "show", help="print the graph, the Cython or the C of a function",
        description="Prints a stage of compiling: the graph as traced, with types, or "
        "optimized; the Cython text; or the C that Cython makes of it.")
    add_target(parser)
    parser.add_argument("--stage", choices=STAGES, default="optimized", help="default: optimized")
    parser.set_defaults(run=lambda options: _run(parser, options))


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    module, project, name = load(parser, options.target)
    tables: list[str] = []

    def observe(stage: str, function: Function) -> None:
        if stage != options.stage or (name and function.name != name):
            return
        table = format_function(function, types=stage != "traced")
        tables.append(table if name else f"{signature(function)}\n\n{table}")

    if not module.marked:
        parser.error(f"{module.file.display} has no function marked with @compile")
    compiled = compile_module(module, project, observe)
    if options.stage in ("pyx", "c"):
        text = write_module(_only(compiled.ir, name), module.file.display, Diagnostics())
        c = options.stage == "c"
        print(c_source(Unit(module.extension, text)) if c else text, end="")
    else:
        print("\n\n".join(tables))
    return 0


def _only(module: Module, name: str) -> Module:
    """The functions of a module that the function `name` needs (all, if it is empty)."""
    if not name:
        return module
    needed = [f for f in module.functions if f.exported and f.name == name]
    for function in needed:
        needed += [f for f in dict.fromkeys(callees(function)) if f not in needed]
    for function in module.functions:
        function.exported &= function.name == name
    return Module(module.name, [f for f in module.functions if f in needed])
