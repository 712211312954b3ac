"""What is known of a module from its text: what its top level binds, and what is marked."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Literal, get_args

from pyx_lowering.diagnostics import Diagnostics
from pyx_lowering.source import SourceFile, Span

#: The import name of the package that `compile` comes from.
PACKAGE = "pyx_lowering"
DECORATOR = "compile"
#: How the names of the copies of `runtime.py` end that wheels have: the installed modules
#: import the decorator from there.
RUNTIME_COPY = "_pyx_runtime"

Overflow = Literal["python", "raise"]


#: Where `overload` comes from.
_TYPING = ("typing", "typing_extensions")


@dataclass(frozen=True)
class SharedOptions:
    """The options of `@compile` that a project may set for all of its functions.

    contract: `a * b + c` on floats is one fused multiply-add (one rounding).
    overflow: what an int past 64 bits does. "python": the call runs again as the
    Python function, which gives the exact answer; "raise": OverflowError.
    """

    contract: bool = True
    overflow: Overflow = "python"


@dataclass(frozen=True)
class Options(SharedOptions):
    """The options of `@compile`; the names and defaults here are the only list of them.

    vectorize: the function of numbers takes NumPy arrays too, and is called for each of
    their elements.
    """

    vectorize: bool = False


#: For each option, the values it takes.
OPTION_VALUES: dict[str, tuple[object, ...]] = {
    "contract": (True, False),
    "overflow": get_args(Overflow),
    "vectorize": (False, True),
}


@dataclass(frozen=True)
class Imported:
    """What a module-level import binds: a module, or one name of a module."""

    module: str
    name: str | None
    span: Span = field(compare=False)


@dataclass(frozen=True)
class MarkedFunction:
    """A function that carries the decorator."""

    module: SourceModule = field(repr=False)
    node: ast.FunctionDef = field(repr=False)
    options: Options
    #: Its overloads, which have the annotations in its stead.
    overloads: tuple[ast.FunctionDef, ...] = field(default=(), repr=False)

    @property
    def name(self) -> str:
        return self.node.name


@dataclass(eq=False)
class SourceModule:
    """What the top level of one module binds, read from its syntax tree.

    `constants` are the names bound exactly once, by a plain assignment; `rebound`
    says of every other assigned name why it may change at run time.
    """

    name: str
    file: SourceFile
    tree: ast.Module
    is_package: bool = False
    #: What an option of `@compile` is where the decorator does not say.
    defaults: Options = Options()
    imports: dict[str, Imported] = field(default_factory=dict)
    #: The modules of `from module import *`, which may bind any name.
    stars: list[str] = field(default_factory=list)
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    #: What `typing.overload` says of them.
    overloads: dict[str, list[ast.FunctionDef]] = field(default_factory=dict)
    #: Classes, and async functions.
    classes: dict[str, ast.ClassDef | ast.AsyncFunctionDef] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    rebound: dict[str, str] = field(default_factory=dict)
    marked: dict[str, MarkedFunction] = field(default_factory=dict)
    diagnostics: Diagnostics = field(default_factory=Diagnostics)

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]

    @property
    def extension(self) -> str:
        """The dotted name of this module's extension module, which lies beside it."""
        return extension_name(self.name, is_package=self.is_package)

    def is_decorator(self, node: ast.expr) -> bool:
        """Whether `node` (a decorator or what it calls) is `pyx_lowering.compile`."""
        return self._is_imported(node, PACKAGE, DECORATOR)

    def is_overload(self, node: ast.expr) -> bool:
        """Whether `node`, a decorator, is `typing.overload`."""
        return any(self._is_imported(node, source, "overload") for source in _TYPING)

    def _is_imported(self, node: ast.expr, module: str, name: str) -> bool:
        """Whether `node` is `name` of `module`, imported by itself or with the module."""
        if isinstance(node, ast.Name):
            bound = self.imports.get(node.id)
            return bound is not None and (bound.module, bound.name) == (module, name)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            bound = self.imports.get(node.value.id)
            return (
                bound is not None
                and (bound.module, bound.name) == (module, None)
                and node.attr == name
            )
        return False


def extension_name(module: str, *, is_package: bool) -> str:
    """Where the native code of `module` is: `pkg.kernels` → `pkg._kernels_native`.

    The runtime (`runtime.py`) states the same rule, because it imports nothing of
    this package; a test compares the two.
    """
    parent, _, stem = module.rpartition(".")
    if is_package:
        parent, stem = module, "init"
    return f"{parent}._{stem}_native" if parent else f"_{stem}_native"
