"""Traces what is selected by arrays of indices, and what masks (`masks`) share with it.

Indices are checked all at once, where the selection is evaluated; nothing is written before.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pyx_lowering.dtypes import Sized, sized_of
from pyx_lowering.ir import Operand
from pyx_lowering.ops.selection import check_indices, wrapped
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import EMPTY
from pyx_lowering.source import Span
from pyx_lowering.trace.arrays import View, unsupported, view_of
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Builder, Symbolic, Traced
from pyx_lowering.trace.elementwise import (
    Lazy,
    converted,
    element_type,
    fill,
    is_array,
    leaves_of,
    materialized,
    new_array,
    pairs_of,
    parts_of,
    read_element,
    sharing,
    source_element,
    store_element,
    unequal,
)
from pyx_lowering.trace.nests import Places, nest
from pyx_lowering.trace.shapes import Shape, broadcast, check, padded
from pyx_lowering.types import MAX_RANK

Source = Lazy | View
#: An axis, with the array that says its places, and whether these are in bounds for sure.
Pick = tuple[int, Source, bool]


class Selection(Symbolic):
    """Elements that were selected; `read` gives them, `write` writes to where they are."""

    seen: View

    def read(self, builder: Builder, span: Span) -> Traced:
        raise TypeError("each kind says how it is read")

    def write(self, builder: Builder, value: Traced, node: ast.AST) -> None:
        raise TypeError("each kind says how it is written to")

    def changed(self, builder: Builder, value: Traced, node: ast.AST) -> None:
        """Write what was computed of itself."""
        self.write(builder, value, node)


def as_element_of(
    builder: Builder, item: Operand, given: object, target: View, span: Span | None
) -> Operand:
    """An element as the type of an array."""
    dtype = sized_of(target.dtype)
    return item if given == dtype else builder.operation(CONSTRUCTORS[dtype], [item], span)


def copy_of(builder: Builder, source: Source, span: Span | None) -> View:
    """The elements of an array, or of an expression, in memory of their own."""
    if isinstance(source, Lazy):
        return view_of(builder, materialized(builder, source, span))
    assert isinstance(source.dtype.sized, Sized)
    made = view_of(builder, new_array(
        builder, EMPTY[source.dtype.name], source.dtype.sized, source.shape, span))
    fill(builder, made, source, span, is_new=True)
    return made


def scattered(source: Source) -> list[View]:
    """What an expression reads, at places other than those that are written meanwhile."""
    return [replace(leaf, scattered=True) for leaf in leaves_of(source)]


def written_apart(
    builder: Builder, target: View, sources: Sequence[Source],
    stretches: Sequence[tuple[Source, Shape]], span: Span,
    write: Callable[[Sequence[Source], bool], None],
) -> None:
    """Write of sources to places in any order; of copies of them where memory is shared.

    `stretches`: the shapes that sources are broadcast to; where they have them already, `write`
    may do without asking.
    """
    leaves = [leaf for source in sources for leaf in scattered(source)]
    indirect = sharing(builder, target, leaves, span)
    pairs = [pair for source, shape in stretches for pair in unequal(source.shape, shape)]
    for one, two in dict.fromkeys([*pairs, *(pair for each in sources for pair in pairs_of(each))]):
        differ = builder.shared(operator.ne, [one, two], span)
        indirect = differ if indirect is False else builder.operation(
            operator.or_, [indirect, differ], span)

    def copied() -> Sequence[Traced]:
        write([copy_of(builder, source, span) for source in sources], True)
        return ()

    def as_they_are() -> Sequence[Traced]:
        write(sources, False)
        return ()

    branch(builder, indirect, span, copied, as_they_are)


@dataclass(eq=False)
class Chosen(Selection):
    """Elements of a view at places that arrays of ints say.

    `picks` are the axes of the view with the arrays, which are broadcast to the shape
    `indices`; this stands in `shape` from `start` on.
    """

    seen: View
    picks: tuple[tuple[int, View, bool], ...]
    indices: Shape
    start: int
    shape: Shape
    #: How many calls there were when the indices were checked.
    checked: int = field(default=-1)

    def check(self, builder: Builder, span: Span) -> None:
        """IndexError unless all indices are in bounds."""
        if self.checked == builder.calls:
            return
        self.checked = builder.calls

        def checks() -> Sequence[Traced]:
            for axis, source, sure in self.picks:
                if not sure:
                    builder.emit("call_function", check_indices, [
                        source.packed(builder, span), self.seen.shape[axis]], span)
            return ()

        if len(self.picks) == 1:
            checks()
            return
        # Of none, NumPy looks at none.
        empty: Operand = False
        for size in self.indices:
            none = builder.shared(operator.eq, [size, 0], span)
            empty = none if empty is False else builder.operation(
                operator.or_, [empty, none], span)
        branch(builder, empty, span, lambda: (), checks)

    def read(self, builder: Builder, span: Span) -> Traced:
        self.check(builder, span)
        sources = [source for _, source, _ in self.picks]
        made = Lazy(
            self.shape, self.seen.dtype.sized,
            (replace(self.seen, scattered=True), *sources),
            tuple(pair for source in sources for pair in unequal(source.shape, self.indices)),
            lambda places, careful: read_element(
                builder, self.seen, self.places(builder, sources, places, careful, span), span),
            block=builder.block, span=span)
        builder.pending.append(made)
        return made

    def places(
        self, builder: Builder, sources: Sequence[Source], places: Places, careful: bool,
        span: Span,
    ) -> list[Operand]:
        """Where the view has the element at these places of the selection."""
        end = self.start + len(self.indices)
        among, rest = places[self.start:end], [*places[:self.start], *places[end:]]
        chosen = {}
        for (axis, _, _), source in zip(self.picks, sources, strict=True):
            index = source_element(builder, source, self.indices, among, careful, span)
            chosen[axis] = builder.operation(wrapped, [index, self.seen.shape[axis]], span)
        return [chosen[axis] if axis in chosen else rest.pop(0)
                for axis in range(len(self.seen.shape))]

    def write(self, builder: Builder, value: Traced, node: ast.AST) -> None:
        span = builder.file.span(node)
        operand: Source | Operand
        if is_array(builder, value):
            operand = parts_of(builder, value)
        else:
            operand = converted(builder, self.seen, builder.pack(value, span), span)
        self.check_value(builder, operand, span)
        self.check(builder, span)
        if isinstance(operand, Lazy | View):
            given = element_type(operand)
            self.update(builder, operand, span, lambda _, item: as_element_of(
                builder, item, given, self.seen, span))
        else:
            self.update(builder, operand, span, lambda _, item: item)

    def check_value(self, builder: Builder, value: Source | Operand, span: Span) -> None:
        """ValueError for an array that is not of the shape of the selection."""
        if isinstance(value, Lazy | View):
            rank = max(len(self.shape), len(value.shape))
            pairs = zip(padded(value.shape, rank), padded(self.shape, rank), strict=True)
            check(builder, [(one, two) for one, two in pairs if one is not two and one != 1], span,
                  "shape mismatch: value array of shape ", [value.shape, self.shape],
                  either=False, between=" could not be broadcast to indexing result of shape ",
                  after="")

    def changed(self, builder: Builder, value: Traced, node: ast.AST) -> None:
        # An element that is selected twice is computed of what it was before.
        self.write(builder, builder.pack(value, builder.file.span(node)), node)

    def update(
        self, builder: Builder, value: Source | Operand, span: Span,
        change: Callable[[list[Operand], Operand], Operand],
    ) -> None:
        """Write what `change` makes of each element of the value, one after the other."""
        indices = [source for _, source, _ in self.picks]
        is_source = isinstance(value, Lazy | View)
        sources = [value, *indices] if isinstance(value, Lazy | View) else list(indices)
        stretches: list[tuple[Source, Shape]] = [(source, self.indices) for source in indices]
        if isinstance(value, Lazy | View):
            stretches.append((value, self.shape))

        def write(given: Sequence[Source], careful: bool) -> None:
            def one(places: Places) -> None:
                own = self.places(
                    builder, given[is_source:], places, careful, span)
                item = value if not isinstance(value, Lazy | View) else source_element(
                    builder, given[0], self.shape, places, careful, span)
                store_element(builder, self.seen, own, change(own, item), span)

            nest(builder, self.shape, span, one)

        written_apart(builder, self.seen, sources, stretches, span, write)


def chosen(
    builder: Builder, seen: View, picks: Sequence[Pick], start: int,
    node: ast.AST,
) -> Chosen:
    """The elements of a view at places that arrays say; `start` is where their axes stand."""
    span = builder.file.span(node)
    sources = tuple(
        (axis, view_of(builder, source), sure) for axis, source, sure in picks)
    indices = broadcast(
        builder, [source.shape for _, source, _ in sources], span, IndexError,
        "shape mismatch: indexing arrays could not be broadcast together with shapes ")
    gone = {axis for axis, _, _ in picks}
    rest = [size for axis, size in enumerate(seen.shape) if axis not in gone]
    shape = (*rest[:start], *indices, *rest[start:])
    if len(shape) > MAX_RANK:
        raise unsupported(
            builder, seen, f"a selection with {len(shape)} dimensions", node,
            f"arrays have up to {MAX_RANK} dimensions")
    return Chosen(seen, sources, indices, start, shape)


def places_together(items: Sequence[object], are_chosen: Sequence[bool]) -> bool:
    """Whether the items that say places one by one stand side by side."""
    found = [place for place, is_chosen in enumerate(are_chosen) if is_chosen]
    return not found or found[-1] - found[0] + 1 == len(found)
