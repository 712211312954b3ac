"""Random programs: CPython, the interpreter and native code give the same.

`--programs 3000 --seed 7000` runs more and others; a failing program is printed as
small as it gets, with the call that shows the difference.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.executors import outcome, python_functions
from tests.program_check import HEADER, arguments, check_all, minimal, variant_of
from tests.program_generator import Program, generate
from tests.program_shrinker import reductions, shrink

#: How many programs share a compiled module.
BATCH = 50


def test_programs_mean_the_same_in_every_executor(
    first_seed: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    last = request.config.getoption("--seed") + request.config.getoption("--programs")
    seeds = range(first_seed, min(first_seed + BATCH, last))
    counts: Counter[str] = Counter()
    programs = [generate(seed, f"p{seed}") for seed in seeds]
    failures = check_all(programs, variant_of(first_seed), tmp_path, counts)
    unbuilt = [failure for failure in failures if failure.executor == "build"]
    failures = [failure for failure in failures if failure.executor != "build"]
    if unbuilt and not failures:
        # Loud, and so not a wrong result, but a bug of the compiler all the same.
        seeds_unbuilt = ", ".join(str(failure.program.seed) for failure in unbuilt)
        pytest.xfail(f"programs that do not build: {seeds_unbuilt}: {unbuilt[0].got}")
    if failures:
        # One is enough to look at; the others may well have the same cause.
        seeds_failed = ", ".join(str(failure.program.seed) for failure in failures)
        pytest.fail(f"{minimal(failures[0], tmp_path)}\nseeds that fail: {seeds_failed}",
                    pytrace=False)
    assert counts["checked"] >= len(seeds) * 0.8, f"too many programs were refused: {counts}"


def test_a_seed_is_a_program() -> None:
    assert generate(5) == generate(5)
    assert len({generate(seed).source for seed in range(50)}) == 50


def test_programs_run_to_the_end_in_cpython() -> None:
    """Calls end, with values more often than not, and fail in every way that they can."""
    endings: Counter[str] = Counter()
    constructs: set[type[ast.AST]] = set()
    for seed in range(150):
        program = generate(seed)
        constructs |= {type(node) for node in ast.walk(ast.parse(program.source))}
        function = python_functions(HEADER + program.with_options(""), "plain")[program.entry]
        for args in arguments(program, 8):
            result = outcome(function, args)
            endings[result.error.__name__ if result.error else "value"] += 1
    assert endings["value"] > sum(endings.values()) * 0.5
    assert endings["NameError"] == 0
    assert {"ZeroDivisionError", "ValueError", "OverflowError", "UnboundLocalError",
            "AssertionError"} <= endings.keys()
    assert {ast.For, ast.While, ast.If, ast.Break, ast.Continue, ast.Return, ast.Raise,
            ast.Assert, ast.AugAssign, ast.AnnAssign, ast.Tuple, ast.IfExp, ast.BoolOp,
            ast.Compare, ast.Pow, ast.FloorDiv, ast.Mod, ast.LShift, ast.Invert, ast.Not,
            ast.keyword} <= constructs


def _program(source: str) -> Program:
    return Program(source, "p_f0", ("int",), ("int",), 0)


def test_shrinking_finds_what_matters() -> None:
    """A failure that needs one `//` of two variables ends as little more than that."""
    program = _program(
        "@compile(...)\n"
        "def p_f0(i0: int) -> int:\n"
        "    total = 0\n"
        "    for i in range(5):\n"
        "        if i > 2 and total < 100:\n"
        "            total += (i * 3) + (i0 // (i + 1))\n"
        "        else:\n"
        "            total -= 1\n"
        "    k_1 = 0\n"
        "    while k_1 < 3:\n"
        "        k_1 += 1\n"
        "        total ^= k_1\n"
        "    return total\n")

    def first_failing(programs: Sequence[Program]) -> int | None:
        return next((n for n, p in enumerate(programs) if "//" in p.source), None)

    small = shrink(program, first_failing)
    assert "//" in small.source
    assert len(small.source.splitlines()) <= 5
    ast.parse(small.source.replace("@compile(...)", "@compile"))


def test_shrinking_keeps_what_ends_loops() -> None:
    program = _program(
        "@compile(...)\n"
        "def p_f0(i0: int) -> int:\n"
        "    k_1 = 0\n"
        "    while k_1 < 3:\n"
        "        k_1 += 1\n"
        "        i0 = (i0 ** 2) % 7 + (i0 << (i0 & 3))\n"
        "    return i0\n")
    for smaller in reductions(program):
        if "while" in smaller.source:
            assert "while k_1 < 3" in smaller.source
            assert "k_1 += 1" in smaller.source
        assert "**" not in smaller.source or "** 2" in smaller.source
        assert "<<" not in smaller.source or "<< (i0 & 3)" in smaller.source


def test_a_difference_is_found_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison itself: with another `%` in CPython's place, it must fail."""
    from tests import program_check

    def other_python(text: str, name: str) -> dict[str, object]:
        return python_functions(text.replace("% 7", "% 8"), name)

    monkeypatch.setattr(program_check, "python_functions", other_python)
    monkeypatch.setattr(program_check, "native_functions",
                        lambda text, name, folder, flags: program_check.interpreters(
                            text, name, python_functions(text, name)))
    program = _program("@compile(...)\ndef p_f0(i0: int) -> int:\n"
                       "    a = i0 + 1\n    return a % 7 + 0 * a\n")
    counts: Counter[str] = Counter()
    (failure,) = check_all([program], "exact", tmp_path, counts)
    assert failure.executor == "interpreter"
    small = minimal(failure, tmp_path)
    assert "% 7" in str(small)
    assert len(str(small)) < len(str(failure))
    assert f"p_f0({small.args[0]!r})" in str(small).replace("s0_f0", "p_f0")
