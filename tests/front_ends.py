"""Real environments and real front ends for the tests of the build backend.

Everything is installed from a folder of wheels that is filled once per test run: our own
wheel, built from this tree, and what it needs. So the builds themselves use no network.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
import venv
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = Path(__file__).parent / "packages"

#: What builds need: the dependencies of our distribution, and a front end.
BUILD_REQUIRES = ["build", "cmake", "cython>=3.1", "ninja", "packaging", "platformdirs",
                  "scikit-build-core", "setuptools>=77", "setuptools-scm>=8"]

#: What people set and what would change what the tests see.
UNWANTED = ("CC", "CFLAGS", "LDFLAGS", "PYTHONPATH", "VIRTUAL_ENV",
            "PIP_CONFIG_FILE", "PIP_EXTRA_INDEX_URL", "PIP_REQUIRE_VIRTUALENV")

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Result:
    code: int
    output: str

    def __str__(self) -> str:
        return f"exit code {self.code}\n{self.output}"


@dataclass(frozen=True)
class Environment:
    """A virtual environment. `wheels` is the only place that its pip installs from."""

    folder: Path
    wheels: Path
    #: An interpreter whose pip serves this environment; it may have one of its own.
    pip: str | None = None

    @property
    def python(self) -> str:
        scripts = "Scripts" if os.name == "nt" else "bin"
        return str(self.folder / scripts / "python")

    @property
    def site(self) -> Path:
        return Path(self.run("-c", "import sysconfig as s; print(s.get_path('purelib'))").strip())

    def try_run(
        self, *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] = NOTHING
    ) -> Result:
        """Run `python arguments`; `env` adds environment variables."""
        command = [self.python, *map(str, arguments)]
        if self.pip and command[1:3] == ["-m", "pip"]:
            command[:3] = [self.pip, "-m", "pip", "--python", self.python]
        result = subprocess.run(
            command, cwd=cwd or self.folder, env=environ_of(self, env),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, encoding="utf-8", errors="replace", check=False,
        )
        return Result(result.returncode, result.stdout)

    def run(
        self, *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] = NOTHING
    ) -> str:
        """The output of `python arguments`, which must succeed."""
        result = self.try_run(*arguments, cwd=cwd, env=env)
        assert result.code == 0, result
        return result.output

    def evaluate(self, code: str, env: Mapping[str, str] = NOTHING) -> str:
        """What `code` prints. It runs outside of any source tree."""
        return self.run("-P", "-c", code, env=env).strip()


def environ_of(environment: Environment, env: Mapping[str, str] = NOTHING) -> dict[str, str]:
    """The environment variables of what runs in `environment`; `env` adds some."""
    environ = {
        name: value for name, value in os.environ.items()
        if name not in UNWANTED and not name.startswith("PYX_LOWERING_")
    }
    return environ | {
        "PYX_LOWERING_CACHE_DIR": str(environment.wheels.parent / "cache"),
        "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_FIND_LINKS": environment.wheels.as_uri(), "PIP_NO_INDEX": "1",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "default",
        "NO_COLOR": "1",
    } | dict(env)


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our wheel and those of all that builds need."""
    return once(tmp_path_factory, "wheels", _fill)


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Environment:
    """An environment with pyx-lowering and what it needs, for builds without isolation.

    All tests share it, so that nothing may be installed into it.
    """

    def make(folder: Path) -> None:
        venv.create(folder, with_pip=True)
        Environment(folder, wheels).run(
            "-m", "pip", "install", "--quiet", "pyx-lowering", *BUILD_REQUIRES)

    return Environment(once(tmp_path_factory, "builder", make), wheels)


@pytest.fixture
def user(tmp_path: Path, builder: Environment) -> Environment:
    """An environment with nothing in it: no pyx-lowering, no Cython, no setuptools."""
    return Environment(_created(tmp_path / "user"), builder.wheels, pip=builder.python)


@pytest.fixture
def developer(tmp_path: Path, builder: Environment) -> Environment:
    """An environment like `builder` to install into."""
    environment = Environment(_created(tmp_path / "developer"), builder.wheels, pip=builder.python)
    (environment.site / "builder.pth").write_text(f"{builder.site}\n")
    return environment


def _created(folder: Path) -> Path:
    venv.create(folder, with_pip=False)  # pip would take longer than a build
    return folder


