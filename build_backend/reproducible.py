"""The same bytes for the same sources: dates, owners and permissions that differ for no reason."""

from __future__ import annotations

import base64
import contextlib
import csv
import gzip
import hashlib
import io
import os
import stat
import tarfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "SOURCE_DATE_EPOCH"

#: The date where the variable says none, 2020-02-02 as other backends have it: zip archives
#: know no date before 1980.
_DATE = 1580601600
_FIRST_DATE = 315532800


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


def write_wheel(folder: Path, wheel: Path) -> None:
    """Pack the unpacked wheel in `folder`, with a new RECORD."""
    (info,) = folder.glob("*.dist-info")
    record = info / "RECORD"
    # Metadata stand at the end, where they are found fast, and the record is the last.
    paths = sorted(
        (path for path in folder.rglob("*") if path.is_file() and path != record),
        key=lambda path: (info in path.parents, path.relative_to(folder).as_posix()))
    lines = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            name, content = path.relative_to(folder).as_posix(), path.read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            lines.append([name, f"sha256={digest.decode()}", str(len(content))])
            _add(archive, name, content, path.stat().st_mode)
        lines.append([record.relative_to(folder).as_posix(), "", ""])
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(lines)
        _add(archive, lines[-1][0], text.getvalue().encode(), 0o644)


def _add(archive: zipfile.ZipFile, name: str, content: bytes, mode: int) -> None:
    date = time.gmtime(max(source_date(), _FIRST_DATE))[:6]
    member = zipfile.ZipInfo(name, date)
    member.external_attr = (stat.S_IFREG | _permissions(mode)) << 16
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, content)


def unpack_wheel(wheel: Path, folder: Path) -> None:
    """Unpack a wheel with its permissions."""
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            path = Path(archive.extract(member, folder))
            if path.is_file():
                path.chmod(_permissions(member.external_attr >> 16))


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mtime = source_date()
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o755 if member.isdir() else _permissions(member.mode)
    return member


def _permissions(mode: int) -> int:
    return 0o755 if mode & 0o100 else 0o644
