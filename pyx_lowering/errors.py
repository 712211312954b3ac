"""The catalogue of everything that can be wrong, as data.

Codes: PYX1xx syntax, PYX2xx names and types, PYX3xx lowering, PYX4xx the build.
A row's `message` and `help` are templates; the place that finds the problem fills
them with `ROW.at(span, name=...)`. One sentence says what is wrong, the help says
what to do. `docs/reference/errors.md` lists the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyx_lowering.diagnostics import Diagnostic, Severity
from pyx_lowering.source import Span


@dataclass(frozen=True)
class Problem:
    """One row of the catalogue."""

    code: str
    title: str
    message: str
    help: str
    severity: Severity = "error"

    def at(
        self,
        span: Span | None,
        *,
        notes: Sequence[str] = (),
        help: str | None = None,
        **details: object,
    ) -> Diagnostic:
        """The diagnostic for this problem at `span`; `help` replaces the row's own."""
        return Diagnostic(
            code=self.code,
            message=self.message.format(**details),
            span=span,
            notes=tuple(notes),
            help=self.help.format(**details) if help is None else help,
            severity=self.severity,
        )


#: The help where a text would be made.
NO_NEW_TEXT = (
    "compiled code reads strs and bytes, and makes no new ones; return numbers or a part of an "
    "argument, and put the rest together in Python")


# PYX1xx: syntax

SYNTAX = Problem(
    "PYX100", "The file is not valid Python",
    "{reason}",
    "the file must parse with the Python that runs the build",
)
STATEMENT = Problem(
    "PYX101", "Unsupported statement",
    "{statement} cannot be compiled",
    "compile only the numeric part, and leave the rest as Python",
)
EXPRESSION = Problem(
    "PYX102", "Unsupported expression",
    "{expression} cannot be compiled",
    "compile only the numeric part, and leave the rest as Python",
)
NOT_MODULE_LEVEL = Problem(
    "PYX103", "Marked function that is not at module level",
    "`{function}` is marked with `@{decorator}` but is not at the top level of its module",
    "move it out of the {container}; only module-level functions are compiled",
)
OTHER_DECORATOR = Problem(
    "PYX104", "Another decorator on a marked function",
    "`{function}` has the decorator `@{other}` besides `@{decorator}`",
    "leave `@{decorator}` alone on this function, and apply `{other}` in a plain wrapper",
)
OPTION = Problem(
    "PYX105", "Unknown or wrong option",
    "{reason}",
    "the options are {options}",
)
PARAMETER_KIND = Problem(
    "PYX106", "Variadic parameter",
    "`{function}` takes `{parameter}`",
    "name each parameter; `*args` and `**kwargs` have no fixed native type",
)
DEFINED_TWICE = Problem(
    "PYX107", "Marked function defined more than once",
    "`{function}` is bound more than once at module level",
    "give each function a name of its own; native code is found by name",
)
NOTHING_MARKED = Problem(
    "PYX110", "Nothing is marked in the whole project",
    "no function of this project is marked with `@compile`, so the wheel has no native code",
    "add `from pyx_lowering import compile` and `@compile` to the hot functions",
    severity="warning",
)

# PYX2xx: names and types

