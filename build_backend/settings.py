"""The table `[tool.pyx-lowering]`: one dataclass, and all that follows from it.

From the fields and their docstrings come the validation, the JSON schema, the page
docs/settings.md, and what may be set from outside: in the environment as
`PYX_LOWERING_<NAME>` and on the command line of a front end as
`-C pyx-lowering.<name>=<value>`, which is the strongest.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pyx_lowering.discover import Options, SharedOptions

TABLE = "pyx-lowering"
VARIABLE = "PYX_LOWERING_"

#: Variables that begin alike and are read where programs run, or by the tests.
OTHER_VARIABLES = frozenset({"CACHE_DIR", "CACHE_SIZE", "DISABLE", "LEVEL"})

Given = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class ModuleSettings(SharedOptions):
    """What can differ from module to module.

    on_unsupported: what a marked function that cannot be compiled does. `"error"`: the
    build stops. `"python"`: the function stays Python, and the build reports it.
    """

    on_unsupported: Literal["error", "python"] = "error"

    @property
    def options(self) -> Options:
        """The defaults of `@compile`."""
        return Options(**{f.name: getattr(self, f.name) for f in fields(SharedOptions)})


@dataclass(frozen=True, kw_only=True)
class Settings(ModuleSettings):
    """The whole table.

    include: patterns of the names of modules to look for marked functions in, such as
    `"mypackage.kernels"` or `"mypackage.fast.*"`.
    exclude: patterns of modules to leave as Python, of those that `include` gives.
    native: whether there has to be native code. `"require"`: without a working compiler the
    build fails. `"prefer"`: it then makes a pure Python wheel, and says so. `"off"`: it makes
    a pure Python wheel, and needs no compiler.
    abi3: one wheel for all versions of CPython from the oldest that the project supports
    (`requires-python`) on, by the stable ABI. A free-threaded Python ignores it.
    instruction_set: up to which one modules for x86-64 carry code. `"x86-64-v3"`: a second copy for
    processors with AVX2 and FMA is chosen at import where it runs. Other processors ignore it.
    runtime: how `@compile` gets into the wheel. `"vendor"`: as one more file, so that the wheel
    depends on nothing. `"depend"`: the wheel requires pyx-lowering.
    debug: debugging information, and little optimization.
    extra_compile_args: more arguments for the C compiler, after all others.
    extra_link_args: more arguments for the linker.
    cache: keep compiled modules in the user's cache folder, and take them from there.
    rebuild_on_import: in an editable install, compile an edited module when it is imported.
    overrides: other settings for some modules; see below.
    """

    include: tuple[str, ...] = ("*",)
    exclude: tuple[str, ...] = ()
    native: Literal["require", "prefer", "off"] = "require"
    abi3: bool = False
    instruction_set: Literal["baseline", "x86-64-v3"] = "baseline"
    runtime: Literal["vendor", "depend"] = "vendor"
    debug: bool = False
    extra_compile_args: tuple[str, ...] = ()
    extra_link_args: tuple[str, ...] = ()
    cache: bool = True
    rebuild_on_import: bool = False
    overrides: tuple[Override, ...] = ()

    def covers(self, module: str) -> bool:
        """Whether marked functions of `module` are to be compiled."""
        return _matches(module, self.include) and not _matches(module, self.exclude)

    def of(self, module: str) -> ModuleSettings:
        """The settings of one module: of the overrides that fit it, the last one wins."""
        values = {f.name: getattr(self, f.name) for f in fields(ModuleSettings)}
        for override in self.overrides:
            if _matches(module, override.modules):
                values |= override.values
        return ModuleSettings(**values)


@dataclass(frozen=True)
class Override:
    """One table of `[[tool.pyx-lowering.overrides]]`: settings of the modules of these names."""

    modules: tuple[str, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """One field, as its declaration describes it. `name` is spelled as in TOML."""

    name: str
    type: Any
    default: object
    doc: str
    per_module: bool

    @property
    def field_name(self) -> str:
        return self.name.replace("-", "_")

    @property
    def values(self) -> tuple[str, ...]:
        """The only values, where there are few."""
        return get_args(self.type) if get_origin(self.type) is Literal else ()

    @property
    def wanted(self) -> str:
        """What a value is, in words."""
        if self.type is bool:
            return "true or false"
        return " or ".join(f'"{value}"' for value in self.values) or "a list of strings"

    def accept(self, value: object) -> object:
        """The value of the field for a value of TOML; raises ValueError."""
        if self.type is bool and isinstance(value, bool):
            return value
        if self.values and value in self.values:
            return value
        if (not self.values and self.type is not bool and isinstance(value, list)
                and all(isinstance(item, str) for item in value)):
            return tuple(value)
        raise ValueError(f"`{self.name}` is {self.wanted}, not {toml_value(value)}")

    def parse(self, text: object) -> object:
        """The value of the field for words from outside; raises ValueError."""
        if isinstance(text, list):  # `-C key=a -C key=b`
            if self.type is bool or self.values:
                return self.parse(text[-1])
            return self.accept(text)
        if self.type is bool:
            word = str(text).lower()
            if text is None or word in ("", "1", "true", "yes", "on"):
                return True
            return self.accept(False if word in ("0", "false", "no", "off") else text)
        return self.accept(text if self.values else shlex.split(str(text or "")))


def settings_list() -> list[Setting]:
    """All settings, in the order of the page; `overrides` has a form of its own."""
    types, docs = get_type_hints(Settings), _documentation()
    shared = {f.name for f in fields(ModuleSettings)}
    return [
        Setting(f.name.replace("_", "-"), types[f.name], f.default, docs[f.name], f.name in shared)
        for f in fields(Settings) if f.name != "overrides"
    ]


def schema() -> dict[str, Any]:
    """The JSON schema of the table."""
    properties = {s.name: _schema_of(s) for s in settings_list()}
    per_module = {s.name: _schema_of(s) for s in settings_list() if s.per_module}
    for part in per_module.values():
        del part["default"]
    strings = {"type": "array", "items": {"type": "string"}}
    modules = {**strings, "description": "patterns of the names of modules"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://pyx-lowering.invalid/settings.schema.json",
        "title": "pyx-lowering",
        "description": "Settings of the build backend of pyx-lowering.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **properties,
            "overrides": {
                "type": "array",
                "description": "other settings for some modules; the last that fits wins",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["modules"],
                    "properties": {"modules": modules, **per_module},
                },
            },
        },
    }


def _schema_of(setting: Setting) -> dict[str, Any]:
    if setting.type is bool:
        kind: dict[str, Any] = {"type": "boolean"}
    elif setting.values:
        kind = {"enum": list(setting.values)}
    else:
        kind = {"type": "array", "items": {"type": "string"}}
    default = setting.default
    return {
        **kind,
        "default": list(default) if isinstance(default, tuple) else default,
        "description": setting.doc,
    }


def toml_value(value: object) -> str:
    """A value as TOML spells it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _documentation() -> dict[str, str]:
    """What the docstrings of the dataclasses say of each field."""
    docs: dict[str, str] = {}
    for cls in reversed(Settings.__mro__):
        if dataclasses.is_dataclass(cls):
            docs.update(_paragraphs(inspect.getdoc(cls) or ""))
    return docs


def _paragraphs(doc: str) -> Iterator[tuple[str, str]]:
    """`name: text`, over several lines perhaps."""
    for found in re.finditer(r"^(\w+): (.*(?:\n(?!\w+: |\n).+)*)", doc, re.MULTILINE):
        yield found[1], " ".join(found[2].split())


def _matches(module: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(module, pattern) for pattern in patterns)
