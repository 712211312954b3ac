"""The table [tool.pyx-lowering]: what it accepts, what it says, and what comes from outside."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from build_backend.read_settings import ours, read_settings, refuse_unknown
from build_backend.settings import (
    OTHER_VARIABLES,
    VARIABLE,
    Override,
    Settings,
    schema,
    settings_list,
    toml_value,
)
from build_backend.validate_pyproject import schema as plugin
from pyx_lowering import CompileError
from pyx_lowering.discover import Options

Read = Callable[..., Settings]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads settings from a table's text, config settings and environment variables."""

    def read(
        table: str = "", given: Mapping[str, Any] | None = None, **variables: str
    ) -> Settings:
        (tmp_path / "pyproject.toml").write_text(table, encoding="utf-8")
        for name, value in variables.items():
            monkeypatch.setenv(f"PYX_LOWERING_{name}", value)
        return read_settings(tmp_path, given)

    return read


def test_without_a_table_all_is_as_declared(read: Read, tmp_path: Path) -> None:
    assert read() == Settings()
    (tmp_path / "pyproject.toml").unlink()
    assert read_settings(tmp_path) == Settings()


def test_every_setting_can_be_set(read: Read) -> None:
    others: dict[str, object] = {
        s.field_name: (not s.default if s.type is bool else s.values[1] if s.values
                       else ("a", "b c"))
        for s in settings_list()
    }
    expected = replace(Settings(), **others)  # type: ignore[arg-type]
    lines = [f"{s.name} = {toml_value(others[s.field_name])}" for s in settings_list()]
    assert read("\n".join(["[tool.pyx-lowering]", *lines])) == expected
    words = {"('a', 'b c')": "a 'b c'", "True": "true", "False": "false"}
    texts = {s.name: words.get(str(others[s.field_name]), str(others[s.field_name]))
             for s in settings_list()}
    assert read("", {f"pyx-lowering.{name}": text for name, text in texts.items()}) == expected
    variables = {name.upper().replace("-", "_"): text for name, text in texts.items()}
    assert read("", **variables) == expected


def test_the_strongest_is_what_stands_on_the_command_line(read: Read) -> None:
    table = '[tool.pyx-lowering]\nnative = "off"\nabi3 = true\ndebug = true\n'
    settings = read(table, {"pyx-lowering.debug": "false", "verbose": ""},
                    ABI3="false", DEBUG="true")
    assert (settings.native, settings.abi3, settings.debug) == ("off", False, False)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", True), (None, True), ("on", True), ("TRUE", True), ("0", False), ("no", False),
     (["false", "true"], True)],
)
def test_the_forms_in_which_front_ends_send_a_switch(
    read: Read, value: object, expected: bool
) -> None:
    assert read("", {"pyx-lowering.abi3": value}).abi3 is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("-DA=1 '-DB=x y'", ("-DA=1", "-DB=x y")), (["-DA=1", "-DB=x y"], ("-DA=1", "-DB=x y")),
     ("", ()), (None, ())],
)
def test_the_forms_in_which_front_ends_send_a_list(
    read: Read, value: object, expected: tuple[str, ...]
) -> None:
    given = {"pyx-lowering.extra-compile-args": value}
    assert read("", given).extra_compile_args == expected


TABLE = """\
[project]
debgu = 1

[tool.pyx-lowering]
exclude = ["pkg.slow"]
debgu = true
abi3 = "yes"
native = "of"
include = "pkg"

[[tool.pyx-lowering.overrides]]
modules = ["pkg.fast"]
contrct = false

[[tool.pyx-lowering.overrides]]
abi3 = true
"""


def test_all_mistakes_are_told_at_once_and_where_they_are(read: Read) -> None:
    with pytest.raises(CompileError) as caught:
        read(TABLE, {"pyx-lowering.natve": "off"}, ABI="1", NATIVE="maybe")
    told = [
        (f"{d.span.line}:{d.span.column + 1}" if d.span else "", d.code, d.message)
        for d in caught.value.diagnostics
    ]
    assert told == [
        ("", "PYX404", "`PYX_LOWERING_ABI` sets nothing"),
        ("", "PYX404", "`PYX_LOWERING_NATIVE`: `native` is \"require\" or \"prefer\" or \"off\", "
                       "not \"maybe\""),
        ("", "PYX404", "`pyx-lowering.natve` sets nothing"),
        ("6:1", "PYX404", "there is no setting `debgu`"),
        ("7:1", "PYX404", "`abi3` is true or false, not \"yes\""),
        ("7:1", "PYX404", "there is no setting `abi3`"),
        ("8:1", "PYX404", "`native` is \"require\" or \"prefer\" or \"off\", not \"of\""),
        ("9:1", "PYX404", "`include` is a list of strings, not \"pkg\""),
        ("11:21", "PYX404", "an override needs `modules`, the names that it is for"),
        ("13:1", "PYX404", "there is no setting `contrct`"),
    ]
    hints = {d.message: d.help or "" for d in caught.value.diagnostics}
    for message, near in {
        "there is no setting `debgu`": "debug", "there is no setting `contrct`": "contract",
        "`PYX_LOWERING_ABI` sets nothing": "PYX_LOWERING_ABI3",
        "`pyx-lowering.natve` sets nothing": "pyx-lowering.native",
    }.items():
        assert hints[message].startswith(f"did you mean `{near}`? ")


