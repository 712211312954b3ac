"""Source files and the spans of text that everything else points at."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class SourceFile:
    """One file of Python source.

    `path` is where it was read from; `display` is how messages name it (relative
    to the project, so that messages are the same on every machine).
    """

    path: Path
    text: str = field(repr=False)
    display: str

    @classmethod
    def read(cls, path: Path, root: Path | None = None) -> SourceFile:
        """Read `path`; messages will name it relative to `root` where that is possible."""
        path = path.resolve()
        display = path.as_posix()
        for base in (root, Path.cwd()):
            if base is not None and path.is_relative_to(base.resolve()):
                display = path.relative_to(base.resolve()).as_posix()
                break
        # Decoded as Python decodes source: an encoding cookie or a BOM is honoured.
        import tokenize

        with tokenize.open(path) as stream:
            return cls(path, stream.read(), display)

    @cached_property
    def lines(self) -> list[str]:
        # Not str.splitlines(): it also splits at form feeds and Unicode separators,
        # which do not end a line for Python's parser.
        return self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def span(self, node: ast.AST) -> Span:
        """The text that `node` was parsed from (the whole file where it has no position)."""
        line = getattr(node, "lineno", 1)
        end_line = getattr(node, "end_lineno", None) or line
        start = self._column(line, getattr(node, "col_offset", 0))
        end = self._column(end_line, getattr(node, "end_col_offset", None) or 0)
        return Span(self, line, start, end_line, end)

    def _column(self, line: int, byte_offset: int) -> int:
        """The character column of a UTF-8 byte offset, which is what `ast` counts in."""
        if line > len(self.lines):
            return 0
        return len(self.lines[line - 1].encode()[:byte_offset].decode(errors="replace"))


@dataclass(frozen=True)
class Span:
    """Lines are counted from 1 and columns from 0, as `ast` does; the end is exclusive."""

    file: SourceFile = field(repr=False)
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        return f"{self.file.display}:{self.line}:{self.column + 1}"
