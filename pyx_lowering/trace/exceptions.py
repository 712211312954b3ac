"""Traces `try`: what handlers see of the body, and what runs on every way out.

`finally` is written out on each way out, as the Java compiler does (Lindholm et al., "The
Java Virtual Machine Specification", 3.13): behind the statement, in a handler for whatever
the rest does not catch, and in front of each `return`, `break` and `continue` that
leaves the statement. The last stands in the middle of what handlers protect, but is not
protected by them in Python; so it sets a flag, at which they pass the exception on.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from pyx_lowering import errors
from pyx_lowering.ir import Node, Value
from pyx_lowering.trace.assignments import AssignmentTracer
from pyx_lowering.trace.branches import branch, merge, region
from pyx_lowering.trace.builder import UNBOUND_NAME, Binding, Cell, Traced
from pyx_lowering.trace.names import build_time_names, deleted_names
from pyx_lowering.trace.scope import EXCEPTIONS, CaughtException, TraceError

Exceptions = tuple[type[BaseException], ...]


@dataclass
class Cleanup:
    """A `finally` that is still to run; `leaving` is set where its copies run early."""

    body: Sequence[ast.stmt]
    leaving: Value
    #: How many loops were around the statement.
    loops: int
    used: bool = False


@dataclass(frozen=True)
class Handler:
    """What is caught, under which name, and what is traced then."""

    caught: Exceptions
    name: str | None
    body: Callable[[], None]


class ExceptionTracer(AssignmentTracer):
    """Adds `try`; what stands in it is traced by `block`."""

    #: Of the statements around, the innermost last.
    cleanups: list[Cleanup]
    #: The names of the exceptions that the handlers around are handling, the innermost last.
    handling: list[str | None]

    def block(self, statements: Sequence[ast.stmt]) -> None:
        """Trace the statements of a body; the tracer of statements says how."""
        raise TypeError("statements are traced by a tracer of statements")

    def depth(self) -> int:
        """How many loops are around; the tracer of loops says it."""
        raise TypeError("loops are traced by a tracer of loops")

    def clean_up(self, *, loop_only: bool) -> bool:
        """Trace what runs before a way out; says whether control comes to its end.

        With `loop_only`, control stays in the function, and leaves the innermost loop.
        """
        pending = self.cleanups
        try:
            while self.cleanups and self.builder.reachable:
                cleanup = self.cleanups[-1]
                if loop_only and cleanup.loops < self.depth():
                    break
                cleanup.used = True
                self.builder.emit("set", None, [cleanup.leaving, True], None)
                self.cleanups = self.cleanups[:-1]
                self.block(cleanup.body)
        finally:
            self.cleanups = pending
        return self.builder.reachable

    def try_statement(self, statement: ast.Try) -> None:
        if not statement.finalbody:
            self.handled(
                statement, statement.body,
                [self.handler(each, None) for each in statement.handlers],
                lambda: self.block(statement.orelse))
            return
        leaving = self.builder.emit(
            "cell", None, [False], self.span(statement), ["leaving"]).result
        self.builder.booleans.add(leaving)
        cleanup = Cleanup(statement.finalbody, leaving, self.depth())

        def inner() -> None:
            self.cleanups = [*self.cleanups, cleanup]
            try:
                if not statement.handlers:
                    self.block(statement.body)
                    return
                self.handled(
                    statement, statement.body,
                    [self.handler(each, cleanup) for each in statement.handlers],
                    lambda: self.block(statement.orelse))
            finally:
                self.cleanups = self.cleanups[:-1]

        def otherwise() -> None:
            self.pass_on(cleanup, statement)
            self.block(statement.finalbody)
            if self.builder.reachable:
                self.builder.terminate("raise", (), self.span(statement))

        parts: list[ast.stmt | ast.ExceptHandler] = [
            *statement.body, *statement.handlers, *statement.orelse]
        self.handled(
            statement, parts, [Handler((BaseException,), None, otherwise)], lambda: None, inner)
        if self.builder.reachable:
            self.block(statement.finalbody)

    def pass_on(self, cleanup: Cleanup | None, statement: ast.AST) -> None:
        """Raise again what a copy of the `finally` raised that ran early."""
        if cleanup is None or not cleanup.used:
            return

        def again() -> Sequence[Traced]:
            self.builder.terminate("raise", (), self.span(statement))
            return ()

        branch(self.builder, cleanup.leaving, self.span(statement), again, lambda: ())

    def handler(self, node: ast.ExceptHandler, cleanup: Cleanup | None) -> Handler:
        def body() -> None:
            self.pass_on(cleanup, node)
            self.block(node.body)

        return Handler(self.caught(node), node.name, body)

    def caught(self, node: ast.ExceptHandler) -> Exceptions:
        """The classes that an `except` names."""
        if node.type is None:
            return (BaseException,)
        named = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        classes: list[type[BaseException]] = []
        for each in named:
            found = self.expressions.static(each)
            if not (isinstance(found, type) and (
                found is BaseException or found in EXCEPTIONS.values())):
                raise TraceError(errors.STATEMENT.at(
                    self.span(each), statement=f"catching `{ast.unparse(each)}`",
                    help="catch built-in exceptions, such as `ValueError`"))
            classes.append(found)
        return tuple(classes)

    def handled(
        self,
        statement: ast.Try,
        parts: Sequence[ast.stmt | ast.ExceptHandler],
        handlers: Sequence[Handler],
        otherwise: Callable[[], None],
        body: Callable[[], None] | None = None,
    ) -> None:
        """A `try` with handlers; `parts` is what they protect, `body` traces it."""
        builder, span = self.builder, self.span(statement)
        cells = self.cells(parts)
        first = region(builder, lambda: self.protected(cells, statement, body))
        shared = [*(value for node in first.block.nodes for value in node.results),
                  *(value for cell in cells.values() for value in cell.values)]

        def on_success() -> Sequence[Traced]:
            builder.env = dict(first.env)
            if first.reachable:
                otherwise()
            else:
                builder.terminate("unreachable", (), None)
            return ()

        ends = [region(builder, on_success)]
        ends += [region(builder, partial(self.caught_by, each, cells)) for each in handlers]
        node = Node("try", tuple(each.caught for each in handlers), [],
                    regions=[first.block, *(end.block for end in ends)], span=span)
        merge(builder, node, ends, (), span, shared)
        builder.block.nodes.append(node)
        if not any(end.reachable for end in ends):
            builder.terminate("unreachable", (), None)

    def cells(self, parts: Sequence[ast.stmt | ast.ExceptHandler]) -> dict[str, Cell]:
        """A cell for each name that the protected statements bind."""
        names = self.builder.stored(parts) - build_time_names(parts)
        deleted = deleted_names(parts)
        cells = {}
        for name in sorted(names):
            binding = self.builder.env.get(name, UNBOUND_NAME)
            value = self.builder.pack(binding.value, None)
            cell = self.builder.emit("cell", None, [value], None, [name]).result
            cell.named = True
            self.builder.note_type(cell, self.builder.known_type(binding.value))
            bound = None
            if binding.bound is not True or name in deleted:
                bound = self.builder.emit(
                    "cell", None, [binding.bound], None, [f"{name.strip()}_bound"]).result
                self.builder.booleans.add(bound)
            cells[name] = Cell(cell, bound)
        return cells

    def protected(
        self, cells: dict[str, Cell], statement: ast.Try, body: Callable[[], None] | None
    ) -> Sequence[Traced]:
        builder = self.builder
        builder.cells.append(cells)
        try:
            if body is None:
                self.block(statement.body)
            else:
                body()
        finally:
            builder.cells.pop()
        if builder.reachable:
            builder.emit("yield", None, [], None)
        return ()

    def caught_by(self, handler: Handler, cells: dict[str, Cell]) -> Sequence[Traced]:
        builder = self.builder
        for name, cell in cells.items():
            builder.env[name] = Binding(cell.value, True if cell.bound is None else cell.bound)
        if handler.name is not None:
            builder.env[handler.name] = Binding(CaughtException(handler.name))
        self.handling.append(handler.name)
        try:
            handler.body()
        finally:
            self.handling.pop()
        if handler.name is not None:
            builder.env[handler.name] = UNBOUND_NAME
        return ()