MISSING_ANNOTATION = Problem(
    "PYX201", "Missing annotation",
    "{subject} of `{function}` has no type annotation",
    "annotate it with `float`, `int` or `bool`",
)
ANNOTATION = Problem(
    "PYX202", "Unsupported annotation",
    "`{annotation}` is not a type that can be compiled",
    "use `float`, `int`, `bool`, `complex`, `str`, `bytes`, or for several results `tuple[...]` "
    "of these",
)
JOIN = Problem(
    "PYX203", "A variable whose types cannot be joined",
    "{name} is {first} on one path and {second} on another",
    "give it one type on every path",
)
NO_OVERLOAD = Problem(
    "PYX204", "Operation without an overload for these types",
    "`{operation}` is not defined for ({types})",
    "convert the operands to types that `{operation}` takes, "
    "or leave `{function}` as Python",
)
TYPE_VARIABLE = Problem(
    "PYX216", "Type variable that may stand for any type",
    "the type variable `{name}` does not say which types it stands for",
    'give it constraints, as in `TypeVar("T", int, float)`: the function is compiled for each',
)
VARIANTS = Problem(
    "PYX217", "Signatures that cannot be compiled beside each other",
    "the signatures of `{function}` cannot be compiled: {reason}",
    "give each overload the parameters of the function, with other types of numbers",
)
UNKNOWN_NAME = Problem(
    "PYX205", "Unknown name",
    "`{name}` is not defined here",
    "define it in the function or at module level{suggestion}",
)
MAY_CHANGE = Problem(
    "PYX206", "A name that may change at run time",
    "`{name}` may change at run time: {reason}",
    "pass it as a parameter, or assign it once at module level",
)
CANNOT_CALL = Problem(
    "PYX207", "A call of something that cannot be traced",
    "`{callee}` cannot be called from compiled code: {reason}",
    "call functions of this package, `math`, or the built-in numeric functions",
)
ARGUMENTS = Problem(
    "PYX208", "Arguments that do not fit the function called",
    "{reason}",
    "call it as `{signature}`",
)
RESULT = Problem(
    "PYX209", "A result of another type than annotated",
    "`{function}` returns {actual} here but is annotated `-> {declared}`",
    "convert the value, or change the annotation",
)
NO_RETURN = Problem(
    "PYX210", "A function that can end without a return",
    "`{function}` is annotated `-> {declared}` but can end without a `return`",
    "return a value, or raise an exception, on every path",
)
CONSTANT = Problem(
    "PYX211", "A constant without a native type",
    "{value} has no native type: {reason}",
    "native constants are floats, bools, and ints of 64 bits",
)
UNPACK = Problem(
    "PYX212", "Unpacking a value that is not a tuple of that length",
    "cannot unpack {actual} into {wanted} names",
    "unpack a tuple with one item for each name",
)
RECURSIVE_HELPER = Problem(
    "PYX213", "A recursive helper without an annotated result",
    "the type of `{function}` depends on itself",
    "annotate the result of `{function}`",
)
ANNOTATED_LOCAL = Problem(
    "PYX214", "A local whose value is not of its annotated type",
    "`{name}` is annotated `{declared}` but is assigned {actual}",
    "convert the value, or change the annotation",
)

DEFAULT = Problem(
    "PYX215", "A default of another type than its parameter",
    "`{name}` is annotated `{declared}` but its default is {actual}",
    "change the default or the annotation",
)

CLASS = Problem(
    "PYX220", "A class that cannot be compiled",
    "`{name}` cannot be used in compiled code: {reason}",
    "use an enumeration, a `NamedTuple`, or a `@dataclass(frozen=True)` of numbers",
)
ARRAY_RANK = Problem(
    "PYX230", "An array whose number of dimensions is not known",
    "the number of dimensions of `{name}` is not clear: {reason}",
    "annotate it with its shape, such as "
    "`np.ndarray[tuple[int, int], np.dtype[np.float64]]` for two dimensions",
)
ARRAY_USE = Problem(
    "PYX231", "Something that cannot be done with an array",
    "{use} of an array of type {type} cannot be compiled",
    "write it with elements, views and the functions that are compiled, or leave it as Python",
)

VECTORIZE = Problem(
    "PYX232", "A function that cannot be called for each element",
    "`{function}` is marked with `vectorize=True`, but {reason}",
    "its parameters and results must be numbers or bools; "
    "for arrays as a whole, annotate the parameters as arrays",
)

