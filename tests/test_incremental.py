"""Building again: how often the compiler runs.

And editable installs that compile an edited module when it is imported.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pyx_lowering.toolchain import processors
from tests.front_ends import (
    PIP_NO_ISOLATION,
    Environment,
    builder,
    call_hook,
    developer,
    files,
    project,
    wheels,
)
from tests.mini_projects import SHAPES, add_one_to_discs, edit

__all__ = ["builder", "developer", "project", "wheels"]  # fixtures

pytestmark = [
    pytest.mark.slow, pytest.mark.e2e,
    pytest.mark.skipif(os.name != "posix", reason="the compiler is a shell script"),
]


@dataclass
class Compiler:
    """A compiler that counts how often it is called, and a cache of its own."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir()
        script = self.folder / "counting-cc"
        script.write_text(f'#!/bin/sh\necho "$@" >> "{self.log}"\nexec cc "$@"\n')
        script.chmod(0o755)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def environ(self) -> dict[str, str]:
        return {"CC": str(self.folder / "counting-cc"),
                "PYX_LOWERING_CACHE_DIR": str(self.folder / "cache")}

    def runs(self) -> list[str]:
        """The modules that were compiled since the last question."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return sorted(match for line in lines if " -c " in line
                      for match in re.findall(r"(\w+_native)\.c\b", line))


@pytest.fixture
def compiler(tmp_path: Path) -> Compiler:
    return Compiler(tmp_path / "compiler")


ALL = ["_boxes_native", "_flat_native", "_init_native", "_never_imported_native"]


def test_an_unchanged_project_runs_no_compiler(
    builder: Environment, compiler: Compiler, project: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = project("src_layout")

    def build(hook: str, given: dict[str, object] | None = None) -> list[str]:
        call_hook(builder, folder, hook, tmp_path / "out", given, env=compiler.environ)
        return compiler.runs()

    assert build("build_wheel") == ALL
    assert build("build_wheel") == []
    assert build("build_editable") == []
    # An edit that changes no compiled function changes nothing.
    boxes = folder / "src/shapes/solid/boxes.py"
    boxes.write_text(boxes.read_text() + "\n# a remark\n")
    assert build("build_wheel") == []
    add_one_to_discs(folder)
    assert build("build_wheel") == ["_flat_native"]
    constants = folder / "src/shapes/constants.py"
    constants.write_text("PI = 4.0\n")  # which is compiled into all that use it
    assert build("build_wheel") == ["_boxes_native", "_flat_native"]
    folder = folder.rename(folder.with_name("elsewhere"))
    assert build("build_wheel") == []
    assert build("build_wheel", {"pyx-lowering.cache": "off"}) == ALL


def test_isolated_builds_share_the_cache(
    builder: Environment, compiler: Compiler, project: Callable[[str], Path], tmp_path: Path
) -> None:
    """Each has an environment, an sdist and folders of its own."""
    folder = project("src_layout")
    wheels = []
    for number, expected in enumerate([ALL, []]):
        output = tmp_path / f"out{number}"
        builder.run("-m", "build", "--outdir", output, folder, env=compiler.environ)
        assert compiler.runs() == expected
        wheels += [path.read_bytes() for path in output.glob("*.whl")]
    assert len(wheels) == 2
    assert wheels[0] == wheels[1]


@pytest.mark.skipif(processors() < 2, reason="there is one processor")
def test_modules_are_compiled_at_the_same_time(
    builder: Environment, project: Callable[[str], Path], tmp_path: Path
) -> None:
    """Each of the first two compilers waits for the other one."""
    compiler = tmp_path / "waiting-cc"
    compiler.write_text(f"""#!/bin/sh
case " $* " in *" -c "*)
    echo run >> {tmp_path}/started
    for i in $(seq 600); do
        [ $(wc -l < {tmp_path}/started) -ge 2 ] && exec cc "$@"
        sleep 0.1
    done
    exit 1;;
