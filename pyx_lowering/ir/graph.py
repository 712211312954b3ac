"""The whole IR on one page.

A `Function` has one `Block`; a block has parameters and nodes; a node has operands,
results and, for control flow, regions (blocks of its own). Every value is defined
once, before its uses. What a name holds after a branch or a loop is a result of the
`if`, `for` or `while` node; what it holds inside a loop is a parameter of the block.

kind            operands             regions                    results
--------------  -------------------  -------------------------  ---------------------
call_function   of `target`          -                          one, or none
call            of the callee        -                          one, or none
tuple           the items            -                          the tuple
item            tuple, index, count  -                          the item
declare         a value              -                          it, as type `target`
cell            a value              -                          what was last set in it
set             cell, value          -                          -
is_none         a value              -                          whether it is None
is_present      a value              -                          whether it is not None
present         a value              -                          it, where it is not None
text            what is formatted    -                          the text; `target` its `Parts`
print           text, end, flush     -                          -
poison          -                    -                          what a mistake left
if              condition            then, else                 what both sides yield
while           initial values       test, body, else           what is left after it
try             -                    body, else, *handlers      what else or handler yields
for             start, stop, step,   body(index, *carried),     what is left after it
                *initial values      else(*carried)

Every block ends in a terminator. `yield` gives a region's values to its node (the
test of a `while` yields its condition); `continue` gives the next values of the
carried names to the innermost loop, `break` gives that loop's results; `output`
returns from the function and `raise` leaves it; `unreachable` says that the block
does not get there (after an `if` that leaves on both sides, or an endless loop). The
test's parameters (the carried names of a `while`) and values are visible in its body
and else. The else region runs when a loop ends by itself.

The body of a `try` yields nothing; its values are visible in the else region, which runs
when it ends. Its `target` has the exceptions of each handler. What a handler needs of the
body it finds in cells, because an exception may come between any two nodes: a cell is
the one value that changes, by `set`, and is read after the body only. A `raise` without
a target raises the exception again that is being handled.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from pyx_lowering.ops import Argument, Interval
from pyx_lowering.source import Span
from pyx_lowering.types import UNBOUND, Type, present, type_of


class _Unbound:
    """What a name holds before anything is bound to it; see `UNBOUND_VALUE`."""

    def __repr__(self) -> str:
        return "unbound"


UNBOUND_VALUE = _Unbound()

TERMINATORS = frozenset(
    {"yield", "continue", "break", "output", "raise", "unreachable"})
LOOPS = frozenset({"for", "while"})
#: What is seen outside of the function, besides its result: it must not happen twice.
EFFECTS = frozenset({"print"})


@dataclass(eq=False, slots=True)
class Value:
    """One SSA value. `type` is None until types are propagated.

    `base` is the author's name for it if `named`, else made from the operation;
    `number` tells the values with one base apart (see `number_values`).
    """

    base: str
    type: Type | None = None
    span: Span | None = None
    named: bool = False
    number: int = 0

    def __post_init__(self) -> None:
        # Names that the tracer makes up end in a blank, apart from the author's.
        self.base = self.base.strip()

    @property
    def name(self) -> str:
        return f"{self.base}_{self.number}" if self.number else self.base

    def __repr__(self) -> str:
        return self.name


#: An operand is a value or a Python constant (a number, a bool, a text, bytes).
Operand = Value | bool | int | float | complex | str | bytes | _Unbound | None


def operand_type(operand: Operand) -> Type:
    """The type of an operand; a value must have been typed."""
    if isinstance(operand, Value):
        assert operand.type is not None, f"{operand.name} has no type yet"
        return operand.type
    return UNBOUND if operand is UNBOUND_VALUE else type_of(operand)


def is_unbound(operand: Operand) -> bool:
    """Whether an operand never holds anything: no code that reads it is ever reached."""
    return operand is UNBOUND_VALUE or (isinstance(operand, Value) and operand.type == UNBOUND)


@dataclass(frozen=True)
class Parts:
    """The parts of a formatted text, in order: a text, or how the next operand is written.

    The latter is a pair of a conversion ("", "r", "s" or "a") and a format specification.
    """

    parts: tuple[str | tuple[str, str], ...]

    def __str__(self) -> str:
        return "".join(part if isinstance(part, str) else "{}" for part in self.parts)


@dataclass(frozen=True)
class Callee:
    """A Python function that is compiled too, by module and name.

    `node` is its syntax tree. `statics` are names in it that stand for functions where
    it is called: parameters, or names of the function around it. `captured` are the
    values of that function which it reads; they follow the arguments of a call.
    """

    module: str
    name: str
    node: ast.FunctionDef | ast.Lambda | None = None
    statics: tuple[tuple[str, object], ...] = ()
    captured: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(eq=False, slots=True)
class Node:
    """One operation. `target` is a Python callable, a `Callee`, or (after types) a `Function`."""

    kind: str
    target: object
    args: list[Operand]
    results: list[Value] = field(default_factory=list)
    regions: list[Block] = field(default_factory=list)
    span: Span | None = None
    #: The ranges of int operands where the node stands (see `passes.ranges`).
    facts: list[Interval | None] = field(default_factory=list)
    #: Pairs of operands, by position, of which the first is below the second here
    #: (see `passes.bounds`).
    below: frozenset[tuple[int, int]] = frozenset()

    @property
    def arguments(self) -> list[Argument]:
        """The operands as overload resolution sees them, with what is known of their ranges.

        What may be None counts as the value that it must be where an operation needs it.
        """
        facts = self.facts or [None] * len(self.args)
        return [
            Argument(present(operand_type(arg)), None if isinstance(arg, Value) else arg, fact,
                     frozenset(second for first, second in self.below if first == place))
            for place, (arg, fact) in enumerate(zip(self.args, facts, strict=True))
        ]

    @property
    def result(self) -> Value:
        """The only result."""
        (value,) = self.results
        return value


@dataclass(eq=False, slots=True)
class Block:
    params: list[Value] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    @property
    def terminator(self) -> Node:
        return self.nodes[-1]


@dataclass(frozen=True)
class Parameter:
    """How Python callers pass a parameter; `default` is a constant if `optional`.

    A default that is no number is what the tracer makes of it; the Python function has it.
    """

    name: str
    kind: str  # "positional", "either" or "keyword"
    optional: bool = False
    default: object = None


#: The keyword by which a vectorized function is given arrays for its results.
OUT = "out"


@dataclass(eq=False)
class Function:
    """A function. `result` is its declared result type, or the inferred one of a helper."""

    callee: Callee
    body: Block
    parameters: list[Parameter]
    result: Type | None = None
    span: Span | None = None
    doc: str | None = None
    contract: bool = True
    overflow: str = "python"
    #: Whether Python may also call it with arrays, for each of their elements.
    vectorize: bool = False
    #: Whether Python can call it; otherwise it serves other functions of its module.
    exported: bool = False
    #: Whether it has mistakes that were reported; it is typed to find more of them only.
    broken: bool = False
    #: Where a value was assigned to a name, for messages.
    assigned: dict[tuple[Value, str], Span] = field(default_factory=dict)
    #: Its name in the `.pyx`.
    symbol: str = ""
    #: The parameters, by position, that are arrays whose elements it may write.
    writes: frozenset[int] = frozenset()
    #: Arrays that are packed whatever the arguments are, and those that need not be even
    #: where all of these are (see `passes.layouts`).
    packed: frozenset[Value] = frozenset()
    unpacked: frozenset[Value] = frozenset()

    @property
    def name(self) -> str:
        return self.callee.name

    def __str__(self) -> str:
        return str(self.callee)


@dataclass(eq=False)
class Module:
    """All functions of one extension module, callees before callers where possible."""

    name: str
    functions: list[Function] = field(default_factory=list)
    #: Marked functions that are passed functions: only native code can call them.
    templates: list[str] = field(default_factory=list)


def handlers(node: Node) -> tuple[tuple[type[BaseException], ...], ...]:
    """The exceptions that each handler of a `try` catches."""
    return cast("tuple[tuple[type[BaseException], ...], ...]", node.target)


def number_values(function: Function) -> None:
    """Make the names of all values differ, in the order in which they are defined."""
    taken: set[str] = set()
    next_number: dict[str, int] = {}
    for value in _values(function.body):
        value.number = next_number.get(value.base, 0)
        while value.name in taken:
            value.number += 1
        taken.add(value.name)
        next_number[value.base] = value.number + 1


def _values(block: Block) -> Iterator[Value]:
    yield from block.params
    for node in block.nodes:
        for region in node.regions:
            yield from _values(region)
        yield from node.results


def walk(block: Block) -> Iterator[Node]:
    """Every node of a block and of the regions in it, in program order."""
    for node in block.nodes:
        yield node
        for region in node.regions:
            yield from walk(region)


def callees(function: Function) -> Iterator[Function]:
    """The functions that a typed function calls, once for each call."""
    for node in walk(function.body):
        if node.kind == "call":
            assert isinstance(node.target, Function)
            yield node.target
