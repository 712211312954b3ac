"""Imports go down only, and never in a circle; `runtime.py` needs nothing of ours.

The imports are read from the syntax trees, so those inside of functions count too.
"""

from __future__ import annotations

import ast
import graphlib
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

#: From the ground up. A unit (a module, or a package with all that is in it) may
#: import units of lower floors; units of one floor never meet.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("pyx_lowering.source", "pyx_lowering.editable"),
    ("pyx_lowering.diagnostics", "pyx_lowering.types"),
    ("pyx_lowering.errors", "pyx_lowering.ops"),
    ("pyx_lowering.ir",),
    ("pyx_lowering.discover",),
    ("pyx_lowering.trace", "pyx_lowering.passes", "pyx_lowering.pyx"),
    ("pyx_lowering.driver",),
    ("pyx_lowering.toolchain", "pyx_lowering.verification"),
    ("pyx_lowering.now", "pyx_lowering.cross"),
    ("pyx_lowering.cli", "build_backend"),
    ("pyx_lowering.__main__",),
)
#: What stands beside the floors: the face, and the one file that is put into wheels.
FACE = "pyx_lowering"
RUNTIME = "pyx_lowering.runtime"
PACKAGES = ("pyx_lowering", "build_backend")


@dataclass(frozen=True)
class Import:
    """Module `importer` imports module `imported` at this line."""

    importer: str
    imported: str
    line: int


def modules_of(root: Path) -> dict[str, Path]:
    """Every module of our packages below `root`, by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(module: str, path: Path, known: dict[str, Path]) -> Iterator[Import]:
    """The modules that a module imports, wherever the statement stands."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            source = node.module or ""
            if node.level:
                base = package.split(".")[: len(package.split(".")) - node.level + 1]
                source = ".".join([*base, source] if source else base)
            for alias in node.names:
                submodule = f"{source}.{alias.name}"
                yield Import(module, submodule if submodule in known else source, node.lineno)


def problems(root: Path) -> list[str]:
    """What breaks the rules in the tree at `root`, one sentence each."""
    known = modules_of(root)
    imports = [i for name, path in known.items() for i in imports_of(name, path, known)]
    return [
        *_unplaced(known),
        *(text for each in imports if (text := _wrong(each))),
        *_circles(known, imports),
    ]


def _unit(module: str) -> str | None:
    units = [unit for floor in FLOORS for unit in floor]
    return next((u for u in units if module == u or module.startswith(f"{u}.")), None)


def _floor(unit: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if unit in floor)


def _unplaced(known: dict[str, Path]) -> Iterator[str]:
    for module in known:
        if _unit(module) is None and module not in (FACE, RUNTIME):
            yield f"{module} stands on no floor"


def _wrong(each: Import) -> str | None:
    place = f"{each.importer}:{each.line} imports {each.imported}"
    if each.importer == RUNTIME:
        top = each.imported.partition(".")[0]
        return None if top in sys.stdlib_module_names else f"{place}, outside the standard library"
    upper, lower = _unit(each.importer), _unit(each.imported)
    if each.imported == FACE and upper is not None and _floor(upper) < _floor("pyx_lowering.now"):
        return f"{place}, the face, which stands on top"
    if upper is None or lower is None or upper == lower:
        return None
    if _floor(lower) > _floor(upper):
        return f"{place}, a floor above"
    return f"{place}, its sibling" if _floor(lower) == _floor(upper) else None


def _circles(known: dict[str, Path], imports: list[Import]) -> Iterator[str]:
    graph: dict[str, set[str]] = {name: set() for name in known}
    for each in imports:
        if each.imported in known and each.imported != each.importer:
            graph[each.importer].add(each.imported)
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        yield f"a circle: {' <- '.join(error.args[1])}"


def test_the_floors_hold_and_there_is_no_circle() -> None:
    assert problems(ROOT) == []


def test_every_unit_of_the_table_exists() -> None:
    known = modules_of(ROOT)
    assert [unit for floor in FLOORS for unit in floor if unit not in known] == []
    assert RUNTIME in known
    assert FACE in known


