"""A real run of cibuildwheel for Linux: `python -m platforms.containers FOLDER`.

cibuildwheel builds in containers of the manylinux project. Where those images cannot be
pulled, `make_image` makes one that has the same things in the same places: Debian's root
file system and compiler, copies of this machine's interpreters, auditwheel and patchelf. Its
wheels are as portable as that Debian's glibc, so it is for testing, not for publishing.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent

#: Debian's release, and the oldest glibc that its wheels run with.
SUITE, PLATFORM = "bookworm", "manylinux_2_36_x86_64"
IMAGE = f"localhost/{PLATFORM}:pyx-lowering"

#: What the interpreters and the compiler need beside the smallest Debian.
_PACKAGES = (
    "ca-certificates", "gcc", "libc6-dev", "make", "libffi8", "libssl3", "libsqlite3-0",
    "libbz2-1.0", "libreadline8", "zlib1g", "liblzma5", "python3", "python3-venv",
)

#: Debian's patchelf is older than auditwheel wants.
_TOOLS = ("auditwheel", "patchelf>=0.14.5")

#: Some hosts let neither crun nor the default limits work.
_SETTINGS = """\
[containers]
default_ulimits = ["nofile=16384:16384", "nproc=4096:4096"]
netns = "host"
[engine]
runtime = "runc"
"""

#: Of this project, what the build of the example needs.
_PROJECT = ("pyproject.toml", "README.md", "LICENSE", "cibw.toml", "build_backend",
            "pyx_lowering", "example_project")


class Unavailable(Exception):
    """Something is missing; the message says what."""


class Failed(Exception):
    """A command failed; the message is the end of what it printed."""


def require_tools() -> list[Path]:
    """The interpreters that can be put into the image, the newest first.

    Raises `Unavailable` if there are not two of them, or a program is missing.
    """
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        raise Unavailable("this is not Linux on x86-64")
    if os.geteuid() != 0:
        raise Unavailable("only root can make the root file system")
    for program in ("podman", "runc", "debootstrap"):
        if shutil.which(program) is None:
            raise Unavailable(f"there is no `{program}`")
    found = [prefix for minor in range(15, 10, -1) if (prefix := _prefix(minor))]
    if len(found) < 2:
        raise Unavailable("two versions of CPython in folders of their own (pyenv) are needed")
    return found


def make_image(folder: Path, interpreters: Sequence[Path]) -> None:
    """Make the image `IMAGE`, unless podman has it; takes some two minutes."""
    environ = _podman_environment(folder)
    if _try(["podman", "image", "exists", IMAGE], environ):
        return
    system = folder / "system"
    shutil.rmtree(system, ignore_errors=True)
    _run(["debootstrap", "--variant=minbase", f"--include={','.join(_PACKAGES)}", SUITE, system])
    for source in ("/etc/ssl/certs/ca-certificates.crt", "/etc/resolv.conf"):
        if Path(source).is_file():
            shutil.copy(source, system / source.lstrip("/"))
    _link_interpreters(system, interpreters)
    python = interpreters[0] / "bin" / "python3"
    _run(["chroot", system, python, "-m", "venv", "/opt/tools"])
    _run(["chroot", system, "/opt/tools/bin/pip", "install", "--quiet", *_TOOLS])
    for name in ("auditwheel", "patchelf"):
        (system / "usr" / "local" / "bin" / name).symlink_to(f"/opt/tools/bin/{name}")
    certificates = "/etc/ssl/certs/ca-certificates.crt"
    variables = {
        "SSL_CERT_FILE": certificates, "PIP_CERT": certificates, "AUDITWHEEL_PLAT": PLATFORM,
        "LC_ALL": "C.UTF-8",
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
    }
    changes = [f"--change=ENV {name}={value}" for name, value in variables.items()]
    archive = folder / "system.tar"
    _run(["tar", "-C", system, "-cf", archive, "."])
    shutil.rmtree(system)
    _run(["podman", "import", *changes, archive, IMAGE], environ)
    archive.unlink()


def build_wheels(folder: Path, interpreters: Sequence[Path], wheels: Path) -> str:
    """Build and verify the example's wheels with this project's cibw.toml.

    folder: a work folder; the wheels come into its folder `wheelhouse`.
    wheels: the folder with pyx-lowering's own wheel, and perhaps what builds need.

    Returns what cibuildwheel printed; raises `Failed`.
    """
    project, output = folder / "project", folder / "wheelhouse"
    for each in (project, output):
        shutil.rmtree(each, ignore_errors=True)
    for name in _PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, project / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            project.mkdir(exist_ok=True)
            shutil.copy(source, project)
    (project / "dist").mkdir()
    for wheel in wheels.glob("pyx_lowering-*.whl"):
        shutil.copy(wheel, project / "dist")
    tags = [_tag(prefix).partition("-")[0] for prefix in interpreters]
    environ = _podman_environment(folder) | {
        "CIBW_CONTAINER_ENGINE": "podman; create_args: --network=host",
        "CIBW_MANYLINUX_X86_64_IMAGE": IMAGE,
        "CIBW_BUILD": " ".join(f"{tag}-manylinux_x86_64" for tag in tags),
    }
    return _run(
        [sys.executable, "-m", "cibuildwheel", "--platform", "linux", "--archs", "x86_64",
         "--config-file", "cibw.toml", "--output-dir", output, "example_project"],
        environ, cwd=project)


def _prefix(minor: int) -> Path | None:
    """The folder of CPython 3.`minor`, if it is one that can be copied as a whole."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates = [*sorted(pyenv.glob(f"3.{minor}.*/bin/python3.{minor}"))]
    on_path = shutil.which(f"python3.{minor}")
    candidates += [Path(on_path)] if on_path else []
    for python in candidates:
        prefix = python.resolve().parent.parent
        if prefix not in (Path("/usr"), Path("/usr/local")):
            return prefix
    return None


