"""`python -m build_backend.rebuild RECORD MODULE FILE` compiles one module of an editable install.

An edited module calls it while it is imported. Several processes may import it at the same
time: the first one compiles, the others wait for it and find the work done.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from build_backend import engine
from build_backend.hooks import reported
from build_backend.records import entry_of, recorded_project, write_record
from pyx_lowering.editable import read, reason_to_compile
from pyx_lowering.toolchain import Cache, cache_folder, replace_file


def main(path: str, module: str, file: str) -> None:
    """Compile `module`, whose code is in `file`, and write its record in `path` anew."""
    folder = cache_folder("editable")
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    with _locked(folder / f"{name}.lock"), reported():
        record = read(path)
        entry = record["modules"].get(module)
        if entry is None or reason_to_compile(path, record, entry) is not None:
            record["modules"][module] = _compiled(record, module, file, folder)
            write_record(Path(path), record)


def _compiled(record: dict[str, Any], module: str, file: str, folder: Path) -> dict[str, Any]:
    """The new entry of a module, whose native code is put into the cache folder."""
    project = recorded_project(record, module, file)
    source = project.modules.find(module)
    assert source is not None  # It is being imported.
    if not project.marked:
        return entry_of(project, source, None, None)
    with tempfile.TemporaryDirectory(prefix="pyx-lowering-") as output:
        built = engine.build(project, Path(output).resolve(), options=record["options"])
        if not built.files:
            return entry_of(project, source, None, None)
        (native,) = built.files.values()
        content = native.read_bytes()
        # The name follows from the content, so that no file changes that a process has loaded.
        place = folder / hashlib.sha256(content).hexdigest()[:32] / native.name
        if not place.is_file():
            place.parent.mkdir(exist_ok=True)
            replace_file(place, content)
    Cache(folder).trim()
    return entry_of(project, source, built.compiled[0], str(place))


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock on a file, which the system gives up when the process ends."""
    with path.open("a") as stream:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    main(*sys.argv[1:])
