"""Reads the settings of a project, and says what is wrong with them at its place."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from build_backend.settings import (
    OTHER_VARIABLES,
    TABLE,
    VARIABLE,
    Given,
    Override,
    Setting,
    Settings,
    settings_list,
)
from build_backend.suggestions import did_you_mean
from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError, Diagnostic, Diagnostics
from pyx_lowering.source import SourceFile, Span


def read_settings(root: Path, given: Given | None = None) -> Settings:
    """The settings of the project in `root`, with those from outside.

    given: the front end's config settings, of which ours begin with `pyx-lowering.`.
    Raises `CompileError` with every setting that is wrong (PYX404).
    """
    found = Diagnostics()
    path = root / "pyproject.toml"
    try:
        file = SourceFile.read(path, root)
        table = tomllib.loads(file.text).get("tool", {}).get(TABLE, {})
    except (OSError, ValueError, SyntaxError):
        file, table = SourceFile(path, "", path.name), {}  # Others report what this is about.
    values = _Table(file, found).read(table)
    for source in _sources(given or {}):
        values |= source.read(found)
    found.raise_errors()
    return replace(Settings(), **values)


@dataclass
class _Table:
    """Reads the table of a file; what is wrong is reported at its place."""

    file: SourceFile
    found: Diagnostics

    def read(self, table: object) -> dict[str, Any]:
        if not isinstance(table, dict):
            self._wrong(TABLE, f"`tool.{TABLE}` is a table")
            return {}
        known = {s.name: s for s in settings_list()}
        overrides = table.get("overrides", [])
        values = self._values(
            {k: v for k, v in table.items() if k != "overrides"}, known, ["overrides"])
        if not isinstance(overrides, list) or not all(isinstance(o, dict) for o in overrides):
            self._wrong("overrides", f"`overrides` is a list of tables: [[tool.{TABLE}.overrides]]")
            return values
        values["overrides"] = tuple(self._override(each, known) for each in overrides)
        return values

    def _override(self, table: dict[str, object], known: dict[str, Setting]) -> Override:
        if "modules" not in table:
            self._wrong("overrides", "an override needs `modules`, the names that it is for")
        patterns = {"modules": Setting("modules", tuple[str, ...], (), "", True)}
        per_module = {name: s for name, s in known.items() if s.per_module}
        values = self._values(table, {**patterns, **per_module}, [])
        return Override(values.pop("modules", ()), values)

    def _values(
        self, table: dict[str, object], known: dict[str, Setting], others: list[str]
    ) -> dict[str, Any]:
        values = {}
        for key, value in table.items():
            if key not in known:
                self._wrong(key, f"there is no setting `{key}`",
                            did_you_mean(key, [*known, *others]))
                continue
            try:
                values[known[key].field_name] = known[key].accept(value)
            except ValueError as error:
                self._wrong(key, str(error))
        return values

    def _wrong(self, key: str, reason: str, hint: str = "") -> None:
        row = errors.SETTING
        self.found.add(row.at(
            self._place(key), reason=reason, help=f"{hint}{row.help}" if hint else None))

    def _place(self, key: str) -> Span:
        """Where the key stands. tomllib does not tell, so it is looked for below our header."""
        header = re.compile(rf"\s*\[+\s*tool\s*\.\s*[\"']?{TABLE}\b")
        written = re.compile(rf"(?:^|[\s.{{,\[\"'])({re.escape(key)})[\"']?\s*(?:[=\]]|$)")
        inside = False
        for number, line in enumerate(self.file.lines, 1):
            if line.lstrip().startswith("["):
                inside = bool(header.match(line))
            found = written.search(line) if inside or f"{TABLE}." in line else None
            if found:
                return Span(self.file, number, found.start(1), number, found.end(1))
        return Span(self.file, 1, 0, 1, 1)


@dataclass(frozen=True)
class _Source:
    """A place outside of the file that sets things, and how it spells their names."""

    prefix: str
    given: Given
    upper: bool = False

    def spelled(self, name: str) -> str:
        own = name.upper().replace("-", "_") if self.upper else name
        return f"{self.prefix}{own}"

    def read(self, found: Diagnostics) -> dict[str, Any]:
        """The values of the fields that it sets; what is wrong goes to `found`."""
        known = {self.spelled(s.name): s for s in settings_list()}
        values = {}
        for name, text in self.given.items():
            if not name.startswith(self.prefix):
                continue
            if name not in known:
                row = errors.SETTING
                found.add(row.at(None, reason=f"`{name}` sets nothing",
                                 help=f"{did_you_mean(name, known)}{row.help}"))
                continue
            try:
                values[known[name].field_name] = known[name].parse(text)
            except ValueError as error:
                found.add(errors.SETTING.at(None, reason=f"`{name}`: {error}"))
        return values


def _sources(given: Given) -> list[_Source]:
    """The weakest first."""
    environment = {
        name: value for name, value in os.environ.items()
        if name.removeprefix(VARIABLE) not in OTHER_VARIABLES
    }
    return [_Source(VARIABLE, environment, upper=True), _Source(f"{TABLE}.", given)]


def ours(given: Given) -> dict[str, Any]:
    """Those of the front end's config settings that set something of ours."""
    return {name: value for name, value in given.items() if name.startswith(f"{TABLE}.")}


#: Config settings that setuptools reads.
SETUPTOOLS = ("--global-option", "--build-option", "editable-mode", "editable_mode", "verbose",
              "--verbose", "quiet", "--quiet")


def refuse_unknown(given: Given) -> None:
    """Raise `CompileError` for config settings that neither we nor setuptools read."""
    known = [*(f"{TABLE}.{s.name}" for s in settings_list()), *SETUPTOOLS]
    wrong: list[Diagnostic] = [
        errors.SETTING.at(
            None, reason=f"there is no config setting `{name}`",
            help=f"{did_you_mean(name, known)}ours begin with `{TABLE}.`, "
                 "and docs/settings.md lists them")
        for name in given if name not in known
    ]
    if wrong:
        raise CompileError(wrong)
