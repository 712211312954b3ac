"""The whole compiler as one function that reads top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError, Diagnostics
from pyx_lowering.discover import Options, Project, SourceModule
from pyx_lowering.ir import (
    Callee,
    Function,
    Module,
    Node,
    number_values,
    signature,
    verify,
    walk,
)
from pyx_lowering.passes import (
    PIPELINE,
    CallTypes,
    find_writes,
    propagate,
    remove_dead,
    report_list_changes,
    run_once,
)
from pyx_lowering.pyx import write_lines
from pyx_lowering.source import Span
from pyx_lowering.trace import (
    Scope,
    Signature,
    check_numbers,
    declared_result,
    signature_of,
    trace,
    variants_of,
)
from pyx_lowering.types import ERROR, FUNCTION, UNBOUND, ArrayType, Type, promotes

#: Told of every function at each stage: "traced", "typed" and "optimized".
Observer = Callable[[str, Function], None]


@dataclass(frozen=True)
class Compiled:
    """What one Python module becomes.

    `functions` are the names of the marked functions, in the order of the source;
    `sources` are all files that the result depends on. `origins` says of each line of the
    text where it comes from, if from anywhere.
    """

    module: SourceModule
    ir: Module
    pyx: str
    functions: tuple[str, ...]
    sources: tuple[Path, ...]
    origins: tuple[Span | None, ...] = ()


def compile_module(
    module: SourceModule, project: Project, observe: Observer | None = None
) -> Compiled:
    """Compile the marked functions of one module; raises `CompileError` with all mistakes."""
    (compiled,) = compile_project([module], project, observe)
    return compiled


def compile_project(
    modules: Sequence[SourceModule], project: Project, observe: Observer | None = None
) -> list[Compiled]:
    """Compile several modules; raises one `CompileError` with the mistakes of all."""
    diagnostics = Diagnostics()
    for module in modules:
        project.add(module)
    results = []
    for module in modules:
        diagnostics.extend(module.diagnostics)
        with project.recording() as used:
            ir = _Compilation(module, project, diagnostics, observe).run()
        if not diagnostics.errors:
            sources = (module.file.path, *(m.file.path for m in used if m is not module))
            functions = tuple(dict.fromkeys(f.name for f in ir.functions if f.exported))
            lines = write_lines(ir, module.file.display, diagnostics)
            text, origins = "\n".join([*lines, ""]), tuple(line.origin for line in lines)
            results.append(Compiled(module, ir, text, functions, sources, origins))
    diagnostics.raise_errors()
    return results


@dataclass
class _Specialization:
    """A function for given parameter types and options."""

    function: Function
    params: Sequence[Type]
    #: The annotated result, which a recursive call goes by.
    declared: Type | None
    typed: bool = False


@dataclass
class _Compilation:
    """Compiles one module: its marked functions, and all that these call."""

    module: SourceModule
    project: Project
    diagnostics: Diagnostics
    observe: Observer | None
    specializations: dict[object, _Specialization] = field(default_factory=dict)
    #: The marked functions by module and name: one for each choice of types, narrow ones first.
    variants: dict[tuple[str, str], list[_Specialization]] = field(default_factory=dict)
    #: Marked functions of this module that are compiled only where they are passed functions.
    templates: list[str] = field(default_factory=list)
    #: In the order in which they were finished: callees before callers.
    finished: list[Function] = field(default_factory=list)

    def run(self) -> Module:
        """Trace and type everything, then optimize it function by function."""
        for name in self.module.marked:
            self.marked(self.module, name)
        for specialization in list(self.specializations.values()):
            self.type(specialization)
        if not self.diagnostics.errors:
            report_list_changes(self.finished, self.diagnostics)
        if self.diagnostics.errors:
            return Module(self.module.name)
        find_writes(self.finished)
        run_once(self.finished)
        for function in self.finished:
            for run in PIPELINE:
                run(function)
                verify(function, typed=True)
            number_values(function)
            self.tell("optimized", function)
        order = {name: index for index, name in enumerate(self.module.marked)}
        exported = [f for f in self.finished if f.exported]
        exported.sort(key=lambda f: order[f.name])
        helpers = [f for f in self.finished if not f.exported]
        return Module(self.module.name, [*helpers, *exported], self.templates)

    def tell(self, stage: str, function: Function) -> None:
        if self.observe is not None:
            self.observe(stage, function)

    def marked(self, module: SourceModule, name: str) -> list[_Specialization]:
        """The marked function `name` of `module`, for the types of its annotations."""
        marked = module.marked[name]
        key = (module.name, name)
        if key in self.variants:
            return self.variants[key]
        found = self.variants[key] = []
        for variant in variants_of(Scope(module, self.project), marked, self.diagnostics):
            signature = variant.signature
            types = [type_ or ERROR for type_ in signature.types]
            if marked.options.vectorize:
                check_numbers(variant.scope, marked.node, signature, self.diagnostics)
            callee = Callee(module.name, name, marked.node)
            if FUNCTION in types:
                if module is self.module:
                    self.templates.append(name)
                    # Its mistakes are found here; it is compiled where it is called.
                    known = [ERROR if type_ == FUNCTION else type_ for type_ in types]
                    trace(variant.scope, callee, signature, known, self.diagnostics)
                continue
            specialization = self.specialize(
                variant.scope, callee, signature, types, marked.options)
            specialization.function.result = signature.result
            specialization.function.exported = module is self.module
            self.specializations[module.name, name, len(found)] = specialization
            found.append(specialization)
        return found

    def template(
        self, module: SourceModule, callee: Callee, types: Sequence[Type]
    ) -> _Specialization:
        """A marked function that is passed functions, which `callee` knows."""
        marked = module.marked[callee.name]
        scope = Scope(module, self.project)
        signature = signature_of(scope, marked.node, self.diagnostics, strict=True)
        statics = dict(callee.statics)
        declared = [
            type_ or ERROR
            for parameter, type_ in zip(signature.parameters, signature.types, strict=True)
            if parameter.name not in statics
        ]
        wanted = [*declared, *types[len(declared):]]
        specialization = self.helper(module, callee, wanted, marked.options)
        if not specialization.typed:
            specialization.function.result = signature.result
        return specialization

    def helper(
        self, module: SourceModule, callee: Callee, types: Sequence[Type], options: Options
    ) -> _Specialization:
        """A plain function of the project, for the types of a call."""
        key = (callee, tuple(types), options)
        if key not in self.specializations:
            scope = Scope(module, self.project)
            assert callee.node is not None
            signature = signature_of(scope, callee.node, self.diagnostics, strict=False)
            specialization = self.specialize(scope, callee, signature, types, options)
            self.specializations[key] = specialization
        return self.specializations[key]

    def specialize(
        self, scope: Scope, callee: Callee, signature: Signature,
        types: Sequence[Type], options: Options,
    ) -> _Specialization:
        function = trace(scope, callee, signature, types, self.diagnostics)
        function.contract, function.overflow = options.contract, options.overflow
        function.vectorize = options.vectorize
        remove_dead(function)
        number_values(function)
        verify(function)
        self.tell("traced", function)
        return _Specialization(function, types, declared_result(callee, signature, types))

    def type(self, specialization: _Specialization) -> None:
        """Propagate types through a function, once; its callees come first."""
        if specialization.typed:
            return
        specialization.typed = True
        function = specialization.function
        if not any(node.kind == "output" for node in walk(function.body)):
            function.result = specialization.declared  # it never returns
        propagate(function, _Callees(self, function), self.diagnostics)
        if not self.diagnostics.errors:
            remove_dead(function)
            number_values(function)
            verify(function, typed=True)
            self.tell("typed", function)
        self.finished.append(function)


def _has_open_rank(type_: Type) -> bool:
    """Whether the result is an array whose dimensions follow from what is returned."""
    return isinstance(type_, ArrayType) and type_.is_open


@dataclass(frozen=True)
class _Callees:
    """Answers the type propagation of one function about those that it calls."""

    compilation: _Compilation
    caller: Function

    def signature(self, callee: Callee, types: Sequence[Type], call: Node) -> CallTypes:
        compilation = self.compilation
        module = compilation.project.find(callee.module)
        assert module is not None
        marked = module.marked.get(callee.name)
        if marked is not None and marked.node is callee.node:
            found = compilation.template(module, callee, types) if callee.statics else (
                self.chosen(compilation.marked(module, callee.name), types, call))
            if found is None:
                return CallTypes(None, types, ERROR)
            declared = found.declared or ERROR
            if module is not compilation.module or callee.statics or _has_open_rank(declared):
                compilation.type(found)
            if _has_open_rank(declared):
                declared = found.function.result or ERROR
            if ERROR in (*found.params, declared):
                return CallTypes(None, found.params, ERROR)
            return CallTypes(found.function, found.params, declared)
        options = Options(self.caller.contract, self.caller.overflow)  # type: ignore[arg-type]
        specialization = compilation.helper(module, callee, types, options)
        function = specialization.function
        if not specialization.typed:
            compilation.type(specialization)
        if function.result is None:  # it calls itself, and is being typed right now
            if specialization.declared is None:
                compilation.diagnostics.add(errors.RECURSIVE_HELPER.at(
                    call.span, function=callee.name))
                return CallTypes(None, types, ERROR)
            function.result = specialization.declared
        return CallTypes(function, types, function.result)


    def chosen(
        self, variants: Sequence[_Specialization], types: Sequence[Type], call: Node
    ) -> _Specialization | None:
        """The variant of a marked function that a call runs; None, with a message, if none."""
        known = [type_ if type_ != UNBOUND else None for type_ in types]
        for variant in variants:
            if all(type_ in (None, wanted)
                   for type_, wanted in zip(known, variant.params, strict=True)):
                return variant
        for variant in variants:
            if all(type_ is None or promotes(type_, wanted)
                   for type_, wanted in zip(known, variant.params, strict=True)):
                return variant
        if len(variants) == 1 or ERROR in types:
            return variants[0]  # what does not fit is reported with the arguments
        taken = "` or `".join(
            str(signature(v.function)).removeprefix(f"{v.function.callee.module}.")
            for v in variants)
        self.compilation.diagnostics.add(errors.ARGUMENTS.at(
            call.span, signature=taken,
            reason=f"`{variants[0].function.name}` does not take "
                   f"({', '.join(map(str, types))})"))
        return None


__all__ = ["CompileError", "Compiled", "Observer", "compile_module", "compile_project"]
