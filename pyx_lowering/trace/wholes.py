"""Adds arrays to the tracer of expressions: their items and views, and operators on them."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pyx_lowering import errors
from pyx_lowering.dtypes import BOOL_, INT64, OF_SCALARS, Sized
from pyx_lowering.ir import Operand, Value
from pyx_lowering.ops import ufuncs
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import EMPTY, check_slice_step, shortened, slice_bound, slice_size
from pyx_lowering.trace import arrays
from pyx_lowering.trace.arrays import Range, View, view_of
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Symbolic, Traced
from pyx_lowering.trace.element_types import scalar_type
from pyx_lowering.trace.elementwise import (
    assign,
    combined,
    element_type,
    has_no_dimensions,
    is_array,
    new_array,
    parts_of,
)
from pyx_lowering.trace.expressions import BINARY, COMPARE, UNARY
from pyx_lowering.trace.lists import ListTracer
from pyx_lowering.trace.masks import check_mask, masked, places_true
from pyx_lowering.trace.numpy_table import is_method
from pyx_lowering.trace.scope import TraceError
from pyx_lowering.trace.selection import Pick, Selection, chosen, places_together
from pyx_lowering.types import Type

#: No array is as long: a bound that is cut off at the end, or behind the beginning.
_FAR = 2**62

#: Kinds of numbers in the order in which values are converted without asking.
_KINDS = "buifc"

#: Powers that NumPy computes in another way, if the exponent is a literal.
_POWERS: dict[float, Callable[..., object]] = {
    2: ufuncs.UFUNCS["square"], 0.5: ufuncs.UFUNCS["sqrt"], 1: operator.pos}
_COMPLEX_POWERS = _POWERS | {-1: ufuncs.UFUNCS["reciprocal"]}


@dataclass(frozen=True)
class Slice:
    """A slice in an index; a bound is None where it is left out."""

    lower: Operand
    upper: Operand
    step: Operand


class ArrayTracer(ListTracer):
    """Adds arrays to the tracer of expressions."""

    #: Traces a call of a function of NumPy's; the tracer of calls sets this.
    array_call: Callable[[str, Traced, ast.Call], Traced] | None = None

    def is_array(self, value: Traced) -> bool:
        return is_array(self.builder, value)

    # Items and views

    def subscript(self, node: ast.expr, owner: Traced, at: ast.expr) -> Traced:
        if not self.is_array(owner):
            return super().subscript(node, owner, at)
        found = self.selected(owner, at, node)
        if isinstance(found, View):
            return found
        if isinstance(found, Selection):
            return found.read(self.builder, self.span(node))
        array, places = found
        return arrays.read(self.builder, array, places, node)

    def selected(
        self, owner: Traced, at: ast.expr, node: ast.AST
    ) -> View | Selection | tuple[Value, list[Operand]]:
        """The view or selection that an index says, or the array and the places of one element."""
        seen = view_of(self.builder, self.in_memory(owner, node))
        items = self.items(at)
        rank = len(seen.shape)
        given = sum(self.width(item) for item in items)
        if any(has_no_dimensions(self.builder, item) for item in items):
            raise arrays.unsupported(
                self.builder, owner, "an index that is an array", node, arrays.ITEM_HELP)
        if given > rank or items.count(Ellipsis) > 1:
            raise arrays.unsupported(
                self.builder, owner, f"{given} {'index' if given == 1 else 'indices'}", node,
                f"give up to {rank}, one for each dimension" if rank else arrays.ITEM_HELP)
        if any(map(self.is_array, items)) and len(items) == 1 and given == rank and (
            self.is_mask(items[0], node)
        ):
            return masked(self.builder, seen, items[0], node)
        together = places_together(items, [self.is_chosen(item) for item in items])
        picks: list[Pick] = []
        start: int | None = None
        shows = Ellipsis in items  # `a[..., 0]` is a view even where `a` has one dimension
        if shows:
            place = items.index(Ellipsis)
            items[place:place + 1] = [Slice(None, None, None)] * (rank - given)
        axis = 0
        for item in items:
            if start is None and self.is_chosen(item):
                start = axis if together else 0
            if self.is_array(item):
                picks += self.picks(item, seen, axis, node)
                axis += self.width(item)
            elif item is None:
                seen = arrays.with_axis(seen, axis)
                axis += 1
            elif isinstance(item, Slice):
                taken = self.range_of(item, seen.shape[axis], node)
                if taken is not None:
                    seen = arrays.ranged(self.builder, seen, axis, taken, self.span(node))
                axis += 1
            else:
                checked = arrays.checked_place(
                    self.builder, owner, self.as_index(item, node), seen.shape[axis], node)
                seen = arrays.at(self.builder, seen, axis, checked, self.span(node))
        if picks:
            return chosen(self.builder, seen, picks, start or 0, node)
        if not seen.shape and not shows:
            return seen.base, [pick for pick in seen.picks if not isinstance(pick, arrays.Along)]
        return arrays.check_rank(self.builder, seen, node)

    def width(self, item: object) -> int:
        """How many dimensions an item of an index is for."""
        if item is None or item is Ellipsis:
            return 0
        is_mask = self.is_array(item) and self.is_mask(item, None)
        return len(parts_of(self.builder, item).shape) if is_mask else 1

    def is_mask(self, item: Traced, node: ast.AST | None) -> bool:
        return element_type(parts_of(self.builder, item)) == BOOL_

    def is_chosen(self, item: object) -> bool:
        """Whether an item says places one by one: an array, or an int beside arrays."""
        return item is not None and item is not Ellipsis and not isinstance(item, Slice)

    def picks(
        self, item: Traced, seen: View, axis: int, node: ast.AST
    ) -> list[Pick]:
        """Which places of which axes an array in an index says."""
        source = parts_of(self.builder, item)
        dtype = element_type(source)
        if dtype is None:
            raise TraceError(errors.ARRAY_DTYPE.at(self.span(node)))
        if dtype == BOOL_:
            check_mask(self.builder, seen, axis, source, self.span(node))
            found = places_true(self.builder, source, self.span(node))
            return [(axis + number, view_of(self.builder, each), True)
                    for number, each in enumerate(found)]
        if not isinstance(dtype, Sized) or dtype.kind not in "iu":
            raise arrays.unsupported(
                self.builder, seen, f"an index with elements of type {dtype}", node,
                "indices are ints, or bools of the shape of the array")
        return [(axis, source, False)]

    def in_memory(self, owner: Traced, node: ast.AST) -> Traced:
        """An array or a view; an expression is computed."""
        is_expression = isinstance(owner, Symbolic) and not isinstance(owner, View)
        return self.builder.pack(owner, self.span(node)) if is_expression else owner

    def items(self, at: ast.expr) -> list[object]:
        """What stands in an index: ints, slices, None for a new axis, and `...`."""
        if not isinstance(at, ast.Tuple):
            item = self.item_at(at)
            return list(item) if isinstance(item, tuple) else [item]
        return [self.item_at(each) for each in at.elts]

    def item_at(self, node: ast.expr) -> object:
        match node:
            case ast.Slice(lower=lower, upper=upper, step=step):
                bounds = [None if part is None else self.as_index(self.value(part), part)
                          for part in (lower, upper, step)]
                return Slice(*bounds)
            case ast.Constant(value=value) if value is Ellipsis:
                return Ellipsis
            case ast.List(elts=elements):
                return self.index_list(self.values(elements), node)
        return self.value(node)

    def as_index(self, value: Traced, node: ast.AST) -> Operand:
        """A number where Python asks for an index: an int of NumPy's is one of Python's there."""
        number = self.as_number(value, node)
        type_ = scalar_type(self.builder, number)
        is_int = isinstance(type_, Sized) and type_.kind in "iu"
        return self.operation(int, [number], node) if is_int else number

    def range_bounds(self, node: ast.Call) -> list[Operand]:
        return [self.as_index(bound, node) for bound in super().range_bounds(node)]

    def index_list(self, values: Sequence[Traced], node: ast.AST) -> Traced:
        """`[0, 2]` in an index: an array of ints."""
        made = new_array(
            self.builder, EMPTY["int64"], INT64, (len(values),), self.span(node))
        for place, value in enumerate(values):
            if isinstance(value, bool) or value in self.builder.booleans or self.is_array(value):
                raise self.unsupported(node, "a list of other values than ints in an index")
            arrays.write(
                self.builder, made, [place], self.operation(operator.index, [
                    self.as_index(value, node)], node), node)
        return made

    def range_of(self, item: Slice, size: Operand, node: ast.AST) -> Range | None:
        """Which places a slice takes; None if it is all of them."""
        step: Operand = 1 if item.step is None else item.step
        if item.lower is None and item.upper is None and step == 1:
            return None
        if isinstance(step, Value) or step == 0:
            self.builder.emit("call_function", check_slice_step, [step], self.span(node))
        first, last = (0 if item.lower is None else item.lower), item.upper
        if step == 1 and isinstance(first, int) and first >= 0 and (
            last is None or (isinstance(last, int) and last < 0)
        ):
            # Where nothing is left, it does not matter where it begins.
            by = first - (last or 0)
            return Range(first, 1, self.builder.shared(shortened, [size, by], self.span(node)))
        return self.general_range(item, step, size, node)

    def general_range(
        self, item: Slice, step: Operand, size: Operand, node: ast.AST
    ) -> Range:
        start: Operand = 0
        stop = size
        span = self.span(node)
        downwards = step < 0 if isinstance(step, int) else None
        if item.lower is not None or downwards is not False:
            lower = self.bound(item.lower, step, 0, _FAR, node)
            start = self.builder.shared(slice_bound, [lower, size, step], span)
        if item.upper is not None or downwards is not False:
            upper = self.bound(item.upper, step, _FAR, -_FAR, node)
            stop = self.builder.shared(slice_bound, [upper, size, step], span)
        if start == 0 and step == 1:
            return Range(0, 1, stop)
        return Range(start, step, self.builder.shared(slice_size, [start, stop, step], span))

    def bound(
        self, given: Operand, step: Operand, upwards: int, downwards: int, node: ast.AST
    ) -> Operand:
        """A bound of a slice; where there is none, it depends on the direction."""
        if given is not None:
            return given
        if isinstance(step, int):
            return downwards if step < 0 else upwards
        below = self.operation(operator.lt, [step, 0], node)
        (bound,) = branch(self.builder, below, self.span(node),
                          lambda: [downwards], lambda: [upwards], ["bound"])
        assert isinstance(bound, Value | int)
        return bound

    def store(self, owner: Traced, target: ast.Subscript, value: Traced) -> None:
        if not self.is_array(owner):
            super().store(owner, target, value)
            return
        found = self.selected(owner, target.slice, target)
        if isinstance(found, View):
            assign(self.builder, found, value, target)
            return
        if has_no_dimensions(self.builder, value):
            value = self.number_in(value, target)
        if isinstance(found, Selection):
            found.write(self.builder, value, target)
            return
        if self.is_array(value):
            raise arrays.unsupported(
                self.builder, owner, "assigning an array to an element", target)
        array, places = found
        arrays.write(self.builder, array, places, value, target)

    def augment(
        self, owner: Traced, target: ast.Subscript, op: ast.operator, value: ast.expr
    ) -> None:
        if not self.is_array(owner):
            super().augment(owner, target, op, value)
            return
        found = self.selected(owner, target.slice, target)
        if isinstance(found, View):
            self.in_place(found, op, self.value(value), target)
            return
        if isinstance(found, Selection):
            chosen_before = found.read(self.builder, self.span(target))
            result = self.binary(op, chosen_before, self.value(value), target)
            self.check_same_kind(found.seen, result, target)
            found.changed(self.builder, result, target)
            return
        array, places = found
        before = arrays.read(self.builder, array, places, target)
        after = self.binary(op, before, self.value(value), target)
        arrays.write(self.builder, array, places, after, target)

    def in_place(self, owner: Traced, op: ast.operator, value: Traced, node: ast.AST) -> None:
        """`owner += value` for a whole array."""
        result = self.binary(op, owner, value, node)
        self.assign_same_kind(view_of(self.builder, owner), result, node)

    def assign_same_kind(self, target: View, value: Traced, node: ast.AST) -> None:
        """Write an expression to an array, which must not make it numbers of a lesser kind, nor
        have more dimensions."""
        self.check_same_kind(target, value, node)
        rank = len(parts_of(self.builder, value).shape) if self.is_array(value) else 0
        if rank > len(target.shape):
            raise arrays.unsupported(
                self.builder, target, f"a result of {rank} dimension{'s' * (rank > 1)} in place",
                node, "NumPy does not drop dimensions; assign to `a[...]` if they are all 1")
        assign(self.builder, target, value, node)

    def check_same_kind(self, target: View, value: Traced, node: ast.AST) -> None:
        """Report numbers of a greater kind than those of an array that is written to."""
        self.check_kind(target, self.elements_of(value), node)

    def check_kind(self, target: View, dtype: Type | None, node: ast.AST) -> None:
        """The same for what has this type."""
        if dtype is None:
            raise TraceError(errors.ARRAY_DTYPE.at(self.span(node)))
        assert isinstance(dtype, Sized)
        if _KINDS.index(dtype.kind) > _KINDS.index(target.dtype.kind):
            raise TraceError(errors.ARRAY_CAST.at(
                self.span(node), actual=dtype, wanted=target.dtype.name))

    def elements_of(self, value: Traced) -> Type | None:
        """The type of the elements of an array, or of a number."""
        if not self.is_array(value):
            found = scalar_type(self.builder, self.builder.pack(value, None))
            return None if found is None else OF_SCALARS.get(found, found)
        return element_type(
            value if isinstance(value, Symbolic) else view_of(self.builder, value))

    # Operators

    def binary(self, op: ast.operator, left: Traced, right: Traced, node: ast.AST) -> Traced:
        if not self.is_array(left) and not self.is_array(right):
            return super().binary(op, left, right, node)
        if type(op) not in BINARY:
            return self.matrix_product(left, right, node)
        if isinstance(op, ast.Pow) and self.is_array(left):
            dtype = self.elements_of(left)
            kind = dtype.kind if isinstance(dtype, Sized) else ""
            powers = _COMPLEX_POWERS if kind == "c" else _POWERS
            target = powers.get(right) if isinstance(right, int | float) and not isinstance(
                right, bool) else None
            if target is not None and (kind in ("f", "c") or isinstance(right, int)):
                return combined(self.builder, target, [left], node)
        return combined(self.builder, BINARY[type(op)], [left, right], node)

    def matrix_product(self, left: Traced, right: Traced, node: ast.AST) -> Traced:
        """`left @ right`."""
        raise self.unsupported(node, "`@`")

    def unary(self, op: ast.unaryop, value: Traced, node: ast.AST) -> Traced:
        if not self.is_array(value):
            return super().unary(op, value, node)
        return combined(self.builder, UNARY[type(op)], [value], node)

    def compare(self, op: ast.cmpop, left: Traced, right: Traced, node: ast.AST) -> Traced:
        if (self.is_array(left) or self.is_array(right)) and type(op) in COMPARE:
            return combined(self.builder, COMPARE[type(op)], [left, right], node)
        return super().compare(op, left, right, node)

    def truth(self, value: Traced, node: ast.AST) -> Operand:
        if has_no_dimensions(self.builder, value):
            return super().truth(self.number_in(value, node), node)
        if self.is_array(value):
            raise arrays.unsupported(
                self.builder, value, "the truth", node, "write `np.any(...)` or `np.all(...)`")
        return super().truth(value, node)

    def number_in(self, value: Traced, node: ast.AST) -> Operand:
        """The element of an array of no dimensions."""
        return arrays.read_at(self.builder, self.in_memory(value, node), [], node)

    def converted(self, value: Traced, dtype: Sized, node: ast.AST) -> Traced:
        """An array as one of another type of elements."""
        return combined(self.builder, CONSTRUCTORS[dtype], [value], node)

    # Attributes

    def attribute(self, node: ast.expr, owner: object, attribute: str) -> object:
        if not self.is_array(owner):
            return super().attribute(node, owner, attribute)
        shape = parts_of(self.builder, owner).shape
        match attribute:
            case "shape":
                return shape
            case "ndim":
                return len(shape)
            case "size":
                return arrays.size_of(self.builder, self.in_memory(owner, node), node)
            case "T" if len(shape) < 2:
                return owner
            case "T":
                return arrays.transposed(view_of(self.builder, self.in_memory(owner, node)))
            case "dtype":
                dtype = element_type(parts_of(self.builder, owner))
                if isinstance(dtype, Sized):
                    return CONSTRUCTORS[dtype]
        if is_method(attribute):
            return ArrayMethod(attribute, owner)
        raise arrays.unsupported(self.builder, owner, f"`.{attribute}`", node)


@dataclass(frozen=True)
class ArrayMethod:
    """`a.sum` before it is called."""

    name: str
    owner: Traced


def shape_of(value: Traced) -> Sequence[Operand]:
    """The sizes that a shape says: an int, or a tuple of such."""
    return value if isinstance(value, tuple) else [value]  # type: ignore[list-item]
