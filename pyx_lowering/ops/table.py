"""The table of operations: what a row says, and how an overload is chosen.

A row is declared once and every stage reads it: type propagation (`resolve`),
lowering (`pyx` and `guards`), the reference interpreter (`Operation.call`), the
reference documentation and the generated tests. The target of an operation *is*
the Python callable, so its meaning is stated nowhere else.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from pyx_lowering.dtypes import common
from pyx_lowering.ops.decide import Bounds, decide
from pyx_lowering.ops.interval import FULL, Interval, point
from pyx_lowering.types import (
    ARRAY,
    BOOL,
    COMPLEX,
    EXACT_IN_FLOAT,
    FLOAT,
    INT,
    TEXTS,
    ArrayType,
    Type,
    promotes,
)

Target = Callable[..., object]


@dataclass(frozen=True)
class Guard:
    """A condition under which Python raises instead of giving a value.

    `condition` is a template over the arguments (`{0}`, `{1}`, ...) and, for a
    guard that is checked after the operation, over `{result}`. With `rerun`, the
    native types cannot hold Python's answer (a complex, a big int): the call runs
    again as the Python function, or raises `error` under `overflow="raise"`.
    `message` is a template too: `{1}` stands for the literal argument 1, and a brace
    of the text itself is doubled.
    """

    condition: str
    error: type[Exception]
    message: str
    rerun: bool = False

    @property
    def after(self) -> bool:
        return "{result}" in self.condition


@dataclass(frozen=True)
class Case:
    """A simpler template, for arguments of which enough is known.

    `when` is asked with the intervals of the arguments; without it, the template is
    right whenever no result passes 64 bits. Python's int arithmetic and C's agree then.
    """

    pyx: str | Callable[..., str]
    when: Callable[..., bool] | None = None


@dataclass(frozen=True)
class Overload:
    """An operation on given types.

    `pyx` is a template in Python syntax, so that parentheses follow from the
    grammar. Dotted names in templates say where a name comes from:
    `libc.math.sqrt` and `libc.stdint.INT64_MIN` are cimported; `support.floordiv`
    is in `support.pxd`, `views.packed_float64_1d` in the module's own text;
    `python.math.gamma` is the Python function itself (exact by construction, and it needs
    the GIL). The name `overflow` is a flag that the
    operation sets when an int passes 64 bits, and `scratch` holds the function's lists.

    `exact`: an int argument (other than a small literal) or a bool is not taken for a
    float parameter, because Python does not convert it there either.
    `when`: a further condition on the arguments, where literals stand for themselves.
    `interval` gives the range of an int result from those of the arguments, and
    `cases` simpler templates for some of these.
    `since` is the version of Python that has it, if not all supported ones do.

    `joined` is one guard for all of them, where none is left out.

    `strict`: the arguments have exactly these types, a bool is no int.
    `strided` is the template for arrays whose elements need not follow each other in
    memory. The template of an operation without a result may be an assignment.
    """

    params: tuple[Type, ...]
    result: Type
    pyx: str
    guards: tuple[Guard, ...] = ()
    exact: bool = False
    when: Callable[[Sequence[object]], bool] | None = None
    interval: Callable[..., Interval] | None = None
    cases: tuple[Case, ...] = ()
    since: str = ""
    strict: bool = False
    strided: str = ""
    joined: Guard | None = None

    @cached_property
    def checked(self) -> bool:
        """Whether the operation can set the overflow flag."""
        return re.search(r"\boverflow\b", self.pyx) is not None

    @cached_property
    def makes_list(self) -> bool:
        """Whether the operation puts a list into the function's `scratch`."""
        return re.search(r"\bscratch\b", self.pyx + self.strided) is not None

    @cached_property
    def needs_gil(self) -> bool:
        return any("python." in text for text in self._templates)

    @cached_property
    def raises(self) -> bool:
        """Whether Python may raise here, so that the operation must stay even if unused."""
        return bool(self.guards) or self.needs_gil

    def result_interval(self, arguments: Sequence[Argument]) -> Interval | None:
        """The range of the exact result, as far as it is known."""
        intervals = [argument.known for argument in arguments]
        if self.interval is None or None in intervals:
            return None
        return self.interval(*intervals)

    def specialized(self, arguments: Sequence[Argument]) -> Overload:
        """This overload for arguments whose ranges are known: fewer guards, a simpler template."""
        bounds = [argument.bounds for argument in arguments]
        below = frozenset(
            (first, second) for first, argument in enumerate(arguments)
            for second in argument.below)
        guards = tuple(
            guard for guard in self.guards
            if guard.after or decide(guard.condition, bounds, below) is not False)
        if self.joined is not None and len(guards) == len(self.guards):
            guards = (self.joined,)
        return replace(self, guards=guards, pyx=self._template(arguments))

    def _template(self, arguments: Sequence[Argument]) -> str:
        intervals = [argument.known for argument in arguments]
        if None in intervals or any(
            argument.type not in (INT, BOOL) for argument in arguments
        ):
            return self.pyx
        for case in self.cases:
            if case.when is None:
                result = self.result_interval(arguments)
                applies = result is not None and result.fits
            else:
                applies = case.when(*intervals)
            if applies:
                template = case.pyx if isinstance(case.pyx, str) else case.pyx(*intervals)
                return self._widened(template, arguments)
        return self.pyx

    def _widened(self, template: str, arguments: Sequence[Argument]) -> str:
        """A template in which bools are ints of 64 bits: C computes with them in 32."""
        for place, (param, argument) in enumerate(zip(self.params, arguments, strict=False)):
            if (param, argument.type) == (INT, BOOL):
                template = template.replace(f"{{{place}}}", f"support.of_bool({{{place}}})")
        return template

    @property
    def identity(self) -> bool:
        """Whether the result is the argument itself (`float` of a float)."""
        return self.pyx == "{0}" and self.params == (self.result,) and not self.strided

    @property
    def _templates(self) -> list[str]:
        strided = [self.strided] if self.strided else []
        return [self.pyx, *strided, *(guard.condition for guard in self.guards)]