def test_importing_the_face_needs_no_compiler() -> None:
    """What `pyx_lowering/__init__.py` imports when it is imported: the runtime, and no more."""
    path = ROOT / "pyx_lowering" / "__init__.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {"TYPE_CHECKING"}
    imported = {
        node.module or ""
        for statement in tree.body
        if not (isinstance(statement, ast.If) and ast.unparse(statement.test) in typing_only)
        and not isinstance(statement, ast.FunctionDef)
        for node in ast.walk(statement)
        if isinstance(node, ast.ImportFrom)
    }
    assert {name for name in imported if name.startswith(FACE)} <= {RUNTIME}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"pyx_lowering/source.py": "from pyx_lowering import errors"},
            "pyx_lowering.source:1 imports pyx_lowering.errors, a floor above",
        ),
        (
            {"pyx_lowering/types.py": "def f():\n    import pyx_lowering.driver"},
            "pyx_lowering.types:2 imports pyx_lowering.driver, a floor above",
        ),
        (
            {"pyx_lowering/trace/a.py": "from ..passes.fold import fold",
             "pyx_lowering/passes/fold.py": ""},
            "pyx_lowering.trace.a:1 imports pyx_lowering.passes.fold, its sibling",
        ),
        (
            {"pyx_lowering/ir/a.py": "from . import b",
             "pyx_lowering/ir/b.py": "def f():\n    from pyx_lowering.ir.a import g"},
            "a circle: pyx_lowering.ir.a <- pyx_lowering.ir.b <- pyx_lowering.ir.a",
        ),
        (
            {"pyx_lowering/runtime.py": "import ast\nimport numpy.linalg"},
            "pyx_lowering.runtime:2 imports numpy.linalg, outside the standard library",
        ),
        (
            {"pyx_lowering/runtime.py": "from .source import Span"},
            "pyx_lowering.runtime:1 imports pyx_lowering.source, outside the standard library",
        ),
        (
            {"pyx_lowering/__init__.py": "", "pyx_lowering/pyx/a.py":
             "from pyx_lowering import compile"},
            "pyx_lowering.pyx.a:1 imports pyx_lowering, the face, which stands on top",
        ),
        (
            {"pyx_lowering/surprise.py": ""},
            "pyx_lowering.surprise stands on no floor",
        ),
        (
            {"pyx_lowering/driver.py": "import build_backend.generate",
             "build_backend/generate.py": ""},
            "pyx_lowering.driver:1 imports build_backend.generate, a floor above",
        ),
    ],
)
def test_the_checker_finds(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    # Every target exists, so that imports resolve as they do in the real tree.
    for name in ("source", "errors", "driver"):
        path = tmp_path / "pyx_lowering" / f"{name}.py"
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_text("")
    found = problems(tmp_path)
    assert expected in found or {expected} & _rotations(found)


def _rotations(found: list[str]) -> set[str]:
    """A circle may be told from any of its modules."""
    told = set()
    for text in found:
        if text.startswith("a circle: "):
            ring = text.removeprefix("a circle: ").split(" <- ")[:-1]
            for start in range(len(ring)):
                turned = ring[start:] + ring[:start]
                told.add(f"a circle: {' <- '.join([*turned, turned[0]])}")
    return told


def test_the_checker_is_content_with_a_tree_that_keeps_the_rules(tmp_path: Path) -> None:
    files = {
        "pyx_lowering/source.py": "import ast",
        "pyx_lowering/errors.py": "from pyx_lowering.source import Span",
        "pyx_lowering/trace/__init__.py": "from pyx_lowering.trace.a import trace",
        "pyx_lowering/trace/a.py": "from pyx_lowering import errors\nfrom . import b",
        "pyx_lowering/trace/b.py": "from ..source import Span",
        "pyx_lowering/runtime.py": "import importlib.util\nfrom functools import wraps",
        "build_backend/__init__.py": "from pyx_lowering.trace import trace",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert problems(tmp_path) == []
