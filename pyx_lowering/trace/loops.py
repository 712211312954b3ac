"""Traces loops: what they carry from turn to turn, and the ways out of them."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from pyx_lowering.ir import UNBOUND_VALUE, Block, Node, Operand, Value
from pyx_lowering.trace.branches import region
from pyx_lowering.trace.builder import UNBOUND_NAME, Binding, Builder, Traced
from pyx_lowering.trace.exceptions import ExceptionTracer
from pyx_lowering.trace.iteration import Hidden, Range, Source, iteration
from pyx_lowering.trace.names import build_time_names
from pyx_lowering.trace.narrowing import narrow
from pyx_lowering.types import INT, Type


@dataclass
class Loop:
    """A loop being traced: the names it carries from one iteration to the next."""

    slots: list[Slot]
    has_break: bool = False


@dataclass(frozen=True)
class Slot:
    """A carried name; `flagged` if whether it is bound is carried too."""

    name: str
    flagged: bool
    #: What is known of the types that it holds, when it is a tuple or an object.
    types: list[Type | None] = field(default_factory=list, compare=False)


class LoopTracer(ExceptionTracer):
    """Adds loops; what stands in them is traced by `block`."""

    def __init__(self, builder: Builder) -> None:
        super().__init__(builder)
        self.loops: list[Loop] = []
        #: How many loops over lists there are so far.
        self.hidden = 0
        self.cleanups = []
        self.handling = []
        self.expressions.reduction_tracer = self.reduction
        self.expressions.comprehension_tracer = self.comprehension

    def depth(self) -> int:
        return len(self.loops)

    def statement(self, statement: ast.stmt) -> None:
        """Trace one statement; the tracer of statements says how."""
        raise TypeError("a statement is traced by a tracer of statements")

    def reduction(self, target: object, node: ast.Call) -> Traced:
        """A reduction over a generator expression; the tracer of statements says how."""
        raise TypeError("a reduction is traced by a tracer of statements")

    def comprehension(self, node: ast.ListComp) -> Traced:
        """A list comprehension; the tracer of statements says how."""
        raise TypeError("a comprehension is traced by a tracer of statements")

    def enter(self, statement: ast.For | ast.While) -> tuple[Loop, list[Operand]]:
        """The loop's carried names and their values before it."""
        stored = self.builder.stored([statement]) - build_time_names([statement])
        # `a += b` on an array changes it in place: the name stays as it is.
        changed = {name for name in stored - self.builder.stored([statement], in_place=False)
                   if self.builder.env.get(name, UNBOUND_NAME).value in self.builder.arrays}
        names = sorted(stored - changed)
        slots, initial = [], []
        for name in names:
            binding = self.builder.env.get(name, UNBOUND_NAME)
            slot = Slot(name, flagged=binding.bound is not True)
            slots.append(slot)
            initial += self.carried(slot, binding)
        return Loop(slots), initial

    def carried(self, slot: Slot, binding: Binding | None = None) -> list[Operand]:
        binding = binding or self.builder.env[slot.name]
        if binding.value is not UNBOUND_VALUE:
            slot.types.append(self.builder.known_type(binding.value))
        value = self.builder.pack(binding.value, None)
        return [value, binding.bound] if slot.flagged else [value]

    def carried_now(self, loop: Loop) -> list[Operand]:
        return [operand for slot in loop.slots for operand in self.carried(slot)]

    def bind_slots(self, loop: Loop) -> list[Value]:
        """Fresh values for the carried names, which are bound to them."""
        values: list[Value] = []
        for slot in loop.slots:
            value = Value(slot.name, named=True)
            self.builder.note_type(value, slot.types[0] if slot.types else None)
            values.append(value)
            bound: Operand = True
            if slot.flagged:
                bound = Value(f"{slot.name.strip()}_bound")
                self.builder.booleans.add(bound)
                values.append(bound)
            self.builder.env[slot.name] = Binding(value, bound)
        return values

    def leave(self, kind: str, statement: ast.stmt) -> None:
        """`break` or `continue` with the carried names as they are here."""
        if not self.clean_up(loop_only=True):
            return
        if kind == "break":
            self.loops[-1].has_break = True
        args = self.carried_now(self.loops[-1])
        self.builder.terminate(kind, args, self.span(statement))

    def body(self, loop: Loop, statement: ast.For | ast.While) -> None:
        self.loops.append(loop)
        self.block(statement.body)
        self.loops.pop()
        if self.builder.reachable:
            self.builder.terminate("continue", self.carried_now(loop), None)

    def otherwise(self, loop: Loop, statement: ast.For | ast.While) -> None:
        self.block(statement.orelse)
        if self.builder.reachable:
            self.builder.emit("yield", None, self.carried_now(loop), None)

    def finish(self, loop: Loop, node: Node, falls_through: bool) -> None:
        """Append the loop; the carried names now hold its results."""
        node.results = self.bind_slots(loop)
        self.builder.block.nodes.append(node)
        if not falls_through and not loop.has_break:
            self.builder.terminate("unreachable", (), None)

    def while_statement(self, statement: ast.While) -> None:
        builder, span = self.builder, self.span(statement.test)
        loop, initial = self.enter(statement)
        test = Block()

        def trace_test() -> Sequence[Traced]:
            test.params = self.bind_slots(loop)
            condition = self.expressions.test(statement.test)
            builder.emit("yield", None, [condition], span)
            return [condition]

        tested = region(builder, trace_test, test)
        (condition,) = tested.values

        def inside(trace_part: object) -> Sequence[Traced]:
            builder.env = dict(tested.env)
            if trace_part == "body":
                narrow(builder, statement.test, True)
                self.body(loop, statement)
            elif condition is True:
                builder.terminate("unreachable", (), None)
            else:
                self.otherwise(loop, statement)
            return ()

        body = region(builder, lambda: inside("body"))
        otherwise = region(builder, lambda: inside("else"))
        node = Node("while", None, initial,
                    regions=[test, body.block, otherwise.block], span=span)
        self.finish(loop, node, otherwise.reachable)

    def changing_loop(self, statement: ast.For, source: Source) -> None:
        """A `for` over a list, whose length is looked at before each turn, as a `while`."""
        self.hidden += 1
        turn = f"turn_{self.hidden} "
        hidden = Hidden(f"_{self.hidden} ")
        tests, item = source.written(hidden, turn)
        test = tests[0] if len(tests) == 1 else ast.BoolOp(ast.And(), tests)
        following = ast.BinOp(ast.Name(turn, ast.Load()), ast.Add(), ast.Constant(1))
        body: list[ast.stmt] = [
            ast.Assign([statement.target], item),
            ast.Assign([ast.Name(turn, ast.Store())], following), *statement.body]
        loop = ast.While(test, body, statement.orelse)
        for part in ast.walk(loop):
            if not hasattr(part, "lineno"):
                ast.copy_location(part, statement.iter)
        builder = self.builder
        builder.locals |= {turn, *hidden.values}
        for name, value in {turn: 0, **hidden.values}.items():
            builder.bind(name, value)
        self.while_statement(loop)

    def for_statement(self, statement: ast.For) -> None:
        builder, span = self.builder, self.span(statement.iter)
        source = iteration(self.expressions, statement.iter)
        if source.changes:
            self.changing_loop(statement, source)
            return
        loop, initial = self.enter(statement)
        target = statement.target
        direct = source if isinstance(source, Range) else None
        bounds = direct.bounds() if direct else [0, source.length(), 1]
        name = target.id if direct and isinstance(target, ast.Name) else "turn"
        body_block, else_block = Block(), Block()

        def trace_body() -> Sequence[Traced]:
            carried = self.bind_slots(loop)
            index = Value(name, span=self.span(target), named=True)
            builder.scalars[index] = INT
            body_block.params = [index, *carried]
            self.assign(target, index if direct else source.item(index))
            self.body(loop, statement)
            return ()

        def trace_else() -> Sequence[Traced]:
            else_block.params = self.bind_slots(loop)
            self.otherwise(loop, statement)
            return ()

        region(builder, trace_body, body_block)
        otherwise = region(builder, trace_else, else_block)
        node = Node("for", range, [*bounds, *initial],
                    regions=[body_block, else_block], span=span)
        self.finish(loop, node, otherwise.reachable)
