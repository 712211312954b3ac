"""Checks of indices that are left out: only where no index can be out of bounds.

The interpreter asserts every bound that it comes by, and CPython says what is right.
"""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyx_lowering.discover import Project, parse_module
from pyx_lowering.driver import Compiled, compile_module
from pyx_lowering.source import SourceFile
from tests.executors import interpreted, outcome, python_functions, same

HEADER = """\
import numpy as np
import numpy.typing as npt
from pyx_lowering import compile

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Matrix = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@compile(contract=False)
"""


def compile_text(text: str) -> Compiled:
    file = SourceFile(Path("bounds.py"), HEADER + textwrap.dedent(text), "bounds.py")
    return compile_module(parse_module(file, "bounds"), Project([]))


def native_text(text: str) -> str:
    """The native function for arrays that are packed."""
    return compile_text(text).pyx.partition("cdef ")[2].partition("_strided(")[0]


#: No index is checked at all.
PROVED = {
    "a loop over the length": """
        def f(a: Floats) -> None:
            for i in range(len(a)):
                a[i] = a[i] * 2.0
        """,
    "neighbours": """
        def f(a: Floats) -> float:
            total = 0.0
            n = a.shape[0]
            for i in range(1, n - 1):
                total += a[i - 1] * a[i] - a[i + 1]
            return total
        """,
    "from the end": """
        def f(a: Floats) -> float:
            total = 0.0
            for i in range(len(a) - 1, -1, -1):
                total += a[i]
            return total
        """,
    "a step": """
        def f(a: Floats, step: int) -> float:
            total = 0.0
            if step > 0:
                for i in range(0, len(a), step):
                    total += a[i]
            return total
        """,
    "a loop in a loop": """
        def f(a: Matrix) -> float:
            total = 0.0
            for i in range(a.shape[0]):
                for j in range(i, a.shape[1]):
                    total += a[i, j]
            return total
        """,
    "one loop below another": """
        def f(a: Floats) -> None:
            for i in range(len(a)):
                for j in range(i):
                    a[j] = a[i]
        """,
    "the shorter of two": """
        def f(a: Floats, b: Floats) -> None:
            for i in range(min(len(a), len(b))):
                a[i] = b[i]
        """,
    "lengths that were compared": """
        def f(a: Floats, b: Floats) -> None:
            if len(a) != len(b):
                raise ValueError
            for i in range(len(a)):
                a[i] = b[i]
        """,
    "a while loop": """
        def f(a: Floats) -> int:
            i = 0
            while i < len(a) and a[i] > 0.0:
                i += 1
            return i
        """,
    "a binary search": """
        def f(a: Ints, wanted: int) -> int:
            low, high = 0, len(a)
            while low < high:
                middle = (low + high) // 2
                if a[middle] < wanted:
                    low = middle + 1
                else:
                    high = middle
            return low
        """,
    "a test before": """
        def f(a: Floats, i: int) -> float:
            if 0 <= i < len(a):
                return a[i]
            return 0.0
        """,
    "around the end": """
        def f(a: Floats, n: int) -> float:
            if len(a) == 0:
                return 0.0
            return a[n % len(a)]
        """,
    "the same index twice": """
        def f(a: Floats, n: int) -> None:
            for i in range(1, len(a)):
                j = i
                while j > 0 and a[j - 1] > a[j]:
                    a[j - 1], a[j] = a[j], a[j - 1]
                    j -= 1
        """,
}

#: Under a condition that is asked before the loop, no index is checked in it.
ASKED = {
    "two arrays": ("""
        def f(a: Floats, b: Floats) -> float:
            total = 0.0
            for i in range(len(a)):
                total += a[i] * b[i]
            return total
        """, "if a.shape[0] <= b.shape[0]:"),
    "a number of elements": ("""
        def f(a: Floats, n: int) -> float:
            total = 0.0
            for i in range(n):
                total += a[i]
            return total
        """, "if n <= a.shape[0]:"),
    "neighbours in another": ("""
        def f(a: Floats, b: Floats) -> None:
            for i in range(1, len(a) - 1):
                b[i] = a[i - 1] + a[i + 1]
        """, "if a.shape[0] <= b.shape[0] + 1:"),
    "a constant": ("""
        def f(a: Floats) -> float:
            total = 0.0
            for i in range(3):
                total += a[i]
            return total
        """, "if 3 <= a.shape[0]:"),
}

#: An index is checked, because it may be out of bounds.
CHECKED = {
    "one too far": """
        def f(a: Floats) -> float:
            total = 0.0
            for i in range(len(a)):
                total += a[i + 1]
            return total
        """,
    "negative": """
        def f(a: Floats, i: int) -> float:
            return a[i] if i < len(a) else 0.0
        """,
    "a length of before": """
        def f(a: Floats, b: Floats, n: int) -> None:
            c = a
            k = len(c)
            for _ in range(n):
                for i in range(k):
                    c[i] = 1.0
                c = b
        """,
    "a bound of another turn": """
        def f(a: Floats, n: int) -> float:
            total, last = 0.0, 0
            for i in range(n):
                if i < len(a):
                    last = i + 1
                total += a[last]
            return total
        """,
    "a bound that only one way has": """
        def f(a: Floats, n: int, flag: bool) -> float:
            if flag:
                n = min(n, len(a) - 1)
            return a[n] if n >= 0 else 0.0
        """,
    "a step of unknown sign": """
        def f(a: Floats, step: int) -> float:
            total = 0.0
            for i in range(5, len(a), step):
                total += a[i]
            return total
        """,
}


