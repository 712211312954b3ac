"""Strs and bytes at the border to Python: subclasses, other types, memory, the limited API."""

from __future__ import annotations

import enum
import gc
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.executors import NAMES, Executors, native_functions, outcome, python_functions, same
from tests.test_language import FUNCTIONS, LANGUAGE, combinations


class Shouting(str):
    """A str whose items are something else."""

    def __getitem__(self, index: object) -> str:
        return "!"


class Zeroes(bytes):
    """Bytes that are longer than they are."""

    def __len__(self) -> int:
        return 1000


class Colour(enum.StrEnum):
    RED = "red"


def test_the_limited_api_gives_the_same(tmp_path: Path) -> None:
    """It does not say where the characters of a str are."""
    text = (LANGUAGE / "strings.py").read_text()
    python = python_functions(text, "strings")
    native = native_functions(text, "strings", tmp_path, "-O1 -DPy_LIMITED_API=0x030B0000")
    names = [name for module, name in FUNCTIONS if module == "strings"]
    assert len(names) > 30
    for name in names:
        for args in combinations(FUNCTIONS["strings", name])[::3]:
            meant, given = outcome(python[name], args), outcome(native[name], args)
            assert same(meant, given), f"{name}{args}: CPython {meant}, native {given}"


def test_a_subclass_means_what_it_says(language: dict[str, Executors]) -> None:
    native = language["strings"].native
    assert native["character_at"](Shouting("abc"), 0) == "!"
    assert native["lengths"](np.str_("ab"), Zeroes(b"x")) == (2, 1000, False, True)
    assert native["character_at"](Colour.RED, -1) == "d"
    for args in ((Shouting("ab"), b""), ("", Zeroes())):
        with pytest.raises(OverflowError, match="itself, not"):
            native["strict_length"](*args)


@pytest.mark.parametrize("wrong", [bytearray(b"ab"), memoryview(b"ab"), "ab", 3, None, [1]])
def test_what_is_no_bytes_is_refused(language: dict[str, Executors], wrong: object) -> None:
    with pytest.raises(TypeError, match="argument 'b' must be bytes, not"):
        language["strings"].native["byte_at"](wrong, 0)


@pytest.mark.parametrize("wrong", [b"ab", 3, None, ["a"]])
def test_what_is_no_str_is_refused(language: dict[str, Executors], wrong: object) -> None:
    with pytest.raises(TypeError, match="argument 's' must be str, not"):
        language["strings"].native["character_at"](wrong, 0)


@pytest.mark.parametrize("executor", NAMES)
def test_messages_are_python_s(language: dict[str, Executors], executor: str) -> None:
    functions = language["strings"].functions(executor)
    for name, args, message in (
        ("character_at", ("é", 1), "string index out of range"),
        ("byte_at", (b"", -1), "index out of range"),
        ("index_of", ("é", "e"), "substring not found"),
        ("ord_of", ("ab",), "ord() expected a character, but string of length 2 found"),
        ("parsed", ("1€",), "bad character '€' at 1"),
        ("to_float", ("1.5\ud800",), "could not convert string to float: '1.5\\ud800'"),
        ("text_in_message", ("aß",), "a in 'aß'"),
    ):
        with pytest.raises(Exception) as raised:
            functions[name](*args)
        assert str(raised.value) == message


@pytest.mark.parametrize("executor", NAMES)
def test_defaults_are_as_written(language: dict[str, Executors], executor: str) -> None:
    function = language["strings"].functions(executor)["with_default"]
    assert function() == ("é,", b"\xff'")
    assert function(b=b"", n=1) == (",", b"")


def test_no_reference_is_lost_or_kept(language: dict[str, Executors]) -> None:
    """Arguments are held while a call runs and no longer, whichever way it ends."""
    native = language["strings"].native
    text, data = "é" + str(sys.argv), bytes(range(200))
    before = sys.getrefcount(text), sys.getrefcount(data)
    for _ in range(50):
        native["stripped"](text)
        native["lengths"](text, data)
        with pytest.raises(IndexError):
            native["character_at"](text, 10**6)
        with pytest.raises(TypeError):
            native["lengths"](text, text)
        native["character_at"](Shouting(text), 0)
    gc.collect()
    assert (sys.getrefcount(text), sys.getrefcount(data)) == before


def test_results_are_as_narrow_as_python_s(language: dict[str, Executors]) -> None:
    """A part of a wide str that is ASCII is stored as such, or else it would not be equal."""
    native = language["strings"].native
    part = native["sliced"]("\U0001f600abc\U0001f600", 1, 4)[0]
    assert part == "abc"
    assert part.isascii()
    assert sys.getsizeof(part) == sys.getsizeof("abc")
    assert {part} == {"abc"}


@pytest.mark.parametrize("executor", NAMES)
def test_beside_arrays(language: dict[str, Executors], executor: str) -> None:
    histogram = language["strings"].functions(executor)["histogram"]
    counts = np.zeros(300, np.int64)
    assert histogram("abcé", counts, b"\x00a") == 4
    assert counts[[0, 97, 98, 233]].tolist() == [1, 2, 1, 1]
    assert histogram("a", counts[::2], b"") == 1
    assert counts[194] == 1
    with pytest.raises(IndexError):
        histogram("a€", counts, b"")
    assert counts[97] == 3


VARIANTS = """
from typing import TypeVar

from pyx_lowering import compile

S = TypeVar("S", str, bytes)


@compile
def doubled_ends(s: S) -> bool:
    return s[:2] == s[-2:]
"""


def test_types_tell_variants_apart(tmp_path: Path) -> None:
    native = native_functions(VARIANTS, "variants", tmp_path)
    doubled = native["doubled_ends"]
    assert doubled("abab") is doubled(b"abab") is True
    assert doubled("abé") is False
    assert doubled(Shouting("abc")) is True
    with pytest.raises(TypeError, match="no signature of doubled_ends takes"):
        doubled(3)
