"""Traces what counts elements in bins, and what is between samples."""

from __future__ import annotations

import ast
import operator
from collections.abc import Sequence

from pyx_lowering.dtypes import FLOAT64, INT64, UINT64
from pyx_lowering.ir import Operand
from pyx_lowering.ops.bins import (
    between,
    bins_of,
    check_span,
    check_weighed,
    count_between,
    count_in_bins,
    increases,
    weigh_in_bins,
)
from pyx_lowering.ops.selection import advanced
from pyx_lowering.ops.sized import CONSTRUCTORS
from pyx_lowering.ops.views import EMPTY, ZEROS
from pyx_lowering.trace import arrays
from pyx_lowering.trace.arrays import View, view_of
from pyx_lowering.trace.branches import branch
from pyx_lowering.trace.builder import Traced
from pyx_lowering.trace.elementwise import read_element, store_element
from pyx_lowering.trace.nests import Places, nest
from pyx_lowering.trace.numpy_calls import Arguments
from pyx_lowering.trace.numpy_table import FUNCTIONS, function
from pyx_lowering.trace.shapes import check_sizes
from pyx_lowering.trace.sorting import SortingTracer


class BinsTracer(SortingTracer):
    """Adds counting in bins to the tracer of expressions."""

    def check_equal(
        self, one: Operand, two: Operand, text: str, node: ast.AST
    ) -> None:
        """ValueError unless two sizes are equal."""
        if one is not two:
            equal = self.builder.shared(operator.eq, [one, two], self.span(node))
            check_sizes(self.builder, equal, self.span(node), ValueError, (text,), [])

    def as_vector(self, node: ast.expr, use: str, at: ast.AST) -> View:
        """An argument that is an array of one dimension, in memory."""
        value = self.array(node)
        seen = view_of(self.builder, self.in_memory(value, at))
        if len(seen.shape) != 1:
            raise arrays.unsupported(
                self.builder, seen, use, at, "it is compiled for one dimension")
        return seen

    def trace_bincount(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """How often each int from 0 on comes, or the sums of the weights that it has."""
        seen = self.as_vector(given["x"], "`bincount`", node)
        span = self.span(node)
        own = self.sized(seen, node)
        if own.kind not in "biu" or own == UINT64:
            raise arrays.unsupported(
                self.builder, seen, "`bincount`", node, "write `a.astype(np.int64)`")
        places_of = self.as_type(seen, INT64, node)
        weights = None
        if self.is_given(given, "weights"):
            weights = self.as_vector(given["weights"], "weights", node)
            if self.sized(weights, node).kind == "c":
                raise arrays.unsupported(
                    self.builder, weights, "weights", node, "take their parts, as in `a.real`")
            weights = self.as_type(weights, FLOAT64, node)
        least: Operand = 0
        if "minlength" in given:
            least = self.whole_number(self.value(given["minlength"]), node)
            check_sizes(self.builder, self.operation(operator.ge, [least, 0], node), span,
                        ValueError, ("'minlength' must not be negative",), [])
        if weights is not None:
            # Of no elements NumPy gives ints.
            self.builder.emit("call_function", check_weighed, [places_of.shape[0]], span)
        size = self.builder.emit("call_function", bins_of, [
            places_of.packed(self.builder, span)], span, ["bins"]).result
        if weights is not None:
            self.check_equal(weights.shape[0], places_of.shape[0],
                             "The weights and list don't have the same length.", node)
        made = self.new(ZEROS, INT64 if weights is None else FLOAT64, [
            self.operation(max, [size, least], node)], node)
        target = view_of(self.builder, made)

        def one(places: Places) -> None:
            bin_ = [self.operation(
                int, [read_element(self.builder, places_of, places, span)], node)]
            before = read_element(self.builder, target, bin_, span)
            if weights is None:
                before = self.operation(int, [before], node)
                after = self.operation(advanced, [before, True], node)
            else:
                after = self.operation(operator.add, [
                    before, read_element(self.builder, weights, places, span)], node)
            store_element(self.builder, target, bin_, after, span)

        nest(self.builder, places_of.shape, span, one)
        return made

    # Histograms

    def trace_histogram(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """How many elements are in which bin, and the edges of the bins."""
        seen = view_of(self.builder, self.in_memory(self.array(given["a"]), node))
        self.check_floats(seen, node)
        weights = None
        if self.is_given(given, "weights"):
            weights = view_of(self.builder, self.in_memory(self.array(given["weights"]), node))
            self.check_floats(weights, node)
            text = "weights should have the same shape as a."
            if len(weights.shape) != len(seen.shape):
                raise self.unsupported(given["weights"], "weights of other dimensions")
            for one, two in zip(weights.shape, seen.shape, strict=True):
                self.check_equal(one, two, text, node)
            if len(weights.shape) > 1:
                weights = self.in_one_line(weights, node)
        if len(seen.shape) > 1:
            seen = self.in_one_line(seen, node)
        bins = self.value(given["bins"]) if "bins" in given else 10
        if self.is_array(bins):
            if weights is not None:
                raise self.unsupported(node, "`histogram` of weights between given edges")
            return self.between_edges(seen, bins, node)
        return self.in_equal_bins(seen, self.whole_number(bins, node), weights, given, node)

    def check_floats(self, seen: View, node: ast.AST) -> None:
        if self.sized(seen, node) != FLOAT64:
            raise arrays.unsupported(
                self.builder, seen, "`histogram`", node, "write `a.astype(np.float64)`")

    def between_edges(self, seen: View, bins: Traced, node: ast.Call) -> Traced:
        span = self.span(node)
        edges = view_of(self.builder, self.in_memory(bins, node))
        self.check_floats(edges, node)
        if len(edges.shape) != 1:
            raise arrays.unsupported(
                self.builder, edges, "edges", node, "they have one dimension")
        array = edges.packed(self.builder, span)
        check_sizes(
            self.builder, self.operation(increases, [array, False], node), span, ValueError,
            ("`bins` must increase monotonically, when an array",), [])
        made = self.new(ZEROS, INT64, [self.operation(
            max, [self.operation(operator.sub, [edges.shape[0], 1], node), 0], node)], node)
        self.builder.emit("call_function", count_between, [
            made, array, seen.packed(self.builder, span)], span)
        return made, bins if isinstance(bins, View) else array

    def in_equal_bins(
        self, seen: View, bins: Operand, weights: View | None, given: Arguments, node: ast.Call
    ) -> Traced:
        span = self.span(node)
        array = seen.packed(self.builder, span)
        check_sizes(self.builder, self.operation(operator.ge, [bins, 1], node), span, ValueError,
                    ("`bins` must be positive, when an integer",), [])
        first, last = self.outer_edges(seen, given, node)
        self.builder.emit("call_function", check_span, [first, last], span)
        edges = self.builder.pack(self.linspace(
            first, last, self.operation(operator.add, [bins, 1], node), node), span)
        check_sizes(
            self.builder, self.operation(increases, [edges, True], node), span, ValueError, (
                "Too many bins for data range. Cannot create ", " finite-sized bins."), [bins])
        made = self.new(ZEROS, INT64 if weights is None else FLOAT64, [bins], node)
        if weights is None:
            self.builder.emit("call_function", count_in_bins, [
                made, edges, array, first, last], span)
        else:
            part = self.new(EMPTY, FLOAT64, [bins], node)
            self.builder.emit("call_function", weigh_in_bins, [
                made, part, edges, array, weights.packed(self.builder, span), first, last], span)
        return made, edges

    def outer_edges(
        self, seen: View, given: Arguments, node: ast.Call
    ) -> Sequence[Operand]:
        span = self.span(node)
        if self.is_given(given, "range"):
            items = self.builder.sequence(self.value(given["range"]), span)
            if items is None or len(items) != 2:
                raise self.unsupported(given["range"], "a range that is no pair of numbers")
            ends = [self.operation(float, [self.as_number(item, node)], node) for item in items]
            fits = self.operation(operator.not_, [
                self.operation(operator.gt, ends, node)], node)
            check_sizes(self.builder, fits, span, ValueError, (
                "max must be larger than min in range parameter.",), [])
            text = "supplied range"
        else:
            def some() -> Sequence[Traced]:
                return [self.operation(float, [self.builder.pack(
                    self.reduced(name, seen, None, False, node), span)], node)
                    for name in ("min", "max")]

            ends = [self.builder.pack(each, span) for each in branch(
                self.builder, self.operation(operator.gt, [seen.shape[0], 0], node), span,
                some, lambda: [0.0, 1.0], ["first", "last"])]
            text = "autodetected range"
        finite = self.operation(operator.and_, [
            self.operation(operator.eq, [
                self.operation(operator.sub, [end, end], node), 0.0], node) for end in ends], node)
        check_sizes(self.builder, finite, span, ValueError, (
            f"{text} of [", ", ", "] is not finite"), ends)
        equal = self.operation(operator.eq, ends, node)
        return [self.builder.pack(each, span) for each in branch(
            self.builder, equal, span,
            lambda: [self.operation(operator.sub, [ends[0], 0.5], node),
                     self.operation(operator.add, [ends[1], 0.5], node)],
            lambda: ends, ["first", "last"])]

    # Between samples

    def trace_interp(self, _: Traced, given: Arguments, node: ast.Call) -> Traced:
        """Linear interpolation between samples."""
        asked = self.unboxed(self.value(given["x"]), node)
        source = self.as_type(asked, FLOAT64, node) if self.is_array(asked) else None
        number = None if source is not None else self.operation(
            float, [self.as_number(asked, node)], node)
        places, values = (
            self.as_vector(given[name], "`interp`", node) for name in ("xp", "fp"))
        for each in (places, values):
            if self.sized(each, node).kind == "c":
                raise arrays.unsupported(
                    self.builder, each, "`interp`", node, "it is compiled for real numbers")
        places, values = (self.as_type(each, FLOAT64, node) for each in (places, values))
        span = self.span(node)
        size = places.shape[0]
        some = self.operation(operator.gt, [size, 0], node)
        fits = some
        for asked_size in () if source is None else source.shape:
            # What is asked for nowhere needs no samples.
            fits = self.operation(operator.or_, [
                fits, self.operation(operator.eq, [asked_size, 0], node)], node)
        check_sizes(self.builder, fits, span, ValueError,
                    ("array of sample points is empty",), [])
        self.check_equal(values.shape[0], size, "fp and xp are not of the same length.", node)

        def end(place: Operand) -> Operand:
            (value,) = branch(self.builder, some, span, lambda: [self.operation(
                float, [read_element(self.builder, values, [place], span)], node)],
                lambda: [0.0], ["end"])
            return self.builder.pack(value, span)

        last = self.operation(operator.sub, [size, 1], node)
        ends = [
            self.operation(float, [self.as_number(self.value(given[name]), node)], node)
            if self.is_given(given, name) else end(place)
            for name, place in (("left", 0), ("right", last))]
        samples = [each.packed(self.builder, span) for each in (places, values)]

        def at(x: Operand) -> Operand:
            return self.builder.emit(
                "call_function", between, [x, *samples, *ends], span, ["value"]).result

        if source is None:
            return at(self.builder.pack(number, span))
        made = self.new(EMPTY, FLOAT64, source.shape, node)
        target = view_of(self.builder, made)

        def one(spot: Places) -> None:
            x = self.operation(float, [read_element(self.builder, source, spot, span)], node)
            store_element(self.builder, target, spot, self.operation(
                CONSTRUCTORS[FLOAT64], [at(x)], node), span)

        nest(self.builder, source.shape, span, one)
        return made


FUNCTIONS |= {
    "bincount": function("x weights= minlength=", BinsTracer.trace_bincount),
    "histogram": function("a bins= range= weights=", BinsTracer.trace_histogram),
    "interp": function("x xp fp left= right=", BinsTracer.trace_interp),
}
