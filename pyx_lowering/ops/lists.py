"""Lists that live no longer than the function that makes them.

In C a list is an array that grows; `scratch` in a template is the variable that holds
all lists of the function, which are freed when it is left. As in `internal`, each target
is a small Python function. An operation that can run out of memory does its work in the
condition of its guard, which is true if it could not.
"""

from __future__ import annotations

from collections.abc import Callable

from pyx_lowering.ops.interval import Interval
from pyx_lowering.ops.table import Guard, Overload, declare, on
from pyx_lowering.types import BOOL, FLOAT, INT, LISTS, NONE, ListType, Type

_NO_MEMORY = "not enough memory for the list"
#: A list has fewer items than this, because each takes some bytes.
_LONGEST = 2**61


def new_list(item: object, count: int) -> list[object]:
    """`[item] * count`."""
    return [item] * count


def empty_list() -> list[object]:
    """`[]`; what is appended says of what type its items are."""
    return []


def list_length(items: list[object]) -> int:
    """`len(items)`."""
    return len(items)


def some_length(items: list[object]) -> int | None:
    """`len(items)`; None for none, as NumPy makes an array of floats of an empty list."""
    return len(items) or None


def list_item(items: list[object], index: int) -> object:
    """`items[index]`."""
    return items[index]


def known_item(items: list[object], index: int) -> object:
    """`items[index]` of an index that is known to be there."""
    return items[index]


def list_store(items: list[object], index: int, value: object) -> None:
    """`items[index] = value`."""
    items[index] = value


def list_append(items: list[object], value: object) -> None:
    """`items.append(value)`."""
    items.append(value)


def list_pop(items: list[object]) -> object:
    """`items.pop()`."""
    return items.pop()


def list_remove(items: list[object], index: int) -> object:
    """`items.pop(index)`."""
    return items.pop(index)


def list_clear(items: list[object]) -> None:
    """`items.clear()`."""
    items.clear()


def list_contains(items: list[object], value: object) -> bool | None:
    """`value in items`; None where a nan is looked for among nans, which may be that one."""
    if value != value and any(item != item for item in items):
        return None
    return value in items


def list_count(items: list[object], value: object) -> int | None:
    """`items.count(value)`; None where `list_contains` is None."""
    return None if list_contains(items, value) is None else items.count(value)


def list_index(items: list[object], value: object) -> int | None:
    """`items.index(value)`; None where `list_contains` is None."""
    return None if list_contains(items, value) is None else items.index(value)


def list_insert(items: list[object], index: int, value: object) -> None:
    """`items.insert(index, value)`."""
    items.insert(index, value)


def list_reverse(items: list[object]) -> None:
    """`items.reverse()`."""
    items.reverse()


def list_copy(items: list[object]) -> list[object]:
    """`items.copy()`."""
    return list(items)


def list_splice(items: list[object], start: int, stop: int, values: list[object]) -> None:
    """`items[start:stop] = values`."""
    items[start:stop] = values


def list_slice(items: list[object], start: int, stop: int) -> list[object]:
    """`items[start:stop]`."""
    return items[start:stop]


def list_stepped(
    items: list[object], start: int, stop: int, step: int, missing: int
) -> list[object]:
    """`items[start:stop:step]`; bits of `missing` say that there is no start (1) or stop (2)."""
    return items[None if missing & 1 else start:None if missing & 2 else stop:step]


#: The methods that give nothing.
CHANGES = (list_append, list_clear, list_insert, list_reverse)

#: The operations that change a list, their first operand.
CHANGING = frozenset({
    *CHANGES, list_store, list_pop, list_remove, list_splice,
})
#: Those that ask whether an item is the very object that is looked for.
FINDING = frozenset({list_contains, list_count, list_index})

#: The methods of lists, by name and by how many arguments they take.
METHODS: dict[tuple[str, int], Callable[..., object]] = {
    ("append", 1): list_append,
    ("pop", 0): list_pop,
    ("pop", 1): list_remove,
    ("clear", 0): list_clear,
    ("count", 1): list_count,
    ("index", 1): list_index,
    ("insert", 2): list_insert,
    ("reverse", 0): list_reverse,
    ("copy", 0): list_copy,
}


