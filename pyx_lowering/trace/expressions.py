"""Traces expressions: constants are computed, what depends on arguments becomes nodes."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.ir import UNBOUND_VALUE, Operand, Value
from pyx_lowering.ops.internal import check_bound, check_free, check_index
from pyx_lowering.ops.methods import ATTRIBUTES, METHODS
from pyx_lowering.source import Span
from pyx_lowering.trace import strings
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Builder, Instance, Symbolic, Traced
from pyx_lowering.trace.names import nonlocal_names, stored_names
from pyx_lowering.trace.narrowing import narrow
from pyx_lowering.trace.scope import (
    AtRunTime,
    ClassReference,
    ConstantExpression,
    FunctionReference,
    Library,
    LocalFunction,
    ProjectModule,
    TraceError,
    Uncallable,
    member,
)

BINARY: dict[type[ast.operator], Callable[..., object]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Pow: operator.pow, ast.LShift: operator.lshift, ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
}
UNARY: dict[type[ast.unaryop], Callable[..., object]] = {
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert,
}
COMPARE: dict[type[ast.cmpop], Callable[..., object]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}

#: What messages call an expression that cannot be compiled.
DESCRIPTIONS: dict[type[ast.AST], str] = {
    ast.List: "a list", ast.Dict: "a dict", ast.Set: "a set",
    ast.ListComp: "a list comprehension", ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension", ast.GeneratorExp: "a generator expression",
    ast.Await: "`await`", ast.Yield: "`yield`",
    ast.YieldFrom: "`yield from`", ast.JoinedStr: "an f-string", ast.Starred: "`*` unpacking",
    ast.Slice: "a slice", ast.MatMult: "`@`", ast.Is: "`is`", ast.IsNot: "`is not`",
    ast.In: "`in`", ast.NotIn: "`not in`",
}


@dataclass(frozen=True)
class BoundMethod:
    """`x.is_integer` before it is called: the operation and its first argument."""

    target: Callable[..., object]
    owner: Operand


class ExpressionTracer:
    """Evaluates expressions symbolically. Mistakes raise `TraceError`."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder

    def span(self, node: ast.AST) -> Span:
        return self.builder.file.span(node)

    def operand(self, node: ast.expr) -> Operand:
        """The expression as one operand; a tuple becomes one value."""
        return self.builder.pack(self.value(node), self.span(node))

    def value(self, node: ast.expr) -> Traced:
        """The expression as an operand or a tuple of such."""
        return self.checked(self.static(node), node)

    def checked(self, value: object, node: ast.expr) -> Traced:
        """What an expression gave, which must be a value of the program."""
        if value is None or isinstance(
            value,
            Value | Instance | Symbolic | tuple | bool | int | float | complex | str | bytes,
        ):
            return value
        raise self.unsupported(node, f"`{ast.unparse(node)}`, which is not a number,")

    def unsupported(self, node: ast.AST, what: str | None = None) -> TraceError:
        if isinstance(node, ast.Constant):
            what = f"the {type(node.value).__name__} `{ast.unparse(node)}`"
        what = what or DESCRIPTIONS.get(type(node), "this expression")
        help = errors.NO_NEW_TEXT if isinstance(node, ast.JoinedStr) else None
        return TraceError(errors.EXPRESSION.at(self.span(node), expression=what, help=help))

    def static(self, node: ast.expr) -> object:
        """The expression, which may also be a module, a function or a type."""
        match node:
            case ast.Constant(value=value) if callable(value):
                return value  # an internal operation, in statements of the tracer's own
            case ast.Constant(
                value=bool() | int() | float() | complex() | str() | bytes() | None as value
            ):
                return value
            case ast.Name(id=name):
                return self.name(name, self.span(node))
            case ast.Attribute(value=owner, attr=attribute):
                return self.attribute(node, self.static(owner), attribute)
            case ast.BinOp(left=left, op=op, right=right):
                return self.binary(op, self.value(left), self.value(right), node)
            case ast.UnaryOp(op=ast.Not(), operand=inner):
                return self.negate(self.test(inner), node)
            case ast.UnaryOp(op=op, operand=inner):
                return self.unary(op, self.value(inner), node)
            case ast.BoolOp():
                return self.boolean(node, as_test=False)
            case ast.Compare():
                return self.comparison(node)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                (result,) = branch(
                    self.builder, self.test(test), self.span(node),
                    lambda: [self.under(test, True, lambda: self.value(body))],
                    lambda: [self.under(test, False, lambda: self.value(orelse))], ["choice"])
                return result
            case ast.Tuple(elts=elements):
                return tuple(
                    self.builder.settled(value, self.span(node)) for value in self.values(elements))
            case ast.Subscript(value=owner, slice=index):
                return self.subscript(node, self.value(owner), index)
            case ast.NamedExpr(target=ast.Name(id=name), value=inner):
                result = self.value(inner)
                self.builder.rename(result, name)
                self.builder.bind(name, result, self.span(node))
                return result
            case ast.Call():
                return self.call(node)
            case ast.Lambda():
                return self.local_function(node)
        raise self.unsupported(node)

    def under(self, test: ast.expr, truth: bool, evaluate: Callable[[], Traced]) -> Traced:
        """What is evaluated where `test` came out as `truth`."""
        before = dict(self.builder.env)
        narrow(self.builder, test, truth)
        narrowed = dict(self.builder.env)
        result = evaluate()
        for name, binding in self.builder.env.items():
            if narrowed.get(name) is binding:  # not bound by the expression itself
                self.builder.env[name] = before[name]
        return result

    def local_function(self, node: ast.FunctionDef | ast.Lambda) -> LocalFunction:
        """A nested function or a lambda, with the names around it that it reads."""
        own = {arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg)}
        read = {
            part.id for part in ast.walk(node)
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
        }
        changed: tuple[str, ...] = ()
        if isinstance(node, ast.FunctionDef):
            changed = nonlocal_names(node.body)
            own = (own | stored_names(node.body)) - {*changed}
        captured = sorted((read - own | {*changed}) & self.builder.locals)
        pairs = tuple((name, name) for name in captured)
        return LocalFunction(self.builder.scope.module, node, pairs, changed)

    def values(self, nodes: Sequence[ast.expr]) -> list[Traced]:
        """Several expressions, `*tuple` among them put in item by item."""
        values: list[Traced] = []
        for node in nodes:
            if not isinstance(node, ast.Starred):
                values.append(self.value(node))
                continue
            unpacked = self.builder.sequence(self.value(node.value), self.span(node))
            if unpacked is None:
                raise self.unsupported(node, "`*` unpacking of what is not a tuple of known length")
            values += unpacked
        return values

    def call(self, node: ast.Call) -> object:
        """A call; the tracer of functions replaces this."""
        raise self.unsupported(node, "a call in a module-level constant")

    def operation(
        self, target: Callable[..., object], args: Sequence[Operand], node: ast.AST
    ) -> Operand:
        return self.builder.operation(target, args, self.span(node))

    def binary(self, op: ast.operator, left: Traced, right: Traced, node: ast.AST) -> Traced:
        """A binary operator."""
        if left in self.builder.poisoned or right in self.builder.poisoned:
            return self.builder.poison(self.span(node))
        result = self.overridden(op, [left, right], node)
        if result is not None:
            return result
        if isinstance(op, ast.Add) and isinstance(left, tuple):
            following = self.builder.sequence(right, self.span(node))
            if following is not None:
                return (*left, *following)
        if type(op) not in BINARY:
            raise self.unsupported(node, DESCRIPTIONS[type(op)])
        return self.operation(
            BINARY[type(op)], [self.as_number(left, node), self.as_number(right, node)], node)

    def unary(self, op: ast.unaryop, value: Traced, node: ast.AST) -> Traced:
        """A unary operator."""
        result = self.overridden(op, [value], node)
        if result is not None:
            return result
        return self.operation(UNARY[type(op)], [self.as_number(value, node)], node)

    def overridden(
        self, op: ast.operator | ast.unaryop, operands: Sequence[Traced], node: ast.AST
    ) -> Traced | None:
        """What an operator gives where a class says so; the tracer of classes replaces this."""
        return None

    def as_number(self, value: Traced, node: ast.AST) -> Operand:
        """An operand of an operation; the tracer of classes knows which objects are numbers."""
        return self.builder.pack(value, self.span(node))

    def identical(self, left: Traced, right: Traced, node: ast.AST) -> Operand | None:
        """`left is right`, if that can be told; the tracer of classes replaces this."""
        return None

    def name(self, name: str, span: Span, *, free: bool = False) -> object:
        """A local if the function assigns it anywhere (as Python decides), else a global.

        `free`: a nested function reads it.
        """
        builder = self.builder
        if name not in builder.locals:
            return self.evaluated(builder.scope.lookup(name, span, sorted(builder.locals)), span)
        binding = builder.env.get(name)
        if binding is None or binding.bound is False:
            raise TraceError(errors.UNKNOWN_NAME.at(
                span, name=name, suggestion="",
                help=f"`{name}` is a local variable; assign it before it is read"))
        if binding.bound is not True:
            check = check_free if free else check_bound
            builder.emit("call_function", check, [binding.bound, name], span)
            builder.mark_bound(name)
        return binding.value

    def attribute(self, node: ast.expr, owner: object, attribute: str) -> object:
        span = self.span(node)
        if isinstance(owner, Uncallable):
            return member(owner, attribute)
        if owner in self.builder.poisoned:
            return owner
        if isinstance(owner, Library | ProjectModule):
            return self.evaluated(self.builder.scope.attribute(owner, attribute, span), span)
        if strings.string_type(self.builder, owner):
            return BoundMethod(
                strings.method(self.builder, owner, attribute, node),
                self.builder.pack(owner, span))
        if attribute in METHODS and isinstance(owner, Value | bool | int | float | complex):
            return BoundMethod(METHODS[attribute], owner)
        if attribute in ATTRIBUTES and isinstance(owner, Value | bool | int | float | complex):
            return self.operation(ATTRIBUTES[attribute], [owner], node)
        raise self.unsupported(node, f"the attribute `{attribute}` of a value")

    def evaluated(
        self, value: object, span: Span, known: Mapping[str, object] | None = None
    ) -> object:
        """The value of a module-level constant that a name turned out to be.

        `known` are names of the expression that mean something else than in its module.
        """
        if isinstance(value, AtRunTime):
            return self.builder.operation(value.target, [], span)
        if not isinstance(value, ConstantExpression):
            return value
        scope, name = value.scope, value.name
        if (scope.module.name, name) in scope.evaluating:
            raise TraceError(errors.MAY_CHANGE.at(
                span, name=name, reason="its value depends on itself"))
        builder = Builder(scope.during(name), Diagnostics(), frozenset(known or ()))
        for local, constant in (known or {}).items():
            builder.bind(local, constant)
        tracer = type(self)(builder)
        try:
            result = tracer.static(value.expression)
            is_constant = not builder.block.nodes and not _depends(result)
        except TraceError as error:
            if error.diagnostic.code == errors.MAY_CHANGE.code:
                raise
            is_constant = False
        if not is_constant:
            place = scope.module.file.span(value.expression)
            text = ast.unparse(value.expression)
            raise TraceError(errors.MAY_CHANGE.at(
                span, name=name, reason=f"its value, `{text[:60]}` at {place}, is not a "
                "constant that is known when the package is built"))
        return result

    def test(self, node: ast.expr) -> Operand:
        """The truth of an expression: a bool. Only what decides it is evaluated."""
        if isinstance(node, ast.BoolOp):
            result = self.boolean(node, as_test=True)
            assert isinstance(result, bool | Value)
            return result
        return self.truth(self.value(node), node)

    def truth(self, value: Traced, node: ast.AST) -> Operand:
        if isinstance(value, tuple):
            return len(value) > 0
        class_ = self.builder.known_class(value)
        if class_ is not None:
            if not class_.kind.is_number:
                return True
            value = self.as_number(value, node)
        if isinstance(value, Value) and value not in self.builder.booleans:
            return self.operation(bool, [value], node)
        return value if isinstance(value, Value) else bool(value)

    def negate(self, value: Operand, node: ast.AST) -> Operand:
        if not isinstance(value, Value):
            return not value
        return self.operation(operator.not_, [value], node)

    def boolean(self, node: ast.BoolOp, *, as_test: bool) -> Traced:
        """`a and b`: `b` if `a` is true, else `a`; as a test, only the truth of each counts."""
        is_and = isinstance(node.op, ast.And)
        evaluate = self.test if as_test else self.value

        def rest(operands: Sequence[ast.expr]) -> Traced:
            first = evaluate(operands[0])
            if len(operands) == 1:
                return first
            truth = self.truth(first, operands[0])
            following = lambda: [  # noqa: E731 - reads as the branches below
                self.under(operands[0], is_and, lambda: rest(operands[1:]))]
            # Of a bool, its being false (or true) says which it is.
            known = as_test or first in self.builder.booleans
            this = lambda: [not is_and if known else first]  # noqa: E731
            sides = (following, this) if is_and else (this, following)
            name = "and_result" if is_and else "or_result"
            (result,) = branch(self.builder, truth, self.span(node), *sides, [name])
            return result

        return rest(node.values)

    def comparison(self, node: ast.Compare) -> Traced:
        """`a < b < c`: `b` is evaluated once, and `c` only if `a < b`."""
        operands = [node.left, *node.comparators]

        def link(index: int, left: Traced) -> Traced:
            op, is_last = node.ops[index], index + 1 == len(node.ops)
            if is_last and isinstance(op, ast.In | ast.NotIn):
                found = self.is_member(left, operands[index + 1], node)
                return found if isinstance(op, ast.In) else self.negate(found, node)
            right = self.value(operands[index + 1])
            result = self.compare(op, left, right, node)
            if is_last:
                return result
            (chained,) = branch(
                self.builder, self.truth(result, node), self.span(node),
                lambda: [link(index + 1, right)],
                lambda: [False if result in self.builder.booleans else result], ["and_result"])
            return chained

        return link(0, self.value(node.left))

    def compare(self, op: ast.cmpop, left: Traced, right: Traced, node: ast.AST) -> Traced:
        """One comparison."""
        if isinstance(op, ast.Is | ast.IsNot | ast.Eq | ast.NotEq):
            same = self.identical(left, right, node)
            if same is not None:
                return same if isinstance(op, ast.Is | ast.Eq) else self.negate(same, node)
        if isinstance(op, ast.In | ast.NotIn):
            found = self.contains(left, right, node)
            return found if isinstance(op, ast.In) else self.negate(found, node)
        if isinstance(op, ast.Is | ast.IsNot) and (left is None or right is None):
            value = right if left is None else left
            return self.is_none(value, node, negated=isinstance(op, ast.IsNot))
        if type(op) not in COMPARE:
            raise self.unsupported(node, DESCRIPTIONS[type(op)])
        if () in (left, right) and isinstance(left, tuple) and isinstance(right, tuple):
            return self.operation(COMPARE[type(op)], [len(left), len(right)], node)
        return self.operation(
            COMPARE[type(op)], [self.as_number(left, node), self.as_number(right, node)], node)

    def is_member(self, value: Traced, container: ast.expr, node: ast.AST) -> Operand:
        """`value in container`; the tracer of `in` replaces this."""
        raise self.unsupported(node, "`in` here")

    def contains(self, value: Traced, container: Traced, node: ast.AST) -> Operand:
        """`value in container`; the tracer of `in` replaces this."""
        raise self.unsupported(node, "`in` here")

    def is_none(self, value: Traced, node: ast.AST, *, negated: bool = False) -> Operand:
        """Whether a value is None, or whether it is not."""
        if not isinstance(value, Value):
            return (value is None) != negated
        kind = "is_present" if negated else "is_none"
        result = self.builder.emit(kind, None, [value], self.span(node), [kind]).result
        self.builder.booleans.add(result)
        return result

    def choose(self, items: Sequence[Traced], index: Operand, node: ast.AST) -> Traced:
        """The item at an index from 0 to the last, which is only known at run time."""
        if len(items) == 1 or not isinstance(index, Value):
            return items[int(index) if isinstance(index, int) else 0]
        (item,) = branch(
            self.builder, self.operation(operator.eq, [index, 0], node), self.span(node),
            lambda: [items[0]],
            lambda: [self.choose(items[1:], self._less_one(index, node), node)], ["item"])
        return item

    def _less_one(self, index: Operand, node: ast.AST) -> Operand:
        return self.operation(operator.sub, [index, 1], node)

    def index(self, items: tuple[Traced, ...], index: Value, node: ast.expr) -> Traced:
        """`items[index]` with Python's negative indices and its IndexError."""
        size, span = len(items), self.span(node)
        self.builder.emit("call_function", check_index, [index, size], span)
        below = self.operation(operator.lt, [index, 0], node)
        (place,) = branch(
            self.builder, below, span,
            lambda: [self.operation(operator.add, [index, size], node)], lambda: [index],
            ["index"])
        assert isinstance(place, Value)
        return self.choose(items, place, node)

    def subscript(self, node: ast.expr, owner: Traced, at: ast.expr) -> Traced:
        if owner in self.builder.poisoned:
            return owner
        if strings.string_type(self.builder, owner):
            if isinstance(at, ast.Slice):
                return strings.part(self.builder, owner, self.bounds_of(at), node)
            return strings.subscript(
                self.builder, owner, self.as_number(self.value(at), at), node)
        items = self.builder.sequence(owner, self.span(node))
        if isinstance(at, ast.Slice) and items is not None:
            return tuple(items)[self.constant_slice(at)]
        index = self.as_number(self.value(at), at)
        if isinstance(index, Value) and items:
            return self.index(items, index, node)
        if not isinstance(index, int):
            raise self.unsupported(node, "an index that is not a constant int")
        if items is not None:
            if not -len(items) <= index < len(items):
                raise self.unsupported(node, f"the index {index} of {len(items)} items")
            return items[index]
        class_ = self.builder.known_class(owner)
        if class_ is not None:
            raise self.unsupported(node, f"an index of `{class_}`, which is no tuple,")
        if not isinstance(owner, Value):
            raise self.unsupported(node, "an index of a constant")
        item = self.builder.emit("item", "item", [owner, index, -1], self.span(node), ["item"])
        return item.result

    def bounds_of(self, node: ast.Slice) -> tuple[Operand, Operand, Operand]:
        """Start, stop and step of a slice; None for what is left out."""
        start, stop, step = (
            None if part is None else self.as_number(self.value(part), part)
            for part in (node.lower, node.upper, node.step))
        return start, stop, step

    def constant_slice(self, node: ast.Slice) -> slice:
        """The bounds of a slice, which the length of the result depends on."""
        bounds = self.bounds_of(node)
        if bounds[2] == 0 or not all(bound is None or isinstance(bound, int) for bound in bounds):
            raise self.unsupported(node, "a slice of a tuple whose bounds are not constant ints")
        return slice(*bounds)

    def unpack(self, value: Traced, count: int, node: ast.AST) -> list[Traced]:
        """The items of a tuple of exactly `count` items."""
        span = self.span(node)
        items = self.builder.sequence(value, span)
        if items is not None:
            if len(items) != count:
                raise TraceError(errors.UNPACK.at(
                    span, actual=f"{len(items)} values", wanted=count))
            return list(items)
        class_ = self.builder.known_class(value)
        if class_ is not None or not isinstance(value, Value):
            raise TraceError(errors.UNPACK.at(
                span, actual=f"a `{class_}`" if class_ else repr(value), wanted=count))
        return [
            self.builder.emit("item", "item", [value, index, count], span, ["item"]).result
            for index in range(count)
        ]


def _depends(value: object) -> bool:
    """Whether a value is not known before run time."""
    if isinstance(value, tuple):
        return any(_depends(item) for item in value)
    if isinstance(value, Instance):
        return _depends(value.items)
    known = (bool | int | float | complex | str | bytes | Library | ProjectModule
             | FunctionReference | ClassReference | Uncallable)
    if value is None or isinstance(value, known) or callable(value):
        return False
    return isinstance(value, Value) or value is UNBOUND_VALUE
