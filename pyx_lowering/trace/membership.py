"""Traces `in`: whether a value is, or is equal to, one of the items of a container."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence

from pyx_lowering import errors
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops.internal import equal_items, equal_keys, in_range
from pyx_lowering.trace import strings
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.expressions import ExpressionTracer
from pyx_lowering.trace.scope import TraceError


class MembershipTracer(ExpressionTracer):
    """Adds `in` to the tracer of expressions."""

    def is_member(self, value: Traced, container: ast.expr, node: ast.AST) -> Operand:
        """`value in container`, where ranges, lists and sets need not be made."""
        match container:
            case ast.List(elts=elements):
                return self.one_of(self.values(elements), value, node, equal_items)
            case ast.Set(elts=elements):
                return self.one_of(self.values(elements), value, node, equal_keys)
            case ast.Call(func=ast.Name() as function) if self.static(function) is range:
                bounds = self.range_bounds(container)
                return self.operation(in_range, [self.as_number(value, node), *bounds], node)
        return self.contains(value, self.value(container), node)

    def range_bounds(self, node: ast.Call) -> list[Operand]:
        """Start, stop and step of `range(...)`."""
        args: Sequence[Operand] = [self.as_number(self.value(arg), arg) for arg in node.args]
        if node.keywords or not 1 <= len(args) <= 3:
            raise TraceError(errors.ARGUMENTS.at(
                self.span(node), reason="`range` takes one to three positional arguments",
                signature="range(stop), range(start, stop) or range(start, stop, step)"))
        return [0, *args, 1] if len(args) == 1 else [*args, 1][:3]

    def contains(self, value: Traced, container: Traced, node: ast.AST) -> Operand:
        """`value in container`, a string or a tuple."""
        if strings.string_type(self.builder, container):
            return self.operation(operator.contains, [
                self.builder.pack(container, None), self.as_number(value, node)], node)
        items = self.builder.sequence(container, self.span(node))
        if items is None:
            raise self.unsupported(node, "`in` what is not a tuple of known length")
        return self.one_of(items, value, node, equal_items)

    def one_of(
        self, items: Sequence[Traced], value: Traced, node: ast.AST, equal: Callable[..., object]
    ) -> Operand:
        """Whether a value is one of some items, which are looked at in their order."""
        if not items:
            return False
        same = self.identical(value, items[0], node)
        if same is None:
            same = self.operation(
                equal, [self.as_number(items[0], node), self.as_number(value, node)], node)
        (found,) = branch(
            self.builder, same, self.span(node),
            lambda: [True], lambda: [self.one_of(items[1:], value, node, equal)], ["found"])
        assert isinstance(found, bool | Value)
        return found
