"""Writes indented lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pyx_lowering.source import Span


class Line(str):
    """A line of text, and the place in the Python source that it was made from."""

    __slots__ = ("origin",)

    origin: Span | None

    def __new__(cls, text: str, origin: Span | None = None) -> Line:
        line = super().__new__(cls, text)
        line.origin = origin
        return line


class Writer:
    """Collects lines; `with writer.indent():` shifts those written inside.

    What is written now comes from `origin`, but for lines that come from another writer.
    """

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.origin: Span | None = None
        self._depth = 0

    def line(self, text: str = "") -> None:
        origin = text.origin if isinstance(text, Line) else self.origin
        self.lines.append(Line("    " * self._depth + text if text else "", origin))

    @contextmanager
    def indent(self) -> Iterator[None]:
        """Shift what is written inside; a block in which nothing is written is `pass`."""
        self._depth += 1
        before = len(self.lines)
        yield
        if len(self.lines) == before:
            self.line("pass")
        self._depth -= 1
