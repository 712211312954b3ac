"""What goes wrong around a build: it is killed, the disk is full, the clock is wrong, others build.

The next build is right, or says clearly why there is none.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.front_ends import (
    PIP_NO_ISOLATION,
    Environment,
    builder,
    call_hook,
    developer,
    environ_of,
    files,
    project,
    read_only,
    wheels,
)

__all__ = ["builder", "developer", "project", "wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e]

#: How often a build is killed, and after how many times one is let through.
KILLS, EACH = 50, 5


@pytest.mark.skipif(os.name != "posix", reason="there are no process groups")
def test_a_build_that_was_killed_spoils_nothing(
    builder: Environment, project: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = project("src_layout")
    before = files(folder)
    quick = {"CFLAGS": "-O0"}  # The compiler is not what is tried.
    started = time.monotonic()
    name, _ = call_hook(builder, folder, "build_wheel", tmp_path / "undisturbed",
                        {"pyx-lowering.cache": "off"}, env=quick)
    whole = time.monotonic() - started
    expected = (tmp_path / "undisturbed" / name).read_bytes()
    chance = random.Random(1)
    ended = 0
    for round_ in range(KILLS // EACH):
        cache = tmp_path / f"cache{round_}"
        env = {**quick, "PYX_LOWERING_CACHE_DIR": str(cache)}
        for kill in range(EACH):
            output = tmp_path / f"killed{round_}.{kill}"
            output.mkdir()
            process = subprocess.Popen(
                [builder.python, "-P", "-c", "import sys, build_backend; "
                 "build_backend.build_wheel(sys.argv[1])", output],
                cwd=folder, env=environ_of(builder, env),
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
            time.sleep(chance.uniform(0.1, whole))
            ended += process.poll() is not None
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            assert files(folder) == before
        check_cache(cache)
        again, _ = call_hook(builder, folder, "build_wheel", tmp_path / f"again{round_}", env=env)
        assert (tmp_path / f"again{round_}" / again).read_bytes() == expected
    assert ended < KILLS // 2  # Most were killed in the middle.


def check_cache(folder: Path) -> None:
    """What stands under a name is whole; what was being written has another name."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            content = path.read_bytes()
            assert content[:32] == hashlib.sha256(content[32:]).digest(), path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str, int], Path]]:
    """Makes folders in which there is room for some bytes only."""
    made = []

    def make(name: str, size: int) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
        if os.name != "posix" or subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("needs the right to mount a small file system")
        made.append(folder)
        return folder

    yield make
    for folder in made:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_under_the_cache_costs_time_only(
    builder: Environment, project: Callable[[str], Path], tmp_path: Path,
    small_disk: Callable[[str, int], Path],
) -> None:
    folder = project("src_layout")
    call_hook(builder, folder, "build_wheel", tmp_path / "undisturbed")
    cache = small_disk("cache", 100_000)
    for round_ in ("first", "second"):
        name, _ = call_hook(builder, folder, "build_wheel", tmp_path / round_,
                            env={"PYX_LOWERING_CACHE_DIR": str(cache)})
        assert (tmp_path / round_ / name).read_bytes() == (
            tmp_path / "undisturbed" / name).read_bytes()
        check_cache(cache)


@pytest.mark.parametrize(
    ("place", "size"), [("TMPDIR", 8_192), ("TMPDIR", 200_000), ("output", 8_192),
                        ("output", 1_000_000)])
def test_a_full_disk_is_a_clear_error(
    place: str, size: int, builder: Environment, project: Callable[[str], Path], tmp_path: Path,
    small_disk: Callable[[str, int], Path],
) -> None:
    """Where there is room enough, the wheel is right."""
    folder = project("src_layout")
    before = files(folder)
    cache = tmp_path / "cache"
    disk = small_disk("disk", size)
    env = {"PYX_LOWERING_CACHE_DIR": str(cache)}
    output = disk if place == "output" else tmp_path / "output"
    output.mkdir(exist_ok=True)
    command = ["-P", "-c", f"import build_backend as b; b.build_wheel({str(output)!r})"]
    result = builder.try_run(
        *command, cwd=folder, env={**env, "TMPDIR": str(disk)} if place == "TMPDIR" else env)
    made = list(output.glob("*.whl"))
    if result.code:
        assert "error[PYX409]" in result.output or "error[PYX402]" in result.output
        assert "No space left on device" in result.output
        assert "Traceback" not in result.output
        assert made == []
    check_cache(cache)
    assert files(folder) == before
    name, _ = call_hook(builder, folder, "build_wheel", tmp_path / "again", env=env)
    if made:
        assert made[0].read_bytes() == (tmp_path / "again" / name).read_bytes()
    else:
        assert size < 1_000_000


