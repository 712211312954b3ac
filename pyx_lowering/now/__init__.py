"""`compile_now`: native code in this process, for notebooks, tests and quick tries."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import hashlib
import importlib.util
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, TypeVar, overload

from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError, Diagnostics
from pyx_lowering.discover import MarkedFunction, Options, Project, SourceModule, read_module
from pyx_lowering.driver import compile_module
from pyx_lowering.now.cache import load
from pyx_lowering.now.snapshot import snapshot
from pyx_lowering.runtime import adopt
from pyx_lowering.toolchain import Unit

__all__ = ["compile_now"]

F = TypeVar("F", bound=Callable[..., Any])


@overload
def compile_now(obj: ModuleType | str | os.PathLike[str], /) -> ModuleType: ...
@overload
def compile_now(obj: F, /) -> F: ...
def compile_now(obj: Any, /) -> Any:
    """Compile a function, a module or the file of one, and return it with native code.

    A function need not be marked. If its module is a file, that is read as it is now;
    what a function of a notebook or inside of another function refers to is taken as
    it is at this moment.

    A module comes back as a copy in which the marked functions are native; so does the
    file of a module in a package. Any other file is run as a new module.

    Raises CompileError with everything that cannot be compiled, and TypeError for an
    object that is none of these.
    """
    if isinstance(obj, str | os.PathLike):
        return _compile_file(Path(obj).resolve())
    if isinstance(obj, ModuleType):
        return _compile_module(obj)
    function = inspect.unwrap(obj) if callable(obj) else obj
    if not isinstance(function, FunctionType) or function.__name__ == "<lambda>":
        raise TypeError(
            "compile_now() takes a function made by `def`, a module or the path of a file, "
            f"not {getattr(obj, '__name__', None) or type(obj).__name__}"
        )
    return _compile_function(function)


def _compile_function(function: FunctionType) -> Any:
    name = function.__name__
    path = Path(inspect.getsourcefile(function) or function.__code__.co_filename)
    if function.__qualname__ == name and path.is_file():
        module, project = _read(path.resolve(), function.__module__)
    else:
        module, project = snapshot(function), Project([])
    _mark_only(module, name)
    return adopt(getattr(_build(module, project), name), function)


def _compile_module(module: ModuleType) -> ModuleType:
    path = inspect.getsourcefile(module)
    if path is None:
        raise TypeError(f"compile_now() has no source file for the module {module.__name__}")
    source, project = _read(Path(path).resolve(), module.__name__)
    extension = _build(source, project)
    copy = ModuleType(module.__name__, module.__doc__)
    vars(copy).update(vars(module))
    _substitute(copy, source, extension)
    return copy


def _compile_file(path: Path) -> ModuleType:
    source, project = _read(path)
    root = str(project.roots[0])
    if source.package:
        with _on_path(root):
            module = importlib.import_module(source.name)
        if Path(module.__file__ or "").resolve() != path:
            raise ImportError(f"{source.name} is already imported from {module.__file__}")
        return _compile_module(module)
    extension = _build(source, project)  # first, so that nothing runs if that fails
    unique = f"{source.name}_{hashlib.sha256(os.fsencode(path)).hexdigest()[:8]}"
    spec = importlib.util.spec_from_file_location(unique, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[unique] = module  # where pickle and dataclasses look
    try:
        with _on_path(root):
            spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[unique]
        raise
    _substitute(module, source, extension)
    return module


def _substitute(module: ModuleType, source: SourceModule, extension: ModuleType) -> None:
    for name in source.marked:
        function = inspect.unwrap(getattr(module, name))
        if name in getattr(extension, "__python__", ()):
            setattr(module, name, function)  # it is compiled where it is passed functions
        else:
            setattr(module, name, adopt(getattr(extension, name), function))


def _read(path: Path, name: str | None = None) -> tuple[SourceModule, Project]:
    """The module in the file `path`, and the project around it.

    The module's own name tells where that begins; without one, or for a script that is
    called `__main__`, it begins above the outermost folder with an `__init__.py`.
    """
    inner = path.parent if path.name == "__init__.py" else path.with_suffix("")
    parts = name.split(".") if name else []
    if not parts or inner.parts[-len(parts):] != tuple(parts):
        parts = [inner.name]
        while (inner.parents[len(parts) - 1] / "__init__.py").is_file():
            parts.insert(0, inner.parents[len(parts) - 1].name)
    root = inner.parents[len(parts) - 1]
    project = Project([root], display_root=root)
    module = read_module(path, ".".join(parts), root=root)
    project.add(module)
    return module, project


def _build(module: SourceModule, project: Project) -> ModuleType:
    if not module.marked and not module.diagnostics.errors:
        nothing = dataclasses.replace(
            errors.NOTHING_MARKED.at(None), severity="error",
            message=f"no function of {module.file.display} is marked with `@compile`")
        raise CompileError([nothing])
    compiled = compile_module(module, project)
    return load(Unit(module.extension, compiled.pyx))


def _mark_only(module: SourceModule, name: str) -> None:
    """Mark the function `name`, and of the others only those that it can reach."""
    if name not in module.functions:
        raise TypeError(f"compile_now() finds no `def {name}` in {module.file.display}")
    wanted = [name]
    for found in wanted:
        names = {n.id for n in ast.walk(module.functions[found]) if isinstance(n, ast.Name)}
        wanted += sorted((names & module.functions.keys()) - set(wanted))
    marked = {
        found: module.marked.get(found)
        or MarkedFunction(module, module.functions[found], Options())
        for found in module.functions
        if found == name or (found in wanted and found in module.marked)
    }
    lines = {line for found in wanted for line in _lines(module.functions[found])}
    diagnostics = Diagnostics()
    diagnostics.extend(
        d for d in module.diagnostics if d.span is None or d.span.line in lines)
    module.marked, module.diagnostics = marked, diagnostics


def _lines(node: ast.FunctionDef) -> range:
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    return range(first, (node.end_lineno or node.lineno) + 1)


@contextlib.contextmanager
def _on_path(folder: str) -> Iterator[None]:
    """Imports find what lies in `folder`, as those of a script do."""
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove(folder)
