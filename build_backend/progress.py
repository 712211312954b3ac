"""Tells people how far the compiling is: a bar on a terminal, a line for each module elsewhere."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from typing import TextIO

from pyx_lowering.driver import Compiled
from pyx_lowering.toolchain import Progress, Stage

log = logging.getLogger(__name__)

#: How many characters the bar has itself.
_WIDTH = 24


@contextlib.contextmanager
def progress_of(
    compiled: Mapping[str, Compiled], *, verbose: bool = False, stream: TextIO | None = None
) -> Iterator[Progress]:
    """Shows how far modules are, given by the names of their extension modules.

    A bar needs a terminal, and that nothing else is printed meanwhile: with `verbose`, the
    commands are. Where setuptools was told to be quiet, nothing is shown.
    """
    stream = stream or sys.stdout
    if verbose or not _can_draw(stream) or not log.isEnabledFor(logging.INFO):
        yield _Lines(compiled)
        return
    bar = _Bar(compiled, stream)
    try:
        yield bar
    finally:  # What fails is told where the bar was.
        bar.erase()


def _can_draw(stream: TextIO) -> bool:
    """Whether one line can be written again and again, and somebody looks."""
    return stream.isatty() and os.environ.get("TERM") != "dumb" and not os.environ.get("CI")


class _Lines:
    """One line for each module that is ready: `[2/7] pkg.kernels: dot, axpy (1.3 s)`."""

    def __init__(self, compiled: Mapping[str, Compiled]) -> None:
        self.compiled = compiled
        self.lock = threading.Lock()
        self.count = 0
        self.start = time.monotonic()
        log.info("compiling %s", _modules(len(compiled)))

    def __call__(self, name: str, stage: Stage) -> None:
        if stage == "translated":
            return
        with self.lock:  # Threads compile.
            self.count += 1
            count = self.count
        each = self.compiled[name]
        how = "unchanged" if stage == "unchanged" else f"{time.monotonic() - self.start:.1f} s"
        log.info("[%d/%d] %s: %s (%s)", count, len(self.compiled), each.module.name,
                 ", ".join(each.functions), how)


class _Bar:
    """One line that is drawn again: `compiling [######......] 3/7 pkg.kernels`.

    A module is half done when Cython has made its C.
    """

    def __init__(self, compiled: Mapping[str, Compiled], stream: TextIO) -> None:
        self.compiled, self.stream = compiled, stream
        self.lock = threading.Lock()
        self.stages: dict[str, Stage] = {}
        self.start = time.monotonic()
        self.drawn = 0
        self._draw("")

    def __call__(self, name: str, stage: Stage) -> None:
        with self.lock:  # Threads compile.
            self.stages[name] = stage
            self._draw(self.compiled[name].module.name)
            if self._ready() == len(self.compiled):
                self.erase()
                same = sum(stage == "unchanged" for stage in self.stages.values())
                log.info("compiled %s in %.1f s%s", _modules(len(self.compiled)),
                         time.monotonic() - self.start, f", {same} unchanged" if same else "")

    def erase(self) -> None:
        """Remove the bar, if it is there."""
        if self.drawn:
            self.stream.write(f"\r{' ' * self.drawn}\r")
            self.stream.flush()
            self.drawn = 0

    def _ready(self) -> int:
        return sum(stage != "translated" for stage in self.stages.values())

    def _draw(self, name: str) -> None:
        total, ready = len(self.compiled), self._ready()
        filled = _WIDTH * (len(self.stages) + ready) // (2 * total)
        bar = "#" * filled + "." * (_WIDTH - filled)
        # In the last column some terminals begin a new line.
        text = f"compiling [{bar}] {ready}/{total} {name}"[:shutil.get_terminal_size().columns - 1]
        self.stream.write(f"\r{text}{' ' * (self.drawn - len(text))}")
        self.stream.flush()
        self.drawn = len(text)


def _modules(count: int) -> str:
    return f"{count} module{'' if count == 1 else 's'}"
