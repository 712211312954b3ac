"""The cache of builds: what it gives back is whole, and what goes wrong with it costs time only."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pyx_lowering.toolchain import Cache, Unit, build_units, cache_folder, cythonize
from pyx_lowering.toolchain import build as build_module
from pyx_lowering.toolchain.cache import key_of

KEY = key_of(["a key"])


def stored(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_is_stored_comes_back(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.fetch(KEY) is None
    cache.store(KEY, b"content")
    assert cache.fetch(KEY) == b"content"
    cache.store(KEY, b"")
    assert cache.fetch(KEY) == b""
    assert cache.fetch(key_of(["another"])) is None
    assert len(stored(tmp_path)) == 1


def test_without_a_folder_it_has_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cache = Cache(None)
    cache.store(KEY, b"content")
    cache.trim()
    assert cache.fetch(KEY) is None
    assert stored(tmp_path) == []


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.store(KEY, b"content")
    (path,) = stored(tmp_path)
    path.write_bytes(damage)
    assert cache.fetch(KEY) is None
    cache.store(KEY, b"content")
    assert cache.fetch(KEY) == b"content"


def test_a_folder_that_cannot_be_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "folder")
    cache.store(KEY, b"content")
    cache.trim()
    assert cache.fetch(KEY) is None


def test_a_full_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace(self: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    cache = Cache(tmp_path)
    monkeypatch.setattr(Path, "replace", replace)
    cache.store(KEY, b"content")
    assert cache.fetch(KEY) is None
    assert stored(tmp_path) == []


def test_the_least_recently_used_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    keys = [key_of([number]) for number in range(10)]
    for age, key in enumerate(keys):
        cache.store(key, bytes(100_000))
        os.utime(cache._path(tmp_path, key), (age, age))
    assert cache.fetch(keys[0]) is not None  # It is used now.
    cache.trim()
    assert len(stored(tmp_path)) == 10
    monkeypatch.setenv("PYX_LOWERING_CACHE_SIZE", "0.6")
    cache.trim()
    kept = [number for number, key in enumerate(keys) if cache.fetch(key) is not None]
    assert kept == [0, 7, 8, 9]
    monkeypatch.setenv("PYX_LOWERING_CACHE_SIZE", "a lot")
    cache.trim()
    assert len(stored(tmp_path)) == 4


def test_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYX_LOWERING_CACHE_DIR", str(tmp_path))
    assert cache_folder("build") == tmp_path / "build"
    monkeypatch.delenv("PYX_LOWERING_CACHE_DIR")
    assert "pyx-lowering" in cache_folder("build").parts


@pytest.mark.slow
def test_only_what_changed_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def text(value: int) -> str:
        return f"# cython: language_level=3\ndef f(): return {value}\n"

    translated: list[str] = []
    compiled: list[str] = []

    def translate(units: list[Unit], folder: Path, progress: Callable[[str], None]) -> None:
        translated.extend(unit.name for unit in units)
        cythonize(units, folder, progress)

    def compile_c(units: list[Unit], *args: Any, **options: Any) -> dict[str, Path]:
        compiled.extend(unit.name for unit in units)
        return real(units, *args, **options)

    real = build_module.compile_c
    monkeypatch.setattr(build_module, "cythonize", translate)
    monkeypatch.setattr(build_module, "compile_c", compile_c)
    cache = Cache(tmp_path / "cache")

    def built(place: str, *units: Unit) -> tuple[list[tuple[str, str]], list[bytes]]:
        told: list[tuple[str, str]] = []
        files = build_units(units, tmp_path / place, cache=cache,
                            progress=lambda name, stage: told.append((name, stage)))
        assert list(files) == [unit.name for unit in units]
        return sorted(told), [path.read_bytes() for path in files.values()]

    one, two = Unit("pkg.one", text(1)), Unit("pkg.two", text(2))
    told, first = built("first", one, two)
    assert told == [("pkg.one", "compiled"), ("pkg.one", "translated"),
                    ("pkg.two", "compiled"), ("pkg.two", "translated")]
    unchanged = [("pkg.one", "unchanged"), ("pkg.two", "unchanged")]
    assert built("second", one, two) == (unchanged, first)
    told, changed = built("third", one, Unit("pkg.two", text(3)))
    assert told == [("pkg.one", "unchanged"), ("pkg.two", "compiled"), ("pkg.two", "translated")]
    assert changed[0] == first[0]
    assert changed[1] != first[1]
    assert (translated, compiled) == (["pkg.one", "pkg.two", "pkg.two"],) * 2
    # Other flags make another module of the same C.
    monkeypatch.setenv("CFLAGS", "-O0")
    assert built("fourth", one)[0] == [("pkg.one", "compiled"), ("pkg.one", "translated")]
    assert len(translated) == 3
    assert compiled[3:] == ["pkg.one"]
