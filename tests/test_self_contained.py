"""How imports of `pyx_lowering` become imports of the runtime inside the wheel."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest

from build_backend.self_contained import (
    make_self_contained,
    redirected,
    runtime_module,
    unavailable,
)
from pyx_lowering import runtime
from pyx_lowering.source import SourceFile

TARGET = "pkg._pyx_runtime"


def redirect(text: str) -> str:
    return redirected(text.encode(), TARGET).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("from pyx_lowering import compile", "from pkg._pyx_runtime import compile"),
        ("from pyx_lowering import compile as native, is_native  # why",
         "from pkg._pyx_runtime import compile as native, is_native  # why"),
        ("from   pyx_lowering\timport (\n    compile,\n    is_native,\n)",
         "from   pkg._pyx_runtime\timport (\n    compile,\n    is_native,\n)"),
        ("from \\\n  pyx_lowering \\\n import compile",
         "from \\\n  pkg._pyx_runtime \\\n import compile"),
        ("from pyx_lowering.runtime import compile", "from pkg._pyx_runtime import compile"),
        ("from pyx_lowering import *", "from pkg._pyx_runtime import *"),
        ("import pyx_lowering", "import pkg._pyx_runtime as pyx_lowering"),
        ("import pyx_lowering as pl", "import pkg._pyx_runtime as pl"),
        ("import pyx_lowering.runtime as r", "import pkg._pyx_runtime as r"),
        ("import os, pyx_lowering as pl, sys, pyx_lowering",
         "import os, pkg._pyx_runtime as pl, sys, pkg._pyx_runtime as pyx_lowering"),
        ("é = 1; from pyx_lowering import compile; import pyx_lowering as ö",
         "é = 1; from pkg._pyx_runtime import compile; import pkg._pyx_runtime as ö"),
        ("try:\n    from pyx_lowering import compile\nexcept ImportError:\n    pass",
         "try:\n    from pkg._pyx_runtime import compile\nexcept ImportError:\n    pass"),
        ("def f():\n    if f:\n        import pyx_lowering as p",
         "def f():\n    if f:\n        import pkg._pyx_runtime as p"),
    ],
)
def test_redirected(before: str, after: str) -> None:
    assert redirect(before) == after
    ast.parse(after)
    assert len(after.splitlines()) == len(before.splitlines())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "import pyx_lowering_extras",
        "from pyx_lowering_extras import compile",
        "from .pyx_lowering import compile",
        "from . import pyx_lowering",
        "'''\nfrom pyx_lowering import compile\n'''",
        "# from pyx_lowering import compile",
        "if TYPE_CHECKING:\n    from pyx_lowering import CompileError",
        "import typing\nif typing.TYPE_CHECKING:\n    import pyx_lowering",
        "this is not Python, though it says pyx_lowering",
    ],
)
def test_not_redirected(text: str) -> None:
    assert redirect(text) == text


def test_what_is_beside_type_checking_is_redirected() -> None:
    text = "if TYPE_CHECKING:\n    import pyx_lowering\nelse:\n    import pyx_lowering as pl\n"
    assert redirect(text) == text.replace(
        "import pyx_lowering as pl", "import pkg._pyx_runtime as pl")


@pytest.mark.parametrize(
    ("encoding", "cookie"),
    [("utf-8", ""), ("utf-8-sig", ""), ("latin-1", "# -*- coding: latin-1 -*-\r\n")],
)
def test_encoding_and_line_ends_stay(encoding: str, cookie: str) -> None:
    text = cookie + "name = 'é'\r\nfrom pyx_lowering import compile\r\n\x0c\nx = 1\r"
    expected = text.replace("from pyx_lowering", "from pkg._pyx_runtime")
    assert redirected(text.encode(encoding), TARGET) == expected.encode(encoding)


@pytest.mark.parametrize(
    ("module", "packages", "expected"),
    [
        ("pkg", {"pkg"}, "pkg._pyx_runtime"),
        ("pkg.sub.kernels", {"pkg", "pkg.sub"}, "pkg._pyx_runtime"),
        ("space.pkg.kernels", {"space.pkg"}, "space.pkg._pyx_runtime"),
        ("foo", set(), "_foo_pyx_runtime"),
        ("space.foo", set(), "space._foo_pyx_runtime"),
    ],
)
def test_where_the_runtime_is_put(module: str, packages: set[str], expected: str) -> None:
    assert runtime_module(module, packages) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from pyx_lowering import compile, is_native, native_file", []),
        ("from pyx_lowering import *", []),
        ("from pyx_lowering import compile, compile_now as now", ["1:35 compile_now"]),
        ("from pyx_lowering.driver import compile_project",
         ["1:33 pyx_lowering.driver.compile_project"]),
        ("import pyx_lowering.runtime", ["1:8 pyx_lowering.runtime"]),
        ("import pyx_lowering as pl\n\npl.compile_now(pl.compile)", ["3:1 compile_now"]),
        ("import pyx_lowering\nx = [pyx_lowering.__version__]", ["2:6 __version__"]),
        ("if TYPE_CHECKING:\n    from pyx_lowering import CompileError", []),
        ("import other as pl\npl.compile_now", []),
    ],
)
def test_names_that_a_wheel_lacks(text: str, expected: list[str]) -> None:
    found = unavailable(SourceFile(Path("m.py"), text, "m.py"))
    assert [d.code for d in found] == ["PYX405"] * len(expected)
    assert [
        f"{d.span.line}:{d.span.column + 1} {d.message.split('`')[1]}" for d in found if d.span
    ] == expected


def test_the_copies_in_the_build_folder(tmp_path: Path) -> None:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text))
        return path

    copies = {
        "pkg": write("pkg/__init__.py", "import pyx_lowering as pl\n"),
        "pkg.kernels": write("pkg/kernels.py", "from pyx_lowering import compile\n"),
        "pkg.prose": write("pkg/prose.py", "'''About pyx_lowering.'''\n"),
        "foo": write("foo.py", "from pyx_lowering import compile\n"),
    }
    copies["foo"].chmod(0o444)
    assert make_self_contained(copies, tmp_path, {"pkg"}) == [
        "_foo_pyx_runtime", "pkg._pyx_runtime"]
    original = Path(runtime.__file__).read_bytes()
    assert (tmp_path / "pkg" / "_pyx_runtime.py").read_bytes() == original
    assert (tmp_path / "_foo_pyx_runtime.py").read_bytes() == original
    assert copies["pkg.prose"].read_text() == "'''About pyx_lowering.'''\n"
    assert copies["foo"].read_text() == "from _foo_pyx_runtime import compile\n"
