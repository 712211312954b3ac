"""One kernel's text for each of those that run it: the same body, another frame around it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent / "npbench"


def marked(module: str, *names: str) -> str:
    """What pyx-lowering compiles: kernels, the functions they call, and the lines before them."""
    return "\n\n\n".join([_header(module, True), *(
        "\n".join([*(f"@{ast.unparse(each)}" for each in function.decorator_list),
                   _text(module, function)])
        for function in _needed(module, *names))]) + "\n"


def plain(module: str, name: str) -> str:
    """What Python runs."""
    return "\n\n\n".join([_header(module, True), *(
        _text(module, function) for function in _needed(module, name))]) + "\n"


def numba(module: str, name: str) -> str:
    """All functions under `@njit`: no object mode, and no fastmath, which changes results."""
    return "\n\n\n".join(["from numba import njit", _header(module, True), *(
        f"@njit\n{_text(module, function)}" for function in _needed(module, name))]) + "\n"


def pythran(module: str, name: str, arguments: list[Any]) -> str:
    """Without annotations, which Pythran does not know; the types are those of the arguments."""
    export = f"#pythran export {name}({', '.join(map(_pythran_type, arguments))})"
    functions = []
    for function in _needed(module, name):
        function.decorator_list = []
        function.returns = None
        for parameter in function.args.args:
            parameter.annotation = None
        functions.append(ast.unparse(function))
    return "\n\n\n".join([export, _header(module, False), *functions]) + "\n"


def _tree(module: str) -> ast.Module:
    return ast.parse((FOLDER / f"{module}.py").read_text(encoding="utf-8"))


def _needed(module: str, *names: str) -> list[ast.FunctionDef]:
    """Functions and all that they call, in the order of the module."""
    functions = {each.name: each for each in _tree(module).body
                 if isinstance(each, ast.FunctionDef)}
    wanted = list(names)
    for found in wanted:
        used = {each.id for each in ast.walk(functions[found]) if isinstance(each, ast.Name)}
        wanted += sorted((used & functions.keys()) - set(wanted))
    return [function for key, function in functions.items() if key in wanted]


def _header(module: str, types: bool) -> str:
    """The imports and, with `types`, the names of types."""
    kinds = (ast.Import, ast.ImportFrom, ast.Assign) if types else (ast.Import,)
    return "\n".join(ast.unparse(each) for each in _tree(module).body if isinstance(each, kinds))


def _text(module: str, function: ast.FunctionDef) -> str:
    lines = (FOLDER / f"{module}.py").read_text(encoding="utf-8").splitlines()
    return "\n".join(lines[function.lineno - 1:function.end_lineno])


def _pythran_type(argument: Any) -> str:
    if isinstance(argument, np.ndarray):
        return f"{argument.dtype.name}[{','.join(':' * argument.ndim)}]"
    return type(argument).__name__