def message_of(call: Callable[..., object], *args: object) -> str:
    """What Python says when it divides these: the words differ from version to version."""
    try:
        call(*args)
    except ZeroDivisionError as error:
        return str(error)
    raise AssertionError(f"{call} did not raise for {args}")


def on(
    *params: Type,
    to: Type,
    pyx: str,
    guards: Sequence[Guard] = (),
    exact: bool = False,
    when: Callable[[Sequence[object]], bool] | None = None,
    interval: Callable[..., Interval] | None = None,
    cases: Sequence[Case] = (),
    since: str = "",
    strict: bool = False,
    strided: str = "",
    joined: Guard | None = None,
) -> Overload:
    """An overload, written as a row: `on(FLOAT, to=FLOAT, pyx="libc.math.sin({0})")`."""
    return Overload(params, to, pyx, tuple(guards), exact, when, interval, tuple(cases), since,
                    strict, strided, joined)


@dataclass(frozen=True)
class Operation:
    """A row of the table.

    `keywords` are the keyword-only parameters with their defaults; they follow the
    positional arguments in `params`. `nary`: with more than two arguments it is
    applied from the left. `symbol` is what messages call an operator.
    `differs` states how the compiled operation differs from Python, if it does.
    `folds`: its result is a constant of Python's where the arguments are.
    `inline`: where its template is a single word, that is written wherever the value is
    needed, however often, and no variable holds it.
    `effect` says that it "reads" or "writes" what others write (elements of arrays, lists),
    so that its order among others with an effect counts.
    """

    target: Target
    doc: str
    overloads: tuple[Overload, ...]
    keywords: Mapping[str, object] = field(default_factory=dict)
    nary: bool = False
    symbol: str = ""
    differs: str = ""
    folds: bool = True
    effect: str = ""
    inline: bool = False

    @property
    def name(self) -> str:
        """The qualified name, as the IR prints it."""
        return target_name(self.target)

    @cached_property
    def of_arrays(self) -> dict[Type, tuple[Overload, ...]]:
        """The overloads whose first argument is an array, by its type: there are many."""
        found: dict[Type, tuple[Overload, ...]] = {}
        for overload in self.overloads:
            first = overload.params[0] if overload.params else None
            if first == ARRAY or isinstance(first, ArrayType):
                found[first] = (*found.get(first, ()), overload)
        return found

    def candidates(self, arguments: Sequence[Argument]) -> Sequence[Overload]:
        """The overloads that may fit."""
        if arguments and isinstance(arguments[0].type, ArrayType):
            known = self.of_arrays
            return known.get(arguments[0].type) or known.get(ARRAY, ())
        return self.overloads

    def call(self, *args: object) -> object:
        """What Python gives for these arguments; the reference interpreter calls this."""
        if not self.keywords:
            return self.target(*args)
        split = len(args) - len(self.keywords)
        return self.target(*args[:split], **dict(zip(self.keywords, args[split:], strict=True)))


#: Every operation, by its target.
OPERATIONS: dict[Target, Operation] = {}


