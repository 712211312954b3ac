"""Traces calls: of operations, of marked functions and of plain helpers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.ir import Callee, Operand, Value
from pyx_lowering.ops import OPERATIONS, Operation, target_name
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.ufuncs import UFUNCS
from pyx_lowering.ops.views import adopted
from pyx_lowering.source import Span
from pyx_lowering.trace import arrays
from pyx_lowering.trace.annotations import Signature, annotated_type, signature_of
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.classes import Method
from pyx_lowering.trace.complexes import ComplexTracer
from pyx_lowering.trace.definitions import definition
from pyx_lowering.trace.elementwise import combined, has_no_dimensions, parts_of
from pyx_lowering.trace.expressions import BoundMethod
from pyx_lowering.trace.lists import ListMethod
from pyx_lowering.trace.names import gives_value
from pyx_lowering.trace.scope import (
    ArrayFunction,
    ClassReference,
    FunctionReference,
    LocalFunction,
    TraceError,
    Uncallable,
    is_function,
)
from pyx_lowering.trace.strings import string_type
from pyx_lowering.trace.wholes import ArrayMethod
from pyx_lowering.types import FUNCTION, TEXTS, ArrayType, has_objects

#: What a type gives when it is called without an argument.
_EMPTY: dict[object, object] = {float: 0.0, int: 0, bool: False, complex: 0j}


class CallTracer(ComplexTracer):
    """Adds calls to the tracer of expressions."""

    def call(self, node: ast.Call) -> object:
        callee = self.static(node.func)
        if isinstance(callee, FunctionReference):
            return self.call_function(callee, node)
        if isinstance(callee, LocalFunction):
            return self.call_local(callee, node)
        if isinstance(callee, BoundMethod):
            return self.call_operation(OPERATIONS[callee.target], node, callee.owner)
        if isinstance(callee, ClassReference):
            return self.construct(callee, node)
        if isinstance(callee, Method):
            return self.call_method(callee, None, node)
        if isinstance(callee, ListMethod):
            return self.call_list_method(callee, node)
        if isinstance(callee, ArrayFunction):
            return self.call_numpy(callee.name, None, node)
        if isinstance(callee, ArrayMethod):
            return self.call_numpy(callee.name, callee.owner, node)
        if callee in self.builder.poisoned:
            return callee
        if isinstance(callee, Uncallable):
            raise self.cannot_call(node, f"{callee.reason}")
        if callee in (sum, any, all):
            return self.reduction(callee, node)
        if callee in (range, reversed, enumerate, zip):
            raise self.cannot_call(node, "it is compiled in a `for` loop only")
        if callee is len:
            return self.length(node)
        if callee is print:
            raise self.cannot_call(node, "it is compiled as a statement only")
        if isinstance(callee, type) and issubclass(callee, Exception):
            raise self.cannot_call(node, "an exception can only be raised")
        if callable(callee) and callee in OPERATIONS:
            return self.call_operation(OPERATIONS[callee], node)
        if isinstance(callee, Value) and isinstance(node.func, ast.Attribute):
            raise self.unsupported(node.func, f"the attribute `{node.func.attr}` of a value")
        raise self.cannot_call(node, "it is not a function")

    def cannot_call(self, node: ast.Call, reason: str) -> TraceError:
        return TraceError(errors.CANNOT_CALL.at(
            self.span(node.func), callee=ast.unparse(node.func), reason=reason))

    def misfit(self, node: ast.Call, reason: str, signature: str) -> TraceError:
        return TraceError(errors.ARGUMENTS.at(
            self.span(node), reason=reason, signature=signature))

    def names_array(self, node: ast.expr) -> bool:
        """Whether an expression is the name of an array."""
        binding = self.builder.env.get(node.id) if isinstance(node, ast.Name) else None
        return binding is not None and binding.value in self.builder.arrays

    def length(self, node: ast.Call) -> Traced:
        """`len` of a tuple, a list, a string or an array."""
        if node.keywords or len(node.args) != 1:
            raise self.misfit(node, "`len` takes one positional argument", "len(items)")
        value = self.value(node.args[0])
        if value in self.builder.poisoned:
            return value
        if self.is_array(value):
            shape = parts_of(self.builder, value).shape
            if not shape:
                raise arrays.unsupported(self.builder, value, "`len`", node, arrays.ITEM_HELP)
            return shape[0]
        length = self.length_of(value, node)
        return self.operation(len, [self.as_number(value, node)], node) if (
            length is None) else length

    def reduction(self, target: object, node: ast.Call) -> Traced:
        """`sum`, `any`, `all`, `min` or `max` of a generator expression or a tuple."""
        if self.reduction_tracer is None:
            raise self.unsupported(node, "a generator expression in a module-level constant")
        return self.reduction_tracer(target, node)

    #: Traces a reduction as a loop; the tracer of loops sets this.
    reduction_tracer: Callable[[object, ast.Call], Traced] | None = None

    def call_operation(
        self, operation: Operation, node: ast.Call, owner: Operand | None = None
    ) -> Traced:
        """Apply an operation to the arguments of a call; a method's first one is `owner`."""
        target = operation.target
        if target in _EMPTY and not node.args and not node.keywords:
            return _EMPTY[target]
        if operation.nary and len(node.args) == 1 and self.is_iterated(node.args[0]):
            return self.reduction(target, node)
        if operation.nary and len(node.args) == 1 and self.names_array(node.args[0]):
            return self.reduction(target, node)
        args = self.values(node.args)
        if any(map(self.is_array, args)) and owner is None:
            return self.elementwise(operation, args, node)
        if operation.nary and len(args) == 1:  # `max((a, b))` is `max(a, b)`
            args = list(self.builder.sequence(args[0], self.span(node)) or args)
        # A choice gives one of its arguments itself, and not the int that a member is.
        as_operand = self.as_number if not operation.nary else (
            lambda arg, node: self.builder.pack(arg, self.span(node)))
        operands = [as_operand(arg, node) for arg in args]
        if owner is not None:
            operands.insert(0, owner)
        operands += self.keywords(operation, node)
        if operation.nary and len(operands) > 2:
            result = operands[0]
            for operand in operands[1:]:
                result = self.operation(target, [result, operand], node)
            return result
        counts = {len(overload.params) for overload in operation.overloads}
        if len(operands) not in counts:
            short = target_name(target).removeprefix("builtins.").removeprefix("_")
            fixed = len(operation.keywords) + (owner is not None)
            wanted = " or ".join(str(count - fixed) for count in sorted(counts))
            plural = "" if wanted == "1" else "s"
            ways = dict.fromkeys(
                f"{short}({', '.join(t.name for t in overload.params[: count - fixed])})"
                for overload in operation.overloads for count in [len(overload.params)])
            raise self.misfit(
                node, f"`{short}` takes {wanted} argument{plural}, not {len(operands) - fixed}",
                "` or `".join([*ways][:4]))
        return self.operation(target, operands, node)

    def elementwise(
        self, operation: Operation, args: Sequence[Traced], node: ast.Call
    ) -> Traced:
        """A function of numbers applied to each element of arrays."""
        target = operation.target
        if target in _EMPTY and len(args) == 1 and has_no_dimensions(self.builder, args[0]):
            return self.operation(target, [self.number_in(args[0], node)], node)
        if target not in (*UFUNCS.values(), *CONSTRUCTORS.values(), abs):
            where = f"`{ast.unparse(node.func)}`"
            array = next(filter(self.is_array, args))
            raise arrays.unsupported(
                self.builder, array, where, node, "use the function of NumPy instead")
        return self.with_out(combined(self.builder, target, args, node), node)

    def is_iterated(self, node: ast.expr) -> bool:
        """Whether an expression gives items one after the other, in a loop."""
        if isinstance(node, ast.Name) and node.id in self.builder.env:
            value = self.builder.env[node.id].value
            return self.is_list(value) or string_type(self.builder, value) is not None
        return isinstance(node, ast.GeneratorExp | ast.ListComp | ast.List)

    def keywords(self, operation: Operation, node: ast.Call) -> list[Operand]:
        """The operands for keyword-only parameters, in the order of the row."""
        given = {keyword.arg: keyword for keyword in node.keywords}
        operands: list[Operand] = []
        for name, default in operation.keywords.items():
            keyword = given.pop(name, None)
            operands.append(
                cast(Operand, default) if keyword is None else self.operand(keyword.value))
        for unknown in given:
            short = operation.name.removeprefix("builtins.")
            known = ", ".join(operation.keywords) or "no keywords"
            raise self.misfit(
                node, f"`{short}` does not take the keyword `{unknown or '**'}` here",
                f"{short}(...) with {known}")
        return operands

    def call_function(self, reference: FunctionReference, node: ast.Call) -> Operand:
        module, function = reference.module, reference.node
        marked = function.name in module.marked
        if function.decorator_list and not marked:
            raise self.cannot_call(
                node, f"it has the decorator `@{ast.unparse(function.decorator_list[0])}`")
        scope = self.builder.scope.within(module)
        # A marked callee reports the mistakes in its signature itself.
        diagnostics = Diagnostics()
        signature = signature_of(scope, function, diagnostics, strict=False)
        if function.args.vararg or function.args.kwarg:
            raise self.cannot_call(node, "it takes `*args` or `**kwargs`")
        if diagnostics.errors and not marked:
            raise TraceError(diagnostics.errors[0])
        bound = self.arguments(signature, node)
        if marked:
            self.check_functions(reference, bound, node)
        result = self.emit_call(reference.callee, bound, node, marked=marked)
        if marked and not isinstance(signature.result, ArrayType):
            self.builder.note_type(result, signature.result)
            return result
        return self.as_annotated(result, signature, node)

    def check_functions(
        self, reference: FunctionReference, bound: Mapping[str, object], node: ast.Call
    ) -> None:
        """A marked function takes functions where it says `Callable`, and nothing else there."""
        scope = self.builder.scope.within(reference.module)
        signature = signature_of(scope, reference.node, Diagnostics(), strict=True)
        for parameter, type_ in zip(signature.parameters, signature.types, strict=True):
            given = is_function(bound[parameter.name])
            if given and type_ != FUNCTION:
                raise self.misfit(
                    node, f"`{parameter.name}` is a function, but `{type_}` is annotated",
                    signature.text)
            if type_ == FUNCTION and not given:
                raise self.misfit(
                    node, f"`{parameter.name}` is no function that is known at build time",
                    signature.text)

    def as_annotated(self, result: Operand, signature: Signature, node: ast.AST) -> Operand:
        """What a helper gives, which must be the object that its annotation says."""
        if isinstance(signature.result, ArrayType) and not signature.result.is_open:
            declared = self.builder.emit(
                "declare", signature.result, [result], self.span(node), ["array"]).result
            adopted_ = self.builder.emit(
                "call_function", adopted, [declared], self.span(node), ["array"]).result
            self.builder.note_type(adopted_, signature.result)
            self.builder.fresh.add(adopted_)
            return adopted_
        if not has_objects(signature.result):
            self.builder.note_type(result, signature.result if (
                signature.result in TEXTS) else None)
            return result
        declared = self.builder.emit(
            "declare", signature.result, [result], self.span(node), ["result"]).result
        self.builder.note_type(declared, signature.result)
        return declared

    def construct(self, reference: ClassReference, node: ast.Call) -> Traced:
        """An object of a class of the author's."""
        try:
            found = definition(self.builder.scope, reference, annotated_type)
        except TraceError as error:
            if error.diagnostic.code != errors.CLASS.code:
                raise
            reason = error.diagnostic.message.partition("compiled code: ")[2]
            raise self.cannot_call(node, reason) from None
        if found.type.kind.is_enum:
            raise self.cannot_call(node, "looking up a member by its value is not compiled")
        bound = self.arguments(self.signature(found), node)
        return self.made(found.type, list(bound.values()), node)

    def call_method(
        self, method: Method, given: Sequence[Traced] | None, node: ast.AST
    ) -> Traced:
        """Call a method: with the arguments of a call, or those that are `given`."""
        module = method.definition.scope.module
        scope = self.builder.scope.within(module)
        diagnostics = Diagnostics()
        signature = signature_of(scope, method.node, diagnostics, strict=False)
        if diagnostics.errors:
            raise TraceError(diagnostics.errors[0])
        owner = [] if method.decorators == ["staticmethod"] else [method.owner]
        call = node if isinstance(node, ast.Call) and given is None else None
        bound = self.arguments(signature, call, [*owner, *(given or ())], node)
        name = f"{method.definition.type.name}_{method.name.strip('_')}"
        result = self.emit_call(Callee(module.name, name, method.node), bound, node)
        return self.as_annotated(result, signature, node)

    def call_local(self, function: LocalFunction, node: ast.Call) -> Operand:
        """A nested function or lambda: what it reads from outside is passed along."""
        scope = self.builder.scope.within(function.module)
        diagnostics = Diagnostics()
        signature = signature_of(scope, function.node, diagnostics, strict=False)
        if diagnostics.errors:
            raise TraceError(diagnostics.errors[0])
        if function.changed:
            self.check_changes(function, node)
        bound = self.arguments(signature, node)
        callee = Callee(function.module.name, function.name, function.node)
        closure = _Closure(self, self.span(node))
        closure.known[function.node] = replace(
            function, captured=tuple((inner, inner) for inner, _ in function.captured))
        for inner, here in function.captured:
            closure.bind(inner, self.name(here, self.span(node), free=True))
        result = self.emit_call(callee, bound, node, closure)
        return self.take_back(function, result, node) if function.changed else result

    def check_changes(self, function: LocalFunction, node: ast.Call) -> None:
        """The names that a nested function changes must be plain variables of the caller."""
        here = dict(function.captured)
        kept = {name for cells in self.builder.cells for name in cells}
        for name in function.changed:
            if here.get(name) != name or name in kept:
                raise self.cannot_call(
                    node, f"it changes `{name}`, so that only the function that has `{name}` "
                    "can call it, and not in a `try`")
            if self.builder.env[name].bound is not True:
                raise self.cannot_call(
                    node, f"it changes `{name}`, which may not have a value yet")

    def take_back(self, function: LocalFunction, result: Operand, node: ast.Call) -> Operand:
        """Bind the names that a nested function changed; gives what it returned."""
        assert isinstance(function.node, ast.FunctionDef)
        span = self.span(node)

        def part(index: int, name: str) -> Value:
            if not first and len(function.changed) == 1:
                assert isinstance(result, Value)
                return result
            return self.builder.emit("item", "item", [result, index, -1], span, [name]).result

        first = int(gives_value(function.node.body))
        for index, name in enumerate(function.changed, first):
            before = self.builder.known_type(self.builder.env[name].value)
            changed = part(index, name)
            if before is not None:
                changed = self.builder.emit("declare", before, [changed], span, [name]).result
                self.builder.note_type(changed, before)
            self.builder.rename(changed, name)
            self.builder.bind(name, changed, span)
        return part(0, f"{function.name}_result") if first else None

    def emit_call(
        self,
        callee: Callee,
        bound: Mapping[str, object],
        node: ast.AST,
        closure: _Closure | None = None,
        *,
        marked: bool = False,
    ) -> Operand:
        """The node of a call; functions among the arguments become part of the callee."""
        span = self.span(node)
        closure = closure or _Closure(self, span)
        values: dict[str, object] = {}
        for name, value in bound.items():
            if is_function(value):
                closure.bind(name, value)
            elif value is None and not marked:
                closure.statics[name] = None  # a callee for None knows that it is None
            else:
                values[name] = value
        values.update(closure.values)
        callee = replace(
            callee, statics=tuple(closure.statics.items()), captured=tuple(closure.values))
        operands = [self.builder.pack(value, span) for value in values.values()]
        return self.builder.emit(
            "call", callee, operands, span, [f"{callee.name}_result"]).result

    def argument(self, node: ast.expr) -> object:
        """An argument of a call: a value, or a function."""
        value = self.static(node)
        return value if is_function(value) else self.checked(value, node)

    def arguments(
        self, signature: Signature, call: ast.Call | None, first: Sequence[Traced] = (),
        place: ast.AST | None = None,
    ) -> dict[str, object]:
        """What each parameter is bound to, as Python binds arguments: `first`, then the call's."""
        node = call or ast.copy_location(
            ast.Call(ast.Name("", ast.Load()), [], []), cast(ast.expr, place))
        if any(keyword.arg is None for keyword in node.keywords):
            raise self.unsupported(node, "`**` unpacking in a call")
        parameters = signature.parameters
        positional = [p for p in parameters if p.kind != "keyword"]
        bound: dict[str, object] = {}
        given: list[object] = list(first)
        for arg in node.args:
            if isinstance(arg, ast.Starred):
                given += self.values([arg])
            else:
                given.append(self.argument(arg))
        if len(given) > len(positional):
            raise self.misfit(
                node, f"{len(given)} positional arguments were given, "
                f"but {len(positional)} are taken", signature.text)
        for parameter, operand in zip(positional, given, strict=False):
            bound[parameter.name] = operand
        by_keyword = {p.name for p in parameters if p.kind != "positional"}
        for keyword in node.keywords:
            assert keyword.arg is not None
            if keyword.arg not in by_keyword:
                raise self.misfit(
                    node, f"there is no keyword parameter `{keyword.arg}`", signature.text)
            if keyword.arg in bound:
                raise self.misfit(
                    node, f"`{keyword.arg}` was given more than once", signature.text)
            bound[keyword.arg] = self.argument(keyword.value)
        missing = [p.name for p in parameters if p.name not in bound and not p.optional]
        if missing:
            names = ", ".join(f"`{name}`" for name in missing)
            raise self.misfit(node, f"no argument was given for {names}", signature.text)
        for parameter in parameters:
            if parameter.name not in bound:
                bound[parameter.name] = self.evaluated(parameter.default, self.span(node))
        return {p.name: bound[p.name] for p in parameters}


