"""Finds the marked functions of an installed package, native and Python."""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from pyx_lowering.discover import Project, SourceModule, might_mark, read_module
from pyx_lowering.driver import compile_project
from pyx_lowering.ir import Function

#: Switches native code off, for the copy of the package that runs as Python.
_DISABLE = "PYX_LOWERING_DISABLE"


@dataclass(frozen=True)
class Pair:
    """One marked function: as installed, as Python, and as graphs that say what it means.

    `contracted` has the `fma`s that native code has, `plain` has none.
    """

    name: str
    installed: Any
    python: Callable[..., object]
    contracted: Function
    plain: Function


@dataclass(frozen=True)
class Found:
    """The marked functions of a package, and why those of some modules are not among them."""

    pairs: list[Pair]
    not_importable: dict[str, str]


def native_functions(package: str) -> Found:
    """All marked functions of the installed package (or module) `package`.

    Raises ImportError if it cannot be imported, and `CompileError` if its source cannot
    be compiled. A module of it that cannot be imported, because it wants another package
    perhaps, is noted.
    """
    modules, installed, broken = [], [], {}
    for module in _marking_modules(package):
        try:
            installed.append(importlib.import_module(module.name))
            modules.append(module)
        except Exception as error:
            broken[module.name] = f"{type(error).__name__}: {error}"
    python = _as_python(package, [module.name for module in modules])
    contracted, plain = _graphs(modules), _graphs([_uncontracted(m) for m in modules])
    namespaces = {
        module.name: (native, pure)
        for module, native, pure in zip(modules, installed, python, strict=True)
    }
    pairs = []
    for key, graph in contracted.items():
        owner, name, types = key
        native, pure = (getattr(namespace, name) for namespace in namespaces[owner])
        pairs.append(Pair(f"{owner}.{name}{types}", native, pure, graph, plain[key]))
    return Found(pairs, broken)


def _marking_modules(package: str) -> Iterator[SourceModule]:
    top = importlib.import_module(package)
    names = [package]
    if hasattr(top, "__path__"):
        names += [m.name for m in pkgutil.walk_packages(top.__path__, f"{package}.")]
    for name in names:
        spec = importlib.util.find_spec(name)
        path = Path(spec.origin) if spec and spec.origin else None
        if path is None or path.suffix != ".py":
            continue
        if might_mark(path.read_text(encoding="utf-8", errors="replace")):
            module = read_module(path, name)
            if module.marked:
                yield module


def _as_python(package: str, names: list[str]) -> list[ModuleType]:
    """The modules once more, imported with native code switched off."""
    ours = {n: m for n, m in sys.modules.items() if f"{n}.".startswith(f"{package}.")}
    before = os.environ.get(_DISABLE)
    os.environ[_DISABLE] = "1"
    for name in ours:
        del sys.modules[name]
    try:
        return [importlib.import_module(name) for name in names]
    finally:
        for name in [n for n in sys.modules if f"{n}.".startswith(f"{package}.")]:
            del sys.modules[name]
        sys.modules.update(ours)
        if before is None:
            del os.environ[_DISABLE]
        else:
            os.environ[_DISABLE] = before


def _uncontracted(module: SourceModule) -> SourceModule:
    marked = {
        name: replace(m, module=module, options=replace(m.options, contract=False))
        for name, m in module.marked.items()
    }
    return replace(module, marked=marked)


def _graphs(modules: list[SourceModule]) -> dict[tuple[str, str, str], Function]:
    """The graphs by module and name, and by types where a function has several."""
    roots = {_root(module) for module in modules}
    compiled = compile_project(modules, Project(sorted(roots)))
    graphs = {}
    for each in compiled:
        exported = [function for function in each.ir.functions if function.exported]
        names = Counter(function.name for function in exported)
        for function in exported:
            types = ", ".join(str(value.type) for value in function.body.params)
            said = f"({types})" if names[function.name] > 1 else ""
            graphs[each.module.name, function.name, said] = function
    return graphs


def _root(module: SourceModule) -> Path:
    """The folder that the import of the module starts from."""
    depth = module.name.count(".") + module.is_package
    return module.file.path.resolve().parents[depth]
