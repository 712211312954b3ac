"""Options of the test run, and what several test files share."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest

from tests.executors import Executors, load

LANGUAGE = Path(__file__).parent / "language"

# How long an example takes says something about the machine only.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden`, `--programs N` and `--seed N`."""
    parser.addoption(
        "--update-golden", action="store_true",
        help="write the golden files as the compiler makes them now, instead of comparing")
    parser.addoption(
        "--programs", type=int, default=300, metavar="N",
        help="how many random programs to compare (default: %(default)s)")
    parser.addoption(
        "--seed", type=int, default=0, metavar="N",
        help="the seed of the first random program (default: %(default)s)")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each batch of random programs, so that they run in parallel."""
    if "first_seed" in metafunc.fixturenames:
        from tests.test_programs import BATCH

        first = metafunc.config.getoption("--seed")
        count = metafunc.config.getoption("--programs")
        metafunc.parametrize("first_seed", range(first, first + count, BATCH))


@pytest.fixture(scope="session")
def language(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Executors]:
    """The modules of `tests/language`, in all executors; compiled once in a session."""
    return {
        path.stem: load(path.read_text(), path.stem, tmp_path_factory.mktemp(path.stem))
        for path in sorted(LANGUAGE.glob("*.py"))
    }
