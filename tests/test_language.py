"""Every construct of the language, in every executor: values and exception types.

`language/*.py` has a small function for each. One body runs them all; the examples
below say in numbers what CPython does, so that a reader need not trust the comparison.
"""

from __future__ import annotations

import inspect
import itertools
import math
import types
import typing
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyx_lowering.dtypes import SIZED
from tests.executors import NAMES, Executors, Outcome, outcome, python_functions, same
from tests.operation_harness import sized_values

LANGUAGE = Path(__file__).parent / "language"

EDGES: dict[str, tuple[object, ...]] = {
    "float": (0.0, -0.0, 1.0, -1.0, 0.5, 2.5, -3.7, 1e16, 1e308, 5e-324, math.inf, -math.inf,
              math.nan),
    "int": (0, 1, -1, 2, -7, 10, 63, 101, 2**31, 2**53 + 1, 2**62, 2**63 - 1, -(2**63), 2**63,
            -(2**80)),
    "bool": (False, True),
    "complex": (0j, complex(-0.0, 0.0), complex(0.0, -0.0), 1j, 3 + 0j, -1.5 + 2.5j,
                1e200 - 1e200j, complex(1e308, -1e308), complex(math.inf, 1.0),
                complex(-1.0, math.inf), complex(math.nan, 2.0), complex(math.inf, math.nan)),
    # Characters of 1, 2 and 4 bytes in CPython, surrogates, and NULs.
    "str": ("", "a", "z", "é", "ÿ", "€", "\ud800", "\udfff", "\U0001f600", "\x00", "ab", "abc",
            "abcab", "aaaa", "a\x00b", "aé", "éa€", "ab\U0001f600", "aß€\U0001f600\ud800\x00",
            "  x yz ", "-1203", "007", "1e3 ", "AbC19", "²٣Ⅷǅ", "\x1c\x85\u2003", "(a[b])",
            "SGVsbG8=", "\U0001f600\U0010ffff\U0001f600"),
    "bytes": (b"", b"\x00", b"a", b"ab", b"abab", b"\xff", b"\x00P\xffG\r\n", b"a\x00b", b"12"),
}
EDGES |= {short: sized_values(type_) for short, type_ in SIZED.items()}
EDGES |= {
    "list[float]": ([], [0.5], [1.0, -0.0, 0.0], [math.nan, 2.0], [2.5, math.nan, -3.7, math.inf],
                    [1e16, 1.0, -1e16, 0.1], [-math.inf, 1e308, 1e308], [0.1] * 70),
    "list[int]": ([], [0], [-7, 3], [2**63 - 1, 1], [-(2**63), 5, 0], [1, 2**80, 3],
                  list(range(-40, 40))),
    "list[bool]": ([], [True], [False], [True, True, False], [True] * 20),
}

RANDOM: dict[str, st.SearchStrategy[object]] = {
    "float": st.one_of(st.floats(), st.floats(-10, 10), st.integers(-9, 9).map(float)),
    "int": st.one_of(st.integers(-20, 20), st.integers(-(2**63), 2**63 - 1), st.integers()),
    "bool": st.booleans(),
    "complex": st.one_of(st.complex_numbers(allow_subnormal=True),
                         st.builds(complex, st.floats(-4, 4), st.floats(-4, 4))),
    "str": st.one_of(st.text("ab", max_size=8), st.text("0123456789-.e ", max_size=6), st.text(),
                     st.text(st.characters(exclude_categories=()))),
    "bytes": st.one_of(st.binary(), st.binary(max_size=4), st.sampled_from([b"ab", b"b"])),
}
RANDOM |= {short: st.sampled_from(sized_values(type_)) for short, type_ in SIZED.items()}
RANDOM |= {f"list[{item}]": st.lists(RANDOM[item], max_size=12)
           for item in ("float", "int", "bool")}



