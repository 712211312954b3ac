"""What a name means outside of the function being traced.

Names resolve as in Python: the module's own top level, then the built-ins. What is
known before run time is a Python object here: a constant, a library function (the
callable itself), or one of the references below.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import importlib
import math
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from pyx_lowering import errors
from pyx_lowering.diagnostics import Diagnostic
from pyx_lowering.discover import Project, SourceModule
from pyx_lowering.ir import Callee
from pyx_lowering.ops import ALIASES, OPERATIONS
from pyx_lowering.ops.methods import READ_AT_RUN_TIME
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.ufuncs import ALIASES as UFUNC_ALIASES
from pyx_lowering.ops.ufuncs import OPERATORS, UFUNCS
from pyx_lowering.source import Span
from pyx_lowering.trace import numpy_table
from pyx_lowering.types import Type

#: Standard modules whose functions and constants may be used. They are imported by
#: the compiler, which is safe: none of them runs code of the user's.
LIBRARIES = ("math", "cmath", "operator", "sys")

#: Why others of the standard library are refused, where that can be said.
_REFUSED = {
    "random": "its generator is a Python object, shared by the whole program; "
              "draw the numbers in Python and pass them",
}

#: What of `sys` is the same for every program on every machine, or an operation.
_OF_SYS = ("sys.float_info", *READ_AT_RUN_TIME)

#: Built-in exceptions that may be raised, by name.
EXCEPTIONS: dict[str, type[Exception]] = {
    name: value
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, Exception)
}


@dataclass(frozen=True)
class Library:
    """A module of the standard library, such as `math`, or a namespace such as `sys.float_info`."""

    name: str

    @property
    def namespace(self) -> object:
        """What has the names of the library as attributes."""
        module, _, rest = self.name.partition(".")
        imported = importlib.import_module(module)
        return operator.attrgetter(rest)(imported) if rest else imported


@dataclass(frozen=True)
class ProjectModule:
    """A module of the project that is used as a name."""

    module: SourceModule


@dataclass(frozen=True)
class FunctionReference:
    """A function of the project: marked, or a plain helper."""

    module: SourceModule
    node: ast.FunctionDef

    @property
    def callee(self) -> Callee:
        return Callee(self.module.name, self.node.name, self.node)


@dataclass(frozen=True)
class ClassReference:
    """A class of the project."""

    module: SourceModule
    node: ast.ClassDef

    @property
    def name(self) -> str:
        return self.node.name


@dataclass(frozen=True)
class LocalFunction:
    """A nested function or a lambda.

    `captured` are the names around it that it reads, each with the name under which
    its value is found where the function is called. `changed` are those that it declares
    `nonlocal`.
    """

    module: SourceModule
    node: ast.FunctionDef | ast.Lambda
    captured: tuple[tuple[str, str], ...]
    changed: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.node.name if isinstance(self.node, ast.FunctionDef) else "lambda"


def is_function(value: object) -> bool:
    """Whether something known at build time can be called, and so passed to a helper."""
    if isinstance(value, FunctionReference | LocalFunction):
        return True
    return callable(value) and _is_operation(value)


@dataclass(frozen=True)
class CaughtException:
    """What `except ... as name` binds; it can only be raised again."""

    name: str


@dataclass(frozen=True)
class AtRunTime:
    """A name of a library whose value is not known before the code runs."""

    target: Callable[..., object]


@dataclass(frozen=True)
class Uncallable:
    """Something that exists but that compiled code cannot use, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class ArrayFunction:
    """A function of NumPy's that takes or makes arrays; `numpy_table` says how it is traced."""

    name: str


