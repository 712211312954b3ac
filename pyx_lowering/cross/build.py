"""One wheel for another platform: a build by the backend, and what is renamed after it."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import os
import re
import shlex
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from pyx_lowering.cross.headers import headers, import_library
from pyx_lowering.cross.targets import Target

#: Runs in the project's folder; prints the name of the wheel last.
_BUILD = """\
import importlib, sys, tomllib
with open("pyproject.toml", "rb") as file:
    name = tomllib.load(file)["build-system"].get("build-backend", "setuptools.build_meta")
backend = importlib.import_module(name)
print("\\n" + backend.build_wheel(sys.argv[1]))
"""


class Unavailable(Exception):
    """Something that the build needs is missing, or it failed; the message says what."""


def cross_build(project: Path, target: Target, output: Path) -> Path:
    """Build the wheel of `project` for `target` into the folder `output`.

    What the build requires must be installed here, because it is not isolated. Raises
    `Unavailable`.
    """
    if importlib.util.find_spec("ziglang") is None:
        raise Unavailable("Zig is not installed: pip install ziglang")
    if sys.platform == "win32":
        raise Unavailable("cross-compiling works on Linux and macOS")
    with tempfile.TemporaryDirectory(prefix="pyx-lowering-") as name:
        folder = Path(name).resolve()
        done = subprocess.run(
            [sys.executable, "-c", _BUILD, folder], cwd=project, check=False, text=True,
            env={**os.environ, **_variables(target, folder)}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            raise Unavailable(done.stdout.strip())
        return _retagged(folder / done.stdout.split()[-1], target, output)


def _variables(target: Target, folder: Path) -> dict[str, str]:
    """The environment in which setuptools compiles for the target."""
    cc = [sys.executable, "-m", "ziglang", "cc", "-target", target.zig,
          "-I", str(headers(target, folder))]
    link = [*cc, "-shared"]
    if target.is_macos:
        link += ["-undefined", "dynamic_lookup"]
    if target.is_windows:
        link.append(str(import_library(target, folder)))
    return {
        "CC": shlex.join(cc), "LDSHARED": shlex.join(link), "CFLAGS": "-fPIC -DNDEBUG",
        "LDFLAGS": "", "CPPFLAGS": "", "ARCHFLAGS": "",
        # Under this name setuptools and our own flags know the target.
        "_PYTHON_HOST_PLATFORM": target.platform,
        "PYX_LOWERING_ABI3": "true",
        "PYX_LOWERING_INSTRUCTION_SET": "baseline",  # Zig spells the level in another way.
    }


def _retagged(wheel: Path, target: Target, output: Path) -> Path:
    """The wheel with the tags and the file names of the target, in the folder `output`.

    It was built on this platform, so that its extension modules are called as here.
    """
    name, version, python, abi, _ = wheel.stem.split("-")
    if abi != "abi3":
        raise Unavailable(f"{wheel.name} has no extension modules for the stable ABI")
    tag = f"{python}-{abi}-{target.tag}"
    output.mkdir(parents=True, exist_ok=True)
    result = output / f"{name}-{version}-{tag}.whl"
    suffix = target.suffix.encode()
    changed = {  # in the folder of the metadata
        "WHEEL": (rb"(?m)^Tag: .*$", b"Tag: " + tag.encode()), "sboms": (rb"\.abi3\.so", suffix),
    }
    record = []
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(result, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            parts = info.filename.split("/")
            if parts[0].endswith(".dist-info") and len(parts) > 1:
                if parts[1] == "RECORD":
                    continue
                if parts[1] in changed:
                    content = re.sub(*changed[parts[1]], content)
            elif info.filename.endswith(".abi3.so"):
                info.filename = info.filename.removesuffix(".abi3.so") + target.suffix
            new.writestr(info, content, zipfile.ZIP_DEFLATED)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            record.append(f"{info.filename},sha256={digest.decode()},{len(content)}")
        last = old.getinfo(f"{name}-{version}.dist-info/RECORD")
        record.append(f"{last.filename},,\n")
        new.writestr(last, "\n".join(record), zipfile.ZIP_DEFLATED)
    return result
