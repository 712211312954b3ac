"""From a project to its extension modules: what every door of the backend comes down to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from build_backend.hooks import show
from build_backend.progress import progress_of
from build_backend.project import NativeProject
from build_backend.self_contained import unavailable
from build_backend.settings import Settings
from build_backend.stable_abi import oldest_python
from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError, Diagnostic, Diagnostics
from pyx_lowering.discover import SourceModule
from pyx_lowering.driver import Compiled, compile_module, compile_project
from pyx_lowering.source import SourceFile
from pyx_lowering.toolchain import (
    Cache,
    Recipe,
    Unit,
    build_units,
    cache_folder,
    is_free_threaded,
)


@dataclass(frozen=True)
class Built:
    """The native part of a project.

    compiled: what each Python module became, in the order of the project.
    files: the extension modules by their dotted names.
    left: the marked functions that stay Python, as `module.function`.
    """

    compiled: tuple[Compiled, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    left: tuple[str, ...] = ()


def build(
    project: NativeProject, output: Path, *,
    options: Mapping[str, object] | None = None, verbose: bool = False,
) -> Built:
    """Compile a project's marked functions into extension modules below `output`.

    options: those of setuptools' `build_ext`. What is not compiled, because the settings
    allow that, is told on the way. Raises `CompileError` with all that is wrong.
    """
    settings = project.settings
    compiled, left = generate(project)
    if not compiled:
        return Built(left=left)
    units = [unit_of(each, settings) for each in compiled]
    named = {each.module.extension: each for each in compiled}
    try:
        with progress_of(named, verbose=verbose) as progress:
            files = build_units(
                units, output, recipe_of(project, options or {}), verbose=verbose,
                cache=cache_of(settings), progress=progress)
    except CompileError as error:
        if settings.native != "prefer":
            raise
        show([_as_warning(each) for each in error.diagnostics])
        show([errors.NO_NATIVE_CODE.at(None)])
        return Built(left=(*left, *(name for each in compiled for name in _full_names(each))))
    return Built(tuple(compiled), files, left)


def generate(project: NativeProject) -> tuple[list[Compiled], tuple[str, ...]]:
    """The texts of all modules, and the names of the marked functions that stay Python.

    Raises `CompileError` with everything that is wrong with any of them.
    """
    found = Diagnostics()
    found.extend(project.problems)
    if project.settings.runtime == "vendor":
        found.extend(_unavailable(project))
    left: dict[str, list[str]] = {}
    told = Diagnostics()
    for module in project.marked:
        if project.settings.of(module.name).on_unsupported == "python":
            left[module.name] = _leave_unsupported(module, project, told)
    modules = [m for m in project.marked if m.marked or m.diagnostics.errors]
    try:
        compiled = compile_project(modules, project.modules)
    except CompileError as error:
        found.extend(error.diagnostics)
        compiled = []
    found.raise_errors()
    names = tuple(f"{module}.{name}" for module, names in left.items() for name in names)
    if names:
        listed = ", ".join(f"`{name}`" for name in names)
        show([*told, errors.LEFT_AS_PYTHON.at(None, functions=listed)])
    return [_telling(each, left.get(each.module.name)) for each in compiled], names


def _telling(compiled: Compiled, left: list[str] | None) -> Compiled:
    """The module with a list of its functions that stay Python, which the runtime reads."""
    if not left:
        return compiled
    names = [*compiled.ir.templates, *left]
    text = f"{compiled.pyx.rstrip()}\n\n\n__python__ = {names!r}\n"
    return dataclasses.replace(compiled, pyx=text)


def unit_of(compiled: Compiled, settings: Settings) -> Unit:
    """What the toolchain needs of a module."""
    origins: tuple[tuple[str, int] | None, ...] = ()
    if settings.debug:
        origins = tuple(
            (span.file.display, span.line) if span else None for span in compiled.origins)
    return Unit(compiled.module.extension, compiled.pyx, origins)


def recipe_of(project: NativeProject, options: Mapping[str, object]) -> Recipe:
    """How the settings want the modules to be compiled."""
    settings = project.settings
    limited = settings.abi3 and not is_free_threaded()
    return Recipe(
        oldest_python(project.requires_python) if limited else None,
        settings.debug, settings.extra_compile_args, settings.extra_link_args, options,
        None if settings.instruction_set == "baseline" else settings.instruction_set)


def cache_of(settings: Settings) -> Cache:
    """The cache of builds, unless it is switched off."""
    return Cache(cache_folder("build") if settings.cache else None)


def _leave_unsupported(
    module: SourceModule, project: NativeProject, told: Diagnostics
) -> list[str]:
    """Unmark the functions of a module that cannot be compiled; gives their names.

    Each is tried alone, because a mistake may lie in a helper that several share. What is
    wrong with the marks themselves stays an error.
    """
    marked, own = module.marked, module.diagnostics
    left = []
    module.diagnostics = Diagnostics()
    for name in list(marked):
        module.marked = {name: marked[name]}
        try:
            compile_module(module, project.modules)
        except CompileError as error:
            told.extend(map(_as_warning, error.diagnostics))
            left.append(name)
    module.diagnostics = own
    module.marked = {name: mark for name, mark in marked.items() if name not in left}
    return left


def _as_warning(diagnostic: Diagnostic) -> Diagnostic:
    return dataclasses.replace(diagnostic, severity="warning")


def _full_names(compiled: Compiled) -> list[str]:
    return [f"{compiled.module.name}.{name}" for name in compiled.functions]


def _unavailable(project: NativeProject) -> Iterable[Diagnostic]:
    for name in project.users:
        yield from unavailable(SourceFile.read(project.files[name], project.root))
