"""The files that make wheels for every platform: this project's own, and those for users."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pyx_lowering.cli import init, main
from tests.conftest import in_share
from tests.front_ends import ROOT

#: What the example has instead of the defaults: it is built with this tree's own wheel.
EXAMPLE = {
    "head": """\
# Wheels of the example project for every platform, with cibuildwheel:
#
#     python -m build --wheel --outdir dist .          (this project's own wheel)
#     cibuildwheel --config-file cibw.toml example_project
#
# For a package of your own, `python -m pyx_lowering init --ci` writes this file without what is the
# example's, and a workflow that runs it. The pure Python wheel in `dist` serves all platforms,
# because the compiler runs on the build machine only: an installed wheel does not need it.""",
    "environment": """\
# A relative path, so that it holds in the containers of Linux too, where the project is mounted
# elsewhere; all builds start in the project's root.
environment = { PIP_FIND_LINKS = "dist" }
""",
    "tests": """\
test-requires = ["pytest"]
test-command = [
  "python -m pytest {package}/tests",
  "python -m pyx_lowering verify «package»",
]""",
    "folder": "example_project",
    "prepare": """\
      - name: Build this project's own wheel, which the example is built with
        shell: bash
        run: |
          python -m pip install build
          python -m build --wheel --outdir dist .
          echo "PIP_FIND_LINKS=dist" >> "$GITHUB_ENV"
""",
    "package": "orbits",
}

#: What `cibuildwheel --print-build-identifiers` prints, by the options that are given.
IDENTIFIERS = ROOT / "tests" / "build_identifiers.txt"
QUESTIONS = (
    "--platform linux --archs x86_64", "--platform linux --archs all",
    "--platform macos", "--platform macos --archs universal2", "--platform windows --archs all",
    "--platform pyodide", "--platform android --archs all", "--platform ios --archs all",
)


def needs(module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        importlib.util.find_spec(module) is None,
        reason=f"{module} is not installed (`make platforms` installs it)")


@pytest.mark.parametrize("name", init.FILES)
def test_the_projects_own_files_are_the_templates(
    name: str, request: pytest.FixtureRequest
) -> None:
    expected = init.rendered(init.FILES[name], {**init.DEFAULTS, **EXAMPLE})
    assert "«" not in expected
    if request.config.getoption("--update-golden"):
        (ROOT / name).write_text(expected)
    assert (ROOT / name).read_text() == expected


@pytest.mark.platforms
@needs("cibuildwheel")
def test_the_wheels_that_are_built(request: pytest.FixtureRequest) -> None:
    found = []
    for options in QUESTIONS:
        done = subprocess.run(
            [sys.executable, "-m", "cibuildwheel", *options.split(), "--print-build-identifiers",
             "--config-file", "cibw.toml", "example_project"],
            cwd=ROOT, check=True, capture_output=True, text=True)
        found.append(f"# {options}\n{done.stdout}")
    text = "\n".join(found)
    if request.config.getoption("--update-golden"):
        IDENTIFIERS.write_text(text)
    assert IDENTIFIERS.read_text() == text


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with marked functions in one of two packages, and in its tests."""
    folder = tmp_path / "project"
    for name, text in {
        "src/waves/__init__.py": "", "src/waves/deep/__init__.py": "",
        "src/waves/deep/water.py": "from pyx_lowering import compile\n",
        "src/plain/__init__.py": "", "tests/test_waves.py": "from pyx_lowering import compile\n",
        "pyproject.toml": "[build-system]\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_init_writes_the_files(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--ci", str(project)]) == 0
    assert capsys.readouterr().out == "wrote cibw.toml\nwrote .github/workflows/wheels.yml\n"
    settings = tomllib.loads((project / "cibw.toml").read_text())["tool"]["cibuildwheel"]
    assert settings["test-command"] == "python -m pyx_lowering verify waves"
    assert "environment" not in settings
    workflow = (project / ".github" / "workflows" / "wheels.yml").read_text()
    assert "package-dir: ." in workflow
    for text in (workflow, (project / "cibw.toml").read_text()):
        assert not re.search("«|example|orbits", text)


def test_init_leaves_alone_what_is_there(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "cibw.toml").write_text("mine")
    assert main(["init", "--ci", str(project)]) == 1
    assert "cibw.toml is there already and was left alone" in capsys.readouterr().out
    assert (project / "cibw.toml").read_text() == "mine"
    assert (project / ".github" / "workflows" / "wheels.yml").is_file()


def test_init_asks_where_it_cannot_know(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "src" / "plain" / "__init__.py").write_text("from pyx_lowering import compile\n")
    for folder, message in ((project, "more than one package (plain, waves)"),
                            (tmp_path, "there is no pyproject.toml")):
        with pytest.raises(SystemExit) as error:
            main(["init", "--ci", str(folder)])
        assert error.value.code == 2
        assert message in capsys.readouterr().err
    assert main(["init", "--ci", "--package", "plain", str(project)]) == 0
    assert "verify plain" in (project / "cibw.toml").read_text()
    (project / "src" / "waves" / "deep" / "water.py").write_text("")
    (project / "src" / "plain" / "__init__.py").write_text("")
    with pytest.raises(SystemExit):
        main(["init", "--ci", str(project)])
    assert "no package here has functions marked" in capsys.readouterr().err


@pytest.mark.platforms
@needs("check_jsonschema")
def test_the_workflows_fit_the_schema(project: Path) -> None:
    main(["init", "--ci", str(project)])
    own, written = (folder / ".github" / "workflows" / "wheels.yml" for folder in (ROOT, project))
    for path in (own, written):
        assert _problems(path) == ""
    broken = project / "broken.yml"
    broken.write_text(written.read_text().replace("runs-on:", "run-on:", 1))
    assert "run-on" in _problems(broken)


def _problems(path: Path) -> str:
    """What the schema for workflows that check-jsonschema carries says; it asks no network."""
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows",
         path], check=False, capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


@pytest.mark.parametrize("name", ["wheels.yml"])
def test_only_tagged_official_actions(name: str) -> None:
    text = (ROOT / ".github" / "workflows" / name).read_text()
    used = re.findall(r"uses: *(\S+)", text)
    assert used
    for action in used:
        assert re.fullmatch(r"(actions|pypa)/[\w-]+@v\d+(\.\d+)*", action)


def test_each_test_is_in_the_share_of_one_version() -> None:
    tests = [f"tests/test_x.py::test[{number}]" for number in range(200)]
    shares = [{test for test in tests if in_share(test, 8, minor)} for minor in range(11, 19)]
    assert sum(map(len, shares)) == len(set().union(*shares)) == len(tests)
    assert min(map(len, shares)) > 10
    assert all(in_share(test, 1, 13) for test in tests)
