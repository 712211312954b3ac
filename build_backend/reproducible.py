"""The same bytes for the same sources: dates, owners and permissions that differ for no reason."""

from __future__ import annotations

import contextlib
import gzip
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "SOURCE_DATE_EPOCH"

#: The date where the variable says none, 2020-02-02 as other backends have it: zip archives
#: know no date before 1980.
_DATE = 1580601600


def source_date() -> int:
    """The date of all that is packed, in seconds since 1970."""
    try:
        return int(os.environ[VARIABLE])
    except (KeyError, ValueError):
        return _DATE


@contextlib.contextmanager
def dated() -> Iterator[None]:
    """Others find the date in the environment, as they look for it."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(source_date())
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


def plain_permissions(folder: Path) -> None:
    """Let the files below `folder` be readable by all, whatever the umask of the build is."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(_permissions(path.stat().st_mode))


def write_sdist(folder: Path, archive: Path) -> None:
    """Pack `folder`, whose name becomes the top one, into a `.tar.gz`."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    paths = [folder, *sorted(folder.rglob("*"), key=lambda path: path.parts)]
    with (
        archive.open("wb") as file,
        # The header has neither the name nor the time of this build.
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=source_date()) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        for path in paths:
            name = Path(folder.name, path.relative_to(folder)).as_posix()
            tar.add(path, name, recursive=False, filter=_plain)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mtime = source_date()
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.isdir() else _permissions(member.mode)
    return member


def _permissions(mode: int) -> int:
    return 0o755 if mode & 0o100 else 0o644
