"""The native types: one row each, and how types join where control flow meets.

A row says everything about a type that any stage needs: how Python annotates it,
how Cython spells it, and which value a function of that type returns to say "an
exception is set". A new scalar type is a row here and overloads in `ops`.
"""

from __future__ import annotations

from dataclasses import dataclass

INT_MIN, INT_MAX = -(2**63), 2**63 - 1

#: Whole numbers up to this size are exact in a float (IEEE 754 binary64 has 53 bits).
EXACT_IN_FLOAT = 2**53


@dataclass(frozen=True)
class Type:
    """A native scalar type.

    `name` is Python's spelling, `pyx` Cython's. `error_value` is written after
    `except?`: a value that few calls return, because returning it costs a look
    at the thread's error state. `zero` initialises a variable that may be unbound.
    `accept` is the function of `support.pxd` that turns an argument object into
    this type (none: Cython's own conversion does what Python's `float()` does).
    """

    name: str
    pyx: str
    error_value: str = ""
    zero: str = "0"
    accept: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class TupleType(Type):
    """A tuple with a fixed number of items, each of its own type: a struct in C."""

    items: tuple[Type, ...] = ()


@dataclass(frozen=True)
class Dtype:
    """What an array holds: a row for each of NumPy's types of elements.

    `kind` is NumPy's letter for the kind of number, `size` its bytes. An element that is
    read is a Python number of type `scalar`.
    """

    name: str
    kind: str
    size: int
    scalar: Type

    @property
    def pyx(self) -> str:
        """The C type of an element; see `support.pxd`."""
        return f"{self.name}_item"


@dataclass(frozen=True)
class ArrayType(Type):
    """An array with elements of one type and `rank` dimensions: a view of its memory in C."""

    dtype: Dtype | None = None
    rank: int = 0


FLOAT = Type("float", "double", error_value="-1.7e308", zero="0.0")
INT = Type("int", "int64_t", error_value="-9223372036854775807", accept="as_int")
BOOL = Type("bool", "bint", error_value="-1", zero="False", accept="as_bool")
#: The type of a function or operation that gives nothing.
NONE = Type("None", "void")
#: A compile-time text: the message of an exception.
STR = Type("str", "str")
#: The type of a name before anything is bound to it; joins with every type.
UNBOUND = Type("unbound", "")
#: What inference gives where no overload fits; joins with nothing, reported once.
ERROR = Type("?", "")

#: The types of elements, by NumPy's name.
DTYPES = {
    dtype.name: dtype
    for dtype in (
        Dtype("float64", "f", 8, FLOAT),
        Dtype("int64", "i", 8, INT),
        Dtype("bool", "b", 1, BOOL),
    )
}

#: More dimensions than this have no operations.
MAX_RANK = 4

#: No dimension of an array is longer, and no array has more elements: arrays with more
#: do not fit in any address space, and are refused where they come in.
MAX_ELEMENTS = 2**56

#: Scalars that a parameter, a local or a result may have, by annotation.
SCALARS = {type_.name: type_ for type_ in (FLOAT, INT, BOOL)}

#: From narrow to wide: a value of one type is also a value of each later one.
_TOWER = (BOOL, INT, FLOAT)


def tuple_of(*items: Type) -> TupleType:
    """The tuple type with these items."""
    # A tuple of one item keeps its comma, as in Python.
    comma = "," if len(items) == 1 else ""
    return TupleType(
        name=f"tuple[{', '.join(item.name for item in items)}]",
        pyx=f"({', '.join(item.pyx for item in items)}{comma})",
        zero=f"({', '.join(item.zero for item in items)}{comma})",
        items=items,
    )


def array_of(dtype: Dtype, rank: int) -> ArrayType:
    """The type of arrays of `rank` dimensions; 0 where that is not known yet."""
    shape = ", ".join(":" * rank) if rank else "..."
    # It has no value before it is bound, and so no `zero`.
    return ArrayType(f"{dtype.name}[{shape}]", f"{dtype.name}_{rank}d", zero="",
                     dtype=dtype, rank=rank)


def type_of(constant: object) -> Type:
    """The native type of a Python constant; `ERROR` where it has none."""
    if isinstance(constant, bool):
        return BOOL
    if isinstance(constant, int):
        return INT if INT_MIN <= constant <= INT_MAX else ERROR
    if isinstance(constant, float):
        return FLOAT
    if isinstance(constant, str):
        return STR
    if constant is None:
        return NONE
    if isinstance(constant, tuple):
        items = [type_of(item) for item in constant]
        return ERROR if ERROR in items else tuple_of(*items)
    return ERROR


def promotes(source: Type, target: Type) -> bool:
    """Whether a value of `source` may stand where `target` is wanted (bool → int → float)."""
    if source == target:
        return True
    if isinstance(source, TupleType) and isinstance(target, TupleType):
        return len(source.items) == len(target.items) and all(
            promotes(a, b) for a, b in zip(source.items, target.items, strict=True)
        )
    if source in _TOWER and target in _TOWER:
        return _TOWER.index(source) < _TOWER.index(target)
    return False


def join(first: Type, second: Type) -> Type:
    """The type of a name that holds `first` on one path and `second` on another.

    int and float join to float here; whether the int may be converted without a
    change of meaning is decided where the conversion is inserted.
    """
    if first == UNBOUND or promotes(first, second):
        return second
    if second == UNBOUND or promotes(second, first):
        return first
    if (
        isinstance(first, TupleType)
        and isinstance(second, TupleType)
        and len(first.items) == len(second.items)
    ):
        items = [join(a, b) for a, b in zip(first.items, second.items, strict=True)]
        return ERROR if ERROR in items else tuple_of(*items)
    return ERROR
