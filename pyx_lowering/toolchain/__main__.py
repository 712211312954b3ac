"""`python -m pyx_lowering.toolchain` is a process that translates a share of the modules.

It works in the current folder, reads its units as JSON and writes the failures as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pyx_lowering.toolchain.cythonize import Unit, translate

if __name__ == "__main__":
    units = [Unit(**fields) for fields in json.load(sys.stdin)]
    json.dump(translate(units, Path()), sys.stdout)