@pytest.mark.parametrize("text", PROVED.values(), ids=PROVED)
def test_proved(text: str) -> None:
    assert "IndexError" not in native_text(text)


@pytest.mark.parametrize(("text", "condition"), ASKED.values(), ids=ASKED)
def test_asked_before_the_loop(text: str, condition: str) -> None:
    fast, _, checked = native_text(text).partition("else:")
    assert condition in fast
    assert "IndexError" not in fast
    assert "IndexError" in checked


@pytest.mark.parametrize("text", CHECKED.values(), ids=CHECKED)
def test_checked(text: str) -> None:
    assert "IndexError" in native_text(text)


def test_a_loop_that_keeps_a_check_is_written_once() -> None:
    text = native_text("""
        def f(a: Ints, b: Floats) -> float:
            total = 0.0
            for i in range(len(a)):
                total += b[i] * b[a[i]]
            return total
        """)
    assert text.count("for i in") == 1


# Programs at random

SIZES = ("len(a)", "len(b)", "len(a) - 1", "len(b) + 1", "n", "n - 1", "min(len(a), n)", "i", "j")


@st.composite
def expressions(draw: st.DrawFn, depth: int = 2) -> str:
    """An int of the variables."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from([*SIZES, "0", "1", "2"]))
    one, two = draw(expressions(depth=depth - 1)), draw(expressions(depth=depth - 1))
    form = draw(st.sampled_from([
        "{0} + {1}", "{0} - {1}", "min({0}, {1})", "max({0}, {1})", "({0} + {1}) // 2",
        "({0}) % len(a)", "({0}) // 2", "({0}) >> 1", "{0} + 1", "{0} - 1",
        "({0} if {0} < {1} else {1})"]))
    return f"({form.format(one, two)})"


@st.composite
def statements(draw: st.DrawFn, depth: int, indent: str) -> list[str]:
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(
            ["read", "write", "assign", "for", "down", "while", "if", "guard"]))
        one, two = draw(expressions()), draw(expressions())
        array, name = draw(st.sampled_from("ab")), draw(st.sampled_from("ij"))
        inner = indent + "    "
        if kind == "read":
            lines.append(f"{indent}total += {array}[{one}]")
        elif kind == "write":
            lines.append(f"{indent}{array}[{one}] = total")
        elif kind == "assign" or depth == 0:
            lines.append(f"{indent}{name} = {one}")
        elif kind == "guard":
            lines += [f"{indent}if {one} >= len({array}) or {one} < 0:", f"{inner}return total",
                      f"{indent}total += {array}[{one}]"]
        elif kind == "if":
            lines.append(f"{indent}if {one} < {two}:")
            lines += draw(statements(depth - 1, inner))
        elif kind == "while":
            lines += [f"{indent}{name} = {draw(st.sampled_from(['0', '1', 'n']))}",
                      f"{indent}while {name} < {draw(st.sampled_from(SIZES[:6]))}:",
                      f"{inner}fuel -= 1", f"{inner}if fuel < 0:", f"{inner}    return total"]
            lines += draw(statements(depth - 1, inner))
            lines.append(f"{inner}{name} += 1")
        else:
            first = draw(st.sampled_from("012"))
            bounds = f"{one}, -1, -1" if kind == "down" else f"{first}, {one}"
            lines.append(f"{indent}for {name} in range({bounds}):")
            lines += [f"{inner}fuel -= 1", f"{inner}if fuel < 0:", f"{inner}    return total"]
            lines += draw(statements(depth - 1, inner))
    return lines


@st.composite
def programs(draw: st.DrawFn) -> str:
    body = draw(statements(2, "    "))
    return "\n".join([
        "def f(a: Ints, b: Ints, n: int) -> int:", "    total, fuel, i, j = 0, 60, 0, 0", *body,
        "    return total + a.size * 0 + 0 * sum(a) + 0 * sum(b)", ""])


@pytest.mark.arithmetic
@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=programs(), sizes=st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(-2, 8)), min_size=4, max_size=8))
def test_random_programs(text: str, sizes: list[tuple[int, int, int]]) -> None:
    np = pytest.importorskip("numpy")
    python = python_functions(HEADER + text, "bounds")["f"]
    (function,) = [f for f in compile_text(text).ir.functions if f.exported]
    call = interpreted(function, python)
    for first, second, n in sizes:
        meant, given = (
            outcome(run, [np.arange(first).astype(kind), np.arange(second).astype(kind), n])
            for run, kind in ((python, object), (call, "int64")))
        assert same(meant, given), f"{text}\nf({first}, {second}, {n}): {meant}, {given}"
