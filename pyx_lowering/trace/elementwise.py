"""Expressions of whole arrays, which are computed element by element where they are stored.

`a + b` is not computed where it stands: it becomes part of the one loop that writes what
it is part of. So there are no arrays in between. Where the loop would read what it has
written (`a[1:] = a[:-1]`) the result goes to an array of its own first, as in NumPy;
whether memory is shared is asked while the program runs.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pyx_lowering import errors
from pyx_lowering.dtypes import COMPLEXES, Sized, dtype_of
from pyx_lowering.ir import Block, Operand, Value
from pyx_lowering.ops.applied import ABSOLUTE, APPLIED
from pyx_lowering.ops.arrays import element, store
from pyx_lowering.ops.complex_arrays import OF_ELEMENTS
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.ufuncs import UFUNCS
from pyx_lowering.ops.views import EMPTY, overlap, shares, stretched
from pyx_lowering.source import Span
from pyx_lowering.trace.arrays import View, check_writable, unsupported, view_of, with_axis
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Builder, Symbolic, Traced
from pyx_lowering.trace.element_types import is_complex, operand_types, result_type
from pyx_lowering.trace.nests import Places, nest
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.trace.shapes import Shape, broadcast, check, padded
from pyx_lowering.types import Type, array_of


@dataclass(eq=False)
class Lazy(Symbolic):
    """An expression of arrays. `dtype` is the type of its elements, if it is known yet.

    `leaves` are the views that it reads; `pairs` sizes that are equal, or the first one is
    1: where they are equal, `compute` may do without asking (`careful` is False).
    """

    shape: Shape
    dtype: Type | None
    leaves: tuple[View, ...]
    pairs: tuple[tuple[Operand, Operand], ...]
    compute: Callable[[Places, bool], Operand]
    #: Where its elements are, once they were computed.
    made: Value | None = field(default=None)
    block: Block | None = field(default=None)
    span: Span | None = field(default=None)

    @property
    def elements(self) -> Type | None:
        return self.dtype

    def element(
        self, builder: Builder, places: Places, careful: bool, span: Span | None
    ) -> Operand:
        if self.made is not None:
            return read_element(builder, view_of(builder, self.made), places, span)
        return self.compute(places, careful)

    def packed(self, builder: Builder, span: Span | None) -> Value:
        if self.made is None:
            self.made = materialized(builder, self, span or self.span)
        return self.made

    def settled(self, builder: Builder, span: Span | None) -> Traced:
        if self.made is None and self.block is not builder.block:
            raise TraceError(errors.EXPRESSION.at(
                span, expression="this call, in a part of an expression of whole arrays,",
                help="give what it returns a name before the expression"))
        return self.packed(builder, span)


def is_array(builder: Builder, value: Traced) -> bool:
    """Whether a traced value is an array, a view of one, or an expression of such."""
    return isinstance(value, Symbolic) or value in builder.arrays


def has_no_dimensions(builder: Builder, value: Traced) -> bool:
    """Whether a traced value is an array of no dimensions."""
    if isinstance(value, Lazy | View):
        return not value.shape
    return value in builder.arrays and builder.arrays[value].rank == 0


def as_line(builder: Builder, array: Traced, span: Span | None) -> View:
    """An array of no dimensions as one of a single element."""
    packed = array if isinstance(array, View) else builder.pack(array, span)
    return with_axis(view_of(builder, packed), 0)


def parts_of(builder: Builder, value: Traced) -> Lazy | View:
    return value if isinstance(value, Lazy) else view_of(builder, value)


def element_type(value: Symbolic) -> Type | None:
    """The type in which the elements are computed."""
    return value.elements


def read_element(builder: Builder, seen: View, places: Places, span: Span | None) -> Operand:
    known = builder.elements.get((seen, tuple(places)))
    return known if known is not None else builder.emit(
        "call_function", element, [seen.base, *seen.places(builder, places, span)], span,
        [f"{seen.base.base}_item"]).result


# Expressions


def combined(
    builder: Builder, target: Callable[..., object], values: Sequence[Traced], node: ast.AST
) -> Traced:
    """An operation on elements; numbers among the operands are the same for all.

    Where no array has dimensions, it gives a number, as in NumPy.
    """
    if all(has_no_dimensions(builder, each) for each in values if is_array(builder, each)):
        return _number(builder, target, values, node)
    for value in values:
        made = value.joined(builder, target, values, node) if (
            isinstance(value, Symbolic)) else None
        if made is not None:
            return made
    span = builder.file.span(node)
    operands: list[Lazy | View | Operand] = [
        parts_of(builder, value) if is_array(builder, value) else builder.pack(value, span)
        for value in values]
    types = operand_types(builder, operands)
    if target in OF_ELEMENTS and is_complex(types):
        target = OF_ELEMENTS[target]
    dtype = result_type(builder, target, operands, node)
    if target is UFUNCS["absolute"] and is_complex(types):
        return applied(builder, ABSOLUTE, operands, types[0], dtype, span)
    if (target, dtype) in APPLIED:
        return applied(builder, APPLIED[target, dtype], operands, dtype, dtype, span)
    return expression(
        builder, operands, dtype, lambda args: builder.operation(target, args, span), span)


def _number(
    builder: Builder, target: Callable[..., object], values: Sequence[Traced], node: ast.AST
) -> Operand:
    """What an operation gives for the elements of arrays of no dimensions, which NumPy takes as
    lines of one element."""
    span = builder.file.span(node)
    made = combined(builder, target, [
        as_line(builder, each, span) if is_array(builder, each) else each
        for each in values], node)
    assert isinstance(made, Lazy)
    builder.pending.remove(made)  # it is computed here
    return made.element(builder, [0], False, span)


def applied(
    builder: Builder, into: Callable[..., None], operands: Sequence[Lazy | View | Operand],
    taken: Type | None, dtype: Type | None, span: Span,
) -> Lazy:
    """An operation that writes a new array, of elements of a type that it takes.

    Of two operands, both are packed.
    """
    assert isinstance(taken, Sized)
    assert isinstance(dtype, Sized)
    shape = broadcast(
        builder, [each.shape for each in operands if isinstance(each, Lazy | View)], span)

    def new(type_: Sized, shape: Shape) -> Value:
        return new_array(builder, EMPTY[dtype_of(type_).name], type_, shape, span)

    given, own = [], list[Value]()
    for operand in operands:
        if isinstance(operand, Lazy) and operand.made is not None:
            operand = view_of(builder, operand.made)
        if (isinstance(operand, View) and len(operands) == 1 and operand.shape == shape
                and operand.dtype.sized == taken):
            given.append(operand.packed(builder, span))
        elif isinstance(operand, Lazy | View):
            own.append(new(taken, shape))
            fill(builder, view_of(builder, own[-1]), operand, span, is_new=True)
            given.append(own[-1])
        else:  # one number for all
            number = builder.operation(CONSTRUCTORS[taken], [operand], span)
            single = new(taken, (1,) * len(shape))
            store_element(builder, view_of(builder, single), [0] * len(shape), number, span)
            given.append(single)
    # An array made for an operand takes the result: each element is read before it is written.
    made = own[0] if own and taken == dtype else new(dtype, shape)
    builder.emit("call_function", into, [made, *given], span)
    result = expression(builder, [view_of(builder, made)], dtype, lambda args: args[0], span)
    result.made = made
    return result


def expression(
    builder: Builder, operands: Sequence[Lazy | View | Operand], dtype: Type | None,
    apply: Callable[[Sequence[Operand]], Operand], span: Span,
) -> Lazy:
    """What `apply` gives of the elements of arrays, and of numbers."""
    sources = [each for each in operands if isinstance(each, Lazy | View)]
    shape = broadcast(builder, [source.shape for source in sources], span)

    def compute(places: Places, careful: bool) -> Operand:
        return apply([
            source_element(builder, each, shape, places, careful, span)
            if isinstance(each, Lazy | View) else each for each in operands])

    made = Lazy(
        shape, dtype,
        tuple(leaf for source in sources for leaf in leaves_of(source)),
        tuple(pair for source in sources for pair in
              (*pairs_of(source), *unequal(source.shape, shape))),
        compute, block=builder.block, span=span)
    builder.pending.append(made)
    return made


def leaves_of(source: Lazy | View) -> tuple[View, ...]:
    return (source,) if isinstance(source, View) else source.leaves


def gathers(value: Traced) -> bool:
    """Whether a value is an expression that reads arrays here and there."""
    return isinstance(value, Lazy) and value.made is None and any(
        leaf.scattered for leaf in value.leaves)


def pairs_of(source: Lazy | View) -> tuple[tuple[Operand, Operand], ...]:
    return () if isinstance(source, View) else source.pairs


def unequal(shape: Shape, wanted: Shape) -> list[tuple[Operand, Operand]]:
    """The sizes that may be 1 where another is wanted."""
    return [(size, other) for size, other in zip(
        shape[::-1], wanted[::-1], strict=False) if isinstance(size, Value) and size is not other]


def all_equal(
    builder: Builder, pairs: Sequence[tuple[Operand, Operand]], span: Span | None
) -> Operand:
    """Whether the sizes of each pair are equal, so that nothing is broadcast."""
    found: Operand = True
    for one, two in dict.fromkeys(pairs):
        equal = builder.shared(operator.eq, [one, two], span)
        found = equal if found is True else builder.operation(operator.and_, [found, equal], span)
    return found


def source_element(
    builder: Builder, source: Lazy | View, shape: Shape, places: Places, careful: bool,
    span: Span | None,
) -> Operand:
    """The element of an operand at places in the result."""
    own = _own_places(builder, source.shape, shape, places, careful, span)
    if isinstance(source, Lazy):
        return source.element(builder, own, careful, span)
    return read_element(builder, source, own, span)


def _own_places(
    builder: Builder, sizes: Shape, shape: Shape, places: Places, careful: bool,
    span: Span | None,
) -> list[Operand]:
    """The places in an operand of these sizes for places in the result."""
    own = list(places[max(len(shape) - len(sizes), 0):])
    own = [0] * (len(sizes) - len(own)) + own
    wanted = padded(shape, len(sizes))[-len(sizes):]
    for axis, size in enumerate(sizes):
        if _is_one(size):
            own[axis] = 0
        elif careful and size is not wanted[axis] and isinstance(own[axis], Value):
            own[axis] = builder.shared(stretched, [own[axis], size], span)
    return own


def _is_one(size: Operand) -> bool:
    return not isinstance(size, Value) and size == 1


# Storing


def materialized(builder: Builder, value: Lazy, span: Span | None) -> Value:
    """A new array with the elements of an expression."""
    if not isinstance(value.dtype, Sized):
        raise TraceError(errors.ARRAY_DTYPE.at(span))
    made = new_array(builder, EMPTY[dtype_of(value.dtype).name], value.dtype, value.shape, span)
    fill(builder, view_of(builder, made), value, span, is_new=True)
    return made


def new_array(
    builder: Builder, target: Callable[..., object], dtype: Sized, shape: Shape,
    span: Span | None,
) -> Value:
    """A new array, as this operation makes it."""
    made = builder.emit("call_function", target, list(shape), span, ["array"]).result
    builder.note_type(made, array_of(dtype_of(dtype), len(shape)))
    builder.dimensions[made] = shape
    builder.fresh.add(made)
    return made


def assign(builder: Builder, target: View, value: Traced, node: ast.AST) -> None:
    """`target[...] = value`, in which the value may have fewer or shorter dimensions."""
    span = builder.file.span(node)
    if not is_array(builder, value):
        operand = converted(builder, target, value, span)
        nest(builder, target.shape, span, lambda places: store_element(
            builder, target, places, operand, span))
        return
    source = parts_of(builder, value)
    if is_complex([element_type(source)]) and target.dtype.sized not in COMPLEXES:
        raise unsupported(
            builder, target, "an assignment of complex numbers to elements", node,
            "write their real parts, as in `out[:] = z.real`")
    rank = max(len(target.shape), len(source.shape))
    wanted = padded(target.shape, rank)
    pairs = [(size, other) for size, other in zip(
        padded(source.shape, rank), wanted, strict=True) if size is not other and size != 1]
    check(builder, pairs, span, "could not broadcast input array from shape ",
           [source.shape, target.shape], either=False, between=" into shape ", after="")
    fill(builder, target, source, span)


def converted(
    builder: Builder, target: View, value: Traced, span: Span | None
) -> Operand:
    """A number that is written to elements of an array."""
    operand = builder.pack(value, span)
    if isinstance(target.dtype.scalar, Sized):
        return builder.operation(CONSTRUCTORS[target.dtype.scalar], [operand], span)
    return operand


def fill(
    builder: Builder, target: View, source: Lazy | View, span: Span | None, *,
    is_new: bool = False,
) -> None:
    """Write an expression to an array of its shape, or to one that it is broadcast to.

    `is_new`: the array was made for it, so that nothing is read from there.
    """
    pairs = (*pairs_of(source), *unequal(source.shape, target.shape))
    shared = [leaf for leaf in leaves_of(source)
              if not is_new and _may_overlap(builder, target, leaf)]
    direct = all_equal(builder, pairs, span)
    for asked in dict.fromkeys(_asked(builder, target, leaf, span) for leaf in shared):
        apart = builder.operation(operator.not_, [asked], span)
        direct = apart if direct is True else builder.operation(
            operator.and_, [direct, apart], span)

    def write(to: View, of: Lazy | View, careful: bool) -> None:
        dtype = to.dtype.sized

        def one(places: Places) -> None:
            value = source_element(builder, of, to.shape, places, careful, span)
            if element_type(of) != dtype:
                value = builder.operation(CONSTRUCTORS[dtype], [value], span)  # type: ignore[index]
            store_element(builder, to, places, value, span)

        # What is the same for all turns of the innermost loop is read ahead of it: the compiler
        # does not know that nothing is written there, which keeps it from using vectors.
        steady = [] if careful or not to.shape or _is_one(to.shape[-1]) else [
            leaf for leaf in dict.fromkeys(leaves_of(of))
            if (not leaf.shape or _is_one(leaf.shape[-1])) and not leaf.scattered]

        def ahead(places: Places) -> None:
            for leaf in steady:
                own = _own_places(builder, leaf.shape, to.shape, [*places, 0], False, span)
                builder.elements[leaf, tuple(own)] = read_element(builder, leaf, own, span)

        nest(builder, to.shape, span, one, ahead)
        builder.elements.clear()

    def indirect() -> Sequence[Traced]:
        if not shared:
            write(target, source, True)
            return ()
        apart = new_array(
            builder, EMPTY[target.dtype.name], target.dtype.sized,  # type: ignore[arg-type]
            target.shape, span)
        write(view_of(builder, apart), source, True)
        write(target, view_of(builder, apart), False)
        return ()

    def at_once() -> Sequence[Traced]:
        write(target, source, False)
        return ()

    branch(builder, direct, span, at_once, indirect)


def _asked(builder: Builder, target: View, leaf: View, span: Span | None) -> Operand:
    """Whether an array that is read shares memory with the one that is written."""
    if leaf.base is target.base:
        both = [target.packed(builder, span), leaf.packed(builder, span)]
        return builder.operation(shares if leaf.scattered else overlap, both, span)
    # Different arrays seldom do, so that it is enough to ask for the whole of them.
    same = leaf.picks == target.picks and not leaf.scattered
    return builder.shared(overlap if same else shares, [target.base, leaf.base], span)


def sharing(
    builder: Builder, target: View, leaves: Sequence[View], span: Span | None
) -> Operand:
    """Whether one of the arrays that are read shares memory with the one that is written."""
    found: Operand = False
    for asked in dict.fromkeys(
        _asked(builder, target, leaf, span) for leaf in leaves
        if _may_overlap(builder, target, leaf)
    ):
        found = asked if found is False else builder.operation(
            operator.or_, [found, asked], span)
    return found


def _may_overlap(builder: Builder, target: View, leaf: View) -> bool:
    if leaf.base is target.base:
        return not leaf.same_as(target)
    alone = {*builder.fresh, *(
        value for value in (leaf.base, target.base) if value.type is not None)}
    fresh = leaf.base in builder.fresh or target.base in builder.fresh
    return not (fresh and leaf.base in alone and target.base in alone)


def store_element(
    builder: Builder, target: View, places: Places, value: Operand, span: Span | None
) -> None:
    check_writable(builder, target.base, span)
    builder.emit("call_function", store,
                 [target.base, *target.places(builder, places, span), value], span)


