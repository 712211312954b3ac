"""Where each value is needed, as ranges of positions with holes.

Positions count statements: one reads its operands at an even position and writes its
results at the odd one that follows. Ranges are built backwards, region by region, as
for linear scan allocation on SSA form (Wimmer and Franz, "Linear Scan Register
Allocation on SSA Form", CGO 2010): what a loop needs of the values from outside is
needed until its end. A value that only one side of a branch reads is not needed on
the other, so that `if a: x = x + 1` goes on writing to the same variable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pyx_lowering.ir import Block, Function, Node, Operand, Value, is_unbound
from pyx_lowering.pyx.folding import Folding
from pyx_lowering.pyx.properties import overload_of

Range = tuple[int, int]


@dataclass
class Liveness:
    """The live ranges of every value that is not folded into an expression.

    `pairs` are copies that would vanish if both sides shared a variable; `read` are
    the values that anything reads; `maybe_unbound` those that may stay unset.
    """

    ranges: dict[Value, list[Range]] = field(default_factory=dict)
    pairs: list[tuple[Value, Operand]] = field(default_factory=list)
    read: set[Value] = field(default_factory=set)
    maybe_unbound: set[Value] = field(default_factory=set)


@dataclass
class _LoopExits:
    """What a loop carries and leaves, and what is needed after a `break`.

    After a `continue` nothing is needed but what it carries: what comes from outside is
    needed throughout the loop anyway, and what the test computes is computed anew.
    """

    carried: Sequence[Value]
    results: Sequence[Value]
    after_break: frozenset[Value]


def analyse(function: Function, folding: Folding) -> Liveness:
    """The liveness of a function's values."""
    return _Analysis(function, folding).liveness


