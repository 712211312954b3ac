"""Reads the classes that compiled code can use: enumerations, named tuples, dataclasses.

Nothing of them is run: what a class is follows from its bases, its decorator and the
statements of its body. A class that does more than hold its fields is refused, because
the objects of native code are these fields and nothing else.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pyx_lowering import errors
from pyx_lowering.trace.scope import ClassReference, Scope, TraceError
from pyx_lowering.types import (
    DATACLASS,
    ENUM,
    ERROR,
    INT,
    INT_ENUM,
    INT_FLAG,
    NAMED_TUPLE,
    NONE,
    ClassType,
    Kind,
    Type,
    class_type,
    holds_text,
)

_BASES: dict[str, Kind] = {
    "typing.NamedTuple": NAMED_TUPLE,
    "typing_extensions.NamedTuple": NAMED_TUPLE,
    "enum.Enum": ENUM,
    "enum.IntEnum": INT_ENUM,
    "enum.IntFlag": INT_FLAG,
}

#: Options of `dataclass` that change nothing of what native code does.
_HARMLESS = frozenset({"slots", "repr", "order", "unsafe_hash", "match_args", "weakref_slot"})
#: Those of `field`.
_HARMLESS_FIELD = frozenset({"default", "repr", "metadata", "doc"})

#: Special methods and attributes that native code never comes by.
_ALLOWED = frozenset({
    "__repr__", "__str__", "__format__", "__slots__", "__match_args__", "__doc__",
})

#: The special methods of operators; compiled code calls them as Python does.
OPERATORS: dict[type[ast.operator] | type[ast.unaryop], str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv",
    ast.FloorDiv: "floordiv", ast.Mod: "mod", ast.Pow: "pow", ast.MatMult: "matmul",
    ast.LShift: "lshift", ast.RShift: "rshift", ast.BitAnd: "and", ast.BitOr: "or",
    ast.BitXor: "xor", ast.USub: "neg", ast.UAdd: "pos", ast.Invert: "invert",
}
_OF_OPERATORS = {f"__{side}{name}__" for name in OPERATORS.values() for side in ("", "r")}

#: How a type is read from an annotation.
Annotate = Callable[[Scope, ast.expr], Type]


@dataclass(frozen=True)
class Definition:
    """A class: its type, and the expressions and functions in its body.

    `defaults` are those of fields; `members` the values of an enumeration's members.
    """

    scope: Scope
    node: ast.ClassDef
    type: ClassType
    defaults: Mapping[str, ast.expr]
    members: Mapping[str, ast.expr]
    methods: Mapping[str, ast.FunctionDef]


def definition(scope: Scope, reference: ClassReference, annotate: Annotate) -> Definition:
    """Read a class; raises `TraceError` for one that compiled code cannot use."""
    return _Reader(scope.within(reference.module), reference.node, annotate).read()


def dotted(scope: Scope, node: ast.expr) -> str:
    """`enum.IntEnum` for a name that the module imports from elsewhere, however it does."""
    match node:
        case ast.Name(id=name):
            bound = scope.module.imports.get(name)
            if bound is None:
                return name
            return bound.module if bound.name is None else f"{bound.module}.{bound.name}"
        case ast.Attribute(value=owner, attr=attribute):
            return f"{dotted(scope, owner)}.{attribute}"
    return ""


@dataclass
class _Reader:
    scope: Scope
    node: ast.ClassDef
    annotate: Annotate
    fields: dict[str, Type] = field(default_factory=dict)
    keywords: list[str] = field(default_factory=list)
    defaults: dict[str, ast.expr] = field(default_factory=dict)
    members: dict[str, ast.expr] = field(default_factory=dict)
    methods: dict[str, ast.FunctionDef] = field(default_factory=dict)

    def refused(self, reason: str, hint: str | None = None) -> TraceError:
        span = self.scope.module.file.span(self.node)
        first = self.scope.module.file.lines[span.line - 1]
        return TraceError(errors.CLASS.at(
            type(span)(span.file, span.line, span.column, span.line, len(first)),
            name=self.node.name, reason=reason, help=hint))

    def read(self) -> Definition:
        name, module = self.node.name, self.scope.module.name
        if (module, name) in self.scope.evaluating:
            raise self.refused("it contains itself")
        kind, keyword_only = self.kind()
        for statement in self.node.body:
            self.statement(statement, kind)
        if kind.is_enum:
            self.fields = {"value": INT}
        elif not self.fields:
            raise self.refused("it has no fields")
        if set(self.fields) & set(self.methods):
            raise self.refused("a method has the name of a field")
        keywords = list(self.fields) if keyword_only else []
        return Definition(
            self.scope, self.node, class_type(name, module, kind, self.fields, keywords),
            self.defaults, self.members, self.methods)

    def kind(self) -> tuple[Kind, bool]:
        """What kind of class it is, and whether its fields are passed by keyword only."""
        bases = [dotted(self.scope, base) for base in self.node.bases]
        decorators = self.node.decorator_list
        names = [dotted(self.scope, d.func if isinstance(d, ast.Call) else d) for d in decorators]
        if self.node.keywords or getattr(self.node, "type_params", None):
            raise self.refused("it has type parameters or arguments such as a metaclass")
        if len(bases) == 1 and bases[0] in _BASES and all(d == "enum.unique" for d in names):
            return _BASES[bases[0]], False
        if names == ["dataclasses.dataclass"] and bases in ([], ["object"]):
            return DATACLASS, self.options(decorators[0])
        if bases not in ([], ["object"]):
            raise self.refused(f"it inherits from {', '.join(map(ast.unparse, self.node.bases))}")
        raise self.refused("it is no dataclass, named tuple or enumeration")

    def options(self, decorator: ast.expr) -> bool:
        """Check the options of `@dataclass`; gives whether it is `kw_only`."""
        keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
        given: dict[str | None, object] = {
            k.arg: k.value.value if isinstance(k.value, ast.Constant) else None
            for k in keywords}
        if given.pop("frozen", False) is not True:
            raise self.refused(
                "its fields may change", "write `@dataclass(frozen=True)`; objects that may "
                "change have an identity, which native values do not have")
        for name in ("eq", "init"):
            if given.pop(name, True) is not True:
                raise self.refused(f"`{name}` of `@dataclass` is not True")
        keyword_only = given.pop("kw_only", False)
        for option in given:
            if option not in _HARMLESS:
                raise self.refused(f"`{option}` is not an option of `@dataclass` known here")
        return keyword_only is True

    def statement(self, statement: ast.stmt, kind: Kind) -> None:
        match statement:
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                return
            case ast.FunctionDef(name=name):
                compiled = name in _OF_OPERATORS and not kind.is_enum
                if kind.is_enum and name[0] == name[-1] == "_" and name not in _ALLOWED:
                    raise self.refused(f"it defines `{name}`")
                if _is_special(name) and name not in _ALLOWED and not compiled:
                    raise self.refused(f"it defines `{name}`")
                self.methods[name] = statement
                return
            case ast.AnnAssign(target=ast.Name(id=name)) if not kind.is_enum:
                self.field(name, statement)
                return
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if name in _ALLOWED:
                    return
                if not name.startswith("__") and not (name[0] == name[-1] == "_"):
                    if kind.is_enum:
                        self.members[name] = value
                    return
        raise self.refused(f"its body has `{ast.unparse(statement).splitlines()[0]}`")

    def field(self, name: str, statement: ast.AnnAssign) -> None:
        if name.startswith("__") or name in self.fields:
            raise self.refused(f"the field `{name}` has a name that Python changes, or is repeated")
        inner = self.scope.during(self.node.name)
        try:
            type_ = self.annotate(inner, statement.annotation)
        except TraceError as error:
            raise TraceError(error.diagnostic) from None
        if type_ in (NONE, ERROR):
            raise self.refused(f"the field `{name}` has no native type")
        if holds_text(type_):
            raise self.refused(f"the field `{name}` is a str or bytes")
        self.fields[name] = type_
        default = statement.value
        if isinstance(default, ast.Call) and dotted(self.scope, default.func) == (
            "dataclasses.field"
        ):
            given = {keyword.arg: keyword.value for keyword in default.keywords}
            if default.args or not given.keys() <= _HARMLESS_FIELD:
                raise self.refused(f"it uses `{ast.unparse(default)}`")
            default = given.get("default")
        if default is not None:
            self.defaults[name] = default


def _is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__")
