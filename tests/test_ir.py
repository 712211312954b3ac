"""The graph: its printed form, the verifier, and the interpreter."""

from __future__ import annotations

import operator
from collections.abc import Callable
from pathlib import Path

import pytest

from pyx_lowering.discover import Project, parse_module
from pyx_lowering.driver import compile_module
from pyx_lowering.ir import (
    Block,
    Callee,
    Function,
    InvalidGraphError,
    Node,
    Parameter,
    Value,
    format_function,
    number_values,
    verify,
)
from pyx_lowering.ir.interpret import run
from pyx_lowering.source import SourceFile
from pyx_lowering.types import FLOAT, INT

ARTICLE = """\
from pyx_lowering import compile

@compile
def fma(x: float, y: float, z: float) -> float:
    return x * y + z
"""

#: The table of DESIGN's example, to the character.
TABLE = """\
type           name        target         args
-------------  ----------  -------------  ---------------
input          x           x              ()
input          y           y              ()
input          z           z              ()
call_function  mul_result  _operator.mul  (x, y)
call_function  add_result  _operator.add  (mul_result, z)
output         output      output         (add_result,)"""


def stages(text: str) -> dict[str, str]:
    """The printed table of the only function at every stage."""
    module = parse_module(SourceFile(Path("example.py"), text, "example.py"), "example")
    tables: dict[str, str] = {}

    def observe(stage: str, function: Function) -> None:
        tables[stage] = format_function(function, types=stage != "traced")

    compile_module(module, Project([]), observe)
    return tables


def optimized(text: str) -> Function:
    module = parse_module(SourceFile(Path("example.py"), text, "example.py"), "example")
    return compile_module(module, Project([])).ir.functions[-1]


def test_the_table_of_the_article() -> None:
    assert stages(ARTICLE)["traced"] == TABLE


def test_the_optimized_article_is_one_fma() -> None:
    rows = stages(ARTICLE)["optimized"].splitlines()[5:]
    assert [row.split() for row in rows] == [
        ["call_function", "fma_result", "libc.math.fma", "(x,", "y,", "z)", "float"],
        ["output", "output", "output", "(fma_result,)"],
    ]


def test_regions_are_indented() -> None:
    table = stages(
        "from pyx_lowering import compile\n\n@compile\ndef f(n: int) -> int:\n"
        "    t = 0\n    for i in range(n):\n        t = t + i\n    return t\n")["traced"]
    lines = [line.split("  ")[0] or line[: len(line) - len(line.lstrip())] + line.split()[0]
             for line in table.splitlines()[2:]]
    assert lines == ["input", "for", "  body", "    call_function", "    continue",
                     "  else", "    yield", "output"]


def test_names_are_numbered_in_order_of_definition() -> None:
    first, second, other = Value("x"), Value("x"), Value("x_1")
    function = Function(Callee("m", "f"), Block([first, other, second], []), [])
    number_values(function)
    assert [value.name for value in (first, other, second)] == ["x", "x_1", "x_2"]


def small(*nodes: Node, params: tuple[Value, ...] = ()) -> Function:
    parameters = [Parameter(value.name, "either") for value in params]
    return Function(Callee("m", "f"), Block(list(params), list(nodes)), parameters)


def broken() -> dict[str, Callable[[], Function]]:
    """Functions that break one rule each."""
    x, y = Value("x"), Value("y")

    def output(*args: Value | float) -> Node:
        return Node("output", None, list(args))

    def call(result: Value, *args: Value | float) -> Node:
        return Node("call_function", operator.add, list(args), [result])

    def block(kind: str, *args: Value | float) -> Block:
        return Block([], [Node(kind, None, list(args))])

    return {
        "is not defined before": lambda: small(output(y), params=(x,)),
        "is defined twice": lambda: small(call(y, x, 1.0), call(y, x, 2.0), output(y), params=(x,)),
        "does not end in a terminator": lambda: small(call(y, x, 1.0), params=(x,)),
        "nodes follow": lambda: small(output(x), output(x), params=(x,)),
        "carries 0 values instead of 1": lambda: small(
            Node("if", None, [x], [y], [block("yield"), block("yield", x)]),
            output(y), params=(x,)),
        "outside of a loop": lambda: small(
            Node("if", None, [x], [], [block("break"), block("yield")]), output(x), params=(x,)),
        "has 1 regions": lambda: small(
            Node("if", None, [x], [], [block("yield")]), output(x), params=(x,)),
        "wrong number of parameters": lambda: small(
            Node("for", range, [0.0, x, 1.0], [], [block("continue"), block("yield")]),
            output(x), params=(x,)),
        "other parameters than": lambda: Function(
            Callee("m", "f"), Block([x], [output(x)]), []),
        "a yield outside": lambda: small(Node("yield", None, []), params=(x,)),
        "seen from outside its region: x": lambda: small(),
    }


@pytest.mark.parametrize("reason", [key for key in broken() if "seen from" not in key])
def test_the_verifier_finds(reason: str) -> None:
    with pytest.raises(InvalidGraphError, match=reason):
        verify(broken()[reason]())


def test_a_value_of_a_region_is_not_visible_outside() -> None:
    x, inner = Value("x"), Value("inner")
    then = Block([], [Node("call_function", operator.neg, [x], [inner]), Node("yield", None, [])])
    otherwise = Block([], [Node("yield", None, [])])
    node = Node("if", None, [x], [], [then, otherwise])
    with pytest.raises(InvalidGraphError, match="inner, which is not defined"):
        verify(small(node, Node("output", None, [inner]), params=(x,)))


def test_a_typed_graph_has_types() -> None:
    x = Value("x")
    function = small(Node("output", None, [x]), params=(x,))
    verify(function)
    with pytest.raises(InvalidGraphError, match="no result type"):
        verify(function, typed=True)
    function.result = FLOAT
    with pytest.raises(InvalidGraphError, match="x has no type"):
        verify(function, typed=True)
    x.type = FLOAT
    verify(function, typed=True)


HEADER = "from pyx_lowering import compile\n\n"


def test_the_interpreter_raises_past_64_bits() -> None:
    function = optimized(HEADER + "@compile\ndef f(n: int) -> int:\n    return n * n\n")
    assert run(function, [3_000_000_000]) == 9 * 10**18
    with pytest.raises(OverflowError):
        run(function, [4_000_000_000])


def test_the_interpreter_takes_an_int_for_a_float() -> None:
    function = optimized(HEADER + "@compile\ndef f(x: float) -> float:\n    return x\n")
    result = run(function, [3])
    assert (result, type(result)) == (3.0, float)
    assert function.result == FLOAT
    assert function.body.params[0].type != INT


def test_an_answer_without_a_native_type() -> None:
    text = "@compile{}\ndef f(x: float) -> float:\n    return x ** 0.5\n"
    rerun = optimized(HEADER + text.format(""))
    assert run(rerun, [4.0]) == 2.0
    with pytest.raises(OverflowError):
        run(rerun, [-4.0])
    raising = optimized(HEADER + text.format('(overflow="raise")'))
    with pytest.raises(OverflowError, match="complex"):
        run(raising, [-4.0])