@pytest.fixture(scope="session")
def src_wheel(tmp_path_factory: pytest.TempPathFactory, builder: Environment) -> Path:
    """The wheel of `packages/src_layout`, which several tests look at."""

    def make(folder: Path) -> None:
        source = shutil.copytree(PACKAGES / "src_layout", folder / "source")
        builder.run("-m", "build", "--no-isolation", "--wheel", "--outdir", folder, source)

    (wheel,) = once(tmp_path_factory, "src_wheel", make).glob("*.whl")
    return wheel


@pytest.fixture
def project(tmp_path: Path) -> Callable[[str], Path]:
    """Copies a mini-project to a place where it may be changed."""

    def copy(name: str) -> Path:
        return shutil.copytree(PACKAGES / name, tmp_path / "projects" / name)

    return copy


def files(folder: Path) -> set[str]:
    """The files below a folder, as relative paths."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if path.suffix != ".pyc"}


NO_ISOLATION = ("--no-isolation",)
PIP_NO_ISOLATION = ("--no-build-isolation", "--no-deps")

def build(
    environment: Environment, folder: Path, *options: str, env: Mapping[str, str] = NOTHING
) -> str:
    return environment.run(
        "-m", "build", *NO_ISOLATION, *options, "--outdir", folder / "dist", folder, env=env)


def call_hook(
    environment: Environment, folder: Path, hook: str, output: Path | None,
    given: Mapping[str, object] | None = None, env: Mapping[str, str] = NOTHING,
    backend: str = "build_backend",
) -> tuple[str, str]:
    """Call a hook for the project in `folder`; gives its result, and what it printed."""
    if output is not None:
        output.mkdir(exist_ok=True)
    arguments = [] if output is None else [str(output)]
    code = (f"import {backend} as backend\n"
            f"result = backend.{hook}(*{arguments!r}, config_settings={given!r})\n"
            "print('\\n=>', result)")
    printed = environment.run("-P", "-c", code, cwd=folder, env=env)
    before, _, result = printed.rpartition("\n=> ")
    return result.strip(), before


def run_uv(
    environment: Environment, *arguments: str | Path, cwd: Path | None = None,
    env: Mapping[str, str] = NOTHING,
) -> str:
    """The output of `uv arguments` for the Python of `environment`, which must succeed."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        pytest.skip("needs uv")
    own = {"UV_CACHE_DIR": str(environment.wheels.parent / "uv"), "UV_NO_INDEX": "1",
           "UV_FIND_LINKS": str(environment.wheels), "UV_PYTHON": environment.python}
    result = subprocess.run(
        [uv, *map(str, arguments)], cwd=cwd or environment.folder,
        env=environ_of(environment, {**own, **env}), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert result.returncode == 0, Result(result.returncode, result.stdout)
    return result.stdout


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing below `folder` can be written meanwhile, not even by root where root may mount."""
    modes = {path: path.stat().st_mode for path in [folder, *folder.rglob("*")]}
    mounted = os.name == "posix" and os.geteuid() == 0 and not any(
        subprocess.run(["mount", *options, folder], check=False, capture_output=True).returncode
        for options in (["--bind", folder], ["-o", "remount,ro,bind"]))
    if not mounted:
        for path, mode in modes.items():
            path.chmod(mode & ~0o222)
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)
        else:
            for path, mode in modes.items():
                path.chmod(mode)


def names_in(wheel: Path) -> set[str]:
    """The files of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def read(wheel: Path, name: str) -> str:
    """The text of the one file of a wheel whose path ends with `name`."""
    with zipfile.ZipFile(wheel) as archive:
        (found,) = [n for n in archive.namelist() if n.endswith(name)]
        return archive.read(found).decode()


def built(folder: Path, pattern: str = "*.whl") -> Path:
    (found,) = (folder / "dist").glob(pattern)
    return found


def _fill(folder: Path) -> None:
    here = Environment(Path(sys.prefix), folder)
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("pyx_lowering", "build_backend"):
        shutil.copytree(
            ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder),
         *BUILD_REQUIRES], check=True, cwd=folder)
    here.run("-m", "build", "--wheel", "--outdir", folder, source)


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """A folder that one of the parallel test processes makes, while the others wait."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    shared = factory.getbasetemp().parent if worker else factory.getbasetemp()
    folder, done = shared / name, shared / f"{name}.done"
    try:
        folder.mkdir()
    except FileExistsError:
        while not done.exists():
            time.sleep(0.1)
    else:
        try:
            make(folder)
        except BaseException as error:
            done.write_text(repr(error))
            raise
        done.touch()
    assert not done.read_text(), f"{name}: {done.read_text()}"
    return folder
