"""`python -m pyx_lowering.toolchain` is a process that translates a share of the modules.

It works in the current folder, reads its units as JSON, and writes a line of JSON for each that is
done: its name, and what is wrong with it, if anything.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pyx_lowering.toolchain.cythonize import Unit, translate

if __name__ == "__main__":
    units = [Unit(**fields) for fields in json.load(sys.stdin)]
    for done in translate(units, Path()):
        print(json.dumps(done), flush=True)
