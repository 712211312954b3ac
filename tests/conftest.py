"""Options of the test run, and what several test files share."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from tests.executors import Executors, load

LANGUAGE = Path(__file__).parent / "language"

# How long an example takes says something about the machine only.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden`, `--programs N`, `--seed N` and `--share N`."""
    parser.addoption(
        "--update-golden", action="store_true",
        help="write the golden files as the compiler makes them now, instead of comparing")
    parser.addoption(
        "--programs", type=int, default=300, metavar="N",
        help="how many random programs to compare (default: %(default)s)")
    parser.addoption(
        "--seed", type=int, default=0, metavar="N",
        help="the seed of the first random program (default: %(default)s)")
    parser.addoption(
        "--share", type=int, default=1, metavar="N",
        help="run one in N of the tests marked `arithmetic`; each version of Python has others")


def in_share(test: str, share: int, minor: int) -> bool:
    """Whether a test is among the one in `share` that Python 3.`minor` runs."""
    return (zlib.crc32(test.encode()) + minor) % share == 0


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not in the share; pytest counts it as deselected."""
    share, minor = config.getoption("--share"), sys.version_info.minor
    left_out = [
        item for item in items
        if item.get_closest_marker("arithmetic") and not in_share(item.nodeid, share, minor)]
    if left_out:
        chosen = set(left_out)
        items[:] = [item for item in items if item not in chosen]
        config.hook.pytest_deselected(items=left_out)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each batch of random programs, so that they run in parallel."""
    if "first_seed" in metafunc.fixturenames:
        from tests.test_programs import BATCH

        first = metafunc.config.getoption("--seed")
        count = metafunc.config.getoption("--programs")
        metafunc.parametrize("first_seed", range(first, first + count, BATCH))


@pytest.fixture
def quiet() -> Iterator[None]:
    """NumPy's warnings, which native code does not give."""
    with np.errstate(all="ignore"), pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_, **__: None)
        yield


@pytest.fixture(scope="session")
def language(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Executors]:
    """The modules of `tests/language`, in all executors; compiled once in a session."""
    return {
        path.stem: load(path.read_text(), path.stem, tmp_path_factory.mktemp(path.stem))
        for path in sorted(LANGUAGE.glob("*.py"))
    }
