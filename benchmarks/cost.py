"""What compiling costs: the time to trace and lower functions of growing length, and to
build a project of many functions.

    python -m benchmarks.cost            # prints the tables
    python -m benchmarks.cost --record   # writes them to docs/compile-cost.md too
"""

from __future__ import annotations

import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.report import machine
from pyx_lowering.discover import Project, parse_module
from pyx_lowering.driver import compile_module
from pyx_lowering.source import SourceFile

LINES = (10, 100, 1_000, 10_000)
FUNCTIONS = 200
PAGE = Path(__file__).resolve().parent.parent / "docs" / "compile-cost.md"
BEGIN, END = "<!-- written by `python -m benchmarks.cost --record` -->", "<!-- end -->"

_HEADER = "from pyx_lowering import compile\n\n\n"


def block(number: int) -> str:
    """Ten lines with a branch, a loop and calls; each block has a variable of its own."""
    return f"""\
    a{number} = x * y + {number}.5
    if a{number} > y:
        y = y - a{number} / 2.0
    else:
        n = n % 1000 + 1
    for i in range(n):
        x = x * 0.5 + i
        y = abs(y) + x
    x += a{number} * y
    y = min(x, y)
"""


def function(name: str, blocks: int) -> str:
    body = "".join(block(number) for number in range(blocks))
    return f"@compile\ndef {name}(x: float, y: float, n: int) -> float:\n{body}    return x + y\n"


def curve() -> Iterator[tuple[int, float]]:
    """The lines of a function, and the seconds from its text to the text of the `.pyx`."""
    for lines in LINES:
        text = _HEADER + function("f", lines // 10)
        start = time.perf_counter()
        file = SourceFile(Path("long.py"), text, "long.py")
        compile_module(parse_module(file, "long"), Project([]))
        yield lines, time.perf_counter() - start


def project_seconds() -> float:
    """The seconds of `python -m build --wheel` for a project of many small functions."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        package = root / "src" / "many"
        package.mkdir(parents=True)
        (root / "pyproject.toml").write_text(
            '[build-system]\nrequires = ["pyx-lowering"]\nbuild-backend = "build_backend"\n'
            '[project]\nname = "many"\nversion = "1"\n')
        (package / "__init__.py").write_text("")
        per_module = 50
        for start in range(0, FUNCTIONS, per_module):
            functions = [function(f"f{k}", 1) for k in range(start, start + per_module)]
            (package / f"part{start}.py").write_text(_HEADER + "\n\n".join(functions))
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--no-isolation", str(root)],
            check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began


def report() -> str:
    """Both tables, as Markdown."""
    rows = list(curve())
    lines = [machine(), "", "| lines of the function | seconds | growth |", "| --: | --: | --: |"]
    before: tuple[int, float] | None = None
    for count, seconds in rows:
        growth = "–"
        if before is not None:
            # The exponent of a power law between the two: 1 is linear.
            exponent = math.log(seconds / before[1]) / math.log(count / before[0])
            growth = f"n^{exponent:.2f}"
        lines.append(f"| {count} | {seconds:.3f} | {growth} |")
        before = count, seconds
    lines += ["", f"A wheel of a project with {FUNCTIONS} functions of ten lines in "
              f"{FUNCTIONS // 50} modules: {project_seconds():.1f} s."]
    return "\n".join(lines)


def main() -> None:
    text = report()
    print(text)
    if "--record" in sys.argv[1:]:
        page = PAGE.read_text(encoding="utf-8")
        head, tail = page.partition(BEGIN)[0], page.partition(END)[2]
        PAGE.write_text(f"{head}{BEGIN}\n{text}\n{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
