"""Range analysis: a wrong proof would be a wrong result, so these try to break it."""

from __future__ import annotations

import operator
import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pyx_lowering.discover import Project, parse_module
from pyx_lowering.driver import compile_module
from pyx_lowering.ir import Function
from pyx_lowering.ir.interpret import run
from pyx_lowering.ops import OPERATIONS, Argument, interval, resolve, views
from pyx_lowering.ops.decide import decide
from pyx_lowering.ops.interval import Interval
from pyx_lowering.source import SourceFile
from pyx_lowering.types import INT, INT_MAX, INT_MIN

EDGES = [INT_MIN, INT_MIN + 1, -(2**53), -(2**31), -65, -64, -8, -7, -3, -2, -1, 0,
         1, 2, 3, 7, 8, 63, 64, 65, 2**31, 2**53, INT_MAX - 1, INT_MAX]
INTS = st.one_of(st.sampled_from(EDGES), st.integers(-20, 20), st.integers(INT_MIN, INT_MAX))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(INTS), draw(INTS)))
    return Interval(low, high, nonzero=draw(st.booleans()) and (low, high) != (0, 0))


@st.composite
def members(draw: st.DrawFn) -> tuple[Interval, int]:
    """An interval and an int in it, often one of its ends."""
    of = draw(intervals())
    value = draw(st.one_of(
        st.sampled_from([of.low, of.high]), st.integers(of.low, of.high), st.just(0)))
    assume(of.contains(value))
    return of, value


#: Members of intervals for which there are simpler templates: small, or powers of two.
SIMPLE = st.one_of(
    members(),
    st.tuples(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000)).map(
        lambda t: (Interval(min(t), max(t)), sorted(t)[1])),
    st.integers(0, 62).map(lambda n: (interval.point(2**n), 2**n)),
)

BINARY = [
    (operator.add, interval.add), (operator.sub, interval.sub), (operator.mul, interval.mul),
    (operator.floordiv, interval.floordiv), (operator.mod, interval.mod),
    (operator.and_, interval.and_), (operator.or_, interval.or_), (operator.xor, interval.or_),
    (min, interval.smaller), (max, interval.larger),
]
UNARY = [
    (operator.neg, interval.neg), (abs, interval.absolute), (operator.invert, interval.invert),
    (operator.pos, interval.identity),
]


@pytest.mark.parametrize(("call", "bound"), BINARY, ids=lambda f: f.__name__)
@given(a=members(), b=members())
def test_results_of_two_operands_are_in_the_interval(
    call: Callable[[int, int], int], bound: Callable[[Interval, Interval], Interval],
    a: tuple[Interval, int], b: tuple[Interval, int],
) -> None:
    assume(b[1] != 0 or call not in (operator.floordiv, operator.mod))
    assert bound(a[0], b[0]).contains(call(a[1], b[1]))


@pytest.mark.parametrize(("call", "bound"), UNARY, ids=lambda f: f.__name__)
@given(a=members())
def test_results_of_one_operand_are_in_the_interval(
    call: Callable[[int], int], bound: Callable[[Interval], Interval], a: tuple[Interval, int]
) -> None:
    assert bound(a[0]).contains(call(a[1]))


@given(a=members(), count=members())
def test_shifts_are_in_the_interval(a: tuple[Interval, int], count: tuple[Interval, int]) -> None:
    assume(count[1] >= 0)
    assert interval.rshift(a[0], count[0]).contains(a[1] >> count[1])
    if count[1] <= 200:
        shifted = a[1] << count[1]
        bound = interval.lshift(a[0], count[0])
        # Past 64 bits the bound only has to say that it may be so.
        assert bound.contains(shifted) or (not bound.fits and not INT_MIN <= shifted <= INT_MAX)


@given(a=members(), b=members())
def test_join_and_meet(a: tuple[Interval, int], b: tuple[Interval, int]) -> None:
    assert a[0].join(b[0]).contains(a[1])
    assert a[0].join(b[0]).contains(b[1])
    both = a[0].meet(b[0])
    if b[0].contains(a[1]):
        assert both is not None
        assert both.contains(a[1])


