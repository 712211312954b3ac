"""Traces texts: f-strings, the arguments of exceptions, and what `print` writes."""

from __future__ import annotations

import ast
from collections.abc import Callable

from pyx_lowering import errors
from pyx_lowering.ir import Operand, Parts, Value
from pyx_lowering.trace.expressions import ExpressionTracer
from pyx_lowering.trace.scope import TraceError

#: A piece of a text, or how a value in it is converted and formatted.
Part = str | tuple[str, str]

_CONVERSIONS: dict[str, Callable[[object], str]] = {"r": repr, "s": str, "a": ascii}
_PRINT = "print(*values, sep=' ', end='\\n', flush=False)"


def message(expressions: ExpressionTracer, node: ast.expr) -> Operand:
    """An argument of an exception: a constant, or an f-string of numbers."""
    if isinstance(node, ast.JoinedStr):
        return _Text(expressions).add(node).operand(node)
    value = expressions.value(node)
    if isinstance(value, Value | bool | int | float | complex | str) or value is None:
        return value
    raise expressions.unsupported(node, "an exception message that is no text or number")


def printed(expressions: ExpressionTracer, call: ast.Call) -> None:
    """`print(...)`: one text, made of all that is printed."""
    options: dict[str, object] = {"sep": " ", "end": "\n", "flush": False}
    for keyword in call.keywords:
        value = expressions.static(keyword.value)
        known = keyword.arg in options and (
            isinstance(value, bool if keyword.arg == "flush" else str)
            or (value is None and keyword.arg != "flush"))
        if keyword.arg is None or not known:
            raise TraceError(errors.ARGUMENTS.at(
                expressions.span(keyword.value),
                reason=f"`print` does not take this `{keyword.arg or '**'}` here",
                signature=_PRINT))
        if value is not None:
            options[keyword.arg] = value
    text = _Text(expressions)
    for index, arg in enumerate(call.args):
        if index:
            text.literal(str(options["sep"]))
        text.add(arg)
    span = expressions.span(call)
    args: list[Operand] = [
        text.operand(call), str(options["end"]), bool(options["flush"])]
    expressions.builder.emit("print", None, args, span)


class _Text:
    """A text being put together; what is known at build time becomes part of it."""

    def __init__(self, expressions: ExpressionTracer) -> None:
        self.expressions = expressions
        self.parts: list[Part] = []
        self.args: list[Operand] = []

    def literal(self, text: str) -> None:
        if self.parts and isinstance(self.parts[-1], str):
            self.parts[-1] += text
        else:
            self.parts.append(text)

    def add(self, node: ast.expr) -> _Text:
        """What `str` gives of an expression."""
        if isinstance(node, ast.JoinedStr):
            for piece in node.values:
                self.piece(piece)
        elif isinstance(node, ast.Constant):
            self.literal(str(node.value))
        else:
            self.value(self.expressions.operand(node), "", "")
        return self

    def piece(self, piece: ast.expr) -> None:
        if isinstance(piece, ast.Constant):
            self.literal(str(piece.value))
            return
        assert isinstance(piece, ast.FormattedValue)
        specification = ""
        if isinstance(piece.format_spec, ast.JoinedStr):
            if not all(isinstance(part, ast.Constant) for part in piece.format_spec.values):
                raise self.expressions.unsupported(piece, "a format that depends on a value")
            specification = ast.literal_eval(
                ast.unparse(ast.JoinedStr(piece.format_spec.values)).lstrip("f"))
        conversion = chr(piece.conversion) if piece.conversion > 0 else ""
        self.value(self.expressions.operand(piece.value), conversion, specification)

    def value(self, operand: Operand, conversion: str, specification: str) -> None:
        if isinstance(operand, bool | int | float | complex | str):
            if conversion:
                operand = _CONVERSIONS[conversion](operand)
            self.literal(format(operand, specification))
            return
        self.parts.append((conversion, specification))
        self.args.append(operand)

    def operand(self, node: ast.expr) -> Operand:
        """The whole: a literal, or the value of a node that formats it."""
        if not self.args:
            return "".join(str(part) for part in self.parts)
        emitted = self.expressions.builder.emit(
            "text", Parts(tuple(self.parts)), self.args, self.expressions.span(node), ["message"])
        return emitted.result
