"""What decides, beside the text, how a generated module is compiled."""

from __future__ import annotations

import sysconfig
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Recipe:
    """How to compile, as a project wants it.

    limited_api: the oldest CPython that the stable ABI is kept to, such as (3, 11); None for
    the ABI of this interpreter alone.
    level: the newest instruction set that the modules carry code for, beside the baseline, such as
    "x86-64-v3".
    debug: debugging information that leads to the author's Python lines.
    compile_args, link_args: more arguments, behind all others.
    options: those of setuptools' `build_ext` command, which win over its defaults.
    """

    limited_api: tuple[int, int] | None = None
    debug: bool = False
    compile_args: tuple[str, ...] = ()
    link_args: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    level: str | None = None

    @property
    def macros(self) -> list[tuple[str, str]]:
        """What the C compiler is to define."""
        if self.limited_api is None:
            return []
        major, minor = self.limited_api
        return [("Py_LIMITED_API", f"0x{major:02x}{minor:02x}0000")]


PLAIN = Recipe()


def is_free_threaded() -> bool:
    """Whether the Python that is compiled for has no GIL; its ABI is never the stable one."""
    return bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