class TraceError(Exception):
    """Something that cannot be traced; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        self.diagnostic = diagnostic


@dataclass(frozen=True)
class ConstantExpression:
    """A module-level constant: the expression it was assigned, to be evaluated in `scope`."""

    scope: Scope
    name: str
    expression: ast.expr


@dataclass(frozen=True)
class TypeVariable:
    """A type variable: defined in `module`, or (if that is empty) by the function itself."""

    module: str
    name: str


@dataclass(frozen=True)
class Scope:
    """Resolves global names for the functions of `module`."""

    module: SourceModule
    project: Project
    #: Constants being evaluated, to stop at those that are defined by each other.
    evaluating: frozenset[tuple[str, str]] = frozenset()
    #: What type variables stand for, in a function that is compiled for several types.
    variables: Mapping[TypeVariable, Type] = field(default_factory=dict, hash=False)

    @property
    def uses_numpy(self) -> bool:
        """Whether the module imports NumPy, so that its values may be NumPy's."""
        return any(
            bound.module.partition(".")[0] == "numpy" for bound in self.module.imports.values())

    def within(self, module: SourceModule) -> Scope:
        """The scope of another module, reached from this one."""
        return replace(self, module=module)

    def during(self, constant: str) -> Scope:
        """This scope while the module's `constant` is being evaluated."""
        return replace(self, evaluating=self.evaluating | {(self.module.name, constant)})

    def lookup(self, name: str, span: Span, near: Iterable[str] = ()) -> object:
        """What the global `name` means; raises `TraceError`, which suggests of `near` too."""
        module = self.module
        if name in module.rebound:
            raise TraceError(errors.MAY_CHANGE.at(span, name=name, reason=module.rebound[name]))
        if name in module.functions:
            return FunctionReference(module, module.functions[name])
        if name in module.classes:
            node = module.classes[name]
            if isinstance(node, ast.ClassDef):
                return ClassReference(module, node)
            return Uncallable(name, "it is an async function")
        if name in module.constants:
            return ConstantExpression(self, name, module.constants[name])
        if name in module.imports:
            return self._imported(name, span)
        for star in reversed(module.stars):
            owner = self._module(star, span)
            if isinstance(owner, Uncallable):
                raise TraceError(errors.MAY_CHANGE.at(
                    span, name=name, reason=f"it may come from `from {star} import *`",
                    help="import the names that are used one by one"))
            if self._has(owner, name):
                return self.attribute(owner, name, span)
        if name in EXCEPTIONS:
            return EXCEPTIONS[name]
        if name == "BaseException":
            return BaseException
        if name in vars(builtins):
            return library_object(getattr(builtins, name), name)
        raise TraceError(errors.UNKNOWN_NAME.at(
            span, name=name, suggestion=self._suggestion(name, near)))

    def attribute(self, owner: object, name: str, span: Span) -> object:
        """`owner.name` for a module; raises `TraceError`."""
        if isinstance(owner, ProjectModule):
            return self.within(owner.module).lookup(name, span)
        assert isinstance(owner, Library)
        library, dotted = owner.namespace, f"{owner.name}.{name}"
        if not hasattr(library, name):
            raise TraceError(errors.UNKNOWN_NAME.at(span, name=dotted, suggestion=""))
        if owner.name == "sys" and dotted not in _OF_SYS:
            return Uncallable(dotted, "it is not among the operations that can be compiled")
        if dotted == "sys.float_info":
            return Library(dotted)
        if dotted in READ_AT_RUN_TIME:
            return AtRunTime(READ_AT_RUN_TIME[dotted])
        return library_object(getattr(library, name), dotted)

    def _imported(self, name: str, span: Span) -> object:
        bound = self.module.imports[name]
        if bound.name is None:
            return self._module(bound.module, span)
        submodule = self.project.find(f"{bound.module}.{bound.name}")
        if submodule is not None:
            return ProjectModule(submodule)
        owner = self._module(bound.module, span)
        if isinstance(owner, Uncallable):
            return member(owner, bound.name)
        return self.attribute(owner, bound.name, span)

    def _has(self, owner: object, name: str) -> bool:
        """Whether a module brings `name` with `import *`."""
        if name.startswith("_"):
            return False
        if isinstance(owner, ProjectModule):
            module = owner.module
            tables = (module.functions, module.classes, module.constants,
                      module.imports, module.rebound)
            return any(name in table for table in tables)
        assert isinstance(owner, Library)
        return hasattr(owner.namespace, name)

    def _module(self, dotted: str, span: Span) -> object:
        module = self.project.find(dotted)
        if module is not None:
            return ProjectModule(module)
        if dotted in LIBRARIES:
            return Library(dotted)
        reason = _REFUSED.get(dotted, f"the module `{dotted}` is not part of this project")
        return Uncallable(dotted, reason)

    def _suggestion(self, name: str, near: Iterable[str]) -> str:
        module = self.module
        known = [*near, *module.constants, *module.functions, *module.imports]
        close = difflib.get_close_matches(name, known, n=1)
        return f"; did you mean `{close[0]}`?" if close else ""


#: What of NumPy can be compiled; NumPy itself is not imported.
_NUMPY: dict[str, object] = {
    f"numpy.{type_.short}": target for type_, target in CONSTRUCTORS.items()}
_NUMPY["numpy.bool"] = _NUMPY["numpy.bool_"]
_NUMPY |= {f"numpy.{name}": target for name, target in UFUNCS.items()}
_NUMPY |= {f"numpy.{alias}": UFUNCS[name] for alias, name in UFUNC_ALIASES.items()}
_NUMPY |= {f"numpy.{name}": ArrayFunction(name) for name in OPERATORS}
_NUMPY |= {"numpy.pi": math.pi, "numpy.e": math.e, "numpy.inf": math.inf, "numpy.nan": math.nan,
           "numpy.newaxis": None}


def member(owner: Uncallable, name: str) -> object:
    """`owner.name` for a module outside of the project."""
    dotted = f"{owner.name}.{name}"
    package, _, below = dotted.partition(".")
    # These first: a function of the table may be made of the ufunc of the same name.
    if package == "numpy" and numpy_table.is_function(below):
        return ArrayFunction(below)
    if dotted in _NUMPY:
        return _NUMPY[dotted]
    if owner.name == "numpy":
        return Uncallable(dotted, "it is not among the functions of NumPy that are compiled")
    return Uncallable(dotted, owner.reason)


def library_object(value: object, name: str) -> object:
    """A constant or operation of the standard library, as far as it can be compiled."""
    if isinstance(value, int | float | complex):
        return value
    if callable(value) and _is_operation(value):
        return ALIASES.get(value, value)
    if isinstance(value, type) and issubclass(value, Exception):
        return value
    return Uncallable(name, "it is not among the operations that can be compiled")


def _is_operation(value: object) -> bool:
    try:
        return value in OPERATIONS or value in ALIASES or value in SPECIAL
    except TypeError:  # not hashable
        return False


#: Built-ins that the tracer handles itself, because they are syntax rather than operations.
SPECIAL = frozenset({range, tuple, reversed, enumerate, zip, sum, any, all, print, len})
