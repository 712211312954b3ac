"""Names in the `.pyx`: what they must not collide with, and what is imported."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyx_lowering.dtypes import DTYPES, SIZED
from pyx_lowering.ops import OPERATIONS
from pyx_lowering.types import MAX_RANK, SCALARS, TEXTS, array_of

#: Words that Cython reserves beyond Python's; no name in a `.pyx` can be one of these.
CYTHON_KEYWORDS = frozenset(
    {"cdef", "cpdef", "ctypedef", "cimport", "include", "DEF", "IF", "ELIF", "ELSE"})

#: Names that the text of wrappers uses; a function of the user's with such a name is
#: defined under another one.
WRAPPER_NAMES = CYTHON_KEYWORDS | {
    "range", "float", "complex", "globals", "OverflowError", "bool", "int", "double", "bint",
    "void", "print", "repr", "str", "ascii", "list", "type", "TypeError"}

#: Words with a meaning in declarations or expressions of Cython, and names that the
#: generated text uses itself. A local variable with such a name gets a `_` behind it.
_RESERVED = CYTHON_KEYWORDS | frozenset(keyword.kwlist) | frozenset({
    "NULL", "api", "bint", "by", "char", "class", "const", "depth", "double", "enum", "except",
    "extern", "float", "fused", "gil", "inline", "int", "int64_t", "uint64_t", "long", "new",
    "nogil", "noexcept", "object", "operator", "overflow", "packed", "Py_ssize_t", "public",
    "range", "readonly", "short", "signed", "size_t", "sizeof", "str", "struct", "typeof",
    "union", "unsigned", "void", "volatile", "recursion_limit", "as_int", "as_bool", "bool",
    "self", "scratch", "complex_t", "print", "repr", "ascii", "cython", "template", "this",
    "typename", "namespace", "None", "keep_block", "collect", "of_bool",
    *(array_of(dtype, rank).pyx for dtype in DTYPES.values() for rank in range(MAX_RANK + 1)),
})


def _python_alias(module: str, name: str) -> str:
    """What the text calls a function of Python's: `py_gamma`, `py_cmath_sqrt`."""
    return f"py_{name}" if module in ("builtins", "math", "importlib") else f"py_{module}_{name}"


_TEMPLATES = [
    text
    for operation in OPERATIONS.values()
    for overload in operation.overloads
    for text in (overload.pyx, *(guard.condition for guard in overload.guards))
] + [
    text for type_ in (*SCALARS.values(), *SIZED.values(), *TEXTS)
    for text in (type_.accept, type_.give, type_.zero)
]

#: Every name that a template may import, as `Imports` calls it.
_IMPORTED = frozenset(
    prefix + name
    for text in _TEMPLATES
    for prefix, pattern in (
        ("", r"support\.(\w+)"), ("c_", r"support\.(\w+)"), ("", r"views\.(\w+)"),
        ("c_", r"libc\.math\.(\w+)"))
    for name in re.findall(pattern, text)
) | frozenset(
    _python_alias(*found) for text in _TEMPLATES
    for found in re.findall(r"python\.(\w+)\.(\w+)", text)
) | {"c_NAN", "c_INFINITY", "INT64_MIN", "apart", "c_apart"}


class Names:
    """Gives every variable of a function a name of its own, none of them in `taken`."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def fresh(self, base: str) -> str:
        name = f"{base}_" if _means_something(base) else base
        number = 0
        while name in self._taken:
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name)
        return name


def _means_something(name: str) -> bool:
    return (
        name in _RESERVED
        or name in _IMPORTED
        or isinstance(getattr(builtins, name, None), type)
    )


def quoted(text: str) -> str:
    """A text as a literal, in double quotes where that reads well."""
    return f'"{text}"' if text.isprintable() and not set(text) & set('"\\') else repr(text)


def wrapped(start: str, names: Iterable[str]) -> list[str]:
    """`from m import a, b`, over several lines in parentheses where it is long."""
    line = f"{start} {', '.join(sorted(names))}"
    if len(line) <= 100:
        return [line]
    return [f"{start} (", *(f"    {name}," for name in sorted(names)), ")"]


@dataclass
class Imports:
    """What the generated module imports, found while its functions are written."""

    #: The module's own names: its functions, and the parameters of their wrappers.
    taken: frozenset[str] = frozenset()
    cimports: dict[str, set[str]] = field(default_factory=dict)
    imports: dict[str, set[str]] = field(default_factory=dict)
    #: Functions for arrays that the text defines itself.
    views: set[str] = field(default_factory=set)

    def view(self, name: str) -> str:
        """Note a function for arrays of one type; gives its name."""
        self.views.add(name)
        return name

    def cimport(self, module: str, name: str) -> str:
        """Note a C name; gives what the text calls it (`c_sqrt`, clear of the user's names)."""
        alias = f"c_{name}" if module == "libc.math" or name in self.taken else name
        self.cimports.setdefault(module, set()).add(
            f"{name} as {alias}" if alias != name else name)
        return alias

    def python(self, module: str, name: str) -> str:
        """Note a Python function; gives what the text calls it."""
        alias = _python_alias(module, name)
        self.imports.setdefault(module, set()).add(f"{name} as {alias}")
        return alias

    def lines(self) -> list[str]:
        """The import statements, sorted."""
        lines: list[str] = []
        for module, names in sorted(self.imports.items()):
            lines += wrapped(f"from {module} import", names)
        for module, names in sorted(self.cimports.items()):
            lines += wrapped(f"from {module} cimport", names)
        return lines
