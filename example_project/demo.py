"""The demonstration: from annotated Python to a native wheel in an empty environment.

`python example_project/demo.py` (or `make demo`) needs Python 3.11 or newer, a C
compiler and a package index, nothing else. All it makes is in the folder `.demo`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent
ROOT = EXAMPLE.parent
WORK = ROOT / ".demo"
WHEELS = WORK / "wheels"
KERNEL = "example_project/src/orbits/kernels.py::fma"


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts it with an old one is told so
        raise SystemExit(f"the demo needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    start = time.monotonic()
    shutil.rmtree(WORK, ignore_errors=True)

    heading("An environment for the build")
    tools = environment("tools")
    run(tools, "-m", "pip", "install", "--quiet", "build")

    heading("Build the wheel of pyx-lowering")
    run(tools, "-m", "build", "--wheel", "--outdir", WHEELS, ROOT)

    heading("Build the wheel of the example, isolated, as its author would")
    run(tools, "-m", "build", "--wheel", "--outdir", WHEELS, EXAMPLE)
    wheel = only("pyx_lowering_example-*.whl")
    for name in zipfile.ZipFile(wheel).namelist():
        print(f"    {name}")

    heading("How its function `fma` was compiled")
    run(tools, "-m", "pip", "install", "--quiet", only("pyx_lowering-*.whl"))
    for stage in ("traced", "optimized", "pyx"):
        run(tools, "-m", "pyx_lowering", "show", KERNEL, "--stage", stage, show=True)

    heading("Install the wheel into an empty environment, and run it there")
    empty = environment("empty")
    run(empty, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel)
    run(empty, "-I", EXAMPLE / "results.py", show=True)
    print(f"\nDone in {time.monotonic() - start:.0f} s.")


def heading(text: str) -> None:
    print(f"\n\x1b[1m== {text}\x1b[0m" if sys.stdout.isatty() else f"\n== {text}", flush=True)


def environment(name: str) -> Path:
    """A new virtual environment in the work folder; gives the path of its Python."""
    folder = WORK / name
    run(Path(sys.executable), "-m", "venv", folder)
    scripts = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    return folder / scripts


def only(pattern: str) -> Path:
    """The one wheel that fits the pattern."""
    (wheel,) = WHEELS.glob(pattern)
    print(f"  {wheel.name}")
    return wheel


def run(python: Path, *arguments: str | Path, show: bool = False) -> None:
    """Run a command that is shown first; its output is shown on request, or if it fails."""
    words = [_short(python), *map(_short, arguments)]
    print(f"$ {' '.join(words)}", flush=True)
    done = subprocess.run(
        [python, *arguments],
        check=False,
        cwd=ROOT,
        env=_variables(),
        stdin=subprocess.DEVNULL,
        stdout=None if show else subprocess.PIPE,
        stderr=None if show else subprocess.STDOUT,
    )
    if done.returncode:
        if done.stdout:
            print(done.stdout.decode(errors="replace"))
        raise SystemExit(f"the command ended with status {done.returncode}")


def _short(word: str | Path) -> str:
    """A path as seen from the root of the project."""
    if isinstance(word, Path) and word.is_relative_to(ROOT):
        return word.relative_to(ROOT).as_posix() or "."
    return str(word)


def _variables() -> dict[str, str]:
    """The environment variables, with our own wheel among those that pip finds."""
    variables = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    # As a URL, because pip splits the value at spaces, and a path may have some.
    links = [variables.get("PIP_FIND_LINKS", ""), WHEELS.as_uri()]
    variables["PIP_FIND_LINKS"] = " ".join(filter(None, links))
    return variables


if __name__ == "__main__":
    main()