def _rows(row: Callable[[ListType, Type, str], Overload]) -> list[Overload]:
    """The rows of an operation for the lists of all types of items."""
    return [row(list_, item, list_.pyx) for item, list_ in LISTS.items()]


def _memory(condition: str) -> Guard:
    return Guard(condition, MemoryError, _NO_MEMORY)


def _one_nan(item: Type) -> list[Guard]:
    """Nans are equal to nothing, but a list finds the very nan that it holds."""
    return [
        Guard("support.is_nan({1}) and support.floats_contain_nan({0})", OverflowError,
              "whether two nans are one object is not known", rerun=True)
    ] if item == FLOAT else []


_MADE = _memory("support.is_null({result})")
_OUTSIDE = Guard("support.list_place({0}, {1}) < 0", IndexError, "list index out of range")
_NOT_EMPTY = Guard("support.list_size({0}) == 0", IndexError, "pop from empty list")

declare(
    new_list, "A list of equal items.",
    *_rows(lambda list_, item, c: on(
        item, INT, to=list_, pyx=f"support.new_{c}({{0}}, {{1}}, scratch)", guards=[_MADE],
        exact=True)),
    effect="writes", symbol="[...]",
)
# Its result is replaced by what is appended to the list; see `propagate`.
declare(empty_list, "A list without items.", effect="writes", symbol="[]")
declare(
    list_length, "How many items a list has.",
    *_rows(lambda list_, item, c: on(
        list_, to=INT, pyx="support.list_size({0})", interval=lambda items: Interval(0, _LONGEST))),
    effect="reads", symbol="len",
)
declare(
    some_length, "How many items a list has that becomes an array of their type.",
    *_rows(lambda list_, item, c: on(
        list_, to=INT, pyx="support.list_size({0})", interval=lambda items: Interval(1, _LONGEST),
        guards=[Guard("support.list_size({0}) == 0", OverflowError,
                      "an array of an empty list is one of floats", rerun=True)])),
    effect="reads", symbol="np.array",
)
declare(
    list_item, "An item of a list.",
    *_rows(lambda list_, item, c: on(
        list_, INT, to=item, pyx=f"support.{c}_item({{0}}, {{1}})", guards=[_OUTSIDE])),
    effect="reads", symbol="[]",
)
declare(
    known_item, "An item of a list at an index from 0 to the last.",
    *_rows(lambda list_, item, c: on(
        list_, INT, to=item, pyx=f"support.{c}_known({{0}}, {{1}})")),
    effect="reads",
)
declare(
    list_store, "An item of a list is replaced.",
    *_rows(lambda list_, item, c: on(
        list_, INT, item, to=NONE, pyx="None", exact=True, guards=[
            Guard(f"not support.{c}_store({{0}}, {{1}}, {{2}})", IndexError,
                  "list assignment index out of range")])),
    effect="writes", symbol="[]=",
)
declare(
    list_append, "An item is added at the end.",
    *_rows(lambda list_, item, c: on(
        list_, item, to=NONE, pyx="None", exact=True,
        guards=[_memory(f"not support.{c}_append({{0}}, {{1}})")])),
    effect="writes", symbol="append",
)
declare(
    list_pop, "The last item, which is removed.",
    *_rows(lambda list_, item, c: on(
        list_, to=item, pyx=f"support.{c}_remove({{0}}, -1)", guards=[_NOT_EMPTY])),
    effect="writes", symbol="pop",
)
declare(
    list_remove, "An item, which is removed.",
    *_rows(lambda list_, item, c: on(
        list_, INT, to=item, pyx=f"support.{c}_remove({{0}}, {{1}})", guards=[
            _NOT_EMPTY,
            Guard("support.list_place({0}, {1}) < 0", IndexError, "pop index out of range")])),
    effect="writes", symbol="pop",
)
declare(
    list_clear, "All items are removed.",
    *_rows(lambda list_, item, c: on(
        list_, to=NONE, pyx="None", guards=[
            # Never true: a list can always be made shorter.
            _memory("support.list_clear({0})")])),
    effect="writes", symbol="clear",
)
declare(
    list_insert, "An item is put in before another one.",
    *_rows(lambda list_, item, c: on(
        list_, INT, item, to=NONE, pyx="None", exact=True,
        guards=[_memory(f"not support.{c}_insert({{0}}, {{1}}, {{2}})")])),
    effect="writes", symbol="insert",
)
declare(
    list_reverse, "The items are put in reverse order.",
    *_rows(lambda list_, item, c: on(
        list_, to=NONE, pyx="None", guards=[
            # Never true: it needs no memory.
            _memory(f"support.{c}_reverse({{0}})")])),
    effect="writes", symbol="reverse",
)
declare(
    list_count, "How many items of a list are equal to a value.",
    *_rows(lambda list_, item, c: on(
        list_, item, to=INT, pyx=f"support.{c}_count({{0}}, {{1}})", exact=True,
        guards=_one_nan(item))),
    effect="reads", symbol="count",
)
declare(
    list_index, "The place of the first item that is equal to a value.",
    *_rows(lambda list_, item, c: on(
        list_, item, to=INT, pyx=f"support.{c}_find({{0}}, {{1}})", exact=True,
        guards=[*_one_nan(item),
                Guard("{result} < 0", ValueError, "list.index(x): x not in list")])),
    effect="reads", symbol="index",
)
declare(
    list_contains, "Whether an item of a list is, or is equal to, a value.",
    *_rows(lambda list_, item, c: on(
        list_, item, to=BOOL, pyx=f"support.{c}_contain({{0}}, {{1}})", exact=True,
        guards=_one_nan(item))),
    # An item of one type may equal a number of another.
    on(LISTS[FLOAT], INT, to=BOOL, exact=True,
       pyx="support.is_exact({1}) and support.floats_contain({0}, support.to_float({1}))"),
    on(LISTS[INT], FLOAT, to=BOOL, exact=True,
       pyx="support.is_whole({1}) and support.ints_contain({0}, support.whole({1}))"),
    on(LISTS[BOOL], INT, to=BOOL, exact=True,
       pyx="({1} == 0 or {1} == 1) and support.bools_contain({0}, {1} != 0)"),
    on(LISTS[BOOL], FLOAT, to=BOOL, exact=True,
       pyx="({1} == 0.0 or {1} == 1.0) and support.bools_contain({0}, {1} != 0.0)"),
    effect="reads", symbol="in",
)
declare(
    list_copy, "Another list with the same items.",
    *_rows(lambda list_, item, c: on(
        list_, to=list_, pyx=f"support.{c}_slice({{0}}, 0, support.list_size({{0}}), scratch)",
        guards=[_MADE])),
    effect="writes", symbol="copy",
)
declare(
    list_slice, "A list of the items between two places.",
    *_rows(lambda list_, item, c: on(
        list_, INT, INT, to=list_, pyx=f"support.{c}_slice({{0}}, {{1}}, {{2}}, scratch)",
        guards=[_MADE])),
    effect="writes", symbol="[:]",
)
declare(
    list_stepped, "A list of items in steps.",
    *_rows(lambda list_, item, c: on(
        list_, INT, INT, INT, INT, to=list_,
        pyx=f"support.{c}_stepped({{0}}, {{1}}, {{2}}, {{3}}, {{4}}, scratch)",
        guards=[Guard("{3} == 0", ValueError, "slice step cannot be zero"), _MADE])),
    effect="writes", symbol="[:]",
)
declare(
    list_splice, "The items between two places are replaced by those of another list.",
    *_rows(lambda list_, item, c: on(
        list_, INT, INT, list_, to=NONE, pyx="None",
        guards=[_memory(f"not support.{c}_splice({{0}}, {{1}}, {{2}}, {{3}})")])),
    effect="writes", symbol="[:]=",
)
