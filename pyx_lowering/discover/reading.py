"""Reads the top level of a module: its imports, constants, functions, and which are marked."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError
from pyx_lowering.discover.modules import (
    DECORATOR,
    OPTION_VALUES,
    PACKAGE,
    RUNTIME_COPY,
    Imported,
    MarkedFunction,
    Options,
    SourceModule,
)
from pyx_lowering.source import SourceFile, Span


def might_mark(text: str) -> bool:
    """A cheap test that spares parsing the modules that cannot have marked functions."""
    return (PACKAGE in text or RUNTIME_COPY in text) and DECORATOR in text


def read_module(
    path: Path, name: str, *, root: Path | None = None, defaults: Options | None = None
) -> SourceModule:
    """Parse `path` as the module `name`; raises `CompileError` if it is not Python."""
    try:
        file = SourceFile.read(path, root)
    except (SyntaxError, UnicodeDecodeError) as error:
        broken = SourceFile(path, "", path.name)
        raise CompileError(
            [errors.SYNTAX.at(Span(broken, 1, 0, 1, 1), reason=str(error))]
        ) from None
    return parse_module(file, name, is_package=path.name == "__init__.py", defaults=defaults)


def parse_module(
    file: SourceFile, name: str, *, is_package: bool = False, defaults: Options | None = None
) -> SourceModule:
    """Read the top level of a module's text; raises `CompileError` if it is not Python.

    defaults: the options of marked functions that do not give them.
    """
    try:
        tree = ast.parse(file.text, filename=file.display)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        column = max((getattr(error, "offset", None) or 1) - 1, 0)
        reason = getattr(error, "msg", None) or str(error)
        span = Span(file, line, column, line, column + 1)
        raise CompileError([errors.SYNTAX.at(span, reason=reason)]) from None
    module = SourceModule(
        name=name, file=file, tree=tree, is_package=is_package, defaults=defaults or Options())
    _Reader(module).read()
    return module


class _Reader:
    """Fills a `SourceModule` from its tree."""

    def __init__(self, module: SourceModule) -> None:
        self.module = module
        self.times_bound: dict[str, int] = {}

    def read(self) -> None:
        module = self.module
        for statement in module.tree.body:
            self._top_level(statement)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Global):
                for name in node.names:
                    self._rebind(name, f"a function declares `global {name}`")
        for name, count in self.times_bound.items():
            if count > 1:
                self._rebind(name, "it is bound more than once at module level")
        for name in module.rebound:
            module.constants.pop(name, None)
        self._find_marked()

    def _rebind(self, name: str, reason: str) -> None:
        self.module.rebound.setdefault(name, reason)

    def _bind(self, name: str) -> None:
        self.times_bound[name] = self.times_bound.get(name, 0) + 1

    def _top_level(self, statement: ast.stmt) -> None:
        module = self.module
        match statement:
            case ast.Import() | ast.ImportFrom():
                self._import(statement)
            case ast.FunctionDef() if any(map(module.is_overload, statement.decorator_list)):
                module.overloads.setdefault(statement.name, []).append(statement)
            case ast.FunctionDef():
                self._bind(statement.name)
                module.functions[statement.name] = statement
            case ast.AsyncFunctionDef() | ast.ClassDef():
                self._bind(statement.name)
                module.classes[statement.name] = statement
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._assign(target, value)
                self._statement(value)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._assign(target, value)
                self._statement(value)
            case ast.AnnAssign():
                pass
            case ast.stmt() if type(statement).__name__ == "TypeAlias":  # since 3.12
                self._assign(statement.name, statement.value)  # type: ignore[attr-defined]
            case ast.If(test=ast.Name(id="TYPE_CHECKING")) | ast.If(
                test=ast.Attribute(attr="TYPE_CHECKING")
            ):
                for other in statement.orelse:  # what runs
                    self._statement(other)
            case _:
                self._statement(statement)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Name(id=name), _:
                self._bind(name)
                self.module.constants[name] = value
            case ast.Tuple(elts=names), ast.Tuple(elts=values) if len(names) == len(values) and (
                not any(isinstance(item, ast.Starred) for item in (*names, *values))
            ):
                for item, part in zip(names, values, strict=True):
                    self._assign(item, part)
            case _:
                self._statement(target)

    def _statement(self, node: ast.AST) -> None:
        """Note what any other statement, or an expression in one, binds at module level."""
        match node:
            case ast.Import() | ast.ImportFrom():
                # It still counts for finding the decorator.
                for bound in self._import(node):
                    self._rebind(bound, "it is imported under a condition")
                return
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self._rebind(node.name, "it is defined under a condition")
                return
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                # Its own variables are not the module's, but those of `:=` are.
                for inner in ast.walk(node):
                    if isinstance(inner, ast.NamedExpr):
                        self._statement(inner.target)
                return
            case ast.Lambda():
                return
            case ast.Name(id=str(name), ctx=ast.Store() | ast.Del()) | ast.ExceptHandler(
                name=str(name)
            ) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)) | ast.MatchMapping(
                rest=str(name)
            ):
                self._rebind(name, "it is not set by one plain assignment")
        for child in ast.iter_child_nodes(node):
            self._statement(child)

    def _import(self, statement: ast.Import | ast.ImportFrom) -> list[str]:
        """Note the imports of a statement; gives the names that it binds."""
        module = self.module
        span = module.file.span(statement)
        bound: dict[str, Imported] = {}
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                target = alias.name if alias.asname else alias.name.partition(".")[0]
                bound[alias.asname or target] = Imported(_original(target), None, span)
        else:
            source = statement.module or ""
            if statement.level:
                base = module.package.split(".") if module.package else []
                base = base[: len(base) - (statement.level - 1)]
                source = ".".join([*base, source] if source else base)
            for alias in statement.names:
                if alias.name == "*":
                    module.stars.append(source)
                else:
                    imported = Imported(_original(source), alias.name, span)
                    bound[alias.asname or alias.name] = imported
        for name, imported in bound.items():
            before = module.imports.get(name)
            if before is None or before != imported:
                self._bind(name)  # The same import once more changes nothing.
            if before is None or before.module != PACKAGE:  # else: a fallback for the decorator
                module.imports[name] = imported
        return list(bound)

    def _find_marked(self) -> None:
        module = self.module
        for node, container in _functions(module.tree):
            for decorator in node.decorator_list:
                callee = decorator.func if isinstance(decorator, ast.Call) else decorator
                if module.is_decorator(callee):
                    self._mark(node, decorator, container)

    def _mark(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef, decorator: ast.expr, container: str
    ) -> None:
        module, file = self.module, self.module.file
        callee = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = ast.unparse(callee)
        report = module.diagnostics.add
        span = _name_span(file, node)
        if isinstance(node, ast.AsyncFunctionDef):
            report(errors.STATEMENT.at(span, statement="an `async` function"))
            return
        if container:
            report(errors.NOT_MODULE_LEVEL.at(
                span, function=node.name, decorator=name, container=container))
            return
        others = [d for d in node.decorator_list if d is not decorator]
        for other in others:
            report(errors.OTHER_DECORATOR.at(
                file.span(other), function=node.name, decorator=name, other=ast.unparse(other)))
        if self.times_bound.get(node.name, 0) > 1:
            report(errors.DEFINED_TWICE.at(span, function=node.name))
        options = self._options(decorator)
        overloads = tuple(module.overloads.get(node.name, ()))
        module.marked[node.name] = MarkedFunction(module, node, options, overloads)

    def _options(self, decorator: ast.expr) -> Options:
        if not isinstance(decorator, ast.Call):
            return self.module.defaults
        file, report = self.module.file, self.module.diagnostics.add
        known = [f.name for f in fields(Options)]
        listed = ", ".join(f"`{name}`" for name in known)
        for argument in decorator.args:
            report(errors.OPTION.at(
                file.span(argument), options=listed,
                reason="the options of `compile` are given by keyword"))
        given: dict[str, object] = {}
        for keyword in decorator.keywords:
            if keyword.arg is None or keyword.arg not in known:
                word = "**" if keyword.arg is None else keyword.arg
                near = difflib.get_close_matches(word, known, n=1)
                hint = f"did you mean `{near[0]}`? " if near else ""
                report(errors.OPTION.at(
                    file.span(keyword), reason=f"`compile` has no option `{word}`",
                    help=f"{hint}the options are {listed}"))
                continue
            values = OPTION_VALUES[keyword.arg]
            value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
            if not any(value is v or (isinstance(v, str) and value == v) for v in values):
                wanted = " or ".join(repr(v) for v in values)
                report(errors.OPTION.at(
                    file.span(keyword.value),
                    reason=f"`{keyword.arg}` cannot be `{ast.unparse(keyword.value)}`",
                    help=f"write `{keyword.arg}={values[0]!r}` or `{values[1]!r}`"
                    if len(values) == 2 else f"it is {wanted}, written out as a literal"))
                continue
            given[keyword.arg] = value
        return replace(self.module.defaults, **given)  # type: ignore[arg-type]


def _name_span(file: SourceFile, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Span:
    """The line with `def`, as far as the function's name goes."""
    start = file.span(node)
    text = file.lines[start.line - 1]
    end = text.find(node.name, start.column)
    return Span(file, start.line, start.column, start.line, end + len(node.name))


def _functions(
    tree: ast.AST, container: str = ""
) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """Every function of a module, with the class, function or block that holds it."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child, container
            yield from _functions(child, f"function `{child.name}`")
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"class `{child.name}`")
        elif isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
            block = container or f"`{type(child).__name__.lower()}` block"
            yield from _functions(child, block)


def _original(module: str) -> str:
    """`module`, or what it is a copy of."""
    return PACKAGE if module.endswith(RUNTIME_COPY) else module
