"""Finding the marked functions, and what the top level of a module binds, by syntax alone."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from pyx_lowering.diagnostics import CompileError
from pyx_lowering.discover import (
    Options,
    Project,
    SourceModule,
    extension_name,
    might_mark,
    parse_module,
    read_module,
)
from pyx_lowering.source import SourceFile


def module(text: str, name: str = "pkg.kernels", *, is_package: bool = False) -> SourceModule:
    text = textwrap.dedent(text).lstrip("\n")
    return parse_module(SourceFile(Path("kernels.py"), text, "kernels.py"), name,
                        is_package=is_package)


def codes(found: SourceModule) -> list[str]:
    return [diagnostic.code for diagnostic in found.diagnostics]


MARKED = """
def f(x: float) -> float:
    return x
"""


@pytest.mark.parametrize(
    ("imported", "decorator"),
    [
        ("from pyx_lowering import compile", "@compile"),
        ("from pyx_lowering import compile", "@compile()"),
        ("from pyx_lowering import compile", "@compile(contract=False)"),
        ("from pyx_lowering import compile as native", "@native"),
        ("import pyx_lowering", "@pyx_lowering.compile"),
        ("import pyx_lowering as pl", "@pl.compile"),
        ("import pyx_lowering as pl", "@pl.compile(contract=False)"),
        ("from pyx_lowering import compile_now, compile", "@compile"),
        ("import os, pyx_lowering", "@pyx_lowering.compile"),
        ("try:\n    from pyx_lowering import compile\nexcept ImportError:\n"
         "    def compile(function):\n        return function", "@compile"),
        ("try:\n    from pyx_lowering import compile\nexcept ImportError:\n"
         "    from pkg.fallback import compile", "@compile"),
        ("if True:\n    import pyx_lowering as pl", "@pl.compile"),
    ],
)
def test_a_marked_function_is_found(imported: str, decorator: str) -> None:
    found = module(f"{imported}\n\n{decorator}{MARKED}")
    assert list(found.marked) == ["f"]
    assert codes(found) == []


@pytest.mark.parametrize(
    ("imported", "decorator"),
    [
        ("", "@compile"),  # the built-in
        ("from re import compile", "@compile"),
        ("import re", "@re.compile"),
        ("from other.pyx_lowering import compile", "@compile"),
        ("from .pyx_lowering import compile", "@compile"),
        ("import pyx_lowering", "@pyx_lowering.compile_now"),
        ("import pyx_lowering", "@compile"),
        ("from pyx_lowering import compile as native", "@compile"),
    ],
)
def test_other_decorators_do_not_mark(imported: str, decorator: str) -> None:
    found = module(f"{imported}\n\n{decorator}{MARKED}")
    assert not found.marked
    assert codes(found) == []


def test_functions_are_listed_in_the_order_of_the_source() -> None:
    found = module("""
        from pyx_lowering import compile
        @compile
        def b(): ...
        def plain(): ...
        @compile
        def a(): ...
    """)
    assert list(found.marked) == ["b", "a"]
    assert set(found.functions) == {"a", "b", "plain"}


def test_the_cheap_test_never_misses_a_marked_function() -> None:
    assert might_mark("import pyx_lowering as p\n@p.compile\ndef f(): ...")
    assert not might_mark("import re\nre.compile('x')")


# Options


@pytest.mark.parametrize(
    ("decorator", "expected"),
    [
        ("@compile", Options()),
        ("@compile()", Options()),
        ("@compile(contract=False)", Options(contract=False)),
        ("@compile(overflow='raise')", Options(overflow="raise")),
        ("@compile(overflow='python', contract=True)", Options()),
    ],
)
def test_options(decorator: str, expected: Options) -> None:
    found = module(f"from pyx_lowering import compile\n{decorator}{MARKED}")
    assert found.marked["f"].options == expected
    assert codes(found) == []


@pytest.mark.parametrize(
    ("arguments", "message", "help"),
    [
        ("contrct=True", "`compile` has no option `contrct`", "did you mean `contract`?"),
        ("xyz=1", "`compile` has no option `xyz`", "the options are `contract`, `overflow`"),
        ("contract=1", "`contract` cannot be `1`", "write `contract=True` or `False`"),
        ("contract=0", "`contract` cannot be `0`", "write `contract=True`"),
        ("contract=FAST", "`contract` cannot be `FAST`", "write `contract=True`"),
        ("overflow='wrap'", "`overflow` cannot be `'wrap'`", "write `overflow='python'`"),
        ("True", "the options of `compile` are given by keyword", "the options are"),
        ("**options", "`compile` has no option `**`", "the options are"),
    ],
)
def test_wrong_options(arguments: str, message: str, help: str) -> None:
    found = module(f"from pyx_lowering import compile\n@compile({arguments}){MARKED}")
    (diagnostic,) = found.diagnostics
    assert diagnostic.code == "PYX105"
    assert diagnostic.message == message
    assert help in (diagnostic.help or "")
    assert diagnostic.span is not None and diagnostic.span.line == 2


# Functions that cannot be marked


def test_places_that_cannot_be_compiled_are_named() -> None:
    found = module("""
        from pyx_lowering import compile
        class Orbit:
            @compile
            def method(self): ...
        def outer():
            @compile
            def inner(): ...
        if True:
            @compile
            def conditional(): ...
        try:
            pass
        except ValueError:
            @compile
            def handler(): ...
        class A:
            class B:
                def g(self):
                    @compile
                    def deep(): ...
    """)
    assert not found.marked
    assert [(d.code, d.message.split("`")[1], d.help) for d in found.diagnostics] == [
        ("PYX103", name,
         f"move it out of the {place}; only module-level functions are compiled")
        for name, place in [
            ("method", "class `Orbit`"),
            ("inner", "function `outer`"),
            ("conditional", "`if` block"),
            ("handler", "`try` block"),
            ("deep", "function `g`"),
        ]
    ]


def test_an_async_function_cannot_be_marked() -> None:
    found = module("""
        from pyx_lowering import compile
        @compile
        async def f(): ...
    """)
    assert codes(found) == ["PYX101"]
    assert not found.marked


def test_other_decorators_beside_it() -> None:
    found = module("""
        import functools
        from pyx_lowering import compile
        @functools.cache
        @compile
        @staticmethod
        def f(): ...
    """)
    assert [(d.code, d.span.line if d.span else 0) for d in found.diagnostics] == [
        ("PYX104", 3), ("PYX104", 5)]


@pytest.mark.parametrize(
    "again",
    [
        "def f(): ...",
        "f = 1",
        "from math import sin as f",
        "class f: ...",
        "@compile\ndef f(): ...",
    ],
)
def test_a_marked_function_is_bound_once(again: str) -> None:
    found = module(f"from pyx_lowering import compile\n@compile{MARKED}\n{again}\n")
    assert "PYX107" in codes(found)


# Constants, and names that may change


def test_plain_assignments_are_constants() -> None:
    found = module("""
        A = 1
        B: float = 2.0
        C: int
        D, E = 3, (4, 5)
        F = G = 6
        (H, (I, J)) = (7, (8, 9))
    """)
    assert set(found.constants) == set("ABDEFGHIJ")
    assert found.rebound == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("X = 1\nX = 2", "it is bound more than once at module level"),
        ("X = 1\nX += 1", "it is not set by one plain assignment"),
        ("X = 1\ndef f():\n    global X\n    X = 2", "a function declares `global X`"),
        ("X = 1\nclass A:\n    def f(self):\n        global X", "a function declares `global X`"),
        ("if c:\n    X = 1\nelse:\n    X = 2", "it is not set by one plain assignment"),
        ("X = 1\ndel X", "it is not set by one plain assignment"),
        ("for X in range(3): pass", "it is not set by one plain assignment"),
        ("with open('f') as X: pass", "it is not set by one plain assignment"),
        ("try:\n    pass\nexcept ValueError as X:\n    pass",
         "it is not set by one plain assignment"),
        ("match c:\n    case X:\n        pass", "it is not set by one plain assignment"),
        ("match c:\n    case [*X]:\n        pass", "it is not set by one plain assignment"),
        ("match c:\n    case {**X}:\n        pass", "it is not set by one plain assignment"),
        ("X = 1\nY = (X := 2)", "it is not set by one plain assignment"),
        ("X = 1\nY = [(X := i) for i in range(3)]", "it is not set by one plain assignment"),
        ("X = 1\nprint(X := 2)", "it is not set by one plain assignment"),
        ("X, *Y = c", "it is not set by one plain assignment"),
        ("X, Y = f()", "it is not set by one plain assignment"),
        ("if c:\n    def X(): ...", "it is defined under a condition"),
        ("try:\n    import X\nexcept ImportError:\n    pass", "it is imported under a condition"),
        ("try:\n    from a import X\nexcept ImportError:\n    X = None",
         "it is imported under a condition"),
        ("def X(): ...\nfrom math import sin as X", "it is bound more than once at module level"),
        ("from a import X\nfrom b import X", "it is bound more than once at module level"),
        ("from a import X\nX = 1", "it is bound more than once at module level"),
        ("X = 1\nif TYPE_CHECKING:\n    pass\nelse:\n    X = 2",
         "it is not set by one plain assignment"),
    ],
)
def test_names_that_may_change_say_why(text: str, reason: str) -> None:
    found = module(text)
    assert found.rebound.get("X") == reason
    assert "X" not in found.constants


@pytest.mark.parametrize(
    "text",
    [
        "X = 1\nY = [X for X in range(3)]",
        "X = 1\nprint(sum(X for X in range(3)))",
        "X = 1\ndef f():\n    X = 2",
        "X = 1\nclass A:\n    X = 2",
        "X = 1\nY = lambda X: X",
        "X = 1\nif TYPE_CHECKING:\n    X: int\n    from a import Y",
        "import math\nimport math\nX = 1",
        "import os.path\nimport os\nX = 1",
    ],
)
def test_other_scopes_change_nothing(text: str) -> None:
    found = module(text)
    assert found.rebound == {}
    assert "X" in found.constants


def test_type_checking_blocks_are_not_run() -> None:
    found = module("""
        import typing
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from elsewhere import Thing
        if typing.TYPE_CHECKING:
            from elsewhere import Other
    """)
    assert set(found.imports) == {"typing", "TYPE_CHECKING"}


# Imports


@pytest.mark.parametrize(
    ("text", "bound", "target"),
    [
        ("import a", "a", ("a", None)),
        ("import a.b", "a", ("a", None)),
        ("import a.b as z", "z", ("a.b", None)),
        ("from a import b", "b", ("a", "b")),
        ("from a.b import c as d", "d", ("a.b", "c")),
        ("from . import constants", "constants", ("pkg", "constants")),
        ("from .constants import G", "G", ("pkg.constants", "G")),
        ("from ..other import G", "G", ("other", "G")),
    ],
)
def test_imports(text: str, bound: str, target: tuple[str, str | None]) -> None:
    found = module(text)
    imported = found.imports[bound]
    assert (imported.module, imported.name) == target


@pytest.mark.parametrize(
    ("name", "is_package", "text", "source"),
    [
        ("pkg", True, "from . import a", "pkg"),
        ("pkg", True, "from .a import a", "pkg.a"),
        ("pkg.sub", True, "from ..b import a", "pkg.b"),
        ("pkg.sub.m", False, "from .b import a", "pkg.sub.b"),
        ("pkg.sub.m", False, "from ... import a", ""),
        ("top", False, "from b import a", "b"),
    ],
)
def test_relative_imports(name: str, is_package: bool, text: str, source: str) -> None:
    assert module(text, name, is_package=is_package).imports["a"].module == source


@pytest.mark.parametrize(
    ("name", "is_package", "expected"),
    [
        ("pkg.kernels", False, "pkg._kernels_native"),
        ("pkg", True, "pkg._init_native"),
        ("pkg.sub", True, "pkg.sub._init_native"),
        ("foo", False, "_foo_native"),
    ],
)
def test_the_extension_lies_beside_its_module(name: str, is_package: bool, expected: str) -> None:
    assert extension_name(name, is_package=is_package) == expected
    assert module("", name, is_package=is_package).extension == expected


# Files


def test_a_file_that_is_not_python_is_a_located_error(tmp_path: Path) -> None:
    path = tmp_path / "broken.py"
    path.write_text("x = 1\ny = = 2\n")
    with pytest.raises(CompileError) as raised:
        read_module(path, "broken", root=tmp_path)
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.code == "PYX100"
    assert str(diagnostic.span) == "broken.py:2:5"


@pytest.mark.parametrize("content", [b"x = '\xff'\n", b"# -*- coding: nonsense -*-\n", b"x = 1\0"])
def test_a_file_that_cannot_be_decoded_is_an_error_that_names_it(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "broken.py"
    path.write_bytes(content)
    with pytest.raises(CompileError) as raised:
        read_module(path, "broken", root=tmp_path)
    assert [d.code for d in raised.value.diagnostics] == ["PYX100"]
    assert "broken.py" in str(raised.value)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "bom.py"
    path.write_bytes(b"\xef\xbb\xbfX = 1\n")
    assert set(read_module(path, "bom").constants) == {"X"}


def test_modules_of_a_project_are_found_and_read_once(tmp_path: Path) -> None:
    (tmp_path / "pkg" / "sub").mkdir(parents=True)
    (tmp_path / "pkg" / "__init__.py").write_text("A = 1\n")
    (tmp_path / "pkg" / "sub" / "m.py").write_text("B = 1\n")
    project = Project([tmp_path])
    package, inner = project.find("pkg"), project.find("pkg.sub.m")
    assert package is not None and package.is_package
    assert inner is not None and inner.package == "pkg.sub"
    assert project.find("pkg") is package
    assert project.find("pkg.nothing") is None
    assert project.find("numpy") is None
    assert project.loaded == [package, inner]
