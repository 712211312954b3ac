"""`python -m platforms.fma_speed`: the software `fma` against the C library's in Pyodide."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from platforms import pyodide

_SOURCE = """\
from pyx_lowering import compile


@compile
def chain(x: float, y: float, z: float, n: int) -> float:
    for _ in range(n):
        x = x * y + z
    return x


@compile
def polynomial(x: float, n: int) -> float:
    total = 0.0
    for i in range(n):
        y = x + i
        total += (((0.1 * y + 0.2) * y + 0.3) * y + 0.4) * y + 0.5
    return total
"""

_SETTINGS = """\
[build-system]
requires = ["pyx-lowering"]
build-backend = "build_backend"

[project]
name = "speed"
version = "1"
"""

#: The best of four runs, in nanoseconds for each fma.
_MEASURE = """
import time, speed
n = 5_000_000
def best(count, function, *arguments):
    times = []
    for _ in range(4):
        start = time.perf_counter()
        function(*arguments)
        times.append(time.perf_counter() - start)
    return f"{min(times) / count * 1e9:.1f} ns"
print("chain", best(n, speed.chain, .5, .999, .1, n),
      "polynomial", best(4 * n, speed.polynomial, .5, n))
"""


def main(wheels: Path) -> None:
    """Build twice and run; `wheels` is the folder with pyx-lowering's own wheel."""
    pyodide.require_tools()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        package = pyodide.runtime(folder / "runtime")
        root = pyodide.cross_build_root(folder, package)
        project = folder / "project"
        project.mkdir()
        (project / "speed.py").write_text(_SOURCE)
        (project / "pyproject.toml").write_text(_SETTINGS)
        # With its guard defined, fma.h is empty, and `fma` is the C library's.
        for kind, flags in (("software", ""), ("library", "-DPYX_LOWERING_FMA_H")):
            wheel = pyodide.build_wheel(
                project, folder / kind, root,
                {"PIP_FIND_LINKS": wheels.resolve().as_uri(), "CFLAGS": flags})
            print(f"{kind:9} {pyodide.run(package, [wheel], _MEASURE)}", end="", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "dist"))
