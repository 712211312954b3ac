"""The build backend, through real front ends, on the projects in `tests/packages`."""

from __future__ import annotations

import re
import sys
import tarfile
from collections.abc import Callable
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

from tests.front_ends import (
    ANSWERS,
    PACKAGES,
    PIP_NO_ISOLATION,
    Environment,
    build,
    builder,
    built,
    check,
    developer,
    files,
    names_in,
    project,
    read,
    src_wheel,
    user,
    wheels,
)

__all__ = ["builder", "developer", "project", "src_wheel", "user", "wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e]


def metadata(wheel: Path) -> Message:
    return Parser().parsestr(read(wheel, ".dist-info/METADATA"))


def requirements(message: Message) -> list[str]:
    return [str(value) for value in message.get_all("Requires-Dist") or []]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_wheel_runs_where_nothing_else_is_installed(
    name: str, builder: Environment, user: Environment, project: Callable[[str], Path]
) -> None:
    folder = project(name)
    before = files(folder)
    build(builder, folder, "--wheel")
    made = files(folder) - before
    wheel = built(folder)
    # Plain setuptools leaves its metadata, and Cython its C.
    left = {n for n in made if ".egg-info/" not in n and n != "mixed/by_hand.c"}
    assert left == {f"dist/{wheel.name}"}
    version = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    assert re.search(rf"-1\.2\.3-{version}-{version}t?-(?!any)\w+\.whl$", wheel.name)
    assert "Root-Is-Purelib: false" in read(wheel, ".dist-info/WHEEL")
    assert not any(n.endswith((".c", ".pyx", ".o")) and "by_hand" not in n for n in names_in(wheel))
    user.run("-m", "pip", "install", "--quiet", "--no-deps", wheel)
    check(user, name)
    installed = user.run("-m", "pip", "list", "--format=freeze")
    assert "pyx" not in installed.lower()
    assert "cython" not in installed.lower()


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


@pytest.mark.parametrize("name", ["src_layout", "flat_layout"])
@pytest.mark.parametrize("command", ["install", "wheel"])
def test_pip(
    command: str, name: str, developer: Environment, user: Environment,
    project: Callable[[str], Path],
) -> None:
    folder = project(name)
    before = files(folder)
    if command == "wheel":
        developer.run("-m", "pip", "wheel", *PIP_NO_ISOLATION, "--quiet",
                      "--wheel-dir", folder / "dist", ".", cwd=folder)
        wheel = built(folder)
        before.add(f"dist/{wheel.name}")
        user.run("-m", "pip", "install", "--quiet", "--no-deps", wheel)
        check(user, name)
    else:
        developer.run("-m", "pip", "install", *PIP_NO_ISOLATION, "--quiet", ".", cwd=folder)
        check(developer, name)
    assert files(folder) == before


@pytest.mark.parametrize("name", ["src_layout", "flat_layout", "plain_setuptools"])
def test_an_editable_install(
    name: str, developer: Environment, project: Callable[[str], Path]
) -> None:
    folder = project(name)
    before = files(folder)
    developer.run("-m", "pip", "install", *PIP_NO_ISOLATION, "--quiet", "--editable", folder)
    left = files(folder) - before
    if name == "plain_setuptools":
        # It leaves its metadata, and puts the author's own extension beside its source.
        left = {n for n in left if ".egg-info/" not in n and "/by_hand." not in n}
    assert left == set()
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
    code = """
import shapes.flat, shapes.solid.boxes as boxes
print(shapes.disc(2.0), boxes.cylinder(2.0, 1.0))
print(shapes.is_native(shapes.disc), shapes.is_native(boxes.cylinder))
"""
    developer.run(*install)
    assert developer.evaluate(code).splitlines() == ["12.5 12.5", "True True"]
    flat = folder / "src" / "shapes" / "flat.py"
    flat.write_text(flat.read_text().replace("* scale", "* scale + 1.0"))
    found = developer.evaluate(code)
    assert "13.5 12.5\nFalse True" in found
    message = ("RuntimeWarning: src/shapes/flat.py has changed since it was compiled; running "
               "the Python code; reinstall with pip install -e . to compile it again")
    assert found.count(message) == 1
    assert f"{flat}:8: " in found
    # A constant of another module is compiled in, too.
    constants = folder / "src" / "shapes" / "constants.py"
    constants.write_text("PI = 4.0\n")
    found = developer.evaluate(code)
    assert "17.0 16.0\nFalse False" in found
    assert found.count("shapes/constants.py has changed") == 1
    developer.run(*install)
    assert developer.evaluate(code).splitlines() == ["17.0 16.0", "True True"]


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


def test_an_sdist_has_the_sources_as_they_are_and_builds(
    builder: Environment, user: Environment, project: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = project("src_layout")
    before = {name: (folder / name).read_bytes() for name in files(folder)}
    # Neither Cython nor a compiler is needed for this.
    build(builder, folder, "--sdist", env={"CC": "no-such-compiler"})
    archive = built(folder, "*.tar.gz")
    assert files(folder) == {*before, f"dist/{archive.name}"}
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    own = {n for n in files(unpacked) if ".egg-info/" not in n} - {"PKG-INFO", "setup.cfg"}
    assert {name: (unpacked / name).read_bytes() for name in own} == before
    build(builder, unpacked, "--wheel")
    user.run("-m", "pip", "install", "--quiet", "--no-deps", built(unpacked))
    check(user, "src_layout")


def test_metadata_needs_neither_cython_nor_a_compiler(
    builder: Environment, project: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = project("src_layout")
    before = files(folder)
    code = f"""
import sys
sys.modules["Cython"] = None
import build_backend as b
print(b.get_requires_for_build_wheel(), b.get_requires_for_build_editable())
print(b.get_requires_for_build_sdist())
for hook in (b.prepare_metadata_for_build_wheel, b.prepare_metadata_for_build_editable):
    folder = {str(tmp_path)!r} + "/" + hook.__name__
    import os; os.mkdir(folder)
    name = hook(folder)
    print(hook.__name__, [l for l in open(f"{{folder}}/{{name}}/METADATA") if "Requires" in l])
"""
    lines = builder.run("-c", code, cwd=folder, env={"CC": "no-such-compiler"}).splitlines()
    assert "['cython>=3.1'] ['cython>=3.1']" in lines
    assert "[]" in lines
    assert r"prepare_metadata_for_build_wheel ['Requires-Dist: packaging\n']" in lines
    assert (r"prepare_metadata_for_build_editable "
            r"['Requires-Dist: packaging\n', 'Requires-Dist: pyx-lowering\n']") in lines
    assert files(folder) == before


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


def test_building_with_isolation(
    builder: Environment, user: Environment, project: Callable[[str], Path]
) -> None:
    """An sdist, and from that a wheel: what `python -m build` does by default."""
    folder = project("src_layout")
    builder.run("-m", "build", "--outdir", folder / "dist", folder)
    user.run("-m", "pip", "install", "--quiet", "--no-deps", built(folder))
    check(user, "src_layout")


def test_installing_with_isolation(user: Environment, project: Callable[[str], Path]) -> None:
    """Where nothing at all is installed, and nothing is left but the package."""
    user.run("-m", "pip", "install", "--quiet", project("flat_layout"))
    check(user, "flat_layout")
    assert "pyx" not in user.run("-m", "pip", "list", "--format=freeze")


def test_installing_editable_with_isolation(
    user: Environment, project: Callable[[str], Path]
) -> None:
    """It brings pyx-lowering along, because the source tree imports it."""
    user.run("-m", "pip", "install", "--quiet", "--editable", project("src_layout"))
    check(user, "src_layout")
    assert "pyx-lowering==" in user.run("-m", "pip", "list", "--format=freeze")
