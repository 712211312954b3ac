"""Writes one function: its statements, its guards, and what its variables are."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import groupby

from pyx_lowering.ir import Block, Function, Node, Operand, Value, handlers, is_unbound, walk
from pyx_lowering.ops import OPERATIONS, Guard
from pyx_lowering.ops.internal import range_item, range_length
from pyx_lowering.pyx.expressions import SUPPORT, Expressions, fill
from pyx_lowering.pyx.folding import Folding
from pyx_lowering.pyx.names import Imports, Names, quoted
from pyx_lowering.pyx.narrow import BYTE, narrow_values
from pyx_lowering.pyx.properties import Properties, effect_of, overload_of
from pyx_lowering.pyx.variables import Variable, assign_variables
from pyx_lowering.pyx.writer import Writer
from pyx_lowering.types import NONE, ArrayType, ListType, Type, is_plain_tuple, scalars_of

OVERFLOW_MESSAGE = "integer past 64 bits"
RERUN_MESSAGE = "the answer has no native type"


class FunctionLowerer:
    """Lowers one function to a `cdef` function."""

    def __init__(
        self,
        function: Function,
        facts: dict[Function, Properties],
        imports: Imports,
        writer: Writer,
        *,
        strided: bool = False,
        into: str = "",
    ) -> None:
        self.function = function
        self.facts = facts
        self.imports = imports
        self.writer = writer
        self.folding = Folding(function, facts)
        self.names = Names({f.symbol for f in facts})
        self.variables = assign_variables(function, self.folding, self.names)
        self.expressions = Expressions(
            self.folding, self.variables, imports, self.call_tree, strided=self.may_have_gaps)
        #: Whether the function is written for arrays with any strides.
        self.strided = strided
        #: The name of the version that writes its results where pointers say.
        self.into = into
        #: The pointers, and the declaration of a tuple whose items go there.
        self.pointers = [self.names.fresh("result") for _ in results_of(function) if into]
        self.answers: list[str] = []
        #: The carried values of the loops around, and their results.
        self.loops: list[tuple[Sequence[Value], Sequence[Value]]] = []
        self.uses_overflow = False
        self.counters: list[str] = []
        self.flags: list[str] = []
        #: Whether memory of arrays is used again, so that their variables are looked at.
        self.collects = False
        #: Declarations of what keeps lists from turn to turn.
        self.kept: list[str] = []
        #: Values that more than operations refer to: other names may have them.
        self.flowing = {
            arg for node in walk(function.body) if node.kind not in ("call_function", "call")
            for arg in node.args if isinstance(arg, Value)}

    def write(self) -> None:
        """The declaration, the variables, then the statements."""
        body = Writer()
        outer, self.writer = self.writer, body
        if self.facts[self.function].recursive:
            limit = self.imports.cimport(SUPPORT, "recursion_limit")
            self.raise_if(
                f"depth > {limit}", "RecursionError", "maximum recursion depth exceeded")
        self.block(self.function.body, ())
        self.writer = outer
        self.writer.origin = self.function.span
        self.writer.line(self.declaration())
        with self.writer.indent():
            for line in self.declarations():
                self.writer.line(line)
            if not self.facts[self.function].makes_lists:
                for line in body.lines:
                    self.writer.line(line)
                return
            for line in self.kept:
                self.writer.line(line)
            if self.collects:
                for variable in self.array_variables():
                    self.writer.line(f"{variable.name}.data = NULL")
            scratch = self.imports.cimport(SUPPORT, "scratch_t")
            none = self.imports.cimport(SUPPORT, "no_lists")
            self.writer.line(f"cdef {scratch} scratch = {none}()")
            self.writer.line("try:")
            self.nested(body)
            self.writer.line("finally:")
            with self.writer.indent():
                self.writer.line(f"{self.imports.cimport(SUPPORT, 'free_lists')}(scratch)")

    # Declarations

    def declaration(self) -> str:
        function, facts = self.function, self.facts[self.function]
        params = [
            f"{self.pyx(param.type)} {self.variables[param].name}"
            for param in function.body.params
        ]
        params += [
            f"{memory_of(type_, self.imports)} *{pointer}"
            for type_, pointer in zip(results_of(function), self.pointers, strict=False)]
        if facts.recursive:
            params.append("int depth")
        result = function.result
        assert result is not None
        if self.into:
            return f"cdef int {self.into}({', '.join(params)}) except -1 nogil:"
        spelled = "int" if result == NONE else self.pyx(result)
        gil = "" if facts.needs_gil else " nogil"
        symbol = symbol_of(function, strided=self.strided)
        return f"cdef {spelled} {symbol}({', '.join(params)}){self.throws()}{gil}:"

    def throws(self) -> str:
        """How callers learn of an exception: by a value that is seldom returned."""
        result = self.function.result
        assert result is not None
        if not self.facts[self.function].raises:
            return " noexcept"
        if result == NONE:
            return " except -1"
        if not result.error_value:
            return " except *"
        return f" except? {result.error_value}"

    def pyx(self, type_: Type | None) -> str:
        assert type_ is not None
        for scalar in scalars_of(type_):
            if scalar.declared_in:
                self.imports.cimport(scalar.declared_in, scalar.pyx)
        return type_.pyx

    def declarations(self) -> list[str]:
        """The `cdef` lines: variables by type, those that C may see unset with a value."""
        params = {self.variables[param] for param in self.function.body.params}
        by_type: dict[str, list[str]] = {}
        narrow = narrow_values(self.function)
        for variable in dict.fromkeys(self.variables.values()):
            if variable in params:
                continue
            type_ = variable.values[0].type
            assert type_ is not None
            if not type_.pyx:
                continue
            text = variable.name
            if variable.needs_zero and type_.zero:
                text = f"{variable.name} = {fill(type_.zero, (), self.imports)}"
            spelled = self.pyx(type_)
            if narrow.issuperset(variable.values):
                spelled = self.imports.cimport("libc.stdint", BYTE)
            by_type.setdefault(spelled, []).append(text)
        flags = [*self.flags, *(["overflow = False"] if self.uses_overflow else [])]
        if flags:
            by_type.setdefault("bint", []).extend(flags)
        lines = [f"cdef {spelled} {', '.join(names)}" for spelled, names in by_type.items()]
        if self.counters:
            self.imports.cimport("libc.stdint", "uint64_t")
            lines.append(f"cdef uint64_t {', '.join(self.counters)}")
        return [*lines, *self.answers]

    # Statements

    def block(self, block: Block, results: Sequence[Value], *, last: bool = False) -> None:
        """Write a block; `last` says that what follows a `continue` here is the loop's end."""
        for node in block.nodes:
            if node in self.folding.folded:
                if node.kind == "call_function":
                    self.guards(node, after=False)
                continue
            self.node(node, results, last)

    def node(self, node: Node, results: Sequence[Value], last: bool) -> None:
        self.writer.origin = node.span
        match node.kind:
            case "yield":
                self.copy(results, node)
            case "continue":
                self.copy(self.loops[-1][0], node)
                if not last:
                    self.writer.line("continue")
            case "break":
                self.copy(self.loops[-1][1], node)
                self.writer.line("break")
            case "output":
                self.output(node)
            case "cell":
                self.copy(node.results, node)
            case "set":
                self.copy_pairs([(self.expressions.text(node.args[0]),
                                  self.expressions.text(node.args[1]))])
            case "try":
                self.try_statement(node)
            case "print":
                self.print(node)
            case "raise" if node.target is None:
                self.writer.line("raise")
            case "raise":
                args = ", ".join(
                    quoted(arg) if isinstance(arg, str) else self.expressions.object_text(arg)
                    for arg in node.args)
                assert isinstance(node.target, type)
                self.writer.line(f"raise {node.target.__name__}({args})")
            case "if" if not self.folding.is_expression(node):
                self.if_statement(node)
            case "for":
                self.for_loop(node)
            case "while":
                self.while_loop(node)
            case "unreachable":
                pass
            case _:
                self.assignment(node)

    def print(self, node: Node) -> None:
        text, end, flush = node.args
        assert isinstance(end, str)
        args = [quoted(text) if isinstance(text, str) else self.expressions.text(text)]
        args += [f"end={quoted(end)}"] if end != "\n" else []
        args += ["flush=True"] if flush else []
        self.writer.line(f"print({', '.join(args)})")

    def assignment(self, node: Node) -> None:
        """A node that is a statement of its own."""
        if node.kind == "call_function":
            self.guards(node, after=False)
        if not node.results:
            done_by_its_guards = node.kind == "call_function" and overload_of(node).pyx == "None"
            if not done_by_its_guards and (node.kind == "call" or effect_of(node)):
                self.writer.line(self.expressions.node_text(node))
            return
        name = self.variables[node.result].name
        kept = self.recycled(node)
        self.collect(node)
        self.writer.line(_assign(name, self.expressions.node_tree(node)))
        self.check_overflow(node)
        if node.kind == "call_function":
            self.guards(node, after=True)
        if kept:
            self.writer.line(f"{kept} = {name}")

    def recycled(self, node: Node) -> str:
        """The variable that keeps the list of one turn, to be used again by the next."""
        type_ = node.result.type
        if not (self.loops and isinstance(type_, ListType)) or node.result in self.flowing:
            return ""
        kept = self.names.fresh("kept")
        self.kept.append(f"cdef {self.pyx(type_)} {kept} = NULL")
        recycle = self.imports.cimport(SUPPORT, f"{type_.pyx}_recycle")
        self.writer.line(f"{kept} = {recycle}({kept}, scratch)")
        return kept

    def collect(self, node: Node) -> None:
        """Before an array is made in a loop: memory that no variable refers to is used again."""
        if not self.loops or node.kind != "call_function" or not isinstance(
            node.result.type, ArrayType
        ) or not overload_of(node).makes_list:
            return
        keep = self.imports.cimport(SUPPORT, "keep_block")
        self.collects = True
        for variable in self.array_variables():
            if variable is not self.variables[node.result]:
                self.writer.line(f"{keep}({variable.name}.data, scratch)")
        self.writer.line(f"{self.imports.cimport(SUPPORT, 'collect')}(scratch)")

    def array_variables(self) -> list[Variable]:
        """The variables that hold arrays, but for the parameters."""
        params = {self.variables[param] for param in self.function.body.params}
        return [variable for variable in dict.fromkeys(self.variables.values())
                if isinstance(variable.values[0].type, ArrayType) and variable not in params]

    def check_overflow(self, node: Node) -> None:
        if node in self.folding.flagged:
            self.uses_overflow = True
            self.raise_if("overflow", *self.overflow_error(OVERFLOW_MESSAGE))

    def guards(self, node: Node, *, after: bool) -> None:
        guards = [guard for guard in overload_of(node).guards if guard.after == after]
        for raised, group in groupby(guards, lambda guard: self.exception(guard, node)):
            conditions = [self.expressions.guard(guard.condition, node) for guard in group]
            self.raise_if(" or ".join(dict.fromkeys(conditions)), *raised)

    def exception(self, guard: Guard, node: Node) -> tuple[str, str]:
        if guard.rerun and self.function.overflow == "python":
            return self.overflow_error(RERUN_MESSAGE)
        texts = [arg if isinstance(arg, str) else "" for arg in node.args]
        return guard.error.__name__, guard.message.format(*texts)

    def overflow_error(self, message: str) -> tuple[str, str]:
        """What is raised where Python's answer has no native type."""
        return ("" if self.function.overflow == "python" else "OverflowError"), message

    def raise_if(self, condition: str, error: str, message: str) -> None:
        """Raise under a condition; without an `error`, ask for the Python function."""
        self.writer.line(f"if {condition}:")
        with self.writer.indent():
            if error:
                self.writer.line(f"raise {error}({quoted(message)})")
            else:
                self.writer.line(f"{self.imports.cimport(SUPPORT, 'rerun')}()")

    def copy(self, values: Sequence[Value], node: Node) -> None:
        """Assign operands to what they are carried on as, all at once."""
        pairs = [
            (self.variables[value].name, self.expressions.text(operand))
            for value, operand in zip(values, node.args, strict=True)
            if not is_unbound(operand) and self.is_read(value)
        ]
        pairs = [(name, text) for name, text in pairs if name != text]
        self.copy_pairs(pairs)
        self.check_overflow(node)

    def is_read(self, value: Value) -> bool:
        """Whether anything reads a value; what nothing reads is not assigned."""
        return value in self.variables and value not in self.variables[value].unread

    def copy_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        if pairs:
            names, texts = zip(*pairs, strict=True)
            self.writer.line(f"{', '.join(names)} = {', '.join(texts)}")

    def enter(self, values: Sequence[Value], operands: Sequence[Operand]) -> None:
        """The initial values of a loop."""
        self.copy(values, Node("yield", None, list(operands)))

    def output(self, node: Node) -> None:
        if self.into:
            self.output_into(node.args[0])
        elif node.args:
            self.writer.line(f"return {self.expressions.text(node.args[0])}")
            return
        self.writer.line("return 0")

    def output_into(self, operand: Operand) -> None:
        """Write the results where the pointers say."""
        tree = self.expressions.tree(operand)
        result = self.function.result
        assert result is not None
        if not is_plain_tuple(result):
            items = [tree]
        elif isinstance(tree, ast.Tuple):
            items = tree.elts
        else:
            if not isinstance(tree, ast.Name):  # it must not be computed for each item
                answer = ast.Name(self.names.fresh("answer"))
                self.answers.append(f"cdef {self.pyx(result)} {answer.id}")
                self.writer.line(f"{answer.id} = {ast.unparse(tree)}")
                tree = answer
            items = [ast.Subscript(tree, ast.Constant(place))
                     for place in range(len(self.pointers))]
        for pointer, item in zip(self.pointers, items, strict=True):
            self.writer.line(f"{pointer}[0] = {ast.unparse(item)}")

    def if_statement(self, node: Node) -> None:
        then, otherwise = node.regions
        first, second = Writer(), Writer()
        for region, part in ((then, first), (otherwise, second)):
            outer, self.writer = self.writer, part
            self.block(region, node.results)
            self.writer = outer
        negated = not first.lines and bool(second.lines)
        if negated:
            first, second = second, first
        if not first.lines and not second.lines:
            return
        self.writer.line(f"if {self.expressions.condition(node.args[0], negated=negated)}:")
        self.nested(first)
        if second.lines and not _leaves(then if not negated else otherwise):
            if second.lines[0].startswith("if ") and _is_one_if(second.lines):
                self.writer.line(f"el{second.lines[0]}")
                for line in second.lines[1:]:
                    self.writer.line(line)
                return
            self.writer.line("else:")
            self.nested(second)
        else:
            # The first side never comes here, so that no `else` is needed.
            for line in second.lines:
                self.writer.line(line)

    def nested(self, part: Writer) -> None:
        with self.writer.indent():
            for line in part.lines:
                self.writer.line(line)

    def try_statement(self, node: Node) -> None:
        body, otherwise, *caught = node.regions
        outside, self.uses_overflow = self.uses_overflow, False
        self.writer.line("try:")
        with self.writer.indent():
            self.block(body, ())
        # What a handler catches is over: the flag must not raise again behind it.
        is_flag_raised = self.uses_overflow and self.function.overflow == "raise"
        self.uses_overflow |= outside
        if self.facts[self.function].reruns:
            # No exception of Python's, so that no handler of the author's may see it.
            rerun = self.imports.cimport(SUPPORT, "rerun_type")
            self.writer.line(f"except {rerun}():")
            with self.writer.indent():
                self.writer.line("raise")
        for classes, region in zip(handlers(node), caught, strict=True):
            names = ", ".join(each.__name__ for each in classes)
            self.writer.line(f"except {names if len(classes) == 1 else f'({names})'}:")
            with self.writer.indent():
                if is_flag_raised:
                    self.writer.line("overflow = False")
                self.block(region, node.results)
        part = Writer()
        outer, self.writer = self.writer, part
        self.block(otherwise, node.results)
        self.writer = outer
        if part.lines:
            self.writer.line("else:")
            self.nested(part)

    # Loops

    def for_loop(self, node: Node) -> None:
        body, otherwise = node.regions
        start, stop, step = node.args[:3]
        self.enter(body.params[1:], node.args[3:])
        index = self.variables[body.params[0]].name
        texts = [self.expressions.text(bound) for bound in (start, stop, step)]
        first = ""
        if step in (1, -1) and not isinstance(step, Value | bool):
            if step == 1:
                texts = texts[:2] if start != 0 else texts[1:2]
            self.writer.line(f"for {index} in range({', '.join(texts)}):")
        else:
            # Counting to the length, because start + k * step may pass 64 bits at the end.
            counter = self.names.fresh("turn")
            self.counters.append(counter)
            length = self.apply(range_length, (start, stop, step))
            self.writer.line(f"for {counter} in range({length}):")
            item = self.apply(range_item, (start, step, 0))
            first = f"{index} = {item[: -len('0)')]}{counter})"
        with self.writer.indent():
            if first:
                self.writer.line(first)
            self.loops.append((body.params[1:], node.results))
            self.block(body, (), last=True)
            self.loops.pop()
        self.write_else(otherwise, body.params[1:], node.results)

    def apply(self, target: object, args: Sequence[Operand]) -> str:
        """An internal operation on operands."""
        assert callable(target)
        template = OPERATIONS[target].overloads[0].pyx
        return ast.unparse(self.expressions.fill(template, args, None))

    def write_else(
        self, otherwise: Block, carried: Sequence[Value], results: Sequence[Value]
    ) -> None:
        part = Writer()
        outer, self.writer = self.writer, part
        self.copy_pairs([
            (self.variables[param].name, self.variables[value].name)
            for param, value in zip(otherwise.params, carried, strict=True)
            if self.is_read(param) and self.variables[param] is not self.variables[value]
        ])
        self.block(otherwise, results)
        self.writer = outer
        if part.lines:
            self.writer.line("else:")
            self.nested(part)

    def while_loop(self, node: Node) -> None:
        test, body, otherwise = node.regions
        self.enter(test.params, node.args)
        condition = test.terminator.args[0]
        simple = all(
            inner in self.folding.folded and self.folding.is_expression(inner)
            for inner in test.nodes[:-1]
        )
        if simple:
            self.writer.line(f"while {self.expressions.condition(condition)}:")
            self.while_body(node, body)
            if otherwise.terminator.kind != "unreachable":
                self.write_else(otherwise, (), node.results)
            return
        self.tested_loop(node)

    def tested_loop(self, node: Node) -> None:
        """A `while` whose test takes statements: an endless loop that tests inside.

        The else region stands where the test fails, unless it has a `continue` or `break`,
        which are meant for the loop around; then a flag says whether it runs.
        """
        test, body, otherwise = node.regions
        outside = _leaves_loop(otherwise)
        flag = self.names.fresh("ended") if outside else ""
        if flag:
            self.flags.append(flag)
            self.writer.line(f"{flag} = False")
        self.writer.line("while True:")
        with self.writer.indent():
            for inner in test.nodes[:-1]:
                if inner not in self.folding.folded:
                    self.node(inner, (), last=False)
                elif inner.kind == "call_function":
                    self.guards(inner, after=False)
            condition = test.terminator.args[0]
            self.writer.line(f"if {self.expressions.condition(condition, negated=True)}:")
            with self.writer.indent():
                if flag:
                    self.writer.line(f"{flag} = True")
                else:
                    self.block(otherwise, node.results)
                if flag or otherwise.terminator.kind == "yield":
                    self.writer.line("break")
        self.while_body(node, body)
        if flag:
            self.writer.line(f"if {flag}:")
            with self.writer.indent():
                self.block(otherwise, node.results)

    def while_body(self, node: Node, body: Block) -> None:
        with self.writer.indent():
            self.loops.append((node.regions[0].params, node.results))
            self.block(body, (), last=True)
            self.loops.pop()

    # Calls

    def may_have_gaps(self, operand: Operand) -> bool:
        """Whether an array need not be packed in this version of the function."""
        if not isinstance(operand, Value) or not isinstance(operand.type, ArrayType):
            return False
        function = self.function
        return operand in function.unpacked or (self.strided and operand not in function.packed)

    def call_tree(
        self, callee: Function, operands: Sequence[Operand], args: list[ast.expr]
    ) -> ast.expr:
        args = list(args)
        strided = any(map(self.may_have_gaps, operands))
        if self.facts[callee].recursive:
            same = self.facts[self.function].recursive
            args.append(
                ast.BinOp(ast.Name("depth"), ast.Add(), ast.Constant(1)) if same
                else ast.Constant(0))
        return ast.Call(ast.Name(symbol_of(callee, strided=strided)), args, [])


