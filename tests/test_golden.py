"""Golden cases: what each stage makes of a module, and what each mistake looks like.

`golden/NAME.py` stands beside the graphs as traced, typed and optimized and the `.pyx`;
`golden/errors/NAME.py` beside the message (`.err`). After a change that is wanted,
`pytest tests/test_golden.py --update-golden` writes them anew: read the diff.
"""

from __future__ import annotations

import difflib
import re
import sys
from pathlib import Path

import pytest

from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError
from pyx_lowering.discover import Project, SourceModule, read_module
from pyx_lowering.driver import compile_module
from pyx_lowering.ir import Function, format_function, signature

TESTS = Path(__file__).parent
GOLDEN = TESTS / "golden"
#: What several cases import; has nothing marked.
SHARED = "shared"

CASES = sorted(path.stem for path in GOLDEN.glob("*.py") if path.stem != SHARED)
MISTAKES = sorted(path.stem for path in (GOLDEN / "errors").glob("*.py"))
STAGES = ("traced", "typed", "optimized")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


def read(path: Path) -> SourceModule:
    """A golden module, which is part of the package `golden`."""
    name = ".".join(path.relative_to(TESTS).with_suffix("").parts)
    return read_module(path, name, root=TESTS)


def stable(text: str) -> str:
    """The text with words of Python's errors, which differ from version to version, made equal."""
    text = text.replace("arg is an empty sequence", "iterable argument is empty")
    return re.sub(r'ZeroDivisionError\("[^"]*"\)', 'ZeroDivisionError("division by zero")', text)


def compare(path: Path, text: str, update: bool) -> None:
    """The file must be this text; with `update` it becomes it."""
    text = stable(text)
    if not text.endswith("\n"):
        text += "\n"
    if update:
        path.write_text(text, encoding="utf-8")
        return
    golden = path.read_text(encoding="utf-8") if path.exists() else ""
    if golden != text:
        difference = "".join(difflib.unified_diff(
            golden.splitlines(keepends=True), text.splitlines(keepends=True),
            f"{path.relative_to(TESTS)}", "as it is now"))
        pytest.fail(
            f"{difference}\nif that is what it should be: "
            "pytest tests/test_golden.py --update-golden", pytrace=False)


def need_version(path: Path) -> None:
    """Skip a case that starts with `# Python 3.12` on an older one."""
    needed = re.match(r"# Python 3\.(\d+)", path.read_text(encoding="utf-8"))
    if needed and sys.version_info < (3, int(needed[1])):
        pytest.skip(f"the case is of {needed[0][2:]}")


@pytest.mark.parametrize("name", CASES)
def test_stages(name: str, update: bool) -> None:
    need_version(GOLDEN / f"{name}.py")
    stages: dict[str, list[str]] = {stage: [] for stage in STAGES}

    def observe(stage: str, function: Function) -> None:
        table = format_function(function, types=stage != "traced")
        stages[stage].append(f"{signature(function)}\n\n{table}\n")

    compiled = compile_module(read(GOLDEN / f"{name}.py"), Project([TESTS]), observe)
    for stage, tables in stages.items():
        compare(GOLDEN / f"{name}.{stage}.txt", "\n\n".join(tables), update)
    compare(GOLDEN / f"{name}.pyx", compiled.pyx, update)


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes(name: str, update: bool) -> None:
    path = GOLDEN / "errors" / f"{name}.py"
    with pytest.raises(CompileError) as raised:
        compile_module(read(path), Project([TESTS]))
    compare(path.with_suffix(".err"), str(raised.value), update)


def test_every_error_of_the_language_has_a_case() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in GOLDEN.rglob("*.err"))
    expected = {
        problem.code for problem in errors.CATALOGUE
        if problem.code < "PYX4" and problem is not errors.NOTHING_MARKED
    }
    assert {code for code in expected if f"error[{code}]" not in shown} == set()


def test_no_golden_file_is_left_behind() -> None:
    """Each belongs to a case that is still there."""
    made = {
        path.relative_to(GOLDEN).as_posix()
        for path in GOLDEN.rglob("*") if path.suffix in (".txt", ".pyx", ".err")
    }
    wanted = {f"{name}.{stage}.txt" for name in CASES for stage in STAGES}
    wanted |= {f"{name}.pyx" for name in CASES} | {f"errors/{name}.err" for name in MISTAKES}
    assert made == wanted


def test_the_articles_function_is_as_the_design_shows() -> None:
    """To the character, whatever the golden files say."""
    traced: list[str] = []

    def observe(stage: str, function: Function) -> None:
        if stage == "traced":
            traced.append(format_function(function))

    compiled = compile_module(read(GOLDEN / "fma.py"), Project([TESTS]), observe)
    assert traced == ["""\
type           name        target         args
-------------  ----------  -------------  ---------------
input          x           x              ()
input          y           y              ()
input          z           z              ()
call_function  mul_result  _operator.mul  (x, y)
call_function  add_result  _operator.add  (mul_result, z)
output         output      output         (add_result,)"""]
    assert compiled.pyx.partition("\n\n")[2] == '''\
from libc.math cimport fma as c_fma


cdef double n_fma(double x, double y, double z) noexcept nogil:
    return c_fma(x, y, z)


def fma(double x, double y, double z):
    """Perform a fused multiply-add."""
    return n_fma(x, y, z)
'''


def test_a_difference_is_shown_line_by_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.test_golden.TESTS", tmp_path)
    path = tmp_path / "case.txt"
    path.write_text("one\ntwo\n")
    with pytest.raises(pytest.fail.Exception, match=r"(?s)-two\n\+three\n.*--update-golden"):
        compare(path, "one\nthree\n", update=False)
    compare(path, "one\nthree", update=True)
    compare(path, "one\nthree", update=False)
    assert path.read_text() == "one\nthree\n"
