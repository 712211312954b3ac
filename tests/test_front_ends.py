"""Front ends, what they make, layouts, paths: each value of one with each value of the others.

Not all combinations are built, but all pairs are in one of those that are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

import pytest

from tests.front_ends import (
    NO_ISOLATION,
    PIP_NO_ISOLATION,
    Environment,
    builder,
    call_hook,
    developer,
    files,
    names_in,
    read_only,
    run_uv,
    user,
    wheels,
)
from tests.mini_projects import PROJECTS, check

__all__ = ["builder", "developer", "user", "wheels"]  # fixtures

#: What may be special about the path of a project.
PLACES = {"plain": "projects", "dots": "v1.2..3", "spaces": "my  projects", "unicode": "Ünïcödé-ß"}


@dataclass(frozen=True)
class Case:
    front_end: str
    isolated: bool
    makes: str
    project: str
    place: str
    writable: bool

    def __str__(self) -> str:
        isolation = "isolated" if self.isolated else "here"
        return "-".join([self.front_end, isolation, self.makes, self.project, self.place,
                         "writable" if self.writable else "readonly"])

    @property
    def is_possible(self) -> bool:
        return (self.front_end, self.makes) != ("build", "editable")  # It has no such command.

    def pairs(self) -> set[tuple[tuple[str, object], ...]]:
        return {tuple(pair) for pair in itertools.combinations(asdict(self).items(), 2)}


ALL = [case for case in itertools.starmap(Case, itertools.product(
    ("build", "pip", "uv"), (False, True), ("wheel", "sdist", "editable"),
    ("src_layout", "flat_layout", "namespace", "odd_folders"), PLACES, (True, False),
)) if case.is_possible]


def chosen() -> Iterator[Case]:
    """Few cases with all pairs: always the one that has the most of those that are left."""
    left = set().union(*(case.pairs() for case in ALL))
    while left:
        best = max(ALL, key=lambda case: len(case.pairs() & left))
        left -= best.pairs()
        yield best


CASES = list(chosen())


def test_every_pair_is_tried() -> None:
    assert set().union(*(case.pairs() for case in CASES)) == set().union(
        *(case.pairs() for case in ALL))
    assert len(CASES) < 30
    for position in range(len(astuple(CASES[0]))):
        values = {astuple(case)[position] for case in CASES}
        assert values == {astuple(case)[position] for case in ALL}


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_combination(
    case: Case, builder: Environment, user: Environment, developer: Environment, tmp_path: Path
) -> None:
    tree = PROJECTS[case.project].copy(tmp_path / PLACES[case.place] / case.project)
    before = files(tree)
    environment = user if case.isolated else developer
    output = tmp_path / "output"
    if case.writable:
        FRONT_ENDS[case.front_end](case, builder, environment, tree, output)
        assert files(tree) == before
        check(environment, case.project)
        return
    with read_only(tree):
        FRONT_ENDS[case.front_end](case, builder, environment, tree, output)
        assert files(tree) == before
        check(environment, case.project)


def with_build(
    case: Case, builder: Environment, environment: Environment, tree: Path, output: Path
) -> None:
    options = [] if case.isolated else [*NO_ISOLATION]
    if case.makes == "wheel":
        options.append("--wheel")  # Else the wheel is that of the sdist.
    builder.run("-m", "build", *options, "--outdir", output, tree)
    assert len(list(output.glob("*.tar.gz"))) == (case.makes == "sdist")
    (wheel,) = output.glob("*.whl")
    environment.run("-m", "pip", "install", "--quiet", "--no-deps", wheel)


def with_pip(
    case: Case, builder: Environment, environment: Environment, tree: Path, output: Path
) -> None:
    options = [] if case.isolated else [*PIP_NO_ISOLATION]
    if case.makes == "editable":
        environment.run("-m", "pip", "install", *options, "--editable", tree)
        return
    output.mkdir()
    if case.makes == "wheel":
        builder.run("-m", "pip", "wheel", *options, "--no-deps", "--wheel-dir", output, tree)
    else:
        call_hook(builder, tree, "build_sdist", output)
    (made,) = output.iterdir()
    environment.run("-m", "pip", "install", *options, "--no-deps", made)


def with_uv(
    case: Case, builder: Environment, environment: Environment, tree: Path, output: Path
) -> None:
    options = [] if case.isolated else ["--no-build-isolation"]
    if case.makes == "editable":
        more = [] if case.isolated else ["--no-deps"]
        run_uv(environment, "pip", "install", *options, *more, "--editable", tree)
        return
    kind = ["--wheel"] if case.makes == "wheel" else []
    run_uv(environment, "build", *options, *kind, "--out-dir", output, tree)
    assert len(list(output.glob("*.tar.gz"))) == (case.makes == "sdist")
    (wheel,) = output.glob("*.whl")
    run_uv(environment, "pip", "install", "--no-deps", wheel)


FRONT_ENDS = {"build": with_build, "pip": with_pip, "uv": with_uv}


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize("front_end", FRONT_ENDS)
def test_config_settings_and_commands(
    front_end: str, builder: Environment, developer: Environment, tmp_path: Path
) -> None:
    """A word, a list, a switch; and each command is shown where that is asked for."""
    tree = PROJECTS["flat_layout"].copy(tmp_path / "tree")
    given = ["-C", "pyx-lowering.extra-compile-args=-DONE=1", "-C", "verbose=1",
             "-C", "pyx-lowering.extra-compile-args=-DTWO=2", "-C", "pyx-lowering.debug=true"]
    output = tmp_path / "output"
    if front_end == "build":
        given[-1] = "pyx-lowering.debug"
        printed = builder.run("-m", "build", *NO_ISOLATION, *given, "--wheel", "--outdir", output,
                              tree)
    elif front_end == "pip":
        printed = builder.run("-m", "pip", "-v", "wheel", *PIP_NO_ISOLATION, *given,
                              "--wheel-dir", output, tree)
    else:
        printed = run_uv(developer, "build", "--no-build-isolation", *given, "--wheel",
                         "--out-dir", output, tree)
    (wheel,) = output.glob("*.whl")
    assert any("_numbers_native" in name for name in names_in(wheel))
    (compiling,) = re.findall(r"^.* -c .*_numbers_native\.c .*$", printed, re.MULTILINE)
    assert compiling.split()[-2:] == ["-DONE=1", "-DTWO=2"]
    assert {"-Og", "-g"} <= set(compiling.split())
    linking = re.findall(r"^.* -shared .*_numbers_native\.\S*o .*$", printed, re.MULTILINE)
    assert len(linking) == 1


@pytest.mark.slow
@pytest.mark.e2e
def test_an_editable_install_by_uv_compiles_again(developer: Environment, tmp_path: Path) -> None:
    tree = PROJECTS["flat_layout"].copy(tmp_path / "tree")
    run_uv(developer, "pip", "install", "--no-build-isolation", "--no-deps", "-e", tree,
           "-C", "pyx-lowering.rebuild-on-import=true")
    check(developer, "flat_layout")
    numbers = tree / "counting/numbers.py"
    numbers.write_text(numbers.read_text() + "# edited\n")
    assert "compiling counting.numbers" in developer.evaluate("import counting")


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.parametrize("name", ["flat_layout", "cmake_without_lists"])
def test_an_editable_install_where_nothing_else_is_installed(
    name: str, developer: Environment, user: Environment, tmp_path: Path
) -> None:
    """uv takes the dependencies from pyproject.toml, where pyx-lowering is none."""
    tree = PROJECTS[name].copy(tmp_path / "tree")
    wheel, _ = call_hook(developer, tree, "build_editable", tmp_path / "out",
                         {"pyx-lowering.rebuild-on-import": "true"}, backend=PROJECTS[name].door)
    user.run("-m", "pip", "install", "--quiet", "--no-deps", tmp_path / "out" / wheel)
    check(user, name)
    (module,) = (path for path in tree.rglob("*.py") if "@" in path.read_text())
    module.write_text(module.read_text() + "# edited\n")
    printed = user.evaluate(PROJECTS[name].code)
    assert "has changed since it was compiled; running the Python code; pip install" in printed
    # The real one comes first, wherever it is.
    (tmp_path / "real/pyx_lowering").mkdir(parents=True)
    (tmp_path / "real/pyx_lowering/__init__.py").write_text(
        "print('real')\ncompile = lambda f: f\n")
    (user.site / "zzz.pth").write_text(f"{tmp_path / 'real'}\n")
    assert user.evaluate(PROJECTS[name].code) == "real"
    user.run("-m", "pip", "uninstall", "--yes", "--quiet", name.replace("_", "-"))
    assert files(user.site) == {"zzz.pth"}
