"""The native types: one row each, and how types join where control flow meets.

A row says everything about a type that any stage needs: how Python annotates it,
how Cython spells it, and which value a function of that type returns to say "an
exception is set". A new scalar type is a row here and overloads in `ops`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TypeGuard

INT_MIN, INT_MAX = -(2**63), 2**63 - 1

#: Whole numbers up to this size are exact in a float (IEEE 754 binary64 has 53 bits).
EXACT_IN_FLOAT = 2**53


@dataclass(frozen=True, eq=False)
class Type:
    """A native scalar type.

    `name` is Python's spelling, `pyx` Cython's. `error_value` is written after
    `except?`: a value that few calls return, because returning it costs a look
    at the thread's error state. `zero` initialises a variable that may be unbound.
    `accept` turns an argument object `{0}` into this type, given the name of the
    parameter `{1}` (none: Cython's own conversion does what Python's `float()` does);
    `give` turns a value into the object that Python gets (none: Cython's conversion);
    `fits` asks whether an argument can be accepted (none: calls are not told apart by it).
    These and `zero` are templates as in the tables of `ops`; `declared_in` is where Cython
    finds the name `pyx`. `doc` is what the reference says of it.
    """

    name: str
    pyx: str
    error_value: str = ""
    zero: str = "0"
    accept: str = ""
    give: str = ""
    fits: str = ""
    declared_in: str = ""
    doc: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        return self.name

    # Types are compared all the time, and mostly with themselves.

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Type) and type(self) is type(other) and self._key == other._key

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _key(self) -> tuple[object, ...]:
        return tuple(getattr(self, each.name) for each in fields(self) if each.compare)

    @cached_property
    def _hash(self) -> int:
        return hash(self._key)

    @property
    def class_(self) -> str:
        """The class of its objects, as a template."""
        return self.name


@dataclass(frozen=True, eq=False)
class TupleType(Type):
    """A tuple with a fixed number of items, each of its own type: a struct in C."""

    items: tuple[Type, ...] = ()


@dataclass(frozen=True)
class Dtype:
    """What an array holds: a row for each of NumPy's types of elements.

    `kind` is NumPy's letter for the kind of number, `size` its bytes. An element that is
    read by its index is of type `scalar`; operations on whole arrays compute with `sized`.
    """

    name: str
    kind: str
    size: int
    scalar: Type
    sized: Type

    @property
    def pyx(self) -> str:
        """The C type of an element; see `support.pxd`."""
        return f"{self.name}_item"


#: The number of dimensions that is not known.
OPEN = -1


@dataclass(frozen=True, eq=False)
class ArrayType(Type):
    """An array with elements of one type and `rank` dimensions: a view of its memory in C.

    `rank` is `OPEN` where it is not known yet.
    """

    dtype: Dtype | None = None
    rank: int = OPEN

    @property
    def is_open(self) -> bool:
        return self.rank == OPEN


@dataclass(frozen=True)
class Kind:
    """A kind of classes whose objects are nothing but fields.

    `read` gives a field of an object `{0}` of the class `{cls}`, with the `{field}` and its
    `{index}`; `make` an object of the class from `{items}`. Both are Python.
    `is_tuple`: objects are tuples; `is_number`: they are ints; `is_flag`: sets of bits.
    """

    name: str
    read: str
    make: str
    is_tuple: bool = False
    is_enum: bool = False
    is_number: bool = False
    is_flag: bool = False


NAMED_TUPLE = Kind("named tuple", "{0}[{index}]", "{cls}({items})", is_tuple=True)
DATACLASS = Kind("dataclass", "{0}.{field}", "{cls}({items})")
#: A member is its place among the members of its class, in their order.
ENUM = Kind("enumeration", "list({cls}).index({0})", "list({cls})[{items}]", is_enum=True)
INT_ENUM = Kind("enumeration", "{0}.value", "{cls}({items})", is_enum=True, is_number=True)
INT_FLAG = Kind(
    "enumeration", "{0}.value", "{cls}({items})", is_enum=True, is_number=True, is_flag=True)


@dataclass(frozen=True, eq=False)
class ClassType(TupleType):
    """A class of the author's, defined in `module`: a struct of its fields in C.

    An enumeration has one field, the int that a member is. `keywords` are the fields that
    the constructor takes by keyword only.
    """

    module: str = ""
    kind: Kind = DATACLASS
    fields: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class OptionalType(TupleType):
    """A scalar or None: a struct of whether there is a value, and the value."""

    @property
    def base(self) -> Type:
        return self.items[1]


FLOAT = Type("float", "double", error_value="-1.7e308", zero="0.0",
             fits="support.fits_float({0})",
             doc="IEEE 754 binary64, as in CPython")
INT = Type("int", "int64_t", error_value="-9223372036854775807",
           accept="support.as_int({0}, {1})", fits="support.fits_int({0})",
           declared_in="libc.stdint",
           doc="64 bits inside; what does not fit is computed by Python, or raises")
BOOL = Type("bool", "bint", error_value="-1", zero="False",
            accept="support.as_bool({0}, {1})", fits="support.fits_bool({0})",
            doc="only `True` and `False`")
COMPLEX = Type("complex", "complex_t", zero="support.complex_of(0.0, 0.0)",
               accept="support.as_complex({0}, {1})", give="support.from_complex({0})",
               fits="support.fits_complex({0})",
               declared_in="pyx_lowering.support",
               doc="a struct of two floats, with CPython's arithmetic")


@dataclass(frozen=True, eq=False)
class ListType(Type):
    """A list that lives no longer than the function that makes it or takes it: an array in C.

    `again` is what the Python function gets of an argument `{0}` where it computes the call.
    """

    item: Type = FLOAT
    again: str = "{0}"

    @property
    def class_(self) -> str:
        return "list"


def _list(item: Type, pyx: str, again: str = "{0}") -> ListType:
    return ListType(
        f"list[{item.name}]", pyx, zero="NULL", accept=f"support.take_{pyx}({{0}}, {{1}}, {{2}})",
        fits=f"support.fits_{pyx}({{0}})", declared_in="pyx_lowering.support", item=item,
        again=again,
        doc=f"a copy of the items, which are taken as {item.name}; the list itself stays as it is")


#: The types of lists, by the type of their items.
LISTS = {
    FLOAT: _list(FLOAT, "floats", again="support.floats_again({0})"),
    INT: _list(INT, "ints"),
    BOOL: _list(BOOL, "bools"),
}
#: The type of a list while the type of its items is not known.
LIST = Type("list", "")
#: The type of an operand that may be any array.
ARRAY = Type("array", "")
#: The type of a function or operation that gives nothing.
NONE = Type("None", "void")
#: A text that is an object of Python's: the message of an exception.
STR = Type("str", "str")
TEXT = Type("str", "text_t", zero="support.no_text()", accept="support.as_text({0}, {1})",
            give="support.from_text({0})", fits="isinstance({0}, str)",
            declared_in="pyx_lowering.support",
            doc="the characters of the argument, or a part of them; nothing is copied")
CHARACTER = Type("character", "Py_UCS4", error_value="1114111",
                 doc="a str of length 1, such as an item of a str")
BYTES = Type("bytes", "bytes_t", zero="support.no_bytes()", accept="support.as_bytes({0}, {1})",
             give="support.from_bytes({0})", fits="isinstance({0}, bytes)",
             declared_in="pyx_lowering.support",
             doc="the bytes of the argument, or a part of them; an item is an int")
#: A function that is passed to a marked function, which is compiled for it.
FUNCTION = Type("function", "")
#: The type of a name before anything is bound to it; joins with every type.
UNBOUND = Type("unbound", "")
#: What inference gives where no overload fits; joins with nothing, reported once.
ERROR = Type("?", "")

#: More dimensions than this have no operations.
MAX_RANK = 6

#: No dimension of an array is longer, and no array has more elements: arrays with more
#: do not fit in any address space, and are refused where they come in.
MAX_ELEMENTS = 2**56

#: Scalars that a parameter, a local or a result may have, by annotation.
SCALARS = {type_.name: type_ for type_ in (FLOAT, INT, BOOL, COMPLEX)}

#: The types of strs and bytes.
TEXTS = (TEXT, CHARACTER, BYTES)

#: From narrow to wide: a value of one type is also a value of each later one.
_TOWER = (BOOL, INT, FLOAT, COMPLEX)
_TEXT_TOWER = (CHARACTER, TEXT, STR)


def class_type(
    name: str, module: str, kind: Kind, fields: Mapping[str, Type], keywords: Sequence[str] = ()
) -> ClassType:
    """The type of a class with these fields."""
    layout = tuple_of(*fields.values())
    return ClassType(
        name=name, pyx=layout.pyx, zero=layout.zero, items=layout.items, module=module,
        kind=kind, fields=tuple(fields), keywords=tuple(keywords))


def optional_of(base: Type) -> OptionalType:
    """The type of what is a scalar of this type, or None."""
    layout = tuple_of(BOOL, base)
    return OptionalType(
        name=f"{base} | None", pyx=layout.pyx, zero=layout.zero, items=layout.items)


def present(type_: Type) -> Type:
    """The type of a value that is not None."""
    return type_.base if isinstance(type_, OptionalType) else type_


def has_objects(type_: Type | None) -> bool:
    """Whether Python sees objects of the author's classes, or None, in a value of this type."""
    if isinstance(type_, TupleType):
        return isinstance(type_, ClassType | OptionalType) or any(map(has_objects, type_.items))
    return False


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
    """The type of arrays of `rank` dimensions; `OPEN` where that is not known yet."""
    shape = "..." if rank == OPEN else ", ".join(":" * rank) or "()"
    # It has no value before it is bound, and so no `zero`.
    pyx = f"{dtype.name}_{rank}d"
    return ArrayType(f"{dtype.name}[{shape}]", pyx, zero="", give=f"views.given_{pyx}({{0}})",
                     dtype=dtype, rank=rank)


def scalars_of(type_: Type) -> tuple[Type, ...]:
    """The scalars in a type: its items, if it is a tuple, and theirs."""
    if isinstance(type_, TupleType):
        return tuple(scalar for item in type_.items for scalar in scalars_of(item))
    return (type_,)


def type_of(constant: object) -> Type:
    """The native type of a Python constant; `ERROR` where it has none."""
    if isinstance(constant, bool):
        return BOOL
    if isinstance(constant, int):
        return INT if INT_MIN <= constant <= INT_MAX else ERROR
    if isinstance(constant, float):
        return FLOAT
    if isinstance(constant, complex):
        return COMPLEX
    if isinstance(constant, str):
        return CHARACTER if len(constant) == 1 else TEXT
    if isinstance(constant, bytes):
        return BYTES
    if constant is None:
        return NONE
    if isinstance(constant, tuple):
        items = [type_of(item) for item in constant]
        return ERROR if ERROR in items else tuple_of(*items)
    return ERROR


def holds_text(type_: Type) -> bool:
    """Whether there is a str or bytes in a value of this type."""
    return any(scalar in TEXTS for scalar in scalars_of(type_))


def is_plain_tuple(type_: Type) -> TypeGuard[TupleType]:
    """Whether a type is that of a tuple, and of no class of the author's."""
    return isinstance(type_, TupleType) and not isinstance(type_, ClassType | OptionalType)


def promotes(source: Type, target: Type) -> bool:
    """Whether a `source` may stand where a `target` is wanted: bool → int → float → complex."""
    if source == target:
        return True
    if isinstance(target, OptionalType):
        return source == NONE or promotes(present(source), target.base)
    if is_plain_tuple(source) and is_plain_tuple(target):
        return len(source.items) == len(target.items) and all(
            promotes(a, b) for a, b in zip(source.items, target.items, strict=True)
        )
    return any(
        source in tower and target in tower and tower.index(source) < tower.index(target)
        for tower in (_TOWER, _TEXT_TOWER))


def join(first: Type, second: Type) -> Type:
    """The type of a name that holds `first` on one path and `second` on another.

    int and float join to float here, and these with complex to complex; whether the
    narrower one may be converted without a change of meaning is decided where the
    conversion is inserted.
    """
    if first == UNBOUND or promotes(first, second):
        return second
    if second == UNBOUND or promotes(second, first):
        return first
    if NONE in (first, second) or isinstance(first, OptionalType) or isinstance(
        second, OptionalType
    ):
        bases = [present(type_) for type_ in (first, second) if type_ != NONE]
        base = join(bases[0], bases[-1])
        return optional_of(base) if base in _TOWER else ERROR
    if (
        is_plain_tuple(first)
        and is_plain_tuple(second)
        and len(first.items) == len(second.items)
    ):
        items = [join(a, b) for a, b in zip(first.items, second.items, strict=True)]
        return ERROR if ERROR in items else tuple_of(*items)
    return ERROR
