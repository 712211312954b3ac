"""Which modules belong to a project, and what of them is to be compiled."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from setuptools import Distribution
from setuptools.command.build_py import build_py

from build_backend.settings import Settings
from pyx_lowering.diagnostics import CompileError, Diagnostic
from pyx_lowering.discover import Project, SourceModule, might_mark, read_module
from pyx_lowering.source import SourceFile

#: The normalised name of our distribution.
NAME = "pyx-lowering"
BACKEND = "build_backend"


def asks_for_us(folder: Path) -> bool:
    """Whether the project in `folder` is to be built with pyx-lowering.

    Its pyproject.toml either requires us for the build or names our backend. This is
    asked of every project that is built where we are installed, so a glance comes first.
    """
    try:
        text = (folder / "pyproject.toml").read_text(encoding="utf-8")
        if NAME not in canonicalize_name(text) and BACKEND not in text:
            return False
        build = tomllib.loads(text).get("build-system", {})
        backend = str(build.get("build-backend", ""))
        return backend.partition(".")[0] == BACKEND or any(
            names_us(requirement) for requirement in build.get("requires", [])
        )
    except (OSError, ValueError):
        return False  # Whoever is in charge of this file reports it.


def names_us(requirement: str) -> bool:
    """Whether a requirement such as `Pyx_Lowering>=1; python_version > '3'` is for us."""
    return canonicalize_name(Requirement(requirement).name) == NAME


class ListedModules(Project):
    """A project whose modules are exactly those that setuptools would install."""

    def __init__(self, files: Mapping[str, Path], display_root: Path, settings: Settings) -> None:
        super().__init__((), display_root=display_root)
        self._files = files
        self._settings = settings

    def _read(self, name: str) -> SourceModule | None:
        path = self._files.get(name)
        if path is None:
            return None
        defaults = self._settings.of(name).options
        return read_module(path, name, root=self.display_root, defaults=defaults)


@dataclass
class NativeProject:
    """What the backend knows of a project after reading its modules' text.

    files: every Python module that is installed, by its dotted name.
    marked: those with marked functions, or with something wrong about the marks.
    users: those that import `pyx_lowering` in some way, as far as a glance can tell.
    problems: what is wrong with modules that could not be read.
    """

    root: Path
    settings: Settings
    files: dict[str, Path]
    modules: Project
    #: As the metadata have it, such as `>=3.11`.
    requires_python: str = ""
    marked: list[SourceModule] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)

    @property
    def has_native_code(self) -> bool:
        return self.settings.native != "off" and bool(self.marked or self.problems)

    @property
    def packages(self) -> set[str]:
        """The regular packages: those with an `__init__.py`."""
        return {name for name, path in self.files.items() if path.name == "__init__.py"}


def read_distribution(dist: Distribution, settings: Settings) -> NativeProject:
    """Read the modules of a distribution whose configuration is complete; imports nothing."""
    requires = str(getattr(dist, "python_requires", None) or "")
    return read_project(root_of(dist), settings, _module_files(dist), requires)


def root_of(dist: Distribution) -> Path:
    """The folder of a distribution's pyproject.toml."""
    return Path(dist.src_root or os.curdir).resolve()


def read_project(
    root: Path, settings: Settings, files: dict[str, Path], requires_python: str
) -> NativeProject:
    """Read the modules of a project, given by their dotted names; imports nothing."""
    modules = ListedModules(files, root, settings)
    project = NativeProject(root, settings, files, modules, requires_python)
    for name, path in files.items():
        try:
            text = SourceFile.read(path, root).text
            if "pyx_lowering" in text:
                project.users.append(name)
            if not might_mark(text) or not settings.covers(name):
                continue
            module = project.modules.find(name)
        except (SyntaxError, UnicodeDecodeError):
            continue  # Not text; Python will say so if it is ever imported.
        except CompileError as error:
            project.problems.extend(error.diagnostics)
        else:
            if module is not None and (module.marked or module.diagnostics.errors):
                project.marked.append(module)
    return project


def egg_infos(root: Path) -> set[Path]:
    """The metadata that setuptools left, in the project's folder or in that of its packages."""
    return {*root.glob("*.egg-info"), *root.glob("*/*.egg-info")}


def _module_files(dist: Distribution) -> dict[str, Path]:
    """The files of all modules, found by the rules of setuptools' own command.

    The command serves as a finder only: it stays unknown to `dist`, which makes its own
    later, when the folders to build in are settled.
    """
    finder: Any = build_py(dist)
    finder.packages, finder.py_modules = dist.packages, dist.py_modules
    finder.package_dir = dict(dist.package_dir or {})
    files = {}
    for package, module, file in finder.find_all_modules():
        parts = [package] if module == "__init__" else [package, module]
        files[".".join(filter(None, parts))] = Path(file).resolve()
    return dict(sorted(files.items()))
