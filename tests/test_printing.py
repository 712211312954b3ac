"""`print` writes the same in every executor, once, whatever happens afterwards."""

from __future__ import annotations

import contextlib
import io
import math

import pytest

from tests.executors import Call, interpreters, native_functions, outcome, python_functions

TEXT = '''
from pyx_lowering import compile

NAME = "value"


@compile
def numbers(x: float, n: int, b: bool) -> float:
    print(NAME, x, n, b, -0.0, None, True)
    print()
    print(f"{x:>12.4g}|{n!r:5}|{b}", (x, n), sep=" ~ ", end="!\\\\n", flush=True)
    return x + n


@compile
def squares(n: int) -> int:
    total = 0
    for i in range(n):
        total += (i << 60) ** 2 if i > 2 else i
        print("so far", total, end="; ")
    return total


@compile
def caller(n: int) -> int:
    print("caller")
    return squares(n) // n


@compile
def failing(x: float) -> float:
    print("{before}")
    print(1.0 / x)
    return x


@compile
def complexes(z: complex, n: int) -> complex:
    pair = (z, n)
    print(z, (z * 2, n), pair, 2j, f"{z:.3f} {z!r}")
    return z
'''

CALLS: dict[str, tuple[tuple[object, ...], ...]] = {
    "numbers": ((1.5, -3, True), (math.nan, 2**62, False), (-0.0, 0, True), (1e300, 7, False)),
    "squares": ((1,), (2,), (3,)),
    "caller": ((0,), (2,), (3,)),
    "complexes": ((1.5 - 2j, 3), (complex(-0.0, math.nan), 0), (complex(math.inf, -0.0), -1)),
    "failing": ((0.0,), (-0.5,), (math.inf,)),
}


@pytest.fixture(scope="module")
def executors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Call]]:
    python = python_functions(TEXT, "printing_plain")
    return {
        "python": python,
        "interpreter": interpreters(TEXT, "printing", python),
        "native": native_functions(TEXT, "printing", tmp_path_factory.mktemp("printing")),
    }


def run(function: Call, args: tuple[object, ...]) -> tuple[str, str]:
    written = io.StringIO()
    with contextlib.redirect_stdout(written):
        result = outcome(function, args)
    return written.getvalue(), repr(result)


@pytest.mark.parametrize("executor", ["interpreter", "native"])
@pytest.mark.parametrize("name", CALLS)
def test_output_and_result(
    executors: dict[str, dict[str, Call]], name: str, executor: str
) -> None:
    for args in CALLS[name]:
        expected = run(executors["python"][name], args)
        assert expected[0]
        assert run(executors[executor][name], args) == expected, args


@pytest.mark.parametrize("name", ["squares", "caller"])
@pytest.mark.parametrize("executor", ["interpreter", "native"])
def test_nothing_is_printed_twice(
    executors: dict[str, dict[str, Call]], name: str, executor: str
) -> None:
    """Past 64 bits the call cannot run again."""
    written, result = run(executors[executor][name], (4,))
    assert written.count("so far 3") == 1
    assert "OverflowError" in result
    assert "OverflowError" not in run(executors["python"][name], (4,))[1]