CONDITIONS = [
    "{0} == 0", "{0} < 0", "{0} > {1}", "{0} <= {1}", "{0} != {1}", "not {0}",
    "{0} == 0 and {1} < 0", "{0} >= {1} or {1} == 3", "{0} == {1}", "{0} < 0.0",
]


@pytest.mark.parametrize("condition", CONDITIONS)
@given(a=members(), b=members())
def test_decided_conditions_are_right(
    condition: str, a: tuple[Interval, int], b: tuple[Interval, int]
) -> None:
    bounds = [(i.low, i.high, i.excludes_zero) for i in (a[0], b[0])]
    decided = decide(condition, bounds)
    if decided is not None:
        assert decided == bool(eval(condition.format(a[1], b[1])))


def test_conditions_are_decided_at_all() -> None:
    assert decide("{0} == 0", [(1, 5, True)]) is False
    assert decide("{0} == 0", [(-5, 5, True)]) is False
    assert decide("{0} < 0 and {1} > 2", [(0, 9, False), None]) is False
    assert decide("{0} < 0 or {1} > 2", [None, (3, 3, True)]) is True
    assert decide("support.is_nan({0})", [(1, 1, True)]) is None


def _cases() -> list[object]:
    """Every overload on ints with simpler templates that are plain arithmetic.

    Not the place of an element of a view, which of an empty one may be anything.
    """
    return [
        pytest.param(operation.target, id=operation.name)
        for operation in OPERATIONS.values()
        for overload in operation.overloads
        if overload.cases and overload.when is None and set(overload.params) == {INT}
        and operation.target is not views.place
    ]


@pytest.mark.parametrize("target", _cases())
@settings(max_examples=300)
@given(data=st.data())
def test_simpler_templates_mean_the_same(target: Callable[..., int], data: st.DataObject) -> None:
    """C's `/` and `%` truncate, and nothing may pass 64 bits on the way."""
    count = len(OPERATIONS[target].overloads[0].params)
    drawn = [data.draw(SIMPLE) for _ in range(count)]
    overload = resolve(target, [Argument(INT, None, of) for of, _ in drawn])
    assert overload is not None
    simple = overload.specialized([Argument(INT, None, of) for of, _ in drawn])
    values = [value for _, value in drawn]
    if any(decide(guard.condition, [(value, value, value != 0) for value in values])
           for guard in overload.guards):
        return  # it raises before the template counts
    if "support" in simple.pyx or (len(values) == 2 and values[1] == 0):
        return
    text = simple.pyx.replace("//", "@ truncated_div @").replace("%", "@ truncated_mod @")
    if "@" in text:
        a, b = values
        quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
        result = quotient if "div" in text else a - quotient * b
    else:
        result = eval(simple.pyx.format(*(f"({value})" for value in values)))
    assert INT_MIN <= result <= INT_MAX
    assert result == target(*values)


def compile_text(text: str) -> tuple[str, Function]:
    """The `.pyx` and the optimized graph of the only function in a text."""
    source = "from pyx_lowering import compile\n\n@compile\n" + textwrap.dedent(text)
    module = parse_module(SourceFile(Path("ranges.py"), source, "ranges.py"), "ranges")
    compiled = compile_module(module, Project([]))
    (function,) = [f for f in compiled.ir.functions if f.exported]
    return compiled.pyx, function


PROVED = {
    "a loop variable": """
        def f(n: int) -> int:
            total = 0
            for i in range(n):
                total ^= i + 1
            return total
        """,
    "a divisor that the loop tests": """
        def f(a: int, b: int) -> int:
            while b:
                a, b = b, a % b
            return a
        """,
    "a counter below a bound": """
        def f(n: int) -> int:
            i = 0
            while i < n:
                i += 1
            return i
        """,
    "after a branch that leaves": """
        def f(n: int) -> int:
            if n <= 0 or n > 1000:
                return 0
            return 5040 // n * n * n
        """,
    "masks and remainders": """
        def f(a: int, b: int) -> int:
            return (a & 1023) * (b % 1000) + (a // 4 >> 2)
        """,
    "both sides of a condition": """
        def f(a: int, b: int) -> int:
            if 0 < a < 100 and -50 <= b and b < 50:
                return a * b + 100 // a
            return 0
        """,
}

