"""Removes what nothing depends on.

Kept are the ways out of the function, what may raise an exception, and loops that
may not end; then all that these need. What a loop carries or a branch gives is
dropped where no live node reads it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar, cast

from pyx_lowering.ir import EFFECTS, Block, Function, Node, Operand, Value
from pyx_lowering.ops import OPERATIONS, resolve


def remove_dead(function: Function) -> None:
    """Remove dead nodes, block parameters and results. Works on untyped graphs too."""
    liveness = _Liveness()
    liveness.block(function.body, ())
    liveness.spread()
    _sweep(function.body, liveness.live)


#: What only computes a value, and can do that anywhere.
_PURE = frozenset(
    {"tuple", "item", "text", "declare", "is_none", "is_present", "present", "cell"})


def _may_raise(node: Node) -> bool:
    """Whether a node must stay although nothing reads its result."""
    if node.kind == "item" and isinstance(node.args[0], Value) and node.args[0].type is None:
        return True  # what it is read from may not have it
    if node.kind == "poison":
        return True
    if node.kind in _PURE:
        return False
    if node.kind == "call" or node.kind in EFFECTS:
        return True
    if any(isinstance(arg, Value) and arg.type is None for arg in node.args):
        return True
    assert callable(node.target)
    overload = resolve(node.target, node.arguments)
    if overload is None or OPERATIONS[node.target].effect == "writes":
        return True
    return overload.specialized(node.arguments).raises


class _Liveness:
    """Which values are live: `feeds` says what a value needs when it is."""

    def __init__(self) -> None:
        self.feeds: defaultdict[Value, list[Operand]] = defaultdict(list)
        self.pending: list[Operand] = []
        self.live: set[Value] = set()
        self.loops: list[tuple[Sequence[Value], Sequence[Value]]] = []

    def spread(self) -> None:
        while self.pending:
            operand = self.pending.pop()
            if isinstance(operand, Value) and operand not in self.live:
                self.live.add(operand)
                self.pending += self.feeds[operand]

    def flow(self, values: Sequence[Value], operands: Sequence[Operand]) -> None:
        for value, operand in zip(values, operands, strict=True):
            self.feeds[value].append(operand)

    def block(self, block: Block, yields_to: Sequence[Value]) -> bool:
        """Record a block's flow; gives whether it does more than compute values."""
        effects = False
        for node in block.nodes:
            match node.kind:
                case "yield":
                    self.flow(yields_to, node.args)
                case "continue":
                    self.flow(self.loops[-1][0], node.args)
                case "break":
                    self.flow(self.loops[-1][1], node.args)
                    effects = True
                case "output" | "raise" | "unreachable":
                    self.pending += node.args
                    effects = True
                case "if":
                    inner = [self.block(region, node.results) for region in node.regions]
                    effects |= self.needs(node, node.args, any(inner))
                case "try":
                    inner = [self.block(node.regions[0], ())]
                    inner += [self.block(region, node.results) for region in node.regions[1:]]
                    effects |= self.needs(node, node.args, any(inner))
                case "set":
                    self.flow(cast("list[Value]", node.args[:1]), node.args[1:])
                    effects = True  # Whether it is reached matters, if the cell is read.
                case "for":
                    effects |= self.needs(node, node.args[:3], self.for_loop(node))
                case "while":
                    self.while_loop(node)
                    effects = True
                case _:
                    effects |= self.needs(node, node.args, _may_raise(node))
        # A `continue` that is not the end of its loop's body decides what runs after it.
        return effects or (block.nodes[-1].kind == "continue" and block is not self.body)

    #: The body of the innermost loop.
    body: Block | None = None

    def needs(self, node: Node, operands: Sequence[Operand], effects: bool) -> bool:
        """A node with effects needs its operands; another one needs them if it is read."""
        if effects:
            self.pending += operands
            if not node.regions:
                self.pending += node.results
        for result in node.results:
            self.feeds[result] += operands
        return effects

    def for_loop(self, node: Node) -> bool:
        body, otherwise = node.regions
        carried = body.params[1:]
        self.flow(carried, node.args[3:])
        self.flow(otherwise.params, carried)
        effects = self.loop_body(body, carried, node.results)
        return self.block(otherwise, node.results) or effects

    def while_loop(self, node: Node) -> None:
        test, body, otherwise = node.regions
        condition = Value("condition")
        self.pending.append(condition)
        self.flow(test.params, node.args)
        self.block(test, [condition])
        self.loop_body(body, test.params, node.results)
        self.block(otherwise, node.results)

    def loop_body(
        self, body: Block, carried: Sequence[Value], results: Sequence[Value]
    ) -> bool:
        outer, self.body = self.body, body
        self.loops.append((carried, results))
        effects = self.block(body, ())
        self.loops.pop()
        self.body = outer
        return effects


