"""What a person sees of an error: the text, the caret, the order, the colours."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError, Diagnostic, Diagnostics, render
from pyx_lowering.source import SourceFile, Span


def source(text: str, display: str = "src/pkg/kernels.py") -> SourceFile:
    return SourceFile(Path("kernels.py"), text, display)


def span_of(text: str, part: str) -> Span:
    """The span of the expression in `text` that is written `part`."""
    file = source(text)
    (node,) = [
        node for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.expr) and ast.get_source_segment(text, node) == part
    ]
    return file.span(node)


def test_an_error_is_rendered_as_the_design_shows() -> None:
    text = "\n" * 11 + "    return rate + label\n"
    file = source(text)
    diagnostic = Diagnostic(
        code="PYX204",
        message="`+` is not defined for (float, str)",
        span=Span(file, 12, 11, 12, 23),
        notes=("`label` is str because of its annotation at line 10",),
        help="compile only the numeric part, or leave `describe` as Python",
    )
    assert render([diagnostic]) == (
        "error[PYX204]: `+` is not defined for (float, str)\n"
        "  --> src/pkg/kernels.py:12:12\n"
        "   |\n"
        "12 |     return rate + label\n"
        "   |            ^^^^^^^^^^^^\n"
        "   = `label` is str because of its annotation at line 10\n"
        "   = help: compile only the numeric part, or leave `describe` as Python"
    )


def caret_line(text: str, part: str) -> tuple[str, str]:
    """The source line as shown and what stands below it, without the gutter."""
    shown = render([Diagnostic("PYX999", "message", span_of(text, part))]).splitlines()
    return shown[3].partition("| ")[2], shown[4].partition("| ")[2]


@pytest.mark.parametrize(
    ("text", "part", "below"),
    [
        ("y = x + 1", "x", "    ^"),
        ("y = x + 1", "x + 1", "    ^^^^^"),
        # The tab is kept, so that the caret moves with it in any terminal.
        ("if x:\n\ty = f(x)", "f(x)", "\t    ^^^^"),
        # ast counts bytes of UTF-8; a caret stands below characters.
        ("größe = länge * 2", "länge", "        ^^^^^"),
        ("größe = länge * zwei", "zwei", "                ^^^^"),
        # Characters that are two columns wide, and one that has no width of its own.
        ("y = f('漢字', x)", "x", "              ^"),
        ("y = f('漢字', x)", "'漢字'", "      ^^^^^^"),
        ("y = f('e\u0301', x)", "x", "           ^"),
    ],
)
def test_carets_stand_below_their_text(text: str, part: str, below: str) -> None:
    line = next(line for line in text.split("\n") if part in line)
    assert caret_line(text, part) == (line, below)


def test_a_span_of_several_lines_is_marked_to_the_end_of_the_first() -> None:
    text = "y = f(x,\n      2)"
    assert caret_line(text, "f(x,\n      2)") == ("y = f(x,", "    ^^^^")


def test_form_feeds_and_unicode_separators_do_not_end_a_line() -> None:
    text = "a = '\x0c\u2028'\ny = x\n"
    assert caret_line(text, "x") == ("y = x", "    ^")


def test_windows_line_ends_are_not_shown() -> None:
    text = "a = 1\r\ny = x\r\n"
    assert caret_line(text, "x") == ("y = x", "    ^")


def test_a_place_without_text_still_has_a_caret() -> None:
    file = source("")
    shown = render([Diagnostic("PYX999", "message", Span(file, 7, 3, 7, 3))])
    assert shown.splitlines()[-1].endswith("^")


def test_a_problem_without_a_place_has_no_excerpt() -> None:
    text = render([errors.NOTHING_MARKED.at(None)])
    assert text.startswith("warning[PYX110]: no function of this project")
    assert "-->" not in text
    assert "= help: add `from pyx_lowering import compile`" in text


def test_errors_are_counted_and_warnings_are_not() -> None:
    one = Diagnostic("PYX201", "first", None)
    two = Diagnostic("PYX202", "second", None)
    warning = errors.NOTHING_MARKED.at(None)
    assert render([one, two, warning]).endswith("\n\n2 errors")
    assert "errors" not in render([one, warning]).splitlines()[-1]


def test_colour_adds_escapes_and_changes_no_word() -> None:
    diagnostic = errors.UNKNOWN_NAME.at(span_of("y = x", "x"), name="x", suggestion="")
    plain, coloured = render([diagnostic]), render([diagnostic], color=True)
    assert "\x1b" not in plain
    assert coloured.startswith("\x1b[1;31merror[PYX205]\x1b[0m")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_all_errors_are_raised_at_once_in_the_order_of_the_source() -> None:
    text = "a = b\nc = d\n"
    found = Diagnostics()
    found.add(errors.UNKNOWN_NAME.at(span_of(text, "d"), name="d", suggestion=""))
    found.add(errors.UNKNOWN_NAME.at(span_of(text, "b"), name="b", suggestion=""))
    with pytest.raises(CompileError) as raised:
        found.raise_errors()
    assert [d.message for d in raised.value.diagnostics] == [
        "`b` is not defined here", "`d` is not defined here"]
    assert str(raised.value) == render(raised.value.diagnostics)


def test_the_same_problem_at_the_same_place_is_shown_once() -> None:
    found = Diagnostics()
    for _ in range(2):
        found.add(errors.UNKNOWN_NAME.at(span_of("a = b", "b"), name="b", suggestion=""))
    assert len(found.errors) == 1


def test_warnings_alone_raise_nothing() -> None:
    found = Diagnostics()
    found.add(errors.NOTHING_MARKED.at(None))
    found.raise_errors()
    assert found.errors == []
    assert len(list(found)) == 1


def test_codes_are_unique_and_sorted_by_stage() -> None:
    codes = [problem.code for problem in errors.CATALOGUE]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"PYX[1-4]\d\d", code) for code in codes)


def test_messages_are_sentences_without_a_full_stop() -> None:
    for problem in errors.CATALOGUE:
        assert problem.message and not problem.message.endswith(".")
        assert problem.help and not problem.help.endswith(".")


def test_a_file_is_named_relative_to_its_project(tmp_path: Path) -> None:
    path = tmp_path / "src" / "kernels.py"
    path.parent.mkdir()
    path.write_bytes("# -*- coding: latin-1 -*-\nä = 1\n".encode("latin-1"))
    file = SourceFile.read(path, tmp_path)
    assert file.display == "src/kernels.py"
    assert file.lines[1] == "ä = 1"
    assert SourceFile.read(path).display == path.resolve().as_posix()
