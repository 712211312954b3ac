"""Finds the modules of a project and the functions marked `@compile`, by syntax alone.

Nothing of the user's package is imported or run: a module is parsed, and its
top-level statements are read for imports, constants and functions.
"""

from __future__ import annotations

from pyx_lowering.discover.modules import (
    DECORATOR,
    OPTION_VALUES,
    PACKAGE,
    RUNTIME_COPY,
    Imported,
    MarkedFunction,
    Options,
    SharedOptions,
    SourceModule,
    extension_name,
)
from pyx_lowering.discover.project import Project, locate_module
from pyx_lowering.discover.reading import might_mark, parse_module, read_module

__all__ = [
    "DECORATOR",
    "OPTION_VALUES",
    "PACKAGE",
    "RUNTIME_COPY",
    "Imported",
    "MarkedFunction",
    "Options",
    "Project",
    "SharedOptions",
    "SourceModule",
    "extension_name",
    "locate_module",
    "might_mark",
    "parse_module",
    "read_module",
]