T = TypeVar("T")

#: For each operand of a terminator, whether it is kept.
Keep = Sequence[bool]


def _sweep(
    block: Block, live: set[Value], yields: Keep = (), loops: Sequence[tuple[Keep, Keep]] = ()
) -> None:
    """Drop what is not live from a block and the regions in it."""
    kept: list[Node] = []
    for node in block.nodes:
        match node.kind:
            case "yield":
                node.args = _select(node.args, yields)
            case "continue":
                node.args = _select(node.args, loops[-1][0])
            case "break":
                node.args = _select(node.args, loops[-1][1])
            case "if" | "try" | "for" | "while":
                _sweep_regions(node, live, loops)
                if _is_empty(node):
                    continue
            case "set" if node.args[0] not in live:
                continue
            case ("tuple" | "item" | "text" | "declare" | "is_none" | "is_present" | "present"
                  | "cell" | "call_function"):
                if node.results and node.result not in live:
                    continue
                if not node.results and not _may_raise(node):
                    continue  # a check that cannot fail
        kept.append(node)
    block.nodes = kept


def _sweep_regions(
    node: Node, live: set[Value], loops: Sequence[tuple[Keep, Keep]]
) -> None:
    results = [result in live for result in node.results]
    node.results = _select(node.results, results)
    if node.kind == "if":
        for region in node.regions:
            _sweep(region, live, results, loops)
        return
    if node.kind == "try":
        _sweep(node.regions[0], live, (), loops)
        for region in node.regions[1:]:
            _sweep(region, live, results, loops)
        return
    first = node.regions[0]
    skipped = 3 if node.kind == "for" else 0
    params = first.params[1:] if node.kind == "for" else first.params
    carried = [param in live for param in params]
    if node.kind == "for":
        otherwise = node.regions[1]
        # Both regions start with the carried values; one that only the other needs stays.
        carried = [
            keep or end in live for keep, end in zip(carried, otherwise.params, strict=True)
        ]
        otherwise.params = _select(otherwise.params, carried)
        first.params = [first.params[0], *_select(params, carried)]
    else:
        first.params = _select(params, carried)
    node.args = [*node.args[:skipped], *_select(node.args[skipped:], carried)]
    inside = [*loops, (carried, results)]
    if node.kind == "while":
        _sweep(node.regions[0], live, [True])
    _sweep(node.regions[-2], live, (), inside)
    _sweep(node.regions[-1], live, results, loops)


def _select(items: Sequence[T], keep: Keep) -> list[T]:
    return [item for item, kept in zip(items, keep, strict=True) if kept]


def _is_empty(node: Node) -> bool:
    """Whether a node with regions does nothing at all (a `while` may at least not end)."""
    if node.kind == "try" and not node.results:
        return all(len(region.nodes) == 1 and region.terminator.kind == "yield"
                   for region in node.regions[:2])  # then there is nothing to handle
    return (
        not node.results
        and node.kind not in ("while", "try")
        and all(
            len(region.nodes) == 1 and region.terminator.kind == end
            for region, end in zip(
                node.regions,
                ("continue", "yield") if node.kind == "for" else ("yield", "yield"),
                strict=True,
            )
        )
    )
