"""Files by the hash of all that they are made from, in the user's cache folder.

Several processes may write and read at the same time, and any of them may be killed: a file
is written elsewhere and moved into place as a whole, and begins with a digest of the rest,
which is compared when it is read. A cache that cannot be written, or a full disk, costs
time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: Name the folder to use instead of the platform's, and its limit in megabytes.
FOLDER_VARIABLE = "PYX_LOWERING_CACHE_DIR"
SIZE_VARIABLE = "PYX_LOWERING_CACHE_SIZE"

#: Enough for some thousands of modules.
_MEGABYTES = 500
_DIGEST = hashlib.sha256().digest_size


def cache_folder(purpose: str) -> Path:
    """Where files of one purpose are kept; nothing says that it exists or can be written."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        folder = Path(chosen)
    else:
        import platformdirs  # `verify` comes by here where nothing else is installed

        folder = platformdirs.user_cache_path("pyx-lowering")
    return folder.absolute() / purpose


def key_of(parts: Iterable[object]) -> str:
    """The name of what is made from `parts`."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part if isinstance(part, bytes) else repr(part).encode())
        digest.update(b"\0")
    return digest.hexdigest()


@dataclass(frozen=True)
class Cache:
    """A cache in `folder`; one without a folder never has anything."""

    folder: Path | None

    def fetch(self, key: str) -> bytes | None:
        """The content that was stored under `key`; None if there is none that is whole."""
        if self.folder is None:
            return None
        path = self._path(self.folder, key)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        digest, content = stored[:_DIGEST], stored[_DIGEST:]
        with contextlib.suppress(OSError):
            if hashlib.sha256(content).digest() != digest:
                path.unlink()
                return None
            os.utime(path)  # The least recently used ones go first.
        return content

    def store(self, key: str, content: bytes) -> None:
        """Keep `content` under `key`, if that is possible."""
        if self.folder is None:
            return
        path = self._path(self.folder, key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, hashlib.sha256(content).digest() + content)

    def trim(self) -> None:
        """Remove the least recently used files until the rest is below the limit."""
        if self.folder is None:
            return
        found = []
        for path in self.folder.glob("*/*"):
            with contextlib.suppress(OSError):  # Another process trims too.
                status = path.stat()
                found.append((status.st_mtime_ns, status.st_size, path))
        size, limit = sum(each[1] for each in found), _limit()
        if size <= limit:
            return
        for _, freed, path in sorted(found):
            with contextlib.suppress(OSError):
                path.unlink()
                size -= freed
            if size <= limit * 0.8:  # So that the next build need not remove anything.
                break

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / key[2:]


def replace_file(path: Path, content: bytes) -> None:
    """Write a file that others see as a whole or not at all; raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _limit() -> float:
    """In bytes."""
    try:
        return float(os.environ.get(SIZE_VARIABLE) or _MEGABYTES) * 1e6
    except ValueError:
        return _MEGABYTES * 1e6