def test_a_table_that_is_none(read: Read) -> None:
    with pytest.raises(CompileError, match=r"`tool.pyx-lowering` is a table"):
        read("[tool]\npyx-lowering = 1\n")
    with pytest.raises(CompileError, match=r"`overrides` is a list of tables"):
        read("[tool.pyx-lowering]\noverrides = [1]\n")


def test_a_file_that_is_not_toml_is_for_others_to_report(read: Read) -> None:
    assert read("[tool.pyx-lowering\n") == Settings()


def test_which_modules_are_covered() -> None:
    settings = Settings(include=("pkg", "pkg.*"), exclude=("pkg.slow*",))
    names = ("pkg", "pkg.fast", "pkg.deep.fast", "pkg.slow", "pkg.slower.x", "other")
    assert [name for name in names if settings.covers(name)] == list(names[:3])


def test_the_last_override_that_fits_wins(read: Read) -> None:
    settings = read("""
[tool.pyx-lowering]
contract = false
[[tool.pyx-lowering.overrides]]
modules = ["pkg.*"]
overflow = "raise"
on-unsupported = "python"
[[tool.pyx-lowering.overrides]]
modules = ["pkg.exact"]
overflow = "python"
""")
    assert settings.overrides[1] == Override(("pkg.exact",), {"overflow": "python"})
    assert settings.of("pkg.fast").options == Options(contract=False, overflow="raise")
    assert settings.of("pkg.exact").options == Options(contract=False)
    assert settings.of("pkg.exact").on_unsupported == "python"
    assert settings.of("other").options == Options(contract=False)


def test_config_settings_that_nobody_reads_are_refused() -> None:
    refuse_unknown({"pyx-lowering.debug": "", "editable_mode": "strict", "--global-option": "-v"})
    with pytest.raises(CompileError) as caught:
        refuse_unknown({"debug": "1", "editable-moed": "strict"})
    assert [d.message for d in caught.value.diagnostics] == [
        "there is no config setting `debug`", "there is no config setting `editable-moed`"]
    assert "did you mean `editable-mode`?" in (caught.value.diagnostics[1].help or "")
    assert ours({"pyx-lowering.debug": "1", "verbose": ""}) == {"pyx-lowering.debug": "1"}


def test_variables_for_run_time_set_nothing(read: Read) -> None:
    assert read("", **dict.fromkeys(OTHER_VARIABLES, "1")) == Settings()
    taken = {s.name.upper().replace("-", "_") for s in settings_list()}
    assert not taken & OTHER_VARIABLES
    assert VARIABLE == "PYX_LOWERING_"


def test_every_setting_is_documented() -> None:
    assert all(s.doc.endswith(".") for s in settings_list())


def test_the_schema_says_what_the_validation_says(read: Read) -> None:
    described = plugin("pyx-lowering")
    assert described == schema()
    json.dumps(described)
    properties = described["properties"]
    assert properties.keys() == {*(s.name for s in settings_list()), "overrides"}
    overrides = properties["overrides"]["items"]["properties"]
    assert overrides.keys() == {"modules", *(s.name for s in settings_list() if s.per_module)}
    for setting in settings_list():
        assert properties[setting.name]["default"] == (
            list(setting.default) if isinstance(setting.default, tuple) else setting.default)


def test_validate_pyproject_uses_the_schema(tmp_path: Path) -> None:
    api = pytest.importorskip("validate_pyproject.api")
    errors = pytest.importorskip("validate_pyproject.errors")
    validate = api.Validator(plugins=[api_plugin()])
    project = {"name": "x", "version": "1"}
    validate({"project": project, "tool": {"pyx-lowering": {"native": "off"}}})
    for wrong in ({"native": "of"}, {"debgu": True}, {"overrides": [{"contract": True}]}):
        with pytest.raises(errors.ValidationError):
            validate({"project": dict(project), "tool": {"pyx-lowering": wrong}})


def api_plugin() -> Any:
    """The plugin as validate-pyproject finds it by our entry point."""
    from importlib.metadata import entry_points

    plugins = pytest.importorskip("validate_pyproject.plugins")
    (entry,) = entry_points(group="validate_pyproject.tool_schema", name="pyx-lowering")
    return plugins.PluginWrapper("pyx-lowering", entry.load())
