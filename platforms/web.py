"""The example's page: everything that a browser needs, in one folder, served on this machine.

`python -m platforms.web FOLDER [--serve PORT]`
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import functools
import http.server
import io
import json
import os
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from platforms import pyodide
from pyx_lowering import cli

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "example_project"

#: Of the files in npm's package, those that a browser loads.
_RUNTIME = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "pyodide-lock.json",
            "python_stdlib.zip")


def build_site(
    site: Path, work: Path, runtime: Path, environ: Mapping[str, str] | None = None
) -> None:
    """Make the folder `site` anew.

    work: a folder for what is made on the way. runtime: what `pyodide.runtime` gave.
    environ: variables for the build of the wheel, such as PIP_FIND_LINKS.
    """
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(EXAMPLE / "web", site, ignore=shutil.ignore_patterns("*.png", "__pycache__"))
    (site / "pyodide").mkdir()
    for name in _RUNTIME:
        shutil.copy(runtime / name, site / "pyodide")
    root = pyodide.cross_build_root(work, runtime)
    wheel = pyodide.build_wheel(EXAMPLE, site, root, environ)
    (site / "wheel.txt").write_text(wheel.name)
    (site / "functions.json").write_text(json.dumps(list(_functions()), ensure_ascii=False))


def serve(site: Path, port: int) -> http.server.ThreadingHTTPServer:
    """A server for `site` on localhost, still to be run; port 0 takes any that is free."""
    handler = functools.partial(_Handler, directory=str(site))
    return http.server.ThreadingHTTPServer(("localhost", port), handler)


class _Handler(http.server.SimpleHTTPRequestHandler):
    #: Not every system knows these, and browsers insist.
    extensions_map = {  # noqa: RUF012 - that is how the base class has it
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript", ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _functions() -> Iterator[dict[str, str]]:
    """For each function that the example's results show: its source and what becomes of it."""
    cases = runpy.run_path(str(EXAMPLE / "results.py"))["CASES"]
    sources = dict(_sources())
    for name, _, arguments in cases:
        path, source = sources[name]
        target = f"{path.relative_to(ROOT).as_posix()}::{name}"
        yield {
            "name": name, "arguments": ", ".join(map(repr, arguments)), "source": source,
            "table": _shown(target, "optimized"), "pyx": _shown(target, "pyx"),
        }


def _sources() -> Iterator[tuple[str, tuple[Path, str]]]:
    for path in sorted((EXAMPLE / "src").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                first = node.decorator_list[0].lineno
                lines = text.splitlines()[first - 1 : node.end_lineno]
                yield node.name, (path, "\n".join(lines))


def _shown(target: str, stage: str) -> str:
    """What `pyx-lowering show` prints."""
    with contextlib.redirect_stdout(io.StringIO()) as output, contextlib.chdir(ROOT):
        status = cli.main(["show", target, "--stage", stage])
    assert status == 0, target
    return output.getvalue()


def main(arguments: list[str]) -> None:
    """Build the page, with this project's wheel as it is now; serve it if that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m platforms.web", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--serve", type=int, metavar="PORT")
    options = parser.parse_args(arguments)
    folder = options.folder.resolve()
    try:
        pyodide.require_tools()
        wheels = folder / "wheels"
        subprocess.run(
            [sys.executable, "-m", "build", "--wheel", "--outdir", wheels, ROOT], check=True,
            stdout=subprocess.DEVNULL)
        runtime = pyodide.runtime(folder / "runtime")
        links = f"{os.environ.get('PIP_FIND_LINKS', '')} {wheels.as_uri()}"
        build_site(folder / "site", folder, runtime, {"PIP_FIND_LINKS": links})
    except (pyodide.Unavailable, pyodide.Failed, subprocess.CalledProcessError) as error:
        raise SystemExit(str(error)) from None
    print(f"the page is in {options.folder / 'site'}")
    if options.serve is not None:
        with serve(folder / "site", options.serve) as server:
            print(f"http://localhost:{server.server_port}/ (Ctrl-C ends)", flush=True)
            with contextlib.suppress(KeyboardInterrupt):
                server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1:])
