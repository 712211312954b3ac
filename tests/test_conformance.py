"""Every hook of every mini-project, called as front ends call them.

For each project all hooks run once, and the tests look at what came out.
"""

from __future__ import annotations

import json
import re
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename
from pyproject_hooks import BuildBackendHookCaller

from tests.front_ends import (
    PACKAGES,
    Environment,
    builder,
    files,
    once,
    user,
    wheels,
)
from tests.mini_projects import PROJECTS, MiniProject, check

__all__ = ["builder", "user", "wheels"]  # fixtures

pytestmark = [
    pytest.mark.slow, pytest.mark.e2e,
    pytest.mark.filterwarnings("ignore"),  # newer pyproject_hooks hand on those of backends
]

HOOKS = ("get_requires_for_build_sdist", "get_requires_for_build_wheel",
         "get_requires_for_build_editable", "prepare_metadata_for_build_wheel",
         "prepare_metadata_for_build_editable", "build_sdist", "build_wheel", "build_editable")


@dataclass(frozen=True)
class Made:
    """What the hooks of a project made, each in a folder of the hook's name.

    results: what each hook returned. left: what each left in the source tree.
    """

    project: MiniProject
    folder: Path
    results: Mapping[str, Any]
    left: Mapping[str, Sequence[str]]

    def path(self, hook: str) -> Path:
        return self.folder / hook / self.results[hook]


def caller(builder: Environment, project: MiniProject, tree: Path) -> BuildBackendHookCaller:
    """Calls the hooks of the project in `tree`, in processes of their own as front ends do."""

    def run(
        cmd: Sequence[str], cwd: str | None = None, extra_environ: Mapping[str, str] | None = None
    ) -> None:
        builder.run(*cmd[1:], cwd=Path(cwd or tree), env=dict(extra_environ or {}))

    return BuildBackendHookCaller(
        str(tree), project.door, runner=run, python_executable=builder.python)


def run_all(builder: Environment, project: MiniProject, folder: Path) -> None:
    """Call all hooks, and a wheel's once more in the tree of the sdist."""
    tree = project.copy(folder / "tree")
    hooks = caller(builder, project, tree)
    results: dict[str, Any] = {}
    left: dict[str, list[str]] = {}
    for hook in HOOKS:
        before = files(tree)
        output = folder / hook
        output.mkdir()
        fallback = {"_allow_fallback": False} if hook.startswith("prepare") else {}
        arguments = [] if hook.startswith("get_requires") else [str(output)]
        results[hook] = getattr(hooks, hook)(*arguments, **fallback)
        left[hook] = sorted(files(tree) - before)
    with tarfile.open(folder / "build_sdist" / results["build_sdist"]) as tar:
        tar.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    (folder / "from_sdist").mkdir()
    results["from_sdist"] = caller(builder, project, unpacked).build_wheel(
        str(folder / "from_sdist"),
        metadata_directory=str(folder / "prepare_metadata_for_build_wheel"
                               / results["prepare_metadata_for_build_wheel"]))
    (folder / "made.json").write_text(json.dumps([results, left]))


@pytest.fixture(params=PROJECTS)
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, builder: Environment
) -> Made:
    project = PROJECTS[request.param]
    folder = once(tmp_path_factory, f"hooks_of_{project.name}",
                  lambda folder: run_all(builder, project, folder))
    return Made(project, folder, *json.loads((folder / "made.json").read_text()))


