"""The example's page in headless Chromium: what it shows, and the picture, against CPython."""

from __future__ import annotations

import importlib
import math
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from platforms import web
from tests.front_ends import ROOT, once, wheels
from tests.test_pyodide import runtime

__all__ = ["runtime", "wheels"]  # fixtures

pytestmark = [pytest.mark.slow, pytest.mark.e2e, pytest.mark.platforms]

#: As in app.mjs.
WIDTH, HEIGHT, LIMIT = 320, 240, 200


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed (pip install playwright)")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as started:
        # Whoever is root has no sandbox; the page is ours.
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(
    tmp_path_factory: pytest.TempPathFactory, runtime: Path, wheels: Path
) -> Iterator[str]:
    def make(folder: Path) -> None:
        links = {"PIP_FIND_LINKS": wheels.as_uri(), "PIP_NO_INDEX": "1"}
        web.build_site(folder / "site", folder, runtime, links)

    with web.serve(once(tmp_path_factory, "web", make) / "site", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def page(browser: Any, address: str) -> Any:
    page = browser.new_page(viewport={"width": 1180, "height": 900})
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)[-400:]))
    page.goto(address)
    finished(page)
    return page


def finished(page: Any) -> None:
    page.wait_for_function("!document.querySelector('#run').disabled", timeout=120_000)
    assert page.problems == []


def python_functions() -> Any:
    """The example's modules from the source tree, where nothing is native."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "example_project" / "src"))
        return importlib.import_module("orbits")


def test_it_loads(page: Any) -> None:
    assert page.inner_text("#state").startswith("Python 3.13.2 on emscripten, pyx_lowering_example")
    assert not page.is_visible("#loading")


@pytest.mark.parametrize(
    ("function", "arguments", "python", "native"),
    [
        ("escape_count", "-0.75, 0.02", "158", "158"),
        # The one that shows contraction.
        ("fma", "0.1, 10.0, -1.0", "0.0", "5.551115123125783e-17"),
        ("factorial", "30", *["265252859812191058636308480000000"] * 2),
        ("position", "1.0, 1.5, 0.0",
         *["ValueError: eccentricity must be at least 0 and less than 1"] * 2),
    ],
)
def test_a_function_runs_both_ways(
    page: Any, function: str, arguments: str, python: str, native: str
) -> None:
    page.select_option("#function", function)
    page.fill("#arguments", arguments)
    page.click("#run")
    finished(page)
    for kind, value in (("python", python), ("native", native)):
        bar = page.locator(f".bar[data-kind={kind}]")
        assert bar.locator(".value").inner_text() == value
        assert re.fullmatch(r"\d+(\.\d+)?(e\+\d+)? (s|ms|µs|ns)", bar.locator(".time").inner_text())
        width = float(bar.locator(".track span").evaluate("e => e.style.width").rstrip("%"))
        assert 0 < width <= 100
    assert "Native code" in page.inner_text("#ratio")
    assert page.evaluate("document.querySelector('#running').value") == 1


def test_wrong_arguments_are_said(page: Any) -> None:
    page.fill("#arguments", "1 +")
    page.click("#run")
    finished(page)
    assert "SyntaxError" in page.inner_text("#state") + page.inner_text("#results")


def test_the_picture(page: Any) -> None:
    page.click(".draw[data-kind=native]")
    finished(page)
    assert page.get_attribute("#canvas", "data-drawn") == "native"
    pixels = page.evaluate(
        "Array.from(document.querySelector('#canvas').getContext('2d')"
        f".getImageData(0, 0, {WIDTH}, {HEIGHT}).data)")
    escape_count = python_functions().escape_count
    for row in range(0, HEIGHT, 7):
        for column in range(0, WIDTH, 3):
            count = escape_count(
                -2.2 + 3.2 * column / WIDTH, 1.2 - 2.4 * row / HEIGHT, LIMIT)
            start = 4 * (row * WIDTH + column)
            got = pixels[start : start + 3]
            assert all(abs(a - b) <= 1 for a, b in zip(got, colour(count), strict=True)), (
                row, column, count, got)
    page.click(".draw[data-kind=python]")
    finished(page)
    assert "the two pictures are the same" in page.inner_text("#drawn")


def colour(count: int) -> list[float]:
    """As in app.mjs."""
    if count >= LIMIT:
        return [11, 16, 32]
    t = math.sqrt(count / LIMIT)
    return [255 * (0.5 - 0.5 * math.cos(math.tau * (0.9 * t + 0.12 * k + 0.05))) for k in range(3)]


def test_the_keyboard_reaches_everything(page: Any) -> None:
    page.select_option("#function", "fma")
    page.focus("#function")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "arguments"
    page.keyboard.press("Enter")
    finished(page)
    assert page.locator(".bar[data-kind=native] .value").inner_text() == "-1.0"
    page.focus("#tab-source")
    assert page.inner_text("#panel").startswith("@compile\ndef fma(")
    page.keyboard.press("ArrowRight")
    assert "libc.math.fma" in page.inner_text("#panel")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-pyx"
    assert "cdef double n_fma(" in page.inner_text("#panel")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#panel").startswith("@compile")


def test_stop_starts_again(page: Any) -> None:
    page.select_option("#function", "collatz_length")
    page.click(".draw[data-kind=python]")
    page.click("#stop")
    finished(page)
    assert page.inner_text("#state").startswith("Python 3.13.2")


def test_it_fits_a_phone(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('button, select, input')]"
        ".map(e => e.getBoundingClientRect().height))")
    assert smallest >= 40  # what a thumb hits
