"""Control flow in the graph: both sides of a branch, and what a name holds after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyx_lowering.ir import UNBOUND_VALUE, Block, Node, Operand, Value
from pyx_lowering.source import Span
from pyx_lowering.trace.builder import (
    UNBOUND_NAME,
    Binding,
    Builder,
    Instance,
    Symbolic,
    Traced,
    instance,
)
from pyx_lowering.trace.scope import Uncallable, is_function
from pyx_lowering.types import ClassType


@dataclass
class End:
    """How a region ended: its block, the names then bound, and the values it gives."""

    block: Block
    env: dict[str, Binding]
    reachable: bool
    values: list[Traced]


def region(
    builder: Builder, trace: Callable[[], Sequence[Traced]], block: Block | None = None
) -> End:
    """Trace a region in a block of its own; the names bound outside stay as they are."""
    outer_block, outer_env, outer_reachable = builder.block, builder.env, builder.reachable
    builder.block, builder.env, builder.reachable = block or Block(), dict(outer_env), True
    try:
        values = [builder.pack(value, None) if isinstance(value, Symbolic) else value
                  for value in trace()]
        return End(builder.block, builder.env, builder.reachable, values)
    finally:
        builder.block, builder.env, builder.reachable = outer_block, outer_env, outer_reachable


def branch(
    builder: Builder,
    condition: Operand,
    span: Span | None,
    then: Callable[[], Sequence[Traced]],
    otherwise: Callable[[], Sequence[Traced]],
    result_names: Sequence[str] = (),
) -> list[Traced]:
    """Trace `if condition: then else: otherwise`; gives what both sides give.

    A condition known before run time selects one side, and the other is not traced.
    """
    if not isinstance(condition, Value):
        return list(then() if condition else otherwise())
    ends = [region(builder, then), region(builder, otherwise)]
    node = Node("if", None, [condition], regions=[end.block for end in ends], span=span)
    results = merge(builder, node, ends, result_names, span)
    builder.block.nodes.append(node)
    if not any(end.reachable for end in ends):
        builder.terminate("unreachable", (), span)
    return results


def merge(
    builder: Builder,
    node: Node,
    ends: Sequence[End],
    result_names: Sequence[str],
    span: Span | None,
    shared: Sequence[Value] = (),
) -> list[Traced]:
    """End the reachable sides with a `yield` of all that differs between them.

    `shared` are values of other regions of the node, which cannot be seen after it.
    """
    live = [end for end in ends if end.reachable]
    if not live:
        return []
    yields: list[list[Operand]] = [[] for _ in live]
    # What one side alone defines cannot be seen after the node unless it is yielded.
    inside = {value for end in live for n in end.block.nodes for value in n.results}
    inside.update(shared)

    def join(name: str, candidates: Sequence[Traced], named: bool) -> Traced:
        first = candidates[0]
        if first not in inside and all(_same(first, other) for other in candidates[1:]):
            return first
        made = [c.items if isinstance(c, Instance) else c for c in candidates]
        sizes = {len(c) if isinstance(c, tuple) else -1 for c in made}
        types = {builder.known_type(c) for c in candidates if c is not UNBOUND_VALUE}
        type_ = types.pop() if len(types) == 1 else None
        class_ = type_ if isinstance(type_, ClassType) else None
        if len(sizes) == 1 and sizes != {-1} and not types:
            columns = zip(*made, strict=True)
            parts = class_.fields if class_ else range(*sizes)
            joined = tuple(
                join(f"{name.strip()}_{part}", column, named)
                for part, column in zip(parts, columns, strict=True))
            return instance(class_, joined) if class_ else joined
        for end, values, candidate in zip(live, yields, candidates, strict=True):
            values.append(_pack_in(builder, end, candidate, span))
        value = Value(name, span=span, named=named)
        if all(isinstance(c, bool) or c in builder.booleans for c in candidates):
            builder.booleans.add(value)
        builder.note_type(value, type_)
        node.results.append(value)
        return value

    env: dict[str, Binding] = {}
    for name in dict.fromkeys(name for end in live for name in end.env):
        bindings = [end.env.get(name, UNBOUND_NAME) for end in live]
        if all(binding is bindings[0] for binding in bindings) and (
            bindings[0].value not in inside and bindings[0].bound not in inside
        ):
            env[name] = bindings[0]  # as most are, in a long function
            continue
        candidates = [binding.value for binding in bindings]
        value = _function(name, candidates) or join(name, candidates, True)
        bound = join(f"{name.strip()}_bound", [binding.bound for binding in bindings], False)
        env[name] = Binding(value, bound)  # type: ignore[arg-type]
    results = [
        join(name, [end.values[index] for end in live], False)
        for index, name in enumerate(result_names)
    ]
    for end, values in zip(live, yields, strict=True):
        end.block.nodes.append(Node("yield", None, list(values), span=span))
    builder.env = env
    return results


def _function(name: str, candidates: Sequence[Traced]) -> object:
    """What a name stands for that is bound to a function on some path; None if on none."""
    functions = {
        each for each in candidates if is_function(each) or isinstance(each, Uncallable)}
    if len(functions) == 1 and all(
        each in functions or each is UNBOUND_VALUE for each in candidates
    ):
        return functions.pop()
    reason = "which function it is depends on the path; call it under the condition instead"
    return Uncallable(name, reason) if functions else None


def _pack_in(builder: Builder, end: End, value: Traced, span: Span | None) -> Operand:
    outer = builder.block
    builder.block = end.block
    try:
        return builder.pack(value, span)
    finally:
        builder.block = outer


def _same(first: Traced, second: Traced) -> bool:
    """Whether two traced values are the same one, or the same constant (0.0 is not -0.0)."""
    if first is second:
        return True
    if isinstance(first, Value) or isinstance(second, Value):
        return False
    if isinstance(first, Instance) and isinstance(second, Instance):
        return first.type == second.type and all(map(_same, first.items, second.items))
    if type(first) is not type(second):
        return False
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(_same, first, second))
    return repr(first) == repr(second)