class _Closure:
    """What a callee gets besides its arguments: functions, and the values that these read.

    The names of such values end in a blank, apart from all names of the author's.
    """

    def __init__(self, tracer: CallTracer, span: Span) -> None:
        self.tracer = tracer
        self.span = span
        self.statics: dict[str, object] = {}
        self.values: dict[str, object] = {}
        self.known: dict[ast.AST, LocalFunction] = {}

    def bind(self, name: str, value: object) -> None:
        """Let the callee know `value` as `name`."""
        if isinstance(value, LocalFunction) and value.changed and (
            value.node not in self.known or self.known[value.node].captured != value.captured
        ):
            names = " and ".join(f"`{changed}`" for changed in value.changed)
            raise TraceError(errors.EXPRESSION.at(
                self.span, expression=f"calling `{value.name}`, which changes {names}, from "
                "another function", help="pass the value as a parameter and return the new one"))
        if isinstance(value, LocalFunction):
            self.statics[name] = self.known.get(value.node) or self.close(name, value)
        elif is_function(value):
            self.statics[name] = value
        else:
            self.values[name] = value

    def close(self, name: str, function: LocalFunction) -> LocalFunction:
        """The function as the callee knows it, with what it reads passed along."""
        pairs = {inner: f"{name.strip()}_{inner} " for inner, _ in function.captured}
        closed = replace(function, captured=tuple(pairs.items()))
        self.known[function.node] = closed
        for inner, here in function.captured:
            self.bind(pairs[inner], self.tracer.name(here, self.span, free=True))
        return closed