def declare(
    target: Target,
    doc: str,
    *overloads: Overload,
    keywords: Mapping[str, object] | None = None,
    nary: bool = False,
    symbol: str = "",
    differs: str = "",
    folds: bool = True,
    effect: str = "",
    inline: bool = False,
) -> None:
    """Add a row to the table."""
    assert target not in OPERATIONS, f"{target_name(target)} is declared twice"
    for overload in overloads:
        _check_template(overload)
    OPERATIONS[target] = Operation(
        target, doc, overloads, keywords or {}, nary, symbol, differs, folds, effect, inline)


def _check_template(overload: Overload) -> None:
    for text in overload._templates:
        filled = text.format(*"abcdefghijklmnopqrst", result="r")
        ast.parse(filled)


def target_name(target: object) -> str:
    """`_operator.mul`, `math.sqrt`, `builtins.abs`: module and name of a callable."""
    module = getattr(target, "__module__", None) or "builtins"
    return f"{module}.{getattr(target, '__qualname__', repr(target))}"


@dataclass(frozen=True)
class Argument:
    """An argument as overload resolution sees it: its type and, for a literal, its value."""

    type: Type
    literal: object = None
    #: What is known of an int that is no literal.
    interval: Interval | None = None
    #: The positions of arguments that it is known to be below.
    below: frozenset[int] = frozenset()

    @property
    def is_literal(self) -> bool:
        return self.literal is not None

    @property
    def known(self) -> Interval | None:
        """The range of an int or a bool; None where there are no ranges."""
        if isinstance(self.literal, int):
            return point(int(self.literal))
        if self.type == BOOL:
            return Interval(0, 1)
        if isinstance(self.type, ArrayType) or self.type in TEXTS:
            return FULL  # it is no number; what is known of the others counts
        return (self.interval or FULL) if self.type == INT else None

    @property
    def bounds(self) -> Bounds | None:
        """The least and the greatest number, of a float only if it is a literal."""
        if isinstance(self.literal, float):
            literal = self.literal
            return None if literal != literal else (literal, literal, literal != 0)
        known = self.known
        return None if known is None else (known.low, known.high, known.excludes_zero)


def fits_float(literal: object) -> bool:
    """Whether a literal int may be written as a float without a change of value."""
    return isinstance(literal, int) and abs(literal) <= EXACT_IN_FLOAT


def resolve(target: Target, arguments: Sequence[Argument]) -> Overload | None:
    """The overload that fits best: fewest promotions, then the order of the row."""
    key = target, *((a.type, type(a.literal), repr(a.literal)) for a in arguments)
    if key not in _RESOLVED:
        if len(_RESOLVED) >= _MOST_RESOLVED:
            _RESOLVED.clear()
        _RESOLVED[key] = _resolve(target, arguments)
    return _RESOLVED[key]


#: What was resolved before: the same question is asked many times in each stage.
_RESOLVED: dict[tuple[object, ...], Overload | None] = {}
_MOST_RESOLVED = 100_000


def _resolve(target: Target, arguments: Sequence[Argument]) -> Overload | None:
    operation = OPERATIONS.get(target)
    if operation is None:
        return None
    best = _best(operation, arguments)
    if best is None:
        # NumPy's types: all operands are converted to the one in which NumPy computes.
        wanted = common(argument.type for argument in arguments)
        if wanted is not None:
            best = _best(operation, [Argument(wanted) for _ in arguments])
    return best


def _best(operation: Operation, arguments: Sequence[Argument]) -> Overload | None:
    best: tuple[int, Overload] | None = None
    for overload in operation.candidates(arguments):
        cost = _cost(overload, arguments)
        if cost is not None and (best is None or cost < best[0]):
            best = (cost, overload)
    return best[1] if best else None


def _cost(overload: Overload, arguments: Sequence[Argument]) -> int | None:
    """How many arguments must be promoted, or None where the overload does not fit."""
    if len(arguments) != len(overload.params):
        return None
    cost = 0
    for argument, param in zip(arguments, overload.params, strict=True):
        if argument.type == param or (
            param == ARRAY and isinstance(argument.type, ArrayType)
        ):
            continue
        if overload.strict:
            return None
        if not promotes(argument.type, param):
            return None
        if overload.exact and param != INT and not fits_float(argument.literal):
            return None
        if param == FLOAT and argument.type == INT:
            # A literal next to a float reads as a float: `x < 1` is `x < 1.0`.
            cost += 1 if argument.is_literal else 4
        elif param == COMPLEX:
            cost += 16  # wherever a float would do, it is one
        else:
            cost += 2
    literals = [a.literal if a.is_literal else None for a in arguments]
    if overload.when is not None and not overload.when(literals):
        return None
    return cost
