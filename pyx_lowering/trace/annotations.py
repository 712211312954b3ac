"""Reads annotations and signatures."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.dtypes import DTYPES, Sized
from pyx_lowering.ir import Operand, Parameter
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.source import SourceFile, Span
from pyx_lowering.trace import shaped
from pyx_lowering.trace.builder import Builder
from pyx_lowering.trace.definitions import definition
from pyx_lowering.trace.expressions import ExpressionTracer
from pyx_lowering.trace.ranks import rank_of
from pyx_lowering.trace.scope import (
    ClassReference,
    ConstantExpression,
    Library,
    ProjectModule,
    Scope,
    TraceError,
    TypeVariable,
    Uncallable,
    member,
)
from pyx_lowering.types import (
    BYTES,
    CHARACTER,
    ERROR,
    FUNCTION,
    LISTS,
    MAX_RANK,
    NONE,
    OPEN,
    SCALARS,
    TEXT,
    TEXTS,
    ArrayType,
    ListType,
    OptionalType,
    TupleType,
    Type,
    array_of,
    holds_text,
    optional_of,
    present,
    promotes,
    tuple_of,
    type_of,
)

#: The Python objects that stand for the types in annotations.
_TYPES: dict[object, Type] = {
    float: SCALARS["float"], int: SCALARS["int"], bool: SCALARS["bool"],
    complex: SCALARS["complex"],
    **{target: type_ for type_, target in CONSTRUCTORS.items()},
    str: TEXT, bytes: BYTES,
}


_CALLABLE = ("typing.Callable", "collections.abc.Callable")
_TYPE_VARIABLES = ("typing.TypeVar", "typing_extensions.TypeVar")

#: What to write instead of a call that makes a class.
_AS_CLASS = {
    "namedtuple": "write `class Name(typing.NamedTuple):` with the types of its fields",
    "NamedTuple": "write it as a class, `class Name(NamedTuple):`",
    "make_dataclass": "write it as a class with `@dataclass(frozen=True)`",
    "Enum": "write it as a class, `class Name(Enum):`",
    "IntEnum": "write it as a class, `class Name(IntEnum):`",
}


def _annotated_rank(scope: Scope, arg: ast.arg) -> int | None:
    """The number of dimensions that the annotation of a parameter says."""
    try:
        type_ = None if arg.annotation is None else annotated_type(scope, arg.annotation)
    except TraceError:
        return None
    return type_.rank if isinstance(type_, ArrayType) and not type_.is_open else None


@dataclass(frozen=True)
class Signature:
    """The parameters of a function with the types of their annotations.

    A type is None where there is no annotation. `text` is how messages show it.
    """

    parameters: tuple[Parameter, ...]
    types: tuple[Type | None, ...]
    result: Type | None
    text: str


def annotated_type(scope: Scope, annotation: ast.expr) -> Type:
    """The type that an annotation names, which is no list; raises `TraceError`."""
    type_ = named_type(scope, annotation)
    if isinstance(type_, ListType):
        raise _unsupported(annotation, scope.module.file.span(annotation))
    return type_


def named_type(scope: Scope, annotation: ast.expr) -> Type:
    """The type that the annotation of a parameter or local names; raises `TraceError`.

    Aliases are followed, `Final[...]` and `Annotated[...]` stand for what they hold,
    and `Literal[...]` for the type of its values.
    """
    span = scope.module.file.span(annotation)
    match annotation:
        case ast.Constant(value=None):
            return NONE
        case ast.Constant(value=str() as text):
            return named_type(scope, _unquoted(annotation, text, span))
        case ast.BinOp(op=ast.BitOr(), left=left, right=right):
            return _union(scope, annotation, [left, right])
        case ast.Subscript(value=owner, slice=inner):
            return _generic(scope, annotation, _meaning(scope, owner, annotation), inner)
    if isinstance(annotation, ast.Name):
        own = scope.variables.get(TypeVariable("", annotation.id))
        if own is not None:
            return own
    meaning = _meaning(scope, annotation, annotation)
    if isinstance(meaning, ConstantExpression):
        variable = variable_of(meaning)
        if variable is not None:
            return _chosen(scope, variable, span)
        return named_type(meaning.scope, meaning.expression)
    if isinstance(meaning, ClassReference):
        return definition(scope, meaning, annotated_type).type
    if callable(meaning) and meaning in _TYPES:
        return _TYPES[meaning]
    raise _unsupported(annotation, span)


def variable_of(meaning: ConstantExpression) -> TypeVariable | None:
    """The type variable that a constant is, if it is one."""
    made = meaning.expression
    if isinstance(made, ast.Call):
        try:
            function = _meaning(meaning.scope, made.func, made)
        except TraceError:
            return None
        if isinstance(function, Uncallable) and function.name in _TYPE_VARIABLES:
            return TypeVariable(meaning.scope.module.name, meaning.name)
    return None


def _chosen(scope: Scope, variable: TypeVariable, span: Span) -> Type:
    """What a type variable stands for; raises `TraceError` where nothing was chosen."""
    chosen = scope.variables.get(variable)
    if chosen is None:
        raise TraceError(errors.TYPE_VARIABLE.at(span, name=variable.name))
    return chosen


def _unquoted(annotation: ast.expr, text: str, span: Span) -> ast.expr:
    try:
        inner = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        raise _unsupported(annotation, span) from None
    # A quoted annotation has no position of its own inside the quotes.
    for node in ast.walk(inner):
        ast.copy_location(node, annotation)
    return inner


def _meaning(scope: Scope, name: ast.expr, annotation: ast.expr) -> object:
    """What a name or dotted name in an annotation stands for."""
    span = scope.module.file.span(annotation)
    try:
        if isinstance(name, ast.Name):
            return scope.lookup(name.id, span)
        if isinstance(name, ast.Attribute):
            owner = _meaning(scope, name.value, annotation)
            if isinstance(owner, Library | ProjectModule):
                return scope.attribute(owner, name.attr, span)
            if isinstance(owner, Uncallable):
                return member(owner, name.attr)
    except TraceError as error:
        if error.diagnostic.code != errors.UNKNOWN_NAME.code:
            raise
    raise _unsupported(annotation, span)


def _union(scope: Scope, annotation: ast.expr, elements: Sequence[ast.expr]) -> Type:
    """The type of `X | None`."""
    types = [annotated_type(scope, element) for element in elements]
    bases = {present(type_) for type_ in types if type_ != NONE}
    if len(bases) != 1 or not bases <= set(SCALARS.values()):
        raise _unsupported(annotation, scope.module.file.span(annotation))
    optional = NONE in types or any(isinstance(type_, OptionalType) for type_ in types)
    return optional_of(*bases) if optional else bases.pop()


def _generic(scope: Scope, annotation: ast.expr, owner: object, inner: ast.expr) -> Type:
    """The type of `owner[inner]`."""
    span = scope.module.file.span(annotation)
    elements = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    special = owner.name.removeprefix("typing_extensions.").removeprefix("typing.") if isinstance(
        owner, Uncallable) else ""
    if special in ("numpy.typing.NDArray", "numpy.ndarray"):
        return _array(scope, annotation, special, elements)
    if special.startswith(shaped.PACKAGE):
        return _shaped_array(scope, annotation, special, elements)
    if owner is tuple or special == "Tuple":
        items = [annotated_type(scope, element) for element in elements]
        if not items or NONE in items or any(isinstance(item, ArrayType) for item in items):
            raise _unsupported(annotation, span)
        return tuple_of(*items)
    if special == "Final" or (special == "Annotated" and len(elements) > 1):
        return named_type(scope, elements[0])
    if special in ("list", "List"):
        item = annotated_type(scope, inner)
        if item in LISTS:
            return LISTS[item]
        raise _unsupported(annotation, span)
    if special in ("Optional", "Union"):
        none: list[ast.expr] = [ast.Constant(None)] if special == "Optional" else []
        return _union(scope, annotation, [*elements, *none])
    if special == "Literal":
        types = {type_of(e.value) for e in elements if isinstance(e, ast.Constant)}
        negative = [e for e in elements if isinstance(e, ast.UnaryOp)]
        types |= {type_of(-1) for e in negative if isinstance(e.operand, ast.Constant)}
        if types and types <= {TEXT, CHARACTER}:
            return TEXT
        if len(types) == 1 and types <= {*SCALARS.values(), BYTES}:
            return types.pop()
    raise _unsupported(annotation, span)


def _array(
    scope: Scope, annotation: ast.expr, owner: str, elements: Sequence[ast.expr]
) -> Type:
    """The type of `npt.NDArray[dtype]` or `np.ndarray[shape, np.dtype[dtype]]`."""
    rank = OPEN
    dtype = elements[-1]
    if owner == "numpy.ndarray" and len(elements) == 2:
        match elements:
            case [ast.Subscript(value=ast.Name(id="tuple"), slice=shape), _]:
                sizes = shape.elts if isinstance(shape, ast.Tuple) else [shape]
                rank = OPEN if any(_is_ellipsis(size) for size in sizes) else len(sizes)
        match dtype:
            case ast.Subscript(value=outer, slice=inner):
                meaning = _meaning(scope, outer, annotation)
                if isinstance(meaning, Uncallable) and meaning.name == "numpy.dtype":
                    dtype = inner
    named = _meaning(scope, dtype, annotation)
    element = _TYPES.get(named) if callable(named) else None
    name = element.short.removesuffix("_") if isinstance(element, Sized) else ""
    found = DTYPES.get(name)
    if found is None or rank > MAX_RANK or len(elements) != (2 if owner == "numpy.ndarray" else 1):
        raise TraceError(errors.ANNOTATION.at(
            scope.module.file.span(annotation), annotation=ast.unparse(annotation),
            help=f"arrays have up to {MAX_RANK} dimensions, and elements of type "
                 + ", ".join(f"np.{dtype}" for dtype in DTYPES)))
    return array_of(found, rank)


def _shaped_array(
    scope: Scope, annotation: ast.expr, name: str, elements: Sequence[ast.expr]
) -> Type:
    """The type of `Float64[np.ndarray, "n m"]`."""
    found = shaped.shaped(name, elements)
    array = _meaning(scope, elements[0], annotation)
    if found is None or found[1] > MAX_RANK or not (
        isinstance(array, Uncallable) and array.name == "numpy.ndarray"
    ):
        raise TraceError(errors.ANNOTATION.at(
            scope.module.file.span(annotation), annotation=ast.unparse(annotation),
            help=f'write `Float64[np.ndarray, "n m"]`, with up to {MAX_RANK} dimensions, and one '
                 "of " + ", ".join(shaped.NAMES)))
    return array_of(*found)


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is Ellipsis


def _unsupported(annotation: ast.expr, span: Span) -> TraceError:
    text = ast.unparse(annotation)
    hint = None
    if isinstance(annotation, ast.Call):
        name = ast.unparse(annotation.func).rpartition(".")[2]
        hint = _AS_CLASS.get(name)
    if isinstance(annotation, ast.Constant) and annotation.value is ...:
        text, hint = "tuple[..., ...]", "write the type of each item: the length must be known"
    return TraceError(errors.ANNOTATION.at(span, annotation=text, help=hint))


def signature_of(
    scope: Scope, function: ast.FunctionDef | ast.Lambda, diagnostics: Diagnostics, *,
    strict: bool, typed: ast.FunctionDef | None = None,
) -> Signature:
    """The signature of a function; mistakes in it go to `diagnostics`.

    With `strict`, as for a marked function, every parameter and the result must be
    annotated. A helper is compiled for the types it is called with instead. `typed` is
    what has the annotations, if it is an overload and not the function itself.
    """
    reader = _SignatureReader(scope, function, diagnostics, strict, typed)
    return reader.read()


class _SignatureReader:
    def __init__(
        self, scope: Scope, function: ast.FunctionDef | ast.Lambda, diagnostics: Diagnostics,
        strict: bool, typed: ast.FunctionDef | None,
    ) -> None:
        self.scope = scope
        self.function = function
        self.name = function.name if isinstance(function, ast.FunctionDef) else "lambda"
        self.diagnostics = diagnostics
        self.strict = strict
        self.typed = typed or function

    @property
    def file(self) -> SourceFile:
        return self.scope.module.file

    def read(self) -> Signature:
        arguments = self.function.args
        for extra, stars in ((arguments.vararg, "*"), (arguments.kwarg, "**")):
            if extra is not None:
                self.diagnostics.add(errors.PARAMETER_KIND.at(
                    self.file.span(extra), function=self.name,
                    parameter=stars + extra.arg))
        positional = [*arguments.posonlyargs, *arguments.args]
        missing = len(positional) - len(arguments.defaults)
        defaults: list[ast.expr | None] = [None] * missing + list(arguments.defaults)
        rows: list[tuple[ast.arg, str, ast.expr | None]] = []
        for index, arg in enumerate(positional):
            kind = "positional" if index < len(arguments.posonlyargs) else "either"
            rows.append((arg, kind, defaults[index]))
        for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            rows.append((arg, "keyword", default))
        types = self._types([arg for arg, _, _ in rows])
        parameters = tuple(
            self._parameter(*row, type_) for row, type_ in zip(rows, types, strict=True))
        if self.strict:
            for parameter, type_, (arg, _, _) in zip(parameters, types, rows, strict=True):
                self._check_default(parameter, type_, arg)
        return Signature(
            parameters=parameters,
            types=types,
            result=self._result(),
            text=f"{self.name}({ast.unparse(arguments)})",
        )

    def _types(self, arguments: Sequence[ast.arg]) -> tuple[Type | None, ...]:
        """The types of the parameters, from the annotations of an overload if there is one."""
        given = self.typed.args
        typed = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        if [arg.arg for arg in arguments] == [arg.arg for arg in typed]:
            return tuple(map(self._type, typed))
        self.diagnostics.add(errors.VARIANTS.at(
            self._name_span(self.typed), function=self.name,
            reason="this overload does not have the parameters of the function itself"))
        return (ERROR,) * len(arguments)

    def _check_default(self, parameter: Parameter, type_: Type | None, arg: ast.arg) -> None:
        if isinstance(type_, Sized) and type_.takes(parameter.default):
            return
        if isinstance(parameter.default, ConstantExpression):
            return  # it is looked at where it is used
        if isinstance(type_, ListType) and parameter.optional:
            self.diagnostics.add(errors.CONSTANT.at(
                self.file.span(arg), value=f"the default of `{arg.arg}`",
                reason="lists are passed by the caller"))
            return
        actual = type_of(parameter.default)
        if parameter.optional and type_ not in (None, ERROR) and not promotes(actual, type_):
            self.diagnostics.add(errors.DEFAULT.at(
                self.file.span(arg), name=arg.arg, declared=type_, actual=actual))

    def _type(self, arg: ast.arg) -> Type | None:
        span = self.file.span(arg)
        if arg.annotation is None:
            if self.strict:
                self.diagnostics.add(errors.MISSING_ANNOTATION.at(
                    span, subject=f"the parameter `{arg.arg}`", function=self.name))
            return ERROR if self.strict else None
        try:
            if self.strict and self._is_callable(arg.annotation):
                return FUNCTION
            type_ = named_type(self.scope, arg.annotation)
            if self.strict and isinstance(type_, ArrayType) and type_.is_open:
                return self._ranked(arg, type_)
            if self.strict and type_ not in TEXTS and holds_text(type_):
                raise TraceError(errors.ANNOTATION.at(
                    self.file.span(arg.annotation), annotation=ast.unparse(arg.annotation),
                    help="pass each str or bytes as a parameter of its own"))
            return type_
        except TraceError as error:
            if self.strict:
                self.diagnostics.add(error.diagnostic)
            return ERROR if self.strict else None

    def _is_callable(self, annotation: ast.expr) -> bool:
        """Whether an annotation says `Callable`: the parameter is known where it is called."""
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            annotation = _unquoted(annotation, annotation.value, self.file.span(annotation))
        named = annotation.value if isinstance(annotation, ast.Subscript) else annotation
        try:
            meaning = _meaning(self.scope, named, annotation)
        except TraceError:
            return False
        if isinstance(meaning, ConstantExpression):
            return self._is_callable(meaning.expression)
        return isinstance(meaning, Uncallable) and meaning.name in _CALLABLE

    def _ranked(self, arg: ast.arg, type_: ArrayType) -> Type:
        """The type of an array parameter whose dimensions follow from its use."""
        ranks = rank_of(self.scope, self.function, arg.arg, _annotated_rank)
        if len(ranks) == 1 and max(ranks) <= MAX_RANK:
            assert type_.dtype is not None
            return array_of(type_.dtype, ranks.pop())
        reason = "nothing in the function says it"
        if ranks:
            reason = "it is used with " + " and with ".join(map(str, sorted(ranks)))
        raise TraceError(errors.ARRAY_RANK.at(
            self.file.span(arg), name=arg.arg, reason=reason))

    def _result(self) -> Type | None:
        annotation = self.typed.returns if isinstance(self.typed, ast.FunctionDef) else None
        if annotation is None:
            if self.strict:
                self.diagnostics.add(errors.MISSING_ANNOTATION.at(
                    self._name_span(), subject="the result", function=self.name,
                    help="write `-> float`, `-> int`, `-> bool`, or `-> None`"))
            return ERROR if self.strict else None
        try:
            return annotated_type(self.scope, annotation)
        except TraceError as error:
            if self.strict:
                self.diagnostics.add(error.diagnostic)
            return ERROR if self.strict else None

    def _name_span(self, function: ast.FunctionDef | ast.Lambda | None = None) -> Span:
        span = self.file.span(function or self.function)
        line = self.file.lines[span.line - 1]
        start = line.find(self.name, span.column)
        end = start + len(self.name)
        return Span(span.file, span.line, start, span.line, end)

    def _parameter(
        self, arg: ast.arg, kind: str, default: ast.expr | None, type_: Type | None
    ) -> Parameter:
        if default is None:
            return Parameter(arg.arg, kind)
        if isinstance(type_, TupleType) and not isinstance(type_, OptionalType):
            constant = ConstantExpression(self.scope, f"{self.name}.{arg.arg}", default)
            return Parameter(arg.arg, kind, optional=True, default=constant)
        return Parameter(arg.arg, kind, optional=True, default=self._default(default))

    def _default(self, default: ast.expr) -> Operand:
        builder = Builder(self.scope, Diagnostics(), locals=frozenset())
        span = self.file.span(default)
        value: object = None
        try:
            value = ExpressionTracer(builder).value(default)
        except TraceError as error:
            if error.diagnostic.code != errors.EXPRESSION.code:
                self.diagnostics.add(error.diagnostic)
                return 0
        if builder.block.nodes or not (
            type_of(value).name in (*SCALARS, "None") or isinstance(value, str | bytes)
        ):
            self.diagnostics.add(errors.CONSTANT.at(
                span, value=f"the default `{ast.unparse(default)}`",
                reason="it is not a constant number or bool"))
            return 0
        assert value is None or isinstance(value, bool | int | float | complex | str | bytes)
        return value