def _tag(prefix: Path) -> str:
    """`cp313-cp313` for the interpreter in a folder."""
    (python,) = {p.name for p in (prefix / "bin").glob("python3.[0-9][0-9]")}
    tag = f"cp{python.removeprefix('python').replace('.', '')}"
    return f"{tag}-{tag}"


def _link_interpreters(system: Path, interpreters: Sequence[Path]) -> None:
    """Copy them to the places that they have here, and link them where cibuildwheel looks."""
    links = system / "opt" / "python"
    links.mkdir(parents=True)
    # It runs its own scripts with an old one.
    for prefix, tag in [*((p, _tag(p)) for p in interpreters), (interpreters[0], "cp39-cp39")]:
        copy = system / str(prefix).lstrip("/")
        if not copy.exists():
            ignored = shutil.ignore_patterns("__pycache__", "test", "site-packages")
            shutil.copytree(prefix, copy, symlinks=True, ignore=ignored)
            python = prefix / "bin" / "python3"
            _run(["chroot", system, python, "-m", "ensurepip"])
            _run(["chroot", system, python, "-m", "pip", "install", "--quiet", "build"])
        (links / tag).symlink_to(prefix)


def _podman_environment(folder: Path) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "containers.conf"
    settings.write_text(_SETTINGS)
    return {**os.environ, "CONTAINERS_CONF": str(settings)}


def _try(command: Sequence[str | Path], environ: Mapping[str, str]) -> bool:
    return subprocess.run(command, env=environ, check=False, capture_output=True).returncode == 0


def _run(
    command: Sequence[str | Path], environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> str:
    done = subprocess.run(
        command, env=environ, cwd=cwd, check=False, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command[:3]))} …: {done.stdout[-4000:]}")
    return done.stdout


def main(folder: Path) -> None:
    """Make the image and the wheels of the two newest interpreters, below `folder`."""
    folder = folder.resolve()
    try:
        interpreters = require_tools()[:2]
        make_image(folder, interpreters)
        _run([sys.executable, "-m", "build", "--wheel", "--outdir", folder / "dist", ROOT])
        print(build_wheels(folder, interpreters, folder / "dist"))
    except (Unavailable, Failed) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".wheels"))