def type_name(annotation: object) -> str:
    """`float`, `int | None` and the like; for `Literal[1, 2]` that of its values."""
    if typing.get_origin(annotation) is typing.Literal:
        annotation = type(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        base, none = typing.get_args(annotation)
        assert none is type(None)
        return f"{type_name(base)} | None"
    if typing.get_origin(annotation) is list:
        return f"list[{type_name(*typing.get_args(annotation))}]"
    assert isinstance(annotation, type)
    return "bool_" if annotation is np.bool_ else annotation.__name__


for scalar in list(EDGES):
    EDGES[f"{scalar} | None"] = (None, *EDGES[scalar])
    RANDOM[f"{scalar} | None"] = st.one_of(st.none(), RANDOM[scalar])

#: Functions whose parameters are positional, by module; the types of the parameters.
FUNCTIONS: dict[tuple[str, str], tuple[str, ...]] = {}
for path in sorted(LANGUAGE.glob("*.py")):
    text = path.read_text()
    functions = python_functions(text, path.stem)
    for name in [line[4:].partition("(")[0] for line in text.splitlines() if line[:4] == "def "]:
        if f"@compile(contract=False)\ndef {name}(" in text:
            hints = typing.get_type_hints(functions[name])
            FUNCTIONS[path.stem, name] = tuple(
                type_name(hints[parameter.name])
                for parameter in inspect.signature(functions[name]).parameters.values()
                if parameter.kind is not parameter.KEYWORD_ONLY
            )

@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """NumPy's warnings, which native code does not give."""
    with np.errstate(all="ignore"):
        yield


#: The compiled executors: each must do what CPython does.
COMPILED = [name for name in NAMES if name != "python"]


def combinations(types: tuple[str, ...]) -> list[tuple[object, ...]]:
    """All edge values with each other, thinned out evenly where they are too many."""
    every = list(itertools.product(*(EDGES[type_] for type_ in types)))
    return every[:: len(every) // 1500 + 1]


@pytest.mark.parametrize("executor", COMPILED)
@pytest.mark.parametrize(("module", "name"), FUNCTIONS)
def test_edge_values(
    language: dict[str, Executors], module: str, name: str, executor: str
) -> None:
    executors = language[module]
    expected, function = executors.python[name], executors.functions(executor)[name]
    for args in combinations(FUNCTIONS[module, name]):
        meant, given = outcome(expected, args), outcome(function, args)
        assert same(meant, given), f"{name}{args}: CPython {meant}, {executor} {given}"


@pytest.mark.parametrize(("module", "name"), [key for key in FUNCTIONS if FUNCTIONS[key]])
@settings(
    max_examples=60, deadline=None, derandomize=True,
    # The session's modules are shared by design.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_random_values(
    language: dict[str, Executors], module: str, name: str, data: st.DataObject
) -> None:
    args = data.draw(st.tuples(*(RANDOM[type_] for type_ in FUNCTIONS[module, name])))
    executors = language[module]
    meant = outcome(executors.python[name], args)
    for executor in COMPILED:
        given = outcome(executors.functions(executor)[name], args)
        assert same(meant, given), f"{name}{args}: CPython {meant}, {executor} {given}"


BIG = 2**63 - 1

EXAMPLES: list[tuple[str, str, tuple[object, ...], object]] = [
    ("control", "if_elif_else", (math.nan,), 2),
    ("control", "while_else", (99999,), 45),
    ("control", "while_else", (123,), -6),
    ("control", "for_any_range", (0, 10, 0), ValueError),
    ("control", "for_any_range", (10, 0, -3), ~(10 ^ 7 ^ 4 ^ 1)),
    ("control", "for_any_range", (0, 10, -1), -1),
    ("control", "for_up_to_the_largest", (), 9223372036854775805),
    ("control", "for_bound_changed", (5,), 510),
    ("control", "swapped", (1.0, -0.0), (-0.0, 1.0)),
    ("control", "fibonacci", (92,), 7540113804746346429),
    ("control", "fibonacci", (93,), 12200160415121876738),
    ("control", "article", (1.0, 2.0, 3.0, 0), UnboundLocalError),
    ("control", "article", (1.0, 2.0, 3.0, 1), 5.0),
    ("control", "unbound_after_branch", (0,), UnboundLocalError),
    ("control", "unbound_first_turn", (2,), 0),
    ("control", "unbound_first_turn", (101,), UnboundLocalError),
    ("control", "asserted", (0,), AssertionError),
    ("control", "raised", (2,), KeyError),
    ("control", "passes_on", (0,), ValueError),
    ("control", "only_checks", (1.0,), None),
    ("control", "unused_operation", (1.0, 0.0), ZeroDivisionError),
    ("control", "order_of_errors", (-1, 0), ValueError),
    ("control", "order_of_errors", (1, 0), ZeroDivisionError),
    ("control", "without_end", (1,), RecursionError),
    ("expressions", "chained_stops", (0, 0), True),
    ("expressions", "floored", (-7.0, 2.0), (-4.0, 1.0)),
    ("expressions", "floored", (0.0, -1.0), (-0.0, -0.0)),
    ("expressions", "floored", (1.0, 0.0), ZeroDivisionError),
    ("expressions", "int_floored", (-7, 2), (-4, 1)),
    ("expressions", "int_floored", (-(2**63), -1), (2**63, 0)),
    ("expressions", "float_power", (-8.0, 1 / 3), (1.0000000000000002 + 1.7320508075688772j)),
    ("expressions", "float_power", (0.0, -1.0), ZeroDivisionError),
    ("expressions", "float_power", (10.0, 400.0), OverflowError),
    ("expressions", "compared_with_int", (float(2**53), 2**53 + 1), 1 + 2 + 16 + 32),
    ("expressions", "rounded", (2.5,), 2),
    ("expressions", "rounded", (math.nan,), ValueError),
    ("expressions", "rounded_to", (2.675, 2), 5.34),
    ("expressions", "truncated", (-1.9,), -1),
    ("expressions", "truncated", (1e300,), int(1e300)),
    ("expressions", "truncated", (math.inf,), OverflowError),
    ("expressions", "extremes", (math.nan, 1.0), (math.nan, math.nan)),
    ("expressions", "extremes", (1.0, math.nan), (1.0, 1.0)),
    ("expressions", "extremes", (0.0, -0.0), (0.0, 0.0)),
    ("expressions", "inverse", (3, 7), 5),
    ("expressions", "inverse", (2, 4), ValueError),
    ("expressions", "shifted", (1, 63), (2**63, 0)),
    ("expressions", "negative_shift", (1, -1), ValueError),
    ("expressions", "roots_and_logs", (-1.0,), ValueError),
    ("expressions", "exponential", (1000.0,), OverflowError),
    ("expressions", "exact", (BIG, BIG), BIG * BIG),
    ("expressions", "big_between", (BIG,), BIG**3 % 1000),
    ("expressions", "negated", (-(2**63),), (2**63, 2**63)),
]


@pytest.mark.parametrize("executor", NAMES)
@pytest.mark.parametrize(("module", "name", "args", "expected"), EXAMPLES)
def test_examples(
    language: dict[str, Executors],
    module: str, name: str, args: tuple[object, ...], expected: object, executor: str,
) -> None:
    given = outcome(language[module].functions(executor)[name], args)
    if isinstance(expected, type):
        assert given.error is expected
    else:
        assert same(given, Outcome(expected)), f"{executor} gives {given}"


@pytest.mark.parametrize("executor", COMPILED)
def test_strict_integers(language: dict[str, Executors], executor: str) -> None:
    """With `overflow="raise"`, a value past 64 bits is an OverflowError, and no other is."""
    executors = language["expressions"]
    exact, strict = executors.python["strict"], executors.functions(executor)["strict"]
    for a, b in itertools.product(EDGES["int"], repeat=2):
        assert isinstance(a, int)
        assert isinstance(b, int)
        steps = (a, b, a * b, a * b + a, a * b + a - b)
        fits = all(-(2**63) <= step < 2**63 for step in steps)
        given = outcome(strict, (a, b))
        assert same(given, outcome(exact, (a, b)) if fits else Outcome(error=OverflowError))


@pytest.mark.parametrize("executor", COMPILED)
def test_strict_integers_caught(language: dict[str, Executors], executor: str) -> None:
    """An OverflowError that a handler took does not come up again at the next sum."""
    caught = language["exceptions"].functions(executor)["strict_caught"]
    narrow = range(-(2**63), 2**63)
    for a, b in itertools.product(EDGES["int"], repeat=2):
        assert isinstance(a, int)
        assert isinstance(b, int)
        if a in narrow and b in narrow:
            total = (a * b if a * b in narrow else -1) + b
            meant = Outcome(total) if total in narrow else Outcome(error=OverflowError)
            assert same(outcome(caught, (a, b)), meant), (a, b)


@pytest.mark.parametrize("executor", NAMES)
def test_defaults_and_keywords(language: dict[str, Executors], executor: str) -> None:
    function = language["control"].functions(executor)["with_defaults"]
    assert function(2.0) == 5.0
    assert function(2.0, 3) == 7.5
    assert function(x=2.0, n=1) == 2.5
    assert function(2.0, scale=10.0) == 40.0
    assert function(on=False, x=2.0) == -2.0
    for args, keywords in [((), {}), ((1.0, 2, 3.0), {}), ((1.0,), {"x": 1.0}),
                           ((1.0,), {"speed": 1.0})]:
        with pytest.raises(TypeError):
            function(*args, **keywords)


@pytest.mark.parametrize("executor", NAMES)
def test_recursion_as_deep_as_python_allows(
    language: dict[str, Executors], executor: str
) -> None:
    assert language["control"].functions(executor)["factorial"](20) == math.factorial(20)
    assert language["control"].functions(executor)["is_even"](50) is True
