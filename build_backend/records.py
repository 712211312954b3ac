"""Writes the record of an editable install, which `pyx_lowering.editable` describes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from build_backend.engine import Built
from build_backend.project import NativeProject, read_project
from build_backend.read_settings import ours, read_settings
from pyx_lowering.discover import SourceModule
from pyx_lowering.driver import Compiled
from pyx_lowering.editable import FORMAT, digest
from pyx_lowering.toolchain import replace_file


def record_of(
    project: NativeProject, built: Built, options: Mapping[str, str], given: Mapping[str, object]
) -> dict[str, Any]:
    """The record of a project.

    options: those of setuptools' `build_ext` that it was compiled with.
    given: the front end's config settings.
    """
    modules: dict[str, Any] = {
        name: {"file": _relative(project, path)} for name, path in project.files.items()
        if not project.settings.covers(name) or project.settings.native == "off"
    }
    compiled = {each.module.name: each for each in built.compiled}
    for module in project.marked:
        each = compiled.get(module.name)
        place = _place(each, built.files[module.extension]) if each else None
        modules[module.name] = entry_of(project, module, each, place)
    folders = {
        _relative(project, path.parent):
            name if path.name == "__init__.py" else name.rpartition(".")[0]
        for name, path in project.files.items()
    }
    return {
        "format": FORMAT, "root": str(project.root),
        "rebuild": project.settings.rebuild_on_import,
        "requires_python": project.requires_python,
        "options": dict(options), "given": ours(given),
        "folders": folders, "modules": modules,
    }


def recorded_project(record: Mapping[str, Any], module: str, file: str) -> NativeProject:
    """The project of a record as it is now: what lies in the folders of its modules.

    Of its marked functions, there are only those of `module`, whose code is in `file`.
    """
    root, path = Path(record["root"]), Path(file).resolve()
    files = {}
    for folder, package in record["folders"].items():
        for found in sorted((root / folder).glob("*.py")):
            stem = "" if found.name == "__init__.py" else found.stem
            files[".".join(filter(None, [package, stem]))] = found
    files[module] = path
    settings = read_settings(root, record["given"])
    project = read_project(root, settings, files, record["requires_python"])
    project.users = [module]
    project.marked = [m for m in project.marked if m.name == module]
    project.problems = [
        p for p in project.problems if p.span is None or p.span.file.path == path]
    return project


def entry_of(
    project: NativeProject, module: SourceModule, compiled: Compiled | None, extension: str | None
) -> dict[str, Any]:
    """What the record says of one module; `extension` is relative to the record's folder."""
    sources = compiled.sources if compiled else (module.file.path,)
    return {
        "file": _relative(project, module.file.path), "extension": extension,
        "sources": {_relative(project, path): digest(str(path)) for path in sources},
    }


def write_record(path: Path, record: Mapping[str, Any]) -> None:
    """Write a record, which other processes may be reading."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(record, indent=1)  # in order: a module's own file comes first
    replace_file(path, f"{text}\n".encode())
    path.chmod(0o644)


def _place(compiled: Compiled, file: Path) -> str:
    return "/".join([*compiled.module.extension.split(".")[:-1], file.name])


def _relative(project: NativeProject, path: Path) -> str:
    return Path(os.path.relpath(path, project.root)).as_posix()