ARRAY_OPERATION = Problem(
    "PYX237", "An operation that arrays of such elements do not have",
    "`{operation}` is not defined for elements of type {types}",
    "convert the elements first, as in `a.astype(np.float64)`",
)
ARRAY_DTYPE = Problem(
    "PYX233", "An array whose type of elements is not known",
    "the type of the elements of this array is not clear",
    "convert the numbers in it, as in `float(x)` or `int(x)`, or give `dtype=`",
)
ARRAY_DTYPE_NAME = Problem(
    "PYX234", "A type of elements that is not compiled",
    "arrays with elements of type `{dtype}` cannot be compiled",
    "write one of NumPy's types, such as `np.float64`",
)
ARRAY_CAST = Problem(
    "PYX235", "An array that would lose what it is assigned in place",
    "elements of type {actual} cannot be kept in an array of {wanted} in place",
    "NumPy raises a TypeError here; convert them first, as in `(...).astype(np.int64)`",
)
ARRAY_RESULT = Problem(
    "PYX236", "A result that may be an array that was passed",
    "`{function}` may return an array that was passed to it, or a view of one",
    "return a copy, as in `return a.copy()`, or let the caller use its own array",
)

LIST_ESCAPES = Problem(
    "PYX221", "A list that is used outside of the function that makes it",
    "a list cannot be put into {where}: it lives no longer than its function",
    "give the items that are needed, such as `values[0]`, or fill the list where it is used",
)

LIST_CHANGES = Problem(
    "PYX222", "A list that was passed and is changed",
    "`{function}` changes the list `{name}`, which Python passes to it",
    "change a copy, as in `{name} = {name}.copy()`, or take an array, which can be written to",
)

# PYX3xx: lowering

CYTHON_NAME = Problem(
    "PYX301", "A name that Cython reserves",
    "the parameter `{name}` of `{function}` has a name that is reserved in Cython",
    "rename it; callers may pass it by keyword, so that it cannot be renamed for them",
)

# PYX4xx: the build

NO_COMPILER = Problem(
    "PYX401", "No C compiler",
    "no C compiler was found (looked for {compiler})",
    "{install}",
)
COMPILER_FAILED = Problem(
    "PYX402", "The C compiler failed",
    "the C compiler failed on {module}: {reason}",
    "`-C verbose=1` shows the commands of a build; "
    "if your own flags are not the cause, this is a bug in pyx-lowering",
)
CYTHON_FAILED = Problem(
    "PYX403", "Cython failed",
    "Cython refused the code generated for {module}: {reason}",
    "this is a bug in pyx-lowering; please report it with the function's source",
)
SETTING = Problem(
    "PYX404", "Wrong setting",
    "{reason}",
    "docs/settings.md lists the settings of `[tool.pyx-lowering]`",
)
RUNTIME_NAME = Problem(
    "PYX405", "A name that is not in the wheel's runtime",
    "`{name}` of pyx_lowering is not available in an installed wheel",
    "import `{name}` where it is used at development time, not in the package",
)
LEFT_AS_PYTHON = Problem(
    "PYX406", "Marked functions that stay Python",
    "these marked functions could not be compiled and stay Python: {functions}",
    "the warnings above say why; `on-unsupported = \"error\"` stops the build instead",
    severity="warning",
)
NO_NATIVE_CODE = Problem(
    "PYX407", "A build that has to do without native code",
    "no marked function of the wheel is compiled: each is the Python function",
    "the messages above say why; `native = \"require\"` stops the build instead",
    severity="warning",
)
WHEEL = Problem(
    "PYX408", "A wheel that is not what it should be",
    "the finished wheel is wrong: {reason}",
    "this is a bug in pyx-lowering or in another plugin of the build; please report it",
)
NO_ROOM = Problem(
    "PYX409", "No room for a build",
    "{path} cannot be written: {reason}",
    "make room there; TMPDIR names another folder for what is only needed meanwhile",
)

#: Every row, in the order of the codes.
CATALOGUE: tuple[Problem, ...] = tuple(
    sorted(
        (value for value in list(globals().values()) if isinstance(value, Problem)),
        key=lambda problem: problem.code,
    )
)
