"""`match` on numbers, bools and tuples: each pattern is a condition and bindings."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pyx_lowering.ir import Operand, Value
from pyx_lowering.trace.assignments import AssignmentTracer
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Traced


@dataclass
class Matched:
    """When a pattern matches, and what it binds then."""

    condition: Operand = True
    bindings: list[tuple[ast.pattern, str, Traced]] = field(default_factory=list)


def match_statement(
    tracer: AssignmentTracer, statement: ast.Match, block: Callable[[Sequence[ast.stmt]], None]
) -> None:
    """Trace a `match` statement as the branches that it stands for."""
    subject = tracer.expressions.value(statement.subject)
    _cases(tracer, subject, statement.cases, block)


def _cases(
    tracer: AssignmentTracer,
    subject: Traced,
    cases: Sequence[ast.match_case],
    block: Callable[[Sequence[ast.stmt]], None],
) -> None:
    if not cases:
        return
    case, span = cases[0], tracer.span(cases[0].pattern)
    matched = _match(tracer, case.pattern, subject)

    def rest() -> Sequence[Traced]:
        _cases(tracer, subject, cases[1:], block)
        return ()

    def guarded() -> Sequence[Traced]:
        for pattern, name, value in matched.bindings:
            tracer.assign(
                ast.copy_location(ast.Name(name, ast.Store()), pattern), value)
        if case.guard is None:
            block(case.body)
            return ()
        test = tracer.expressions.test(case.guard)
        branch(tracer.builder, test, span, body, rest)
        return ()

    def body() -> Sequence[Traced]:
        block(case.body)
        return ()

    branch(tracer.builder, matched.condition, span, guarded, rest)


def _match(tracer: AssignmentTracer, pattern: ast.pattern, subject: Traced) -> Matched:
    match pattern:
        case ast.MatchValue(value=value):
            return Matched(_equals(tracer, subject, value))
        case ast.MatchSingleton(value=bool() as value):
            if isinstance(subject, Value) and subject in tracer.builder.booleans:
                truth: Operand = subject
                return Matched(truth if value else tracer.expressions.negate(truth, pattern))
            raise tracer.expressions.unsupported(
                pattern, f"the pattern `{value}` for what is not known to be a bool")
        case ast.MatchSingleton(value=None):
            return Matched(tracer.expressions.is_none(subject, pattern))
        case ast.MatchAs(pattern=None, name=None):
            return Matched()
        case ast.MatchAs(pattern=inner, name=str(name)):
            matched = _match(tracer, inner, subject) if inner is not None else Matched()
            return Matched(matched.condition, [*matched.bindings, (pattern, name, subject)])
        case ast.MatchOr(patterns=patterns):
            return _alternatives(tracer, patterns, subject)
        case ast.MatchSequence(patterns=patterns):
            return _sequence(tracer, pattern, patterns, subject)
    raise tracer.expressions.unsupported(pattern, "this pattern")


def _equals(tracer: AssignmentTracer, subject: Traced, value: ast.expr) -> Operand:
    if isinstance(subject, tuple):
        return False
    wanted = tracer.expressions.value(value)
    return tracer.expressions.compare(ast.Eq(), subject, wanted, value)


def _alternatives(
    tracer: AssignmentTracer, patterns: Sequence[ast.pattern], subject: Traced
) -> Matched:
    condition: Operand = False
    for pattern in patterns:
        matched = _match(tracer, pattern, subject)
        if matched.bindings:
            raise tracer.expressions.unsupported(pattern, "a name bound in an alternative")
        condition = _either(tracer, condition, matched.condition, pattern)
    return Matched(condition)


def _sequence(
    tracer: AssignmentTracer, whole: ast.pattern, patterns: Sequence[ast.pattern], subject: Traced
) -> Matched:
    items = tracer.builder.sequence(subject, tracer.span(whole))
    if items is None:
        raise tracer.expressions.unsupported(
            whole, "a sequence pattern for what is not a tuple of known length")
    if any(isinstance(pattern, ast.MatchStar) for pattern in patterns):
        raise tracer.expressions.unsupported(whole, "`*` in a pattern")
    if len(patterns) != len(items):
        return Matched(False)
    condition: Operand = True
    bindings: list[tuple[ast.pattern, str, Traced]] = []
    for pattern, item in zip(patterns, items, strict=True):
        matched = _match(tracer, pattern, item)
        condition = _both(tracer, condition, matched.condition, pattern)
        bindings += matched.bindings
    return Matched(condition, bindings)


def _both(tracer: AssignmentTracer, a: Operand, b: Operand, node: ast.AST) -> Operand:
    return _joined(tracer, a, b, node, is_and=True)


def _either(tracer: AssignmentTracer, a: Operand, b: Operand, node: ast.AST) -> Operand:
    return _joined(tracer, a, b, node, is_and=False)


def _joined(
    tracer: AssignmentTracer, a: Operand, b: Operand, node: ast.AST, *, is_and: bool
) -> Operand:
    """`a and b`, or `a or b`, of bools that may be known."""
    for known, other in ((a, b), (b, a)):
        if isinstance(known, bool):
            return other if known == is_and else known
    then, otherwise = (b, False) if is_and else (True, b)
    name = "and_result" if is_and else "or_result"
    (result,) = branch(
        tracer.builder, a, tracer.span(node), lambda: [then], lambda: [otherwise], [name])
    assert isinstance(result, bool | Value)
    return result
