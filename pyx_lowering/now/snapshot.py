"""A module made of one function and of what its names mean at this moment.

The function of a notebook cell or of an input line has no module whose text says what
its names mean: imports, constants and helpers are in other cells, and may have changed
since. Those of a function inside another one are in that one's variables. So what each
name is bound to now is written down as source text, below the function's own.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import inspect
import math
import textwrap
from collections.abc import Mapping
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from pyx_lowering import runtime
from pyx_lowering.discover import PACKAGE, SourceModule, parse_module
from pyx_lowering.source import SourceFile


def snapshot(function: FunctionType) -> SourceModule:
    """The module for `function`; raises TypeError where its source text is not to be had.

    The function stands on the lines that it has in its cell or file, so that messages
    point there.
    """
    text, line = _source(function)
    names: dict[str, Any] = {function.__name__: function}
    blocks = ["\n" * (line - 1) + text]
    pending = [(text, _scope(function))]
    for text, scope in pending:
        for name in _names(text):
            if name in names or name not in scope:
                continue
            names[name] = scope[name]
            value = inspect.unwrap(scope[name]) if callable(scope[name]) else scope[name]
            block = _binding(name, value)
            if block is None and isinstance(value, FunctionType):
                block, _ = _source(value)
                pending.append((block, _scope(value)))
            if block is not None:
                blocks.append(block)
    filename = function.__code__.co_filename
    display = filename if filename.startswith("<") else Path(filename).name
    file = SourceFile(Path(filename), "\n".join(blocks), display)
    return parse_module(file, "interactive")


def _source(function: FunctionType) -> tuple[str, int]:
    """The function's text, moved to the margin, and the line where it starts."""
    try:
        lines, line = inspect.getsourcelines(function)
        text = textwrap.dedent("".join(lines))
        # Code made from a string may be taken for another text of that name.
        (node,) = ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__:
            return text, max(line, 1)
    except (OSError, TypeError, SyntaxError, ValueError):
        pass
    raise TypeError(
        f"compile_now() cannot read the source of {function.__qualname__}; "
        "define it in a file or a notebook"
    )


def _names(text: str) -> list[str]:
    """The names that the text reads, each once, in order."""
    tree = ast.walk(ast.parse(text))
    names = [n.id for n in tree if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)]
    return list(dict.fromkeys(names))


def _scope(function: FunctionType) -> Mapping[str, Any]:
    """What the function's free names are bound to, but for the built-in ones."""
    scope = dict(function.__globals__)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        with contextlib.suppress(ValueError):  # A cell can be empty still.
            scope[name] = cell.cell_contents
    return {
        name: value for name, value in scope.items()
        if getattr(builtins, name, None) is not value
    }


def _binding(name: str, value: Any) -> str | None:
    """A statement that binds `name` to `value`; None if there is none, or only its source."""
    if value is runtime.compile:
        return f"from {PACKAGE} import compile as {name}"
    if isinstance(value, ModuleType):
        return f"import {value.__name__} as {name}"
    if isinstance(value, BuiltinFunctionType) and isinstance(value.__self__, ModuleType):
        return f"from {value.__self__.__name__} import {value.__name__} as {name}"
    if type(value) is float and not math.isfinite(value):
        return f"import math\n{name} = {'-' if value < 0 else ''}math.{abs(value)!r}"
    if type(value) in (bool, int, float):
        return f"{name} = {value!r}"
    return None
