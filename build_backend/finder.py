"""Finds the `pyx_lowering` that came with an editable install, where there is no other.

A copy of this file is put beside it, and imported by a `.pth` file whenever Python starts there;
`stand_in.py` says why.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


class Finder:
    """Comes last: what is installed, in whatever way, was looked for before."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != "pyx_lowering":
            return None
        from importlib.machinery import PathFinder

        folder = os.path.join(os.path.dirname(__file__), "_pyx_lowering_editable", __name__)
        return PathFinder.find_spec(name, [folder])


if __name__.startswith("_pyx_lowering_for_"):
    sys.meta_path.append(Finder)
