"""What an editable install has of this project, in case that is not installed.

The source tree of an editable install imports `pyx_lowering`, and its metadata say so. But some
front ends read the dependencies from pyproject.toml alone, where nobody has to write that. So the
part that is needed to run comes along, for imports that nothing else can satisfy.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pyx_lowering
from build_backend import finder
from pyx_lowering.editable import FOLDER

_FILES = ("__init__.py", "runtime.py", "editable.py")


def write_stand_in(site: Path, name: str) -> None:
    """Put it below `site`, which is the top of the wheel of distribution `name`."""
    module = f"_pyx_lowering_for_{name.replace('-', '_')}"
    package = site / FOLDER / module / pyx_lowering.__name__
    package.mkdir(parents=True)
    for file in _FILES:
        shutil.copy(Path(pyx_lowering.__file__).with_name(file), package)
    shutil.copy(finder.__file__, site / f"{module}.py")
    (site / f"{module}.pth").write_text(f"import {module}\n", encoding="utf-8")
