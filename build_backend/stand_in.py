"""What an editable install has of this project, in case that is not installed.

The source tree of an editable install imports `pyx_lowering`, and its metadata say so. But some
front ends read the dependencies from pyproject.toml alone, where nobody has to write that. So the
part that is needed to run comes along, behind everything else on the path of imports.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pyx_lowering
from pyx_lowering.editable import FOLDER

_FILES = ("__init__.py", "runtime.py", "editable.py")


def write_stand_in(site: Path, name: str) -> None:
    """Put it below `site`, which is the top of the wheel of distribution `name`."""
    place = f"{FOLDER}/{name}.path"
    package = site / place / pyx_lowering.__name__
    package.mkdir(parents=True)
    for file in _FILES:
        shutil.copy(Path(pyx_lowering.__file__).with_name(file), package)
    # What `.pth` files name is behind the installed packages.
    (site / f"{FOLDER}-{name}.pth").write_text(f"{place}\n", encoding="utf-8")
