"""The projects in `tests/packages` that can be built, and what to ask of them from outside."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.front_ends import PACKAGES, Environment

#: What a native function is.
NATIVE = "cython_function_or_method"


@dataclass(frozen=True)
class MiniProject:
    """What an installed project is asked.

    code: what to run first; `question` is an expression after it, whose value prints as `answer`.
    native: expressions for the functions that must be native code.
    python: for those that must be Python functions.
    stubs: files that stand for what the project imports and no test has.
    leaves: what the author's own tools leave in the source tree, as a regular expression.
    theirs: extension modules that are made by others, from paths that show in them.
    in_git: its version and its files are known to git.
    """

    name: str
    code: str
    question: str
    answer: str
    native: tuple[str, ...] = ()
    python: tuple[str, ...] = ()
    stubs: Mapping[str, str] = field(default_factory=dict)
    leaves: str = "(?!)"
    theirs: str = "(?!)"
    in_git: bool = False

    @property
    def door(self) -> str:
        """The build backend."""
        text = (PACKAGES / self.name / "pyproject.toml").read_text()
        return text.partition('build-backend = "')[2].partition('"')[0]

    def copy(self, folder: Path) -> Path:
        """A copy in a new folder, which may be changed."""
        shutil.copytree(PACKAGES / self.name, folder)
        if self.in_git:
            if shutil.which("git") is None:
                pytest.skip("needs git")
            for command in ("init -q", "add .", "-c user.name=x -c user.email=x@y commit -qm x",
                            "tag v1.2.3"):
                subprocess.run(["git", *command.split()], cwd=folder, check=True)
        return folder


#: What plain setuptools leaves.
EGG_INFO = r".*\.egg-info/.*"

FRAMEWORK = """
def device(name): return name
def licensed(): return True
"""

PROJECTS = {
    project.name: project for project in (
        MiniProject(
            "arrays", "import array, sums", "sums.total(array.array('d', [1.0, 2.5]))", "3.5",
            ("sums.total",), stubs={"numpy/__init__.py": "", "numpy/typing.py": ""}),
        MiniProject(
            "c_sources", "import signals.filters as f", "(f.smooth(1.0, 3.0), f.first(6))",
            "(1.5, 42)", ("f.smooth",), ("f.first",),
            leaves=r"lib/signals/_fast\..*", theirs=r"signals/_fast\..*"),
        MiniProject(
            "cmake_project", "import both.marked, both.by_hand", "both.marked.square(3)", "9.0",
            ("both.marked.square",), theirs=r"both/by_hand\..*"),
        MiniProject(
            "cmake_without_lists", "import cmake_without_lists as m", "m.cube(2.0)", "8.0",
            ("m.cube",)),
        MiniProject(
            "data_and_scripts",
            "import scales.cli\nfrom importlib.metadata import entry_points, metadata\n"
            "(plugin,) = entry_points(group='scales.plugins')\n"
            "about = metadata('data-and-scripts')\nscales.cli.main()",
            "(plugin.load()(1), about['License-Expression'], about.get_all('License-File'))",
            "lead 0.01134\n(0.001, 'MIT AND BSD-3-Clause', ['LICENSE', 'licenses/bsd.txt'])",
            ("plugin.load()",)),
        MiniProject(
            "deep", "import deep.er.still.kernels as k\nfrom importlib.util import find_spec",
            "(k.six(2), k.triple(2**70) == 3 * 2**70, find_spec('deep.er.tests'))",
            "(12, True, None)", ("k.six", "k.triple"), leaves=EGG_INFO),
        MiniProject(
            "dynamic_version", "import versioned as v\nfrom importlib.metadata import version\n"
            "from importlib.resources import files",
            "(v.half(3.0), version('dynamic-version'), files(v).joinpath('data').is_dir())",
            "(1.5, '1.2.3', True)", ("v.half",), in_git=True),
        MiniProject(
            "encodings", "import letters.latin as a, letters.windows as b, letters.straße as c",
            "(a.größe(länge=2), a.größe.__doc__, b.double(1.5), c.length(1.0))",
            "(4.0, 'Größe.', 3.0, 2.0)", ("a.größe", "b.double", "c.length")),
        MiniProject(
            "failing_function", "import partly", "(partly.good(1.0), partly.bad(0.26))",
            "(1.5, 0.3)", ("partly.good",), ("partly.bad",)),
        MiniProject("flat_layout", "import counting", "counting.triangle(10)", "55",
                    ("counting.triangle",)),
        MiniProject(
            "heavy_imports", "import heavy.kernels as k", "(k.step(1.0, 2.0), k.Model.device)",
            "(1.5, 'gpu:0')", ("k.step",),
            stubs={"a_framework_of_gigabytes.py": FRAMEWORK, "another_one/__init__.py": "",
                   "another_one/nn.py": "class Layer: pass"}),
        MiniProject(
            "namespace", "import company.tools as t, company.loose as l, company",
            "(t.yearly(2.0), l.half(3), company.__file__)", "(24.0, 1.5, None)",
            ("t.yearly", "l.half")),
        MiniProject("nothing_marked", "import quiet", "quiet.plain(1.0)", "1.0"),
        MiniProject(
            "odd_folders", "import odd.kernels, space.inner.kernels as inner",
            "(odd.kernels.clamp(11.0), inner.negative(1))", "(10.0, -1.0)",
            ("odd.kernels.clamp", "inner.negative")),
        MiniProject(
            "own_extension", "import mixed.marked, mixed.by_hand",
            "mixed.marked.square(3) + mixed.by_hand.twice(2.0)", "13.0", ("mixed.marked.square",),
            leaves=rf"{EGG_INFO}|mixed/by_hand\.(?!pyx).*",
            theirs=r"mixed/by_hand\..*"),
        MiniProject(
            "plain_setuptools", "import both.marked, both.by_hand", "both.marked.square(3)", "9.0",
            ("both.marked.square",), leaves=rf"{EGG_INFO}|both/by_hand\..*",
            theirs=r"both/by_hand\..*"),
        MiniProject(
            "setup_cfg", "import older.kernels as k\nfrom importlib.metadata import version",
            "(k.third(1.5), version('older-project'))", "(0.5, '1.2.3')", ("k.third",)),
        MiniProject("single_module", "import halves", "halves.half(1)", "0.5", ("halves.half",)),
        MiniProject(
            "src_layout", "import shapes.solid.boxes as m, shapes",
            "(m.cylinder(2, 1), shapes.disc(2.0, scale=2), shapes.double(4), m.cube(2),"
            " m.cube(1.5), m.pyramid(3), m.stacked(float, 3))",
            "(12.5, 25.0, 8, 8, 3.375, 19.125, 3.0)",
            ("m.cylinder", "m.cube", "m.pyramid", "shapes.disc"), ("m.stacked",)),
        MiniProject(
            "tuned", "import tuned.kernels as k, tuned.mixed as m, tuned.excluded as e",
            "(k.residue(0.1, 10.0), m.bad(2.0), e.anything(['a', 'b']))", "(0.0, 2.0, 'a b')",
            ("k.own", "m.good"), ("m.bad", "m.calls_bad", "e.anything")),
        MiniProject(
            "two_packages", "import first.tools as t, second.uses as u\n"
            "from importlib.util import find_spec",
            "(t.scaled(0.5), u.both(2.0), find_spec('unrelated'))", "(1.25, 3.5, None)",
            ("t.scaled", "u.both")),
    )
}


def check(environment: Environment, name: str) -> None:
    """The project is installed, gives the right results, and has functions of the right kind."""
    project = PROJECTS[name]
    for file, text in project.stubs.items():
        path = environment.site / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    kinds = ", ".join(f"type({f}).__name__" for f in (*project.native, *project.python))
    got = environment.evaluate(f"{project.code}\nprint({project.question})\nprint([{kinds}])")
    expected = [NATIVE] * len(project.native) + ["function"] * len(project.python)
    assert got == f"{project.answer}\n{expected}", got
    for file in project.stubs:
        Path(environment.site / file).unlink()


#: What to ask of `src_layout` before and after edits: two results, and what is native.
SHAPES = """
import shapes.flat, shapes.solid.boxes as boxes
print(shapes.disc(2.0), boxes.cylinder(2.0, 1.0))
print(shapes.is_native(shapes.disc), shapes.is_native(boxes.cylinder))
"""


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text that is there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def add_one_to_discs(folder: Path) -> None:
    """Edit `src_layout` so that a disc is larger; a cylinder is not made of it."""
    edit(folder / "src/shapes/flat.py", "* scale", "* scale + 1.0")
