"""Finds the native code of a module of an editable install, and notices when it is stale.

An editable wheel puts into site-packages one record for its project, in the folder
`_pyx_lowering_editable`, and the extension modules beside it:

    {"format": 1, "root": "/home/me/project", "rebuild": false,
     "folders": {"src/pkg": "pkg"},
     "modules": {"pkg.kernels": {"file": "src/pkg/kernels.py", "extension": "pkg/_kern….so",
                                 "sources": {"src/pkg/kernels.py": "<SHA-256>"}},
                 "pkg.excluded": {"file": "src/pkg/excluded.py"}}}

`sources` are all files that the native code was made from. A module without them is
never compiled. `rebuild` says whether an edited module is compiled again when it is
imported; that happens in another process, `python -m build_backend.rebuild`, which puts the
result into the cache folder and writes the record anew.

It is imported where programs run, so it needs the standard library alone.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType
    from typing import Any

    Record = dict[str, Any]

FOLDER = "_pyx_lowering_editable"
FORMAT = 1


def find(module: str, native: str, file: str) -> tuple[ModuleType | None, str | None] | None:
    """The extension module `native` of `module`, whose Python code is in `file`.

    Returns it, or None with what to tell the user, if there is anything to tell. Returns
    None alone for a module that belongs to no editable install.
    """
    for path, record in records():
        entry = record["modules"].get(module)
        if entry is None:
            if not _is_new(record, module, file):
                continue
            stale: str | None = "is not compiled yet"
        elif not _is_same(os.path.join(record["root"], entry["file"]), file):
            continue
        elif "sources" not in entry:
            return None, None
        else:
            stale = reason_to_compile(path, record, entry)
        if stale is not None:
            if not record["rebuild"]:
                return None, (f"{_name(stale, module)}; running the Python code; "
                              "reinstall with pip install -e . to compile it again")
            failure = _rebuild(path, module, file, _name(stale, module))
            if failure is not None:
                return None, failure
            entry = read(path)["modules"].get(module) or {}
        if entry.get("extension") is None:
            return None, None  # All its functions stay Python, or have lost their marks.
        return _load(module, native, os.path.join(os.path.dirname(path), entry["extension"]))
    return None


def records() -> list[tuple[str, Record]]:
    """The records of all editable installs, with their paths."""
    try:
        folders = list(__import__(FOLDER).__path__)
    except ModuleNotFoundError:
        return []
    found = []
    for folder in folders:
        for name in sorted(os.listdir(folder)):
            if name.endswith(".json"):
                path = os.path.join(folder, name)
                try:
                    record = read(path)
                except (OSError, ValueError):
                    continue  # Uninstalled at this moment, or not ours.
                if record.get("format") == FORMAT:
                    found.append((path, record))
    return found


_read: dict[str, tuple[tuple[int, int, int], Record]] = {}


def read(path: str) -> Record:
    """The record in a file; raises OSError and ValueError."""
    status = os.stat(path)
    state = (status.st_mtime_ns, status.st_size, status.st_ino)
    known = _read.get(path)
    if known is None or known[0] != state:
        import json

        with open(path, encoding="utf-8") as stream:
            known = _read[path] = state, json.load(stream)
    return known[1]


def reason_to_compile(path: str, record: Record, entry: Record) -> str | None:
    """Why the native code of a module cannot be used; None if all is as it was compiled."""
    for source, expected in entry["sources"].items():
        if digest(os.path.join(record["root"], source)) != expected:
            return f"{source} has changed since it was compiled"
    extension = entry.get("extension")
    if extension is not None and not os.path.exists(
        os.path.join(os.path.dirname(path), extension)
    ):
        return "has lost its native code"
    return None


def digest(file: str) -> str | None:
    """The SHA-256 of a file; None if there is none."""
    import hashlib

    try:
        with open(file, "rb") as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except OSError:
        return None


def _name(stale: str, module: str) -> str:
    return f"{module} {stale}" if stale.startswith(("is ", "has ")) else stale


def _is_same(first: str, second: str) -> bool:
    try:
        return os.path.samefile(first, second)
    except OSError:
        return False


def _is_new(record: Record, module: str, file: str) -> bool:
    """Whether a module that the record does not list lies among those that it does."""
    for folder, package in record["folders"].items():
        base = os.path.realpath(os.path.join(record["root"], folder))
        path = os.path.relpath(os.path.splitext(os.path.realpath(file))[0], base)
        parts = path.split(os.sep)
        if parts[-1] == "__init__":
            parts.pop()
        if ".".join(filter(None, [package, *parts])) == module:
            return True
    return False


def _rebuild(path: str, module: str, file: str, why: str) -> str | None:
    """Compile one module again in another process; what to tell if that does not work."""
    import subprocess
    from importlib.util import find_spec

    if find_spec("build_backend") is None:  # This file came with the install, and nothing else.
        return f"{why}; running the Python code; pip install pyx-lowering to compile it again"
    print(f"pyx-lowering: {why}; compiling {module}", file=sys.stderr, flush=True)
    result = subprocess.run(
        [sys.executable, "-P", "-m", "build_backend.rebuild", path, module, file],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", errors="replace", check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    if result.returncode == 0:
        return None
    print(result.stdout.strip(), file=sys.stderr, flush=True)
    return f"{module} could not be compiled; running the Python code"


def _load(module: str, native: str, path: str) -> tuple[ModuleType | None, str | None]:
    from importlib.util import module_from_spec, spec_from_file_location

    name = f"{FOLDER}.{native}"
    spec = spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    try:
        extension = module_from_spec(spec)
        spec.loader.exec_module(extension)
    except Exception as error:
        return None, f"{path} cannot be imported ({error}); running the Python code of {module}"
    sys.modules[name] = extension
    return extension, None