def members(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_no_hook_leaves_anything_in_the_source_tree(made: Made) -> None:
    for hook, left in made.left.items():
        assert [n for n in left if not re.fullmatch(made.project.leaves, n)] == [], hook


@pytest.mark.parametrize("kind", ["wheel", "editable"])
def test_the_metadata_are_those_of_the_wheel(kind: str, made: Made) -> None:
    prepared = made.path(f"prepare_metadata_for_build_{kind}")
    wheel = members(made.path(f"build_{kind}"))
    # A source tree imports our package; a wheel has its own copy of what it needs.
    requirement = "\nRequires-Dist: pyx-lowering\n" in (prepared / "METADATA").read_text()
    assert requirement is (kind == "editable")
    for name in files(prepared):
        assert wheel[f"{prepared.name}/{name}"] == (prepared / name).read_bytes(), name


def test_cython_is_asked_for_where_something_is_marked(made: Made) -> None:
    wanted = {
        hook: any(canonicalize_name(r).startswith("cython") for r in made.results[hook])
        for hook in HOOKS if hook.startswith("get_requires")}
    native = bool(made.project.native)
    assert wanted == {
        "get_requires_for_build_sdist": False, "get_requires_for_build_wheel": native,
        "get_requires_for_build_editable": native}


def test_the_wheel_of_the_sdist_is_that_of_the_tree(made: Made) -> None:
    """Given the metadata that were prepared, too. The author's own modules may have paths."""
    tree, sdist = made.path("build_wheel"), made.path("from_sdist")
    assert tree.name == sdist.name
    if made.project.theirs == "(?!)":
        assert tree.read_bytes() == sdist.read_bytes()
    here, there = members(tree), members(sdist)
    assert list(here) == list(there)
    for name in here:
        if not name.endswith("/RECORD") and not re.fullmatch(made.project.theirs, name):
            assert here[name] == there[name], name


def test_an_sdist_has_the_sources_as_they_are(made: Made) -> None:
    (unpacked,) = (made.folder / "unpacked").iterdir()
    original = PACKAGES / made.project.name
    generated = {n for n in files(unpacked) if not (original / n).exists()}
    assert all(re.fullmatch(rf"PKG-INFO|setup\.cfg|.*\.egg-info/.*|{made.project.leaves}", name)
               for name in generated), generated
    for name in files(unpacked) - generated - {"setup.cfg"}:  # which setuptools writes anew
        assert (unpacked / name).read_bytes() == (original / name).read_bytes(), name
    assert "pyproject.toml" in files(unpacked)
    name, version = parse_sdist_filename(made.path("build_sdist").name)
    assert unpacked.name == f"{name.replace('-', '_')}-{version}"


def test_the_tags_say_what_is_inside(made: Made) -> None:
    for hook in ("build_wheel", "build_editable"):
        wheel = made.path(hook)
        _, version, _, tags = parse_wheel_filename(wheel.name)
        assert str(version).startswith("1.2.3")
        inside = members(wheel)
        native = any(n.endswith((".so", ".pyd")) for n in inside)
        assert any(tag.abi == "none" and tag.platform == "any" for tag in tags) is not native
        (about,) = (c.decode() for n, c in inside.items() if n.endswith(".dist-info/WHEEL"))
        assert f"Root-Is-Purelib: {str(not native).lower()}\n" in about
        assert {f"Tag: {tag}" for tag in tags} == set(re.findall("Tag: .*", about))
        bill = f"{wheel.name.split('-')[0]}-{version}.dist-info/sboms/pyx-lowering.cdx.json"
        assert (bill in inside) is (hook == "build_wheel" and bool(made.project.native))


def test_the_wheel_runs_where_nothing_else_is_installed(made: Made, user: Environment) -> None:
    user.run("-m", "pip", "install", "--quiet", "--no-deps", made.path("build_wheel"))
    check(user, made.project.name)
    installed = user.run("-m", "pip", "list", "--format=freeze").lower()
    assert "pyx" not in installed
    assert "cython" not in installed
    # No path of the build, no generated source, no symbols.
    for name, content in members(made.path("build_wheel")).items():
        assert str(made.folder).encode() not in content or re.fullmatch(made.project.theirs, name)
        assert not name.endswith((".c", ".o", ".pyx")) or "by_hand" in name
        if name.endswith(".so") and "_native" in name:
            assert b".symtab" not in content
            assert b".debug_info" not in content


FORMS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a word (pip, uv)": {"pyx-lowering.native": "off", "pyx-lowering.cache": "false"},
    "several words (uv sends lists)": {"pyx-lowering.native": ["require", "off"]},
    "one word in a list": {"pyx-lowering.native": ["off"], "pyx-lowering.abi3": ["true"]},
    "no word (build)": {"pyx-lowering.native": "off", "pyx-lowering.debug": ""},
    "values of JSON (build)": {"pyx-lowering.native": "off", "pyx-lowering.debug": True,
                               "pyx-lowering.exclude": ["a", "b"], "pyx-lowering.abi3": None},
    "setuptools' own": {"pyx-lowering.native": "off", "--global-option": ["-q", "--no-user-cfg"],
                        "--build-option": "", "verbose": "1", "editable_mode": "compat"},
}


@pytest.mark.parametrize("form", FORMS)
def test_config_settings_in_the_forms_that_front_ends_send(
    form: str, builder: Environment, tmp_path: Path
) -> None:
    project, given = PROJECTS["flat_layout"], FORMS[form]
    tree = project.copy(tmp_path / "tree")
    hooks = caller(builder, project, tree)
    for hook in HOOKS:
        output = tmp_path / hook
        output.mkdir()
        arguments = [] if hook.startswith("get_requires") else [str(output)]
        result = getattr(hooks, hook)(*arguments, given or None)
        if hook in ("build_wheel", "build_editable"):
            assert ("-none-any" in result) is bool(given), hook


def test_metadata_and_sdists_need_nothing(builder: Environment, tmp_path: Path) -> None:
    """Neither Cython nor a compiler is there, and nothing of the project can be imported."""
    project = PROJECTS["heavy_imports"]
    tree = project.copy(tmp_path / "tree")
    (tree / "heavy" / "__init__.py").write_text(
        "__version__ = '1.2.3'\nDEVICE = 'cpu'\nraise SystemExit('imported')\n")
    code = f"""
import sys
sys.modules["Cython"] = None
import build_backend as b
for hook in {[h for h in HOOKS if h.startswith(("get", "prepare"))] + ["build_sdist"]!r}:
    arguments = [] if hook.startswith("get") else [{str(tmp_path)!r}]
    print(getattr(b, hook)(*arguments))
"""
    printed = builder.run("-P", "-c", code, cwd=tree, env={"CC": "no-such-compiler"})
    assert printed.count("heavy_imports-1.2.3.dist-info") >= 2
    assert "heavy_imports-1.2.3.tar.gz" in printed