@pytest.mark.parametrize("kind", ["a file", "read-only"])
def test_a_cache_that_cannot_be_written_costs_time_only(
    kind: str, builder: Environment, project: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = project("flat_layout")
    cache = tmp_path / "cache"
    if kind == "a file":
        cache.write_text("")
    else:
        cache.mkdir()
    with read_only(cache) if kind == "read-only" else contextlib.nullcontext():
        names = [
            call_hook(builder, folder, "build_wheel", tmp_path / output,
                      env={"PYX_LOWERING_CACHE_DIR": str(cache)})[0]
            for output in ("first", "second")]
    assert "-any" not in names[0]
    first, second = ((tmp_path / place / names[0]) for place in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


QUESTION = "import counting, sys; print(counting.triangle(10), type(counting.triangle).__name__)"


def test_a_clock_that_goes_back(
    builder: Environment, developer: Environment, project: Callable[[str], Path], tmp_path: Path
) -> None:
    """Contents count, and never dates."""
    folder = project("flat_layout")
    cache = tmp_path / "cache"
    env = {"PYX_LOWERING_CACHE_DIR": str(cache)}
    future, past = time.time() + 10**7, 10**6  # in 1970, which no zip archive knows
    numbers = folder / "counting/numbers.py"

    def date(*folders: Path, to: float) -> None:
        for path in (path for folder in folders for path in folder.rglob("*")):
            os.utime(path, (to, to))

    date(folder, to=future)
    developer.run("-m", "pip", "install", *PIP_NO_ISOLATION, "--quiet", "-e", folder, env=env)
    assert developer.evaluate(QUESTION) == "55 cython_function_or_method"
    name, _ = call_hook(builder, folder, "build_wheel", tmp_path / "first", env=env)
    date(cache, developer.site / "_pyx_lowering_editable", to=future)
    numbers.write_text(numbers.read_text().replace("range(n + 1)", "range(n + 2)"))
    date(folder, to=past)
    assert developer.evaluate(QUESTION).endswith("\n66 function")  # with a warning
    developer.run("-m", "pip", "install", *PIP_NO_ISOLATION, "--quiet", "-e", folder, env=env)
    assert developer.evaluate(QUESTION) == "66 cython_function_or_method"
    call_hook(builder, folder, "build_wheel", tmp_path / "second", env=env)
    assert (tmp_path / "first" / name).read_bytes() != (tmp_path / "second" / name).read_bytes()
    # And what the clock shows is in no wheel.
    call_hook(builder, folder, "build_wheel", tmp_path / "third",
              {"pyx-lowering.cache": "off"}, env={**env, "SOURCE_DATE_EPOCH": str(past)})
    call_hook(builder, folder, "build_wheel", tmp_path / "fourth",
              env={**env, "SOURCE_DATE_EPOCH": str(past + 1)})
    assert (tmp_path / "third" / name).read_bytes() == (tmp_path / "fourth" / name).read_bytes()


def test_builds_of_one_tree_at_the_same_time(
    builder: Environment, project: Callable[[str], Path]
) -> None:
    folder = project("src_layout")
    before = files(folder)
    hooks = ["build_wheel", "build_sdist", "build_editable"]
    env = {"PYX_LOWERING_CACHE_DIR": str(folder.parent / "cache")}
    failed: list[BaseException] = []

    def build(hook: str, number: int) -> None:
        try:
            call_hook(builder, folder, hook, folder.parent / f"{hook}{number}", env=env)
        except BaseException as error:  # It would be lost with the thread.
            failed.append(error)

    threads = [threading.Thread(target=build, args=(hook, number))
               for number in range(3) for hook in hooks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    for hook in ("build_wheel", "build_sdist"):
        made = list(folder.parent.glob(f"{hook}?/*"))
        assert len(made) == 3
        assert len({path.read_bytes() for path in made}) == 1
    assert files(folder) == before
