"""Says whether a graph is valid; run after tracing and after every pass."""

from __future__ import annotations

from collections.abc import Sequence

from pyx_lowering.ir.graph import (
    LOOPS,
    TERMINATORS,
    Block,
    Function,
    Node,
    Operand,
    Value,
    handlers,
)


class InvalidGraphError(AssertionError):
    """The graph breaks a rule of the IR: a bug in this compiler, never the user's mistake."""


_REGION_COUNT = {"if": 2, "for": 2, "while": 3}


def verify(function: Function, *, typed: bool = False) -> None:
    """Raise `InvalidGraphError` unless every rule of `graph` holds (with `typed`, types too)."""
    _Verifier(function, typed).run()


class _Verifier:
    def __init__(self, function: Function, typed: bool) -> None:
        self.function = function
        self.typed = typed
        self.defined: set[Value] = set()
        self.cells: set[Operand] = set()

    def fail(self, reason: str) -> None:
        raise InvalidGraphError(f"{self.function}: {reason}")

    def run(self) -> None:
        if len(self.function.parameters) != len(self.function.body.params):
            self.fail("the body has other parameters than the function")
        if self.typed and self.function.result is None:
            self.fail("the function has no result type")
        self.block(self.function.body, set(), loops=(), yields=None)

    def define(self, values: Sequence[Value], visible: set[Value]) -> None:
        for value in values:
            if value in self.defined:
                self.fail(f"{value} is defined twice")
            if self.typed and value.type is None:
                self.fail(f"{value} has no type")
            self.defined.add(value)
            visible.add(value)

    def block(
        self,
        block: Block,
        visible: set[Value],
        loops: tuple[tuple[int, int], ...],
        yields: int | None,
    ) -> set[Value]:
        """Check a block; returns what is visible at its end.

        `loops` holds, for each loop around, how many values `continue` and `break`
        carry; `yields` how many values this region gives to its node.
        """
        visible = set(visible)
        self.define(block.params, visible)
        if not block.nodes or block.terminator.kind not in TERMINATORS:
            self.fail("a block does not end in a terminator")
        for node in block.nodes:
            for arg in node.args:
                if isinstance(arg, Value) and arg not in visible:
                    self.fail(f"{node.kind} uses {arg}, which is not defined before it")
            if node.kind == "cell":
                self.cells.update(node.results)
            if node.kind == "set" and node.args[0] not in self.cells:
                self.fail(f"{node.args[0]!r} is set, but is no cell")
            if node.kind in TERMINATORS:
                if node is not block.terminator:
                    self.fail(f"nodes follow a {node.kind}")
                self.terminator(node, loops, yields)
            self.regions(node, visible, loops)
            self.define(node.results, visible)
        return visible

    def terminator(
        self, node: Node, loops: tuple[tuple[int, int], ...], yields: int | None
    ) -> None:
        wanted: int | None = None
        if node.kind == "yield":
            if yields is None:
                self.fail("a yield outside of a region that yields")
            wanted = yields
        elif node.kind in ("continue", "break"):
            if not loops:
                self.fail(f"a {node.kind} outside of a loop")
            wanted = loops[-1][node.kind == "break"]
        if wanted is not None and len(node.args) != wanted:
            self.fail(f"a {node.kind} carries {len(node.args)} values instead of {wanted}")

    def regions(
        self, node: Node, visible: set[Value], loops: tuple[tuple[int, int], ...]
    ) -> None:
        wanted = _REGION_COUNT.get(node.kind, 0)
        if node.kind == "try":
            wanted = 2 + len(handlers(node))
        if len(node.regions) != wanted:
            self.fail(f"{node.kind} has {len(node.regions)} regions")
        results = len(node.results)
        if node.kind == "if":
            for region in node.regions:
                self.block(region, visible, loops, results)
        elif node.kind == "try":
            body, otherwise, *caught = node.regions
            shared = self.block(body, visible, loops, 0)
            self.block(otherwise, shared, loops, results)
            for region in caught:
                self.block(region, visible, loops, results)
        elif node.kind in LOOPS:
            skipped = 3 if node.kind == "for" else 0
            carried = len(node.args) - skipped
            inside = (*loops, (carried, results))
            if node.kind == "for":
                body, otherwise = node.regions
                if len(body.params) != carried + 1 or len(otherwise.params) != carried:
                    self.fail("a region of a for has a wrong number of parameters")
                self.block(body, visible, inside, None)
                self.block(otherwise, visible, loops, results)
            else:
                test, body, otherwise = node.regions
                if len(test.params) != carried or body.params or otherwise.params:
                    self.fail("a region of a while has a wrong number of parameters")
                shared = self.block(test, visible, (), 1)
                self.block(body, shared, inside, None)
                self.block(otherwise, shared, loops, results)
