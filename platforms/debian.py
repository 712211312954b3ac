"""Debian's Python for another processor, run by QEMU: nothing of it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

#: Python and what its modules are linked with.
_PACKAGES = (
    "python3.11-minimal", "libpython3.11-minimal", "libpython3.11-stdlib", "libc6", "zlib1g",
    "libexpat1", "libgcc-s1", "libssl3", "libbz2-1.0", "liblzma5", "libffi8", "libcrypt1",
)


class Unavailable(Exception):
    """Something is missing; the message says what."""


def emulated_python(folder: Path, architecture: str, emulator: str) -> list[str]:
    """The command that runs CPython 3.11 of Debian's `architecture` (arm64), put below `folder`.

    emulator: QEMU's program, such as `qemu-aarch64`. Raises `Unavailable`.
    """
    for program in (emulator, "apt-get", "dpkg"):
        if shutil.which(program) is None:
            raise Unavailable(f"there is no `{program}`")
    root = folder / "root"
    python = root / "usr" / "bin" / "python3.11"
    if not python.is_file():
        _download(folder, architecture)
        for package in folder.glob("*.deb"):
            _run(["dpkg", "--extract", package, root], folder)
    return [emulator, "-L", str(root), str(python)]


def _download(folder: Path, architecture: str) -> None:
    """Fetch the packages with lists of apt's own for this folder."""
    for name in ("state/lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "status").touch()
    options = {
        "Dir::State": folder / "state", "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache", "APT::Architecture": architecture,
        "APT::Architectures": architecture, "APT::Sandbox::User": "",
    }
    apt = ["apt-get", "-q", *(word for name, value in options.items()
                              for word in ("-o", f"{name}={value}"))]
    _run([*apt, "update"], folder)
    _run([*apt, "download", *_PACKAGES], folder)


def _run(command: list[str | Path], folder: Path) -> None:
    done = subprocess.run(
        list(map(str, command)), cwd=folder, check=False, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        raise Unavailable(f"{command[0]}: {done.stdout[-400:]}")