PROVED |= {
    "a sum of bools": """
        def f(a: bool, b: bool, n: int) -> int:
            return (a + b) * 4000000000 - (n > 3) * 2000000000 - b
        """,
    "what a loop counts": """
        def f(n: int) -> int:
            count, left = 0, 10
            for i in range(n):
                if i % 3 == 0:
                    count += 1
                elif i % 3 == 1:
                    continue
                else:
                    count = (i % 2 == 0) + count
                    left ^= count - 1
            return count ^ left
        """,
    "what a loop counts down": """
        def f(n: int) -> int:
            count = -1
            for i in range(n, 0, -2):
                count -= i > 3
            else:
                count ^= 1
            return count
        """,
    "after the last turn": """
        def f(n: int) -> int:
            count = 0
            for i in range(3):
                if n == i:
                    break
                count += 5
            return count + 0x7ffffffffffffff0
        """,
}


#: What a check leads to.
CHECKS = re.compile(r"\braise\b|\brerun\(\)")


@pytest.mark.parametrize("name", PROVED)
def test_no_check_is_left_where_none_can_fail(name: str) -> None:
    pyx, _ = compile_text(PROVED[name])
    native = pyx[pyx.index("cdef int64_t"):pyx.index("def f(")]
    assert "overflow" not in native
    assert not CHECKS.search(native)


KEPT = {
    "one more than any int": ("def f(n: int) -> int:\n    return n + 1", (INT_MAX,)),
    "a divisor of either sign": ("def f(n: int) -> int:\n    return 7 // (n + 1 - 1)", (0,)),
    "the least int": ("def f(n: int) -> int:\n    return abs(min(n, 0))", (INT_MIN,)),
    "divided by -1": (
        "def f(n: int) -> int:\n    return n // -1 if n < 0 else 0", (INT_MIN,)),
    "an upper bound that is not below": (
        "def f(n: int) -> int:\n    i = 0\n    while i <= n:\n        i += 2**61\n    return i",
        (INT_MAX,)),
    "changed in a nested loop": (
        "def f(n: int) -> int:\n    d = 3\n    for i in range(n):\n        for j in range(i):\n"
        "            d -= 1\n    return 10 // d", (3,)),
    "counted from a parameter": (
        "def f(n: int) -> int:\n    for i in range(3):\n        n += 1\n    return n",
        (INT_MAX - 2,)),
    "counted from below the end": (
        "def f(n: int) -> int:\n    c = 0x7ffffffffffffffd\n    for i in range(n):\n"
        "        c += 1\n    return c", (3,)),
    "one more after the last turn": (
        "def f(n: int) -> int:\n    c = 0\n    for i in range(4):\n        c += 1\n"
        "    return c + 0x7ffffffffffffffc", (0,)),
    "one more in the else of a loop": (
        "def f(n: int) -> int:\n    c = 0\n    for i in range(4):\n        c += n > 0\n"
        "    else:\n        c += 0x7ffffffffffffffc\n    return c", (1,)),
    "steps that are not small": (
        "def f(n: int) -> int:\n    c = 0\n    for i in range(n):\n        c += 2**40\n"
        "        if i > 3:\n            c += 2**62\n    return c", (6,)),
    "exchanged with another": (
        "def f(n: int) -> int:\n    a, b = 0, 2**62\n    for i in range(3):\n"
        "        a, b = b + 1, a + b\n    return a + b", (0,)),
    "a sum of bools times much": (
        "def f(n: int) -> int:\n    return ((n > 0) + (n > 1)) * 2**62", (2,)),
}


@pytest.mark.parametrize("name", KEPT)
def test_checks_that_can_fail_stay(name: str) -> None:
    text, arguments = KEPT[name]
    pyx, function = compile_text(text)
    assert CHECKS.search(pyx)
    with pytest.raises((OverflowError, ZeroDivisionError)):
        run(function, arguments)
