"""Makes a wheel that needs nothing: the runtime is put in, and imports are redirected.

The original line `from pyx_lowering import compile` becomes, in the wheel's copy of the
module, `from mypackage._pyx_runtime import compile`. Nothing else changes, and no line
moves: tracebacks and `inspect.getsource` stay right.
"""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyx_lowering import errors, runtime
from pyx_lowering.diagnostics import Diagnostic
from pyx_lowering.discover import PACKAGE, RUNTIME_COPY
from pyx_lowering.source import SourceFile

#: What stands for the runtime: our package, and the module that it takes these names from.
_RUNTIME = (PACKAGE, f"{PACKAGE}.runtime")


def runtime_module(module: str, packages: Collection[str]) -> str:
    """Where `module` finds the runtime: `_pyx_runtime` in its outermost regular package.

    A module outside any regular package has one of its own beside it, because other
    distributions may install into the same place: `foo` → `_foo_pyx_runtime`.
    """
    parts = module.split(".")
    for length in range(1, len(parts) + 1):
        package = ".".join(parts[:length])
        if package in packages:
            return f"{package}.{RUNTIME_COPY}"
    *parents, stem = parts
    return ".".join([*parents, f"_{stem}{RUNTIME_COPY}"])


def unavailable(file: SourceFile) -> list[Diagnostic]:
    """The names that a module takes from `pyx_lowering` and an installed wheel lacks."""
    tree = _parsed(file.text)
    bound = set()
    found: list[tuple[ast.AST, str]] = []
    for node in _run_time_nodes(tree):
        if isinstance(node, ast.ImportFrom) and _is_ours(node):
            for alias in node.names:
                if node.module not in _RUNTIME:
                    found.append((alias, f"{node.module}.{alias.name}"))
                elif alias.name not in (*runtime.__all__, "*"):
                    found.append((alias, alias.name))
        elif isinstance(node, ast.Import):
            for alias in filter(_is_ours, node.names):
                if alias.name == PACKAGE or (alias.name in _RUNTIME and alias.asname):
                    bound.add(alias.asname or alias.name)
                else:
                    found.append((alias, alias.name))
    for node in _run_time_nodes(tree):
        if (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
                and node.value.id in bound and node.attr not in runtime.__all__):
            found.append((node, node.attr))
    return [errors.RUNTIME_NAME.at(file.span(node), name=name) for node, name in found]


@dataclass(frozen=True)
class _Edit:
    """Bytes `start` to `end` of a line, in UTF-8, become `text`."""

    line: int
    start: int
    end: int
    text: str


def redirected(content: bytes, target: str) -> bytes:
    """The module's bytes with its imports of `pyx_lowering` turned to the module `target`.

    Encoding and line ends stay as they are. The same bytes come back if it has none.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    lines = list(io.StringIO(content.decode(encoding), newline=""))
    edits = sorted(_edits(_parsed(content), lines, target), key=lambda e: (e.line, e.start))
    for edit in reversed(edits):
        line = lines[edit.line - 1].encode()
        changed = line[: edit.start] + edit.text.encode() + line[edit.end :]
        lines[edit.line - 1] = changed.decode()
    return "".join(lines).encode(encoding) if edits else content


def make_self_contained(
    content: dict[str, Path], folder: Path, packages: Collection[str]
) -> list[str]:
    """Redirect the imports of modules in the build folder, and put the runtime beside them.

    `content` gives the copies of the modules below `folder` by their dotted names.
    Returns the names of the runtime modules that were added.
    """
    added = set()
    for name, path in content.items():
        original = path.read_bytes()
        target = runtime_module(name, packages)
        changed = redirected(original, target)
        if changed != original:
            _replace(path, changed)
            added.add(target)
    text = Path(runtime.__file__).read_bytes()
    for target in sorted(added):
        _replace(folder.joinpath(*target.split(".")).with_suffix(".py"), text)
    return sorted(added)


def _replace(path: Path, content: bytes) -> None:
    """Write a new file: the old one may be read-only, or a link to the source."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def _parsed(source: str | bytes) -> ast.Module:
    """The syntax tree; an empty one for what is not Python, which nothing here can help."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def _is_ours(node: ast.ImportFrom | ast.alias) -> bool:
    if isinstance(node, ast.ImportFrom):
        name = "" if node.level else node.module or ""
    else:
        name = node.name
    return name.partition(".")[0] == PACKAGE


def _run_time_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those that only type checkers see."""
    yield node
    children = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
        children = list(node.orelse)
    for child in children:
        yield from _run_time_nodes(child)


def _edits(tree: ast.Module, lines: list[str], target: str) -> Iterator[_Edit]:
    for node in _run_time_nodes(tree):
        if isinstance(node, ast.ImportFrom) and _is_ours(node) and node.module in _RUNTIME:
            line, start = _after_from(lines, node)
            yield _Edit(line, start, start + len(node.module), target)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name == PACKAGE or (alias.name in _RUNTIME and alias.asname):
                    start = alias.col_offset
                    # `import a.b` binds `a`, so the name that was bound is spelled out.
                    text = target if alias.asname else f"{target} as {alias.name}"
                    yield _Edit(alias.lineno, start, start + len(alias.name), text)


def _after_from(lines: list[str], node: ast.ImportFrom) -> tuple[int, int]:
    """Where the module's name stands, of which `ast` tells only the statement's start."""
    line, column = node.lineno, node.col_offset + len("from")
    while True:
        text = lines[line - 1].encode()
        rest = text[column:].lstrip(b" \t\f")
        if not rest.startswith(b"\\"):  # a backslash continues on the next line
            return line, len(text) - len(rest)
        line, column = line + 1, 0
