"""Decides which values are written as part of the expression that uses them.

A value that is used once, in the block where it is defined, needs no variable, as
long as writing it later changes nothing: its operation is pure by then (its guards
stay where they were), an int that may pass 64 bits is only computed in a statement
that checks for it, and an element of an array is read before anything is written.
"""

from __future__ import annotations

from pyx_lowering.ir import Block, Function, Node, Value
from pyx_lowering.ops import OPERATIONS, resolve
from pyx_lowering.pyx.properties import Properties, effect_of, overload_of
from pyx_lowering.types import INT, TupleType

#: An expression of more operations than this gets a variable, for the reader's sake.
MAX_OPERATIONS = 6

_COPIES = frozenset({"yield", "continue", "break"})


class Folding:
    """The result: `folded` nodes have no statement; `flagged` ones set `overflow`."""

    def __init__(self, function: Function, facts: dict[Function, Properties]) -> None:
        self.facts = facts
        self.folded: set[Node] = set()
        #: For each value without a variable, the node that is written in its place.
        self.definitions: dict[Value, Node] = {}
        #: Nodes whose expression, with all that is folded into it, may overflow.
        self.flagged: set[Node] = set()
        self._sizes: dict[Node, int] = {}
        self._uses: dict[Value, int] = {}
        self._variables: set[Value] = set()
        #: Nodes that, with all that is folded into them, read elements of arrays.
        self._reading: set[Node] = set()
        #: How many nodes that write elements stand before a node.
        self._writes_before: dict[Node, int] = {}
        #: Nodes that are written wherever they are needed.
        self._words: set[Node] = set()
        self._written = 0
        #: The node before the one whose operands are being looked at.
        self._previous: Node | None = None
        self._count(function.body)
        self._block(function.body)

    def _is_word(self, node: Node) -> bool:
        """Whether a node only gives another name to what is in a variable."""
        if node.kind != "call_function" or not node.results or node.result.named:
            return False
        assert callable(node.target)
        if not OPERATIONS[node.target].inline or " " in overload_of(node).pyx:
            return False
        return all(self.definitions.get(arg) in (None, *self._words)
                   for arg in node.args if isinstance(arg, Value))

    def _count(self, block: Block) -> None:
        """Count uses, and find the values that are written several times: in a variable."""
        for node in block.nodes:
            for arg in node.args:
                if isinstance(arg, Value):
                    self._uses[arg] = self._uses.get(arg, 0) + 1
            if node.kind == "call_function":
                self._repeated(node)
            for region in node.regions:
                self._count(region)

    def _repeated(self, node: Node) -> None:
        """Values that a template or a guard needs are computed once for all of these."""
        for index, arg in enumerate(node.args):
            if isinstance(arg, Value) and overload_of(node).pyx.count(f"{{{index}}}") > 1:
                self._variables.add(arg)
        for guard in overload_of(node).guards:
            for index, arg in enumerate(node.args):
                if isinstance(arg, Value) and f"{{{index}}}" in guard.condition:
                    self._variables.add(arg)
            if guard.after:
                self._variables.update(node.results)

    def is_expression(self, node: Node) -> bool:
        """Whether a node can be written as an expression where it stands."""
        if node.kind == "call_function":
            return bool(node.results) and not overload_of(node).raises
        if node.kind == "call":
            assert isinstance(node.target, Function)
            return bool(node.results) and not self.facts[node.target].raises
        if node.kind == "if":
            if len(node.results) != 1 or any(
                region.terminator.kind != "yield" for region in node.regions
            ):
                return False
            # Two literals give a C int of 32 bits, unless they are assigned first.
            literal = all(not isinstance(region.terminator.args[0], Value)
                          for region in node.regions)
            # So do those in a tuple, which is then one of another type.
            unclear = (literal and node.result.type == INT) or isinstance(
                node.result.type, TupleType)
            return not unclear and all(
                inner in self.folded and self.is_expression(inner)
                for region in node.regions for inner in region.nodes[:-1])
        return node.kind in ("tuple", "item", "text")

    def _can_fold(self, node: Node) -> bool:
        if node.kind == "call_function":
            overload = overload_of(node)
            if effect_of(node) == "writes":
                return False
            # Guards are checked before; what is left is pure, unless Python computes it.
            return bool(node.results) and not overload.needs_gil
        return self.is_expression(node) and not self._writes(node)

    def _writes(self, node: Node) -> bool:
        """Whether a node, or one in its regions, writes elements of arrays."""
        if node.kind == "call":
            assert isinstance(node.target, Function)
            return self.facts[node.target].writes
        if node.kind == "call_function":
            return effect_of(node) == "writes"
        return any(self._writes(inner) for region in node.regions for inner in region.nodes)

    def _reads(self, node: Node) -> bool:
        """The same of reading, by the node itself or one in its regions."""
        if node.kind == "call":
            assert isinstance(node.target, Function)
            return self.facts[node.target].reads
        if node.kind == "call_function":
            return effect_of(node) == "reads"
        return any(inner in self._reading for region in node.regions for inner in region.nodes)

    def _stale(self, node: Node, user: Node) -> bool:
        """Whether what a node reads may have been written before its user stands."""
        return node in self._reading and self._writes_before[node] != self._writes_before[user]

    def _can_return(self, node: Node) -> bool:
        """Whether a node that may raise can stand in the `return` that follows it."""
        if node.kind != "call_function":
            return node.kind == "call"
        return not any(guard.after for guard in overload_of(node).guards)

    def _block(self, block: Block, test: bool = False) -> None:
        """Fold within a block, callees of the fold first (operands before users)."""
        position = {node.result: node for node in block.nodes if len(node.results) == 1}
        previous: Node | None = None
        for node in block.nodes:
            self._writes_before[node] = self._written
            for index, region in enumerate(node.regions):
                self._block(region, test=node.kind == "while" and index == 0)
            self._previous = previous
            self._fold_operands(node, position, test)
            if self._reads(node):
                self._reading.add(node)
            if self._is_word(node):
                self._words.add(node)
                self.folded.add(node)
                self.definitions[node.result] = node
            if node.kind in ("call", "call_function"):
                self._written += self._writes(node)
                self._writes_before[node] = self._written  # what it reads itself is no older
            previous = node

    def _fold_operands(self, user: Node, defined: dict[Value, Node], test: bool) -> None:
        size, flagged = 1, False
        if user.kind == "call_function":
            flagged = overload_of(user).checked
        takes_flagged = self._takes_flagged(user, test)
        # A loop's initial values are assigned before it, so that only bounds are folded.
        args = user.args[:3] if user.kind == "for" else [] if user.kind == "while" else user.args
        for arg in args:
            node = defined.get(arg) if isinstance(arg, Value) else None
            if node is None or node in self._words or node.result in self._variables:
                continue
            if self._uses[node.result] != 1:
                continue
            returned = user.kind == "output" and node is self._previous
            if not (self._can_fold(node) or (returned and self._can_return(node))):
                continue
            if self._reads_better_named(node, user) or self._stale(node, user):
                continue
            if node in self.flagged and not takes_flagged:
                continue
            if size + self._sizes[node] > MAX_OPERATIONS and node.kind != "text":
                continue
            self.folded.add(node)
            self.definitions[node.result] = node
            size += self._sizes[node]
            flagged |= node in self.flagged
            if node in self._reading:
                self._reading.add(user)
        for region in user.regions:
            terminator = region.terminator
            size += self._sizes.get(terminator, 1) - 1
            flagged |= terminator in self.flagged
        self._sizes[user] = size
        if flagged:
            self.flagged.add(user)

    def _takes_flagged(self, user: Node, test: bool) -> bool:
        """Whether a statement with `user` in it can check the overflow flag afterwards."""
        if user.kind in _COPIES:
            return not test
        if user.kind == "call_function":
            assert callable(user.target)
            overload = resolve(user.target, user.arguments)
            # What C computes without a check must not see the remains of an overflow, nor
            # may memory.
            assert overload is not None
            return not overload.guards and not effect_of(user) and (
                overload_of(user).checked or overload.result != INT or not overload.cases)
        return user.kind in ("tuple", "item")

    def _reads_better_named(self, node: Node, user: Node) -> bool:
        """A value with a name of its own that is carried on keeps its own statement."""
        return user.kind in _COPIES and node.result.named and node.kind != "item"
