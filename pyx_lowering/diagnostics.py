"""A diagnostic (what is wrong, where, and what to do about it) and its rendering as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pyx_lowering.source import Span

Severity = Literal["error", "warning"]

_COLORS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "help": "\x1b[1;36m"}
_BOLD, _RESET = "\x1b[1m", "\x1b[0m"


@dataclass(frozen=True)
class Diagnostic:
    """One problem. `notes` tell how it came about; `help` tells what to do."""

    code: str
    message: str
    span: Span | None = None
    notes: Sequence[str] = ()
    help: str | None = None
    severity: Severity = "error"


class CompileError(Exception):
    """The source cannot be compiled as it stands; carries every diagnostic found."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(render(self.diagnostics))


class Diagnostics:
    """Collects the problems of all functions, so that they are shown all at once."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}

    def add(self, diagnostic: Diagnostic) -> None:
        # A helper that is specialised twice would report the same mistake twice.
        self._found.setdefault(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    @property
    def errors(self) -> list[Diagnostic]:
        return [d for d in self._found if d.severity == "error"]

    def raise_errors(self) -> None:
        """Raise a `CompileError` with all that was found if any of it is an error."""
        if self.errors:
            raise CompileError(sorted(self._found, key=_place))


def _place(diagnostic: Diagnostic) -> tuple[str, int, int]:
    span = diagnostic.span
    return (span.file.display, span.line, span.column) if span else ("", 0, 0)


def render(diagnostics: Iterable[Diagnostic], *, color: bool = False) -> str:
    """The text a person reads: one block per diagnostic, then a count of the errors."""
    diagnostics = list(diagnostics)
    blocks = [_render_one(diagnostic, color) for diagnostic in diagnostics]
    errors = sum(d.severity == "error" for d in diagnostics)
    if errors > 1:
        blocks.append(f"{errors} errors")
    return "\n\n".join(blocks)


def _render_one(diagnostic: Diagnostic, color: bool) -> str:
    def paint(text: str, code: str) -> str:
        return f"{code}{text}{_RESET}" if color else text

    severity = diagnostic.severity
    head = paint(f"{severity}[{diagnostic.code}]", _COLORS[severity])
    lines = [f"{head}: {paint(diagnostic.message, _BOLD)}"]
    gutter = "  "
    if diagnostic.span is not None:
        gutter = " " * len(str(diagnostic.span.line))
        lines += _excerpt(diagnostic.span, gutter)
    lines += [f"{gutter} = {note}" for note in diagnostic.notes]
    if diagnostic.help:
        lines.append(f"{gutter} = {paint('help', _COLORS['help'])}: {diagnostic.help}")
    return "\n".join(lines)


def _excerpt(span: Span, gutter: str) -> list[str]:
    """The source line with carets; of a span of several lines, the first one."""
    source = span.file.lines
    text = source[span.line - 1] if span.line <= len(source) else ""
    end = span.end_column if span.end_line == span.line else len(text)
    # Tabs before the caret are kept, so that it stands below its text in any terminal.
    indent = "".join("\t" if char == "\t" else " " * _width(char) for char in text[: span.column])
    carets = "^" * max(1, sum(map(_width, text[span.column : end])))
    return [
        f"{gutter}--> {span}",
        f"{gutter} |",
        f"{span.line} | {text}",
        f"{gutter} | {indent}{carets}",
    ]


def _width(char: str) -> int:
    """How many columns of a terminal a character takes."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
