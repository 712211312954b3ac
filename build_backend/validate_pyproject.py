"""A plugin of validate-pyproject: the JSON schema of our table."""

from __future__ import annotations

from typing import Any

from build_backend import settings


def schema(tool: str) -> dict[str, Any]:
    """The schema of `[tool.pyx-lowering]`; `tool` is the name that the plugin goes by."""
    return settings.schema()
