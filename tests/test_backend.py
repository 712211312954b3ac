"""The build backend, through real front ends, on the projects in `tests/packages`."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from tests.front_ends import (
    PACKAGES,
    PIP_NO_ISOLATION,
    Environment,
    build,
    builder,
    built,
    developer,
    files,
    names_in,
    project,
    read,
    src_wheel,
    user,
    wheels,
)
from tests.mini_projects import PROJECTS, SHAPES, add_one_to_discs, check

__all__ = ["builder", "developer", "project", "src_wheel", "user", "wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e]


def metadata(wheel: Path) -> Message:
    return Parser().parsestr(read(wheel, ".dist-info/METADATA"))


def requirements(message: Message) -> list[str]:
    return [str(value) for value in message.get_all("Requires-Dist") or []]


def test_the_wheel_differs_from_the_source_in_the_import_lines_alone(src_wheel: Path) -> None:
    names = names_in(src_wheel)
    source = PACKAGES / "src_layout" / "src"
    added = {n for n in names if not (source / n).exists() and ".dist-info/" not in n}
    assert {re.sub(r"\..*(so|pyd)$", "", n) for n in added} == {
        "shapes/_pyx_runtime.py", "shapes/_init_native", "shapes/_flat_native",
        "shapes/_never_imported_native", "shapes/solid/_boxes_native",
    }
    assert files(source) <= names
    changed = {}
    for name in sorted(files(source)):
        before, after = (source / name).read_text(), read(src_wheel, name)
        assert len(after.splitlines()) == len(before.splitlines())
        pairs = zip(before.splitlines(), after.splitlines(), strict=True)
        changed[name] = [new for old, new in pairs if old != new]
    assert {name: lines for name, lines in changed.items() if lines} == {
        "shapes/__init__.py": ["from shapes._pyx_runtime import compile, is_native"],
        "shapes/flat.py": ["from shapes._pyx_runtime import compile"],
        "shapes/never_imported.py": ["from shapes._pyx_runtime import compile"],
        "shapes/solid/boxes.py": ["import shapes._pyx_runtime as pl"],
    }
    assert requirements(metadata(src_wheel)) == ["packaging"]


def test_native_functions_look_like_those_they_are_made_from(
    user: Environment, src_wheel: Path
) -> None:
    user.run("-m", "pip", "install", "--quiet", "--no-deps", src_wheel)
    code = """
import inspect, pickle, pydoc, typing, shapes, shapes.flat
f = shapes.disc
assert f is shapes.flat.disc
assert shapes.is_native(f) and not shapes.is_native(f.__wrapped__)
print(f.__name__, f.__qualname__, f.__module__, f.__wrapped__.__name__)
print(inspect.signature(f))
print(inspect.getsource(f).splitlines()[0], inspect.getsource(f).splitlines()[-1].strip())
print(inspect.getdoc(f).splitlines()[0])
print(pickle.loads(pickle.dumps(f)) is f)
print("The area of a disc." in pydoc.render_doc(f))
print(typing.get_type_hints(f) == typing.get_type_hints(f.__wrapped__))
print(f(radius=2), f(2, scale=0.5), f.__wrapped__(2.0))
for call in (lambda: f(-1.0), lambda: f("2"), lambda: f(1.0, 2.0)):
    try:
        call()
    except Exception as error:
        print(type(error).__name__)