class _Analysis:
    def __init__(self, function: Function, folding: Folding) -> None:
        self.folding = folding
        self.liveness = Liveness()
        self.position = 0
        self.at: dict[Node, int] = {}
        self.spans: dict[Block, Range] = {}
        self.loops: list[_LoopExits] = []
        #: The values needed at the position being looked at, with the end of that range.
        self.open: dict[Value, int] = {}
        self.number(function.body)
        self.region(function.body, (), frozenset())
        self.define(function.body.params, -1)
        for value, ranges in self.liveness.ranges.items():
            self.liveness.ranges[value] = _disjoint(ranges)

    # Forwards: positions

    def step(self) -> int:
        self.position += 2
        return self.position

    def number(self, block: Block) -> None:
        start = self.step()
        for node in block.nodes:
            self.at[node] = self.step()
            if self.is_statement_with_regions(node):
                self.step()  # the bounds of a `for` are read after its initial values
                for region in node.regions:
                    self.number(region)
                self.step()
        self.spans[block] = (start, self.step())

    def is_statement_with_regions(self, node: Node) -> bool:
        return bool(node.regions) and not (
            node.kind == "if" and self.folding.is_expression(node))

    # Backwards: ranges

    def add(self, value: Value, start: int, end: int) -> None:
        self.liveness.ranges.setdefault(value, []).append((start, end))

    def define(self, values: Iterable[Value], position: int) -> None:
        """Values begin here; one that nothing needs is written all the same."""
        for value in values:
            self.add(value, position, self.open.pop(value, position))

    def use(self, operands: Iterable[Operand], position: int) -> None:
        for operand in operands:
            if isinstance(operand, Value) and operand not in self.folding.definitions:
                self.liveness.read.add(operand)
                self.open.setdefault(operand, position)

    def close(self, position: int) -> frozenset[Value]:
        """End this stretch of positions; gives the values needed at its beginning."""
        for value, end in self.open.items():
            self.add(value, position, end)
        needed = frozenset(self.open)
        self.open = {}
        return needed

    def wish(self, values: Sequence[Value], operands: Sequence[Operand]) -> None:
        for value, operand in zip(values, operands, strict=True):
            self.liveness.pairs.append((value, operand))
            if is_unbound(operand):
                self.liveness.maybe_unbound.add(value)

    def region(
        self, block: Block, results: Sequence[Value], after: frozenset[Value]
    ) -> frozenset[Value]:
        """Ranges in a region; `after` is needed after a `yield`. Gives what it needs itself.

        The parameters of the block are left to the caller.
        """
        outer = self.open
        start, end = self.spans[block]
        terminator = block.terminator
        needed = after if terminator.kind == "yield" else frozenset()
        if terminator.kind == "break":
            needed = self.loops[-1].after_break
        self.open = dict.fromkeys(needed, end)
        for node in reversed(block.nodes):
            self.node(node, results)
        needed = self.close(start)
        self.open = outer
        return needed

    def node(self, node: Node, results: Sequence[Value]) -> None:
        position = self.at[node]
        if node in self.folding.folded:
            if node.kind == "call_function":
                # Its guards stand here.
                self.use([o for arg in node.args for o in self.expand(arg)], position)
            return
        match node.kind:
            case "yield":
                self.wish(results, node.args)
            case "continue":
                self.wish(self.loops[-1].carried, node.args)
            case "break":
                self.wish(self.loops[-1].results, node.args)
            case "if" if self.is_statement_with_regions(node):
                self.branch(node)
            case "for" | "while":
                self.loop(node)
                return
            case "try":
                self.attempt(node)
                return
            case "cell":
                self.define(node.results, position + 1)
                if is_unbound(node.args[0]):
                    self.liveness.maybe_unbound.update(node.results)
            case _:
                # A guard that looks at the result may look at operands once more.
                self.use(_read_after(node), position + 1)
                self.define(node.results, position + 1)
        self.use(self.reads(node), position)

    def branch(self, node: Node) -> None:
        after = self.after(node)
        needed: frozenset[Value] = frozenset()
        for region in node.regions:
            needed |= self.region(region, node.results, after)
        self.open = dict.fromkeys(needed, self.at[node])

    def attempt(self, node: Node) -> None:
        """A `try`: what handlers need is needed wherever an exception may come."""
        position, after = self.at[node], self.after(node)
        body, otherwise, *caught = node.regions
        handlers: frozenset[Value] = frozenset()
        for region in caught:
            handlers |= self.region(region, node.results, after)
        needed = self.region(body, (), self.region(otherwise, node.results, after))
        for value in handlers:
            self.add(value, position, self.spans[node.regions[-1]][1])
        self.open = dict.fromkeys(needed | handlers, position)

    def after(self, node: Node) -> frozenset[Value]:
        """What is needed after a node with regions, its results left out."""
        end = self.spans[node.regions[-1]][1] + 2
        self.define(node.results, end + 1)
        return self.close(end)

    def loop(self, node: Node) -> None:
        position = self.at[node]
        after = self.after(node)
        body, otherwise = node.regions[-2], node.regions[-1]
        needed_at_end = self.region(otherwise, node.results, after)
        if node.kind == "for":
            carried = body.params[1:]
            self.wish(otherwise.params, carried)
            self.define_params(otherwise, otherwise.params, self.spans[otherwise][0])
            for param, value in zip(otherwise.params, carried, strict=True):
                if param in self.liveness.read:
                    self.liveness.read.add(value)
            needed_at_end -= set(otherwise.params)
            initial, bounds = node.args[3:], node.args[:3]
        else:
            carried, initial, bounds = node.regions[0].params, node.args, []
        self.loops.append(_LoopExits(carried, node.results, after))
        needed = self.region(body, (), frozenset()) | needed_at_end
        self.loops.pop()
        if node.kind == "for":
            self.define_params(body, body.params[:1], self.spans[body][0] + 1)
            needed -= {body.params[0]}
        else:
            needed = self.region(node.regions[0], [Value("condition")], needed)
        self.define_params(node.regions[0], carried, position + 1)
        # What comes from outside is needed at every turn, the bounds too.
        read = [o for bound in bounds for o in self.expand(bound) if isinstance(o, Value)]
        outside = (needed - set(carried)) | set(read)
        self.liveness.read.update(read)
        for value in outside:
            self.add(value, position, self.spans[otherwise][1])
        self.open = dict.fromkeys(outside, position)
        self.wish(carried, initial)
        self.use([o for operand in initial for o in self.expand(operand)], position)

    def define_params(self, block: Block, params: Sequence[Value], position: int) -> None:
        """Parameters of a region begin at `position`, before what is known of them so far."""
        for param in params:
            ranges = self.liveness.ranges.setdefault(param, [])
            ranges.append((position, max(position, self.spans[block][0])) if ranges
                          else (position, position))

    def reads(self, node: Node) -> list[Operand]:
        """What is read where a node is written: its operands, through folded ones."""
        operands = [o for arg in node.args for o in self.expand(arg)]
        if node.kind == "if" and not self.is_statement_with_regions(node):
            for region in node.regions:
                for inner in region.nodes:
                    operands += self.reads(inner)
        return operands

    def expand(self, operand: Operand) -> list[Operand]:
        node = self.folding.definitions.get(operand) if isinstance(operand, Value) else None
        return [operand] if node is None else self.reads(node)


def _read_after(node: Node) -> list[Operand]:
    """The operands that the guards read which stand behind the operation."""
    if node.kind != "call_function":
        return []
    conditions = [guard.condition for guard in overload_of(node).guards if guard.after]
    return [arg for index, arg in enumerate(node.args)
            if any(f"{{{index}}}" in condition for condition in conditions)]


def _disjoint(ranges: Sequence[Range]) -> list[Range]:
    """The same positions as sorted ranges that do not overlap."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