def results_of(function: Function) -> Sequence[Type]:
    """The types of the results of a function, several in a tuple perhaps."""
    result = function.result
    assert result is not None
    return result.items if is_plain_tuple(result) else (result,)


def memory_of(type_: Type, imports: Imports) -> str:
    """The C type of an element; NumPy's bools have a byte, of which any bit may be set."""
    if type_.pyx == "bint":
        return "unsigned char"
    return imports.cimport(type_.declared_in, type_.pyx) if type_.declared_in else type_.pyx


def takes_arrays(function: Function) -> bool:
    """Whether a function has arrays among its parameters, and so is written twice."""
    return any(isinstance(param.type, ArrayType) for param in function.body.params)


def symbol_of(function: Function, *, strided: bool) -> str:
    """The name of a function, or of its version for arrays with any strides."""
    return f"{function.symbol}_strided" if strided and takes_arrays(function) else function.symbol


def _assign(name: str, tree: ast.expr) -> str:
    """`x = ...`, or `x += ...` where the expression starts with `x`."""
    if isinstance(tree, ast.BinOp) and isinstance(tree.left, ast.Name) and tree.left.id == name:
        target = ast.Name(name)
        return ast.unparse(ast.AugAssign(target, tree.op, tree.right))
    return f"{name} = {ast.unparse(tree)}"


def _leaves_loop(block: Block) -> bool:
    """Whether a `continue` or `break` in a block is meant for a loop around it."""
    for node in block.nodes:
        if node.kind in ("continue", "break"):
            return True
        inside = node.regions[-1:] if node.kind in ("for", "while") else node.regions
        if any(map(_leaves_loop, inside)):
            return True
    return False


def _leaves(block: Block) -> bool:
    """Whether control never passes the end of a block."""
    return block.terminator.kind != "yield"


def _is_one_if(lines: Sequence[str]) -> bool:
    """Whether lines are a single `if` statement, with its `elif` and `else`."""
    return all(
        line.startswith(("    ", "elif ", "else:")) for line in lines[1:]
    )


__all__ = ["FunctionLowerer", "Variable"]