esac
exec cc "$@"
""")
    compiler.chmod(0o755)
    call_hook(builder, project("src_layout"), "build_wheel", tmp_path / "out",
              {"pyx-lowering.cache": "off"}, env={"CC": str(compiler)})
    assert (tmp_path / "started").read_text().count("run") == len(ALL)


@pytest.fixture
def edited(
    developer: Environment, compiler: Compiler, project: Callable[[str], Path]
) -> Path:
    """The folder of a project that is installed editable, to be compiled on import."""
    folder = project("src_layout")
    developer.run(
        "-m", "pip", "install", *PIP_NO_ISOLATION, "--quiet", "--config-settings",
        "pyx-lowering.rebuild-on-import=true", "--editable", folder, env=compiler.environ)
    compiler.runs()
    return folder


def test_an_edited_module_is_compiled_on_import(
    developer: Environment, compiler: Compiler, edited: Path
) -> None:
    before = files(edited)
    assert developer.evaluate(SHAPES, compiler.environ) == "12.5 12.5\nTrue True"
    flat = edited / "src/shapes/flat.py"
    original = flat.read_text()
    add_one_to_discs(edited)
    assert developer.evaluate(SHAPES, compiler.environ).splitlines() == [
        "pyx-lowering: src/shapes/flat.py has changed since it was compiled; "
        "compiling shapes.flat",
        "13.5 12.5", "True True",
    ]
    assert compiler.runs() == ["_flat_native"]
    assert developer.evaluate(SHAPES, compiler.environ) == "13.5 12.5\nTrue True"
    # Back again: what was compiled before is there.
    flat.write_text(original)
    assert developer.evaluate(SHAPES, compiler.environ).endswith("\n12.5 12.5\nTrue True")
    assert compiler.runs() == []
    assert files(edited) == before


def test_a_mistake_does_not_stop_the_import(
    developer: Environment, compiler: Compiler, edited: Path
) -> None:
    flat = edited / "src/shapes/flat.py"
    edit(flat, "PI * radius", "float(len({PI})) * radius")
    printed = developer.evaluate(
        "import shapes.flat\nprint(shapes.disc(2.0))", compiler.environ)
    assert "error[PYX" in printed
    assert "--> src/shapes/flat.py:16:" in printed
    assert "shapes.flat could not be compiled; running the Python code" in printed
    assert printed.endswith("\n4.0")


def test_new_renamed_and_deleted_modules(
    developer: Environment, compiler: Compiler, edited: Path
) -> None:
    shapes = edited / "src/shapes"
    ask = "import shapes.{0} as m; print(m.disc(2.0), type(m.disc).__name__)"
    native = "12.5 cython_function_or_method"
    (shapes / "new.py").write_text((shapes / "flat.py").read_text())
    printed = developer.evaluate(ask.format("new"), compiler.environ).splitlines()
    assert printed == [
        "pyx-lowering: shapes.new is not compiled yet; compiling shapes.new", native]
    assert developer.evaluate(ask.format("new"), compiler.environ) == native
    (shapes / "new.py").rename(shapes / "renamed.py")
    assert developer.evaluate(ask.format("renamed"), compiler.environ).endswith(native)
    (shapes / "renamed.py").unlink()
    assert developer.try_run("-P", "-c", "import shapes.renamed").code != 0
    # A function that is no longer marked, or has another name, is not found in old code.
    text = (shapes / "flat.py").read_text()
    (shapes / "flat.py").write_text(text + text[text.index("@compile"):].replace(
        "disc", "other").replace("@compile\n", ""))
    ask_other = "import shapes.flat as m; print(type(m.disc).__name__, type(m.other).__name__)"
    assert developer.evaluate(ask_other, compiler.environ).splitlines()[-1] == (
        "cython_function_or_method function")
    developer.run("-m", "pip", "uninstall", "--yes", "--quiet", "src-layout")
    assert files(developer.site) == {"builder.pth"}


def test_many_processes_import_an_edited_module_at_once(
    developer: Environment, compiler: Compiler, edited: Path
) -> None:
    (edited / "src/shapes/constants.py").write_text("PI = 4.0\n")
    environ = {**os.environ, **compiler.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    processes = [
        subprocess.Popen([developer.python, "-P", "-c", SHAPES], env=environ, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(6)
    ]
    for process in processes:
        printed, told = process.communicate()
        assert printed.splitlines() == ["16.0 16.0", "True True"], told
    assert compiler.runs() == ["_boxes_native", "_flat_native"]


def test_an_excluded_module_is_never_compiled(
    developer: Environment, compiler: Compiler, project: Callable[[str], Path]
) -> None:
    folder = project("tuned")
    developer.run("-m", "pip", "install", *PIP_NO_ISOLATION, "--quiet", "--editable", folder,
                  env=compiler.environ)
    excluded = folder / "src/tuned/excluded.py"
    excluded.write_text(excluded.read_text() + "# edited\n")
    printed = developer.evaluate(
        "import tuned.excluded as e, tuned.mixed as m; print(e.anything(['a', 'b']), m.bad(2.0))",
        compiler.environ)
    assert printed == "a b 2.0"
