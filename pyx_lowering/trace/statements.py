"""Traces statements, and the ways out of a function."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from pyx_lowering import errors
from pyx_lowering.ir import Operand, Value
from pyx_lowering.source import Span
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.loops import LoopTracer
from pyx_lowering.trace.narrowing import narrow
from pyx_lowering.trace.patterns import match_statement
from pyx_lowering.trace.reductions import trace_comprehension, trace_reduction
from pyx_lowering.trace.scope import EXCEPTIONS, CaughtException, TraceError
from pyx_lowering.trace.texts import message, printed

#: What messages call a statement that cannot be compiled, and what to do instead.
UNSUPPORTED: dict[type[ast.stmt], tuple[str, str | None]] = {
    ast.TryStar: ("`try`", "catch the exceptions in the caller"),
    ast.With: ("`with`", None),
    ast.AsyncWith: ("`async with`", None),
    ast.AsyncFor: ("`async for`", None),
    ast.AsyncFunctionDef: ("an `async` function", None),
    ast.ClassDef: ("a class", "move it out of the function"),
    ast.Global: ("`global`", "pass the value as a parameter and return the new one"),
    ast.Import: ("`import` in a function", "import at the top of the module"),
    ast.ImportFrom: ("`import` in a function", "import at the top of the module"),
}


class StatementTracer(LoopTracer):
    """Traces the body of one function."""

    #: Whether the function returns anything but None.
    gives_value = False

    def reduction(self, target: object, node: ast.Call) -> Traced:
        return trace_reduction(self, target, node)

    def comprehension(self, node: ast.ListComp) -> Traced:
        return trace_comprehension(self, node)

    def block(self, statements: Sequence[ast.stmt]) -> None:
        """Trace statements in order, up to the first one that never falls through."""
        for statement in statements:
            if not self.builder.reachable:
                return
            try:
                self.statement(statement)
            except TraceError as error:
                self.builder.report(error.diagnostic)
                self.poison_names(statement)

    def poison_names(self, statement: ast.stmt) -> None:
        """After a mistake, what the statement binds stands for anything; it still leaves."""
        for name in sorted(self.builder.stored([statement])):
            self.declared.pop(name, None)
            self.builder.bind(name, self.builder.poison(None))
        if isinstance(statement, ast.Return | ast.Raise):
            self.builder.terminate("unreachable", (), None)

    def statement(self, statement: ast.stmt) -> None:
        outer, self.builder.pending = self.builder.pending, [*self.builder.pending]
        try:
            self.traced(statement)
        finally:
            self.builder.pending = outer

    def traced(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Pass():
                pass
            case ast.Nonlocal(names=names):
                for name in {*names} - {*self.builder.given_back}:
                    raise TraceError(errors.STATEMENT.at(
                        self.span(statement), statement=f"`nonlocal {name}`",
                        help=f"`{name}` must be a variable of the function around it"))
            case ast.Expr(value=ast.Constant()):
                pass  # a docstring
            case ast.Expr(value=ast.Call() as call) if self.prints(call):
                printed(self.expressions, call)
            case ast.Expr(value=expression):
                self.expressions.value(expression)
            case ast.FunctionDef(name=name, decorator_list=[]):
                self.builder.bind(name, self.expressions.local_function(statement))
            case ast.FunctionDef():
                raise TraceError(errors.STATEMENT.at(
                    self.span(statement.decorator_list[0]), statement="a nested decorated function",
                    help="leave the decorator out"))
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as node):
                self.builder.bind(name, self.expressions.local_function(node))
            case ast.Assign(targets=targets, value=expression):
                value = self.expressions.value(expression)
                if len(targets) > 1:
                    value = self.builder.settled(value, self.span(expression))
                for target in targets:
                    self.assign(target, value)
            case ast.AnnAssign():
                self.annotated_assignment(statement)
            case ast.AugAssign():
                self.augmented_assignment(statement)
            case ast.If():
                self.if_statement(statement)
            case ast.While():
                self.while_statement(statement)
            case ast.For():
                self.for_statement(statement)
            case ast.Return(value=None):
                if self.clean_up(loop_only=False):
                    self.output(None, self.span(statement))
            case ast.Return(value=ast.expr() as expression):
                result = self.expressions.operand(expression)
                if self.expressions.is_list(result):
                    raise TraceError(errors.LIST_ESCAPES.at(
                        self.span(expression), where="the result"))
                if self.clean_up(loop_only=False):
                    if isinstance(result, Value) and result in self.builder.arrays:
                        result = self.expressions.hand_over(result, expression)
                    self.output(result, self.span(expression))
            case ast.Try():
                self.try_statement(statement)
            case ast.Break():
                self.leave("break", statement)
            case ast.Continue():
                self.leave("continue", statement)
            case ast.Assert():
                self.assert_statement(statement)
            case ast.Raise():
                self.raise_statement(statement)
            case ast.Match():
                match_statement(self, statement, self.block)
            case ast.Delete(targets=targets):
                for target in targets:
                    self.delete(target)
            case _:
                raise self.unsupported(statement)

    def output(self, result: Operand, span: Span) -> None:
        """Leave the function with a result, and with the names around it that it changed."""
        builder = self.builder
        args: list[Operand] = [] if result is None else [result]
        if builder.given_back:
            names = [self.expressions.name(name, span) for name in builder.given_back]
            value = (result, *names) if self.gives_value else (*names,)
            args = [builder.pack(value if len(value) > 1 else value[0], span)]
        builder.terminate("output", args, span)

    def prints(self, call: ast.Call) -> bool:
        """Whether a call is one of the built-in `print`."""
        return (
            isinstance(call.func, ast.Name)
            and call.func.id not in self.builder.locals
            and self.builder.scope.lookup(call.func.id, self.span(call.func)) is print
        )

    def unsupported(self, statement: ast.stmt) -> TraceError:
        what, hint = UNSUPPORTED.get(type(statement), ("this statement", None))
        span = self.span(statement)
        if span.end_line > span.line:  # point at the keyword, not at a whole block
            span = Span(span.file, span.line, span.column, span.line,
                        len(span.file.lines[span.line - 1]))
        return TraceError(errors.STATEMENT.at(span, statement=what, help=hint))

    def delete(self, target: ast.expr) -> None:
        """`del name`: from here on it is not bound."""
        if not isinstance(target, ast.Name):
            raise self.expressions.unsupported(target, "deleting anything but a local name")
        if target.id in self.builder.given_back:
            raise self.expressions.unsupported(target, "deleting a name of another function")
        self.expressions.name(target.id, self.span(target))  # it must be bound
        self.builder.unbind(target.id)

    # Branches

    def if_statement(self, statement: ast.If) -> None:
        try:
            condition = self.expressions.test(statement.test)
        except TraceError as error:
            # Both sides are traced all the same, so that their mistakes are shown too.
            self.builder.report(error.diagnostic)
            condition = self.builder.poison(self.span(statement.test))

        def side(statements: Sequence[ast.stmt], truth: bool) -> Sequence[Traced]:
            narrow(self.builder, statement.test, truth)
            self.block(statements)
            return ()

        branch(
            self.builder, condition, self.span(statement.test),
            lambda: side(statement.body, True), lambda: side(statement.orelse, False))

    def assert_statement(self, statement: ast.Assert) -> None:
        condition = self.expressions.test(statement.test)
        span = self.span(statement)

        def fail() -> Sequence[Traced]:
            args = [] if statement.msg is None else [message(self.expressions, statement.msg)]
            self.builder.terminate("raise", args, span, target=AssertionError)
            return ()

        def hold() -> Sequence[Traced]:
            narrow(self.builder, statement.test, True)
            return ()

        branch(self.builder, condition, span, hold, fail)

    def raise_statement(self, statement: ast.Raise) -> None:
        span = self.span(statement)
        if statement.exc is None and self.handling:
            self.builder.terminate("raise", (), span)
            return
        if statement.exc is None:
            raise TraceError(errors.STATEMENT.at(
                span, statement="`raise` without an exception", help="name the exception"))
        if statement.cause is not None and not (
            isinstance(statement.cause, ast.Constant) and statement.cause.value is None
        ):
            raise TraceError(errors.STATEMENT.at(
                span, statement="`raise ... from ...`", help="leave `from` out"))
        called = statement.exc
        arguments: list[ast.expr] = []
        if isinstance(called, ast.Call):
            if called.keywords:
                raise self.expressions.unsupported(called, "a keyword argument of an exception")
            arguments = called.args
            called = called.func
        exception = self.expressions.static(called)
        if isinstance(exception, CaughtException) and called is statement.exc and (
            exception.name == self.handling[-1]
        ):
            self.builder.terminate("raise", (), span)
            return
        if not (isinstance(exception, type) and exception in EXCEPTIONS.values()):
            raise TraceError(errors.STATEMENT.at(
                self.span(called), statement=f"raising `{ast.unparse(called)}`",
                help="raise a built-in exception, such as `ValueError`"))
        args = [message(self.expressions, argument) for argument in arguments]
        self.builder.terminate("raise", args, span, target=exception)
