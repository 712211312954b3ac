"""Classes of the author's in every executor: enumerations, named tuples, frozen dataclasses.

`classes/*.py` has a small function for each thing that is done with them. Each executor
has classes of its own, so that objects are written as their class and their fields.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import itertools
import math
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pyx_lowering import compile_now
from pyx_lowering.ir.interpret import run
from pyx_lowering.types import ClassType, OptionalType, TupleType, Type
from tests.executors import (
    Outcome,
    compiled,
    interpreted,
    native_functions,
    outcome,
    python_functions,
    same,
)

CLASSES = Path(__file__).parent / "classes"

EDGES: dict[type, tuple[object, ...]] = {
    float: (0.0, -0.0, 1.0, -3.75, 1e308, math.inf, math.nan),
    int: (0, 1, 2, -7, 5, 2**63 - 1, -(2**63), 2**80),
    bool: (False, True),
    complex: (0j, complex(-0.0, 1.0), complex(math.nan, 1.0), complex(math.inf, -2.5)),
}
#: Of so many combinations, every so-manieth is tried.
MOST = 400


@dataclass(frozen=True)
class Written:
    """An object as the name of its class and its fields, or the name of a member."""

    name: str
    fields: tuple[object, ...] | int


def write(value: object) -> object:
    """Objects in a value written down, so that those of different executors compare."""
    if isinstance(value, enum.Enum):
        return Written(type(value).__name__, int(list(type(value)).index(value))
                       if not isinstance(value, enum.Flag) else int(value.value))
    if dataclasses.is_dataclass(value) and not isinstance(value, Written):
        return Written(type(value).__name__, tuple(
            write(getattr(value, field.name)) for field in dataclasses.fields(value)))
    if isinstance(value, tuple):
        items = tuple(map(write, value))
        return items if type(value) is tuple else Written(type(value).__name__, items)
    return value


def read(value: object, names: Mapping[str, Any]) -> object:
    """The value with its objects, of the classes in `names`."""
    if isinstance(value, tuple):
        return tuple(read(item, names) for item in value)
    if not isinstance(value, Written):
        return value
    cls = names[value.name]
    if isinstance(value.fields, int):
        return cls(value.fields) if issubclass(cls, enum.Flag) else list(cls)[value.fields]
    fields = [read(field, names) for field in value.fields]
    if not dataclasses.is_dataclass(cls):
        return cls(*fields)
    return cls(**dict(zip((f.name for f in dataclasses.fields(cls)), fields, strict=True)))


def flat(value: object) -> object:
    """Written objects as tuples, whose floats `same` compares bit by bit."""
    if isinstance(value, Written):
        return (value.name, flat(value.fields))
    return tuple(map(flat, value)) if isinstance(value, tuple) else value


def values(annotation: Any) -> Sequence[object]:
    """Values of an annotated type, written."""
    if annotation in EDGES:
        return EDGES[annotation]
    if type(None) in typing.get_args(annotation):
        base, _ = typing.get_args(annotation)
        return [None, *EDGES[base]]
    if typing.get_origin(annotation) is tuple:
        parts = typing.get_args(annotation)
        return [tuple(each) for each in thin(*map(values, parts))]
    if issubclass(annotation, enum.Flag):
        return [Written(annotation.__name__, value) for value in range(10)]
    if issubclass(annotation, enum.Enum):
        return [Written(annotation.__name__, index) for index in range(len(annotation))]
    hints = typing.get_type_hints(annotation)
    return [Written(annotation.__name__, each) for each in thin(*map(values, hints.values()))]


def thin(*choices: Sequence[object]) -> list[tuple[object, ...]]:
    """All combinations, thinned out evenly where they are too many."""
    every = list(itertools.product(*choices))
    return every[:: len(every) // 60 + 1]


@dataclass(frozen=True)
class Executor:
    """The functions of a module, called with written values."""

    functions: Mapping[str, Any]
    classes: Mapping[str, Any]
    results: Mapping[str, Type | None] = dataclasses.field(default_factory=dict)

    def call(self, name: str, args: Sequence[object]) -> Outcome:
        given = outcome(self.functions[name], [read(arg, self.classes) for arg in args])
        value = restored(given.value, self.results.get(name)) if given.error is None else None
        return Outcome(flat(write(value)), given.error)


def restored(value: object, type_: Type | None) -> object:
    """A result of the interpreter, which knows objects as tuples of their fields."""
    if not isinstance(type_, TupleType) or type(value) is not tuple:
        return value
    if isinstance(type_, OptionalType):
        return value[1] if value[0] else None
    if not isinstance(type_, ClassType):
        return tuple(map(restored, value, type_.items))
    if not type_.kind.is_enum:
        return Written(type_.name, tuple(map(restored, value, type_.items)))
    if type_.kind.is_number and not type_.kind.is_flag:
        return Written(type_.name, sorted(NUMBERS[type_.name]).index(value[0]))
    return Written(type_.name, value[0])


#: What the interpreter has for the members of an `IntEnum`.
NUMBERS = {"Color": [1, 2, 16, 17]}


def text_of(module: str) -> str:
    return (CLASSES / f"{module}.py").read_text(encoding="utf-8")


MODULES = sorted(path.stem for path in CLASSES.glob("*.py"))
PYTHON = {module: python_functions(text_of(module), module) for module in MODULES}
FUNCTIONS = [
    (module, line[4:].partition("(")[0])
    for module in MODULES
    for before, line in itertools.pairwise(text_of(module).splitlines())
    if before.startswith("@compile")
]


@pytest.fixture(scope="module")
def executors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Executor]]:
    made: dict[str, dict[str, Executor]] = {}
    for module in MODULES:
        text, python = text_of(module), PYTHON[module]
        functions = {f.name: f for f in compiled(text, module).ir.functions if f.exported}
        native = native_functions(text, module, tmp_path_factory.mktemp(module))
        made[module] = {
            "python": Executor(python, python),
            "interpreter": Executor(
                {name: interpreted(f, python[name]) for name, f in functions.items()}, python,
                {name: f.result for name, f in functions.items()}),
            "native": Executor(native, native),
        }
    return made


@pytest.mark.parametrize("executor", ["interpreter", "native"])
@pytest.mark.parametrize(("module", "name"), FUNCTIONS)
def test_edge_values(
    executors: dict[str, dict[str, Executor]], module: str, name: str, executor: str
) -> None:
    function = PYTHON[module][name]
    hints = typing.get_type_hints(function)
    choices = [values(hints[parameter]) for parameter in inspect.signature(function).parameters]
    every = list(itertools.product(*choices))
    for args in every[:: len(every) // MOST + 1]:
        meant = executors[module]["python"].call(name, args)
        given = executors[module][executor].call(name, args)
        assert same(meant, given), f"{name}{args}: CPython {meant}, {executor} {given}"


def test_results_are_of_the_authors_classes(
    executors: dict[str, dict[str, Executor]]
) -> None:
    native = executors["objects"]["native"].functions
    point = native["made"](0.5, 2)
    assert type(point) is native["Point"]
    assert repr(point) == "Point(x=0.5, y=-0.5)"
    vector = native["walked"](native["Vector"](1.0, 2.0), 3)
    assert type(vector) is native["Vector"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        vector.x = 1.0
    colors = executors["enumerations"]["native"].functions
    assert colors["chosen"](3) is colors["Color"].DARK
    assert colors["opposite"](colors["Mode"].FAST) is colors["Mode"].SLOW


def test_defaults_that_are_objects(executors: dict[str, dict[str, Executor]]) -> None:
    for executor in ("python", "native"):
        names = executors["objects"][executor].functions
        function, point, vector = names["with_defaults"], names["Point"], names["Vector"]
        assert function(2.0) == -5.0
        assert function(2.0, point(0.0, 1.0), (1, 1.0)) == -3.0
        assert function(2.0, pair=(0, 0.0), n=1, v=vector(0.0, 4.0)) == 4.0
        assert function(2.0, v=vector(9.0, 1.0), on=False) == 9.0
        for wrong in ({"v": None}, {"pair": None}, {"p": point(0.0, 1.0)}):
            with pytest.raises((TypeError, AttributeError)):
                function(2.0, **wrong)
    colors = executors["enumerations"]["native"].functions
    assert colors["mode_value"]() == 0.5
    assert colors["mode_value"](mode=colors["Mode"].FAST) == 1.0


def test_one_nan_is_equal_to_itself_and_to_no_other(
    executors: dict[str, dict[str, Executor]]
) -> None:
    native = executors["objects"]["native"].functions
    point, nan = native["Point"], math.nan
    other = float("nan")
    assert native["equal_tuples"](point(nan, 0.0), nan, 0.0, 1) & 1
    assert not native["equal_tuples"](point(other, 0.0), nan, 0.0, 1) & 1
    assert native["itself"](point(nan, nan))


@pytest.mark.parametrize(
    ("module", "name", "args", "message"),
    [
        ("objects", "fields", ("point", (1.0, 2.0)), "argument 'v' must be Vector, not tuple"),
        ("objects", "fields", ((1.0, 2.0), "vector"), "argument 'p' must be Point, not tuple"),
        ("objects", "fields", ("point", "point"), "argument 'v' must be Vector, not Point"),
        ("objects", "itself", ("sub",), "argument 'p' must be Point, not Sub"),
        ("objects", "itself", ("texts",), "must be real number, not str"),
        ("enumerations", "compared", (1, 1), "argument 'color' must be Color, not int"),
        ("enumerations", "mode_value", (0.5,), "argument 'mode' must be Mode, not float"),
    ],
)
def test_arguments_of_another_class(
    executors: dict[str, dict[str, Executor]],
    module: str, name: str, args: tuple[object, ...], message: str,
) -> None:
    native = executors[module]["native"].functions
    made: dict[object, object] = {}
    if module == "objects":
        point = native["Point"]
        made = {"point": point(1.0, 2.0), "vector": native["Vector"](1.0, 2.0),
                "sub": type("Sub", (point,), {})(1.0, 2.0), "texts": point("a", "b")}
    with pytest.raises(TypeError, match=message):
        native[name](*(made.get(arg, arg) for arg in args))


def test_classes_of_another_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "shapes"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "kinds.py").write_text(
        "import enum\n"
        "from typing import NamedTuple\n\n"
        "class Side(enum.Enum):\n"
        "    LEFT = 'l'\n"
        "    RIGHT = 'r'\n\n"
        "class Pair(NamedTuple):\n"
        "    first: float\n"
        "    side: Side\n")
    (package / "kernels.py").write_text(
        "from pyx_lowering import compile\n"
        "from . import kinds\n"
        "from .kinds import Pair as P\n\n"
        "@compile\n"
        "def turned(pair: P) -> kinds.Pair:\n"
        "    left = kinds.Side.LEFT\n"
        "    return P(-pair.first, left if pair.side is kinds.Side.RIGHT else kinds.Side.RIGHT)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("PYX_LOWERING_CACHE_DIR", str(tmp_path / "cache"))
    module = compile_now(package / "kernels.py")
    kinds = module.kinds
    result = module.turned(kinds.Pair(2.0, kinds.Side.LEFT))
    assert result == kinds.Pair(-2.0, kinds.Side.RIGHT)
    assert type(result) is kinds.Pair


def test_the_interpreter_takes_objects_and_their_fields() -> None:
    function = next(
        f for f in compiled(text_of("objects"), "objects").ir.functions if f.name == "single")
    assert run(function, [PYTHON["objects"]["Single"](2), 3]) == (5,)
