"""From a project to the `.pyx` texts of its extension modules."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from build_backend.project import NativeProject
from pyx_lowering.diagnostics import CompileError, Diagnostic, Diagnostics
from pyx_lowering.driver import Compiled, compile_project


def generate(project: NativeProject, problems: Iterable[Diagnostic] = ()) -> list[Compiled]:
    """Compile all marked functions of all modules.

    Raises `CompileError` with everything that is wrong with any of them, together with
    `problems` found elsewhere.
    """
    found = Diagnostics()
    found.extend(project.problems)
    found.extend(problems)
    try:
        compiled = compile_project(project.marked, project.modules)
    except CompileError as error:
        found.extend(error.diagnostics)
        compiled = []
    found.raise_errors()
    return compiled


def with_sources(compiled: Compiled) -> str:
    """The `.pyx` text with a record of the files it came from, which the runtime compares."""
    folder = compiled.module.file.path.parent
    recorded = {
        Path(os.path.relpath(path, folder)).as_posix():
            hashlib.sha256(path.read_bytes()).hexdigest()
        for path in compiled.sources
    }
    lines = "".join(f"    {path!r}: {digest!r},\n" for path, digest in recorded.items())
    return f"{compiled.pyx.rstrip()}\n\n__sources__ = {{\n{lines}}}\n"
