"""`pyx-lowering init --ci`: writes the files with which GitHub builds wheels for every platform."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from pyx_lowering.discover import locate_module, might_mark

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

#: The files, and the templates that they are made from.
FILES = {"cibw.toml": "cibw.toml", ".github/workflows/wheels.yml": "wheels.yml"}

#: What stands in the templates for a project of one package in the root of its repository.
DEFAULTS = {
    "head": "# Wheels for every platform, with cibuildwheel:\n#\n"
            "#     cibuildwheel --config-file cibw.toml",
    "environment": "",
    "tests": 'test-command = "python -m pyx_lowering verify «package»"',
    "folder": ".",
    "prepare": "",
}

#: Folders that hold no modules of the project.
_OTHERS = {"build", "dist", "docs", "node_modules", "test", "tests", "venv"}


def add_parser(commands: Commands) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "init", help="write the files that build wheels for every platform",
        description="Writes cibw.toml and .github/workflows/wheels.yml into a project. Files "
        "that are there already are left alone.")
    parser.add_argument("folder", nargs="?", default=".", type=Path, metavar="FOLDER",
                        help="the root of the project (default: here)")
    parser.add_argument("--ci", action="store_true", required=True,
                        help="the files for cibuildwheel on GitHub")
    parser.add_argument("--package", metavar="NAME",
                        help="the import name to verify (default: found by its marked functions)")
    parser.set_defaults(run=lambda options: _run(parser, options))


def rendered(template: str, values: Mapping[str, str]) -> str:
    """The text of a template; `values` says what the names in «» stand for."""
    folder = resources.files("pyx_lowering.cli") / "templates"
    text = (folder / template).read_text(encoding="utf-8")
    # Twice, because values may hold names too.
    for name, value in [*values.items()] * 2:
        text = text.replace(f"«{name}»", value)
    return text


def _run(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    folder: Path = options.folder
    if not (folder / "pyproject.toml").is_file():
        parser.error(f"there is no pyproject.toml in {folder}")
    found = [options.package] if options.package else sorted(set(_packages(folder)))
    if len(found) != 1:
        several = f"more than one package ({', '.join(found)})" if found else "no package"
        parser.error(f"{several} here has functions marked with @compile; name one with --package")
    status = 0
    for name, template in FILES.items():
        path = folder / name
        if path.exists():
            print(f"{name} is there already and was left alone")
            status = 1
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(rendered(template, {**DEFAULTS, "package": found[0]}), encoding="utf-8")
        print(f"wrote {name}")
    return status


def _packages(folder: Path) -> Iterator[str]:
    """The top-level import names of the modules that may have marked functions."""
    for path in sorted(folder.rglob("*.py")):
        parents = path.relative_to(folder).parts[:-1]
        if any(part in _OTHERS or part.startswith(".") for part in parents):
            continue
        if might_mark(path.read_text(encoding="utf-8", errors="replace")):
            yield locate_module(path)[1].partition(".")[0]
