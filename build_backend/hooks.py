"""The hook of PEP 517 or 660 that is being run, and what people see when it fails."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from pyx_lowering import errors
from pyx_lowering.diagnostics import CompileError, Diagnostic, render

NAMES = frozenset({
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
})


@dataclass(frozen=True)
class Hook:
    """A call of a hook.

    settings: what the user gave the front end with `-C`.
    backend: the name of the module that the hook is in.
    """

    name: str
    settings: Mapping[str, object] = field(default_factory=dict)
    backend: str = field(default="", compare=False)

    @property
    def is_editable(self) -> bool:
        return self.name.endswith("_editable")

    @property
    def asks_for_requirements(self) -> bool:
        return self.name.startswith("get_requires_")


def running_hook() -> Hook | None:
    """The hook of any backend over setuptools that this call is part of.

    Whether a command runs for an editable install shows nowhere else: setuptools makes
    its metadata by the same command as a wheel's. Nor does it hand on the settings.
    """
    found, frame = None, sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_code.co_name in NAMES:
            found = frame  # The outermost one: one hook may call another.
    if found is None:
        return None
    given = found.f_locals.get("config_settings") or {}
    return Hook(found.f_code.co_name, given, str(found.f_globals.get("__name__")))


def show(diagnostics: Iterable[Diagnostic]) -> None:
    """Print diagnostics for people, after what was printed before them."""
    sys.stdout.flush()
    text = render(diagnostics, color=sys.stderr.isatty())
    print(f"\n{text}\n", file=sys.stderr, flush=True)


#: What a full disk says, or one that cannot be written.
_NO_ROOM = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextmanager
def reported() -> Iterator[None]:
    """Show the mistakes that end what is done meanwhile, and leave the process."""
    try:
        yield
    except CompileError as error:
        show(error.diagnostics)
        # Not an exception of setuptools: these end in a traceback, and under some
        # commands in silence.
        raise SystemExit(1) from None
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        path, reason = error.filename or tempfile.gettempdir(), os.strerror(error.errno or 0)
        show([errors.NO_ROOM.at(None, path=path, reason=reason)])
        raise SystemExit(1) from None