"""
    assert user.evaluate(code).splitlines() == [
        "disc disc shapes.flat disc",
        "(radius: float, *, scale: float = 1.0) -> float",
        "@compile return PI * radius * radius * scale",
        "The area of a disc.",
        "True",
        "True",
        "True",
        "12.5 6.25 12.5",
        "ValueError",
        "TypeError",
        "TypeError",
    ]
    question = "import shapes; print(shapes.is_native(shapes.disc), shapes.disc(2.0))"
    assert user.evaluate(question) == "True 12.5"
    assert user.evaluate(question, env={"PYX_LOWERING_DISABLE": "1"}) == "False 12.5"


def test_a_vectorized_function_takes_arrays(user: Environment, src_wheel: Path) -> None:
    """In an installed wheel, native and as Python; without NumPy it takes numbers."""
    numpy = pytest.importorskip("numpy")
    user.run("-m", "pip", "install", "--quiet", "--no-deps", src_wheel)
    ask = "from shapes.solid.boxes import cylinder as f; import sys; print(f(2, height=1.0), "
    both = ({}, {"PYX_LOWERING_DISABLE": "1"})
    for env in both:
        assert user.evaluate(f"{ask}'numpy' in sys.modules)", env=env) == "12.5 False"
    arrays = "import numpy as np; print(f(np.array([[1.0], [2.0]]), np.array([1, 2])).tolist())"
    for env in both:
        found = {"PYTHONPATH": str(Path(numpy.__file__).parent.parent), **env}
        assert user.evaluate(f"{ask}0); {arrays}", env=found).splitlines()[-1] == (
            "[[3.125, 6.25], [12.5, 25.0]]")


@pytest.mark.parametrize(
    "name", ["src_layout", "flat_layout", "plain_setuptools", "cmake_without_lists"])
def test_an_editable_install(
    name: str, developer: Environment, project: Callable[[str], Path]
) -> None:
    folder = project(name)
    before = files(folder)
    developer.run("-m", "pip", "install", *PIP_NO_ISOLATION, "--quiet", "--editable", folder)
    left = files(folder) - before
    assert {n for n in left if not re.fullmatch(PROJECTS[name].leaves, n)} == set()
    check(developer, name)
    shown = developer.run("-m", "pip", "show", name.replace("_", "-"))
    expected = {"src_layout": "packaging, pyx-lowering"}.get(name, "pyx-lowering")
    assert f"Requires: {expected}\n" in shown
    assert list(developer.site.rglob("*_native*"))
    developer.run("-m", "pip", "uninstall", "--yes", "--quiet", name.replace("_", "-"))
    assert files(developer.site) == {"builder.pth"}


def test_an_edited_module_of_an_editable_install_runs_as_python(
    developer: Environment, project: Callable[[str], Path]
) -> None:
    folder = project("src_layout")
    install = ("-m", "pip", "install", *PIP_NO_ISOLATION, "--quiet", "--editable", folder)
    developer.run(*install)
    assert developer.evaluate(SHAPES).splitlines() == ["12.5 12.5", "True True"]
    add_one_to_discs(folder)
    found = developer.evaluate(SHAPES)
    assert "13.5 12.5\nFalse True" in found
    message = ("RuntimeWarning: src/shapes/flat.py has changed since it was compiled; running "
               "the Python code; reinstall with pip install -e . to compile it again")
    assert found.count(message) == 1
    assert f"{folder / 'src/shapes/flat.py'}:8: " in found
    # A constant of another module is compiled in, too.
    constants = folder / "src" / "shapes" / "constants.py"
    constants.write_text("PI = 4.0\n")
    found = developer.evaluate(SHAPES)
    assert "17.0 16.0\nFalse False" in found
    assert found.count("shapes/constants.py has changed") == 1
    developer.run(*install)
    assert developer.evaluate(SHAPES).splitlines() == ["17.0 16.0", "True True"]


def test_a_deleted_module_is_not_in_the_next_wheel(
    builder: Environment, project: Callable[[str], Path]
) -> None:
    folder = project("single_module")
    (folder / "spare.py").write_text((folder / "halves.py").read_text())
    settings = folder / "pyproject.toml"
    settings.write_text(settings.read_text().replace('"halves"', '"halves", "spare"'))
    build(builder, folder, "--wheel")
    assert {"spare.py", "_spare_pyx_runtime.py"} <= names_in(built(folder))
    assert any("_spare_native" in name for name in names_in(built(folder)))
    (folder / "spare.py").unlink()
    settings.write_text(settings.read_text().replace('"halves", "spare"', '"halves"'))
    build(builder, folder, "--wheel")
    assert any("_halves_native" in name for name in names_in(built(folder)))
    assert not any("spare" in name for name in names_in(built(folder)))


def test_nothing_marked_gives_a_pure_wheel_and_a_warning(
    builder: Environment, user: Environment, project: Callable[[str], Path]
) -> None:
    folder = project("nothing_marked")
    output = build(builder, folder, "--wheel", env={"CC": "no-such-compiler"})
    assert "warning[PYX110]: no function of this project is marked" in output
    wheel = built(folder)
    assert wheel.name == "nothing_marked-1.2.3-py3-none-any.whl"
    assert "quiet/_pyx_runtime.py" in names_in(wheel)
    user.run("-m", "pip", "install", "--quiet", wheel)
    assert user.evaluate("import quiet; print(quiet.plain(1.0))") == "1.0"
    code = "import build_backend as b; print(b.get_requires_for_build_wheel())"
    assert builder.run("-c", code, cwd=folder).splitlines()[-1] == "[]"


def test_a_project_that_does_not_ask_for_us_is_left_alone(
    builder: Environment, project: Callable[[str], Path]
) -> None:
    folder = project("flat_layout")
    settings = folder / "pyproject.toml"
    settings.write_text(settings.read_text().replace(
        'requires = ["pyx-lowering"]\nbuild-backend = "build_backend"',
        'requires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"'))
    build(builder, folder, "--wheel")
    wheel = built(folder)
    assert wheel.name.endswith("-py3-none-any.whl")
    assert "from pyx_lowering import compile as native" in read(wheel, "counting/numbers.py")
    assert (folder / "build").is_dir()  # where plain setuptools builds
