"""The build backend: the hooks of PEP 517 and PEP 660 over `setuptools.build_meta`.

    [build-system]
    requires = ["pyx-lowering"]
    build-backend = "build_backend"

The compiling itself is in `setuptools_plugin`, which setuptools calls by itself, so that
plain `setuptools.build_meta` does the same. What is added here is that the hooks leave no
`*.egg-info` in the source tree, and refuse config settings that nobody reads.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from setuptools import build_meta

from build_backend.hooks import reported
from build_backend.project import egg_infos
from build_backend.read_settings import refuse_unknown

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

Config = Mapping[str, str | list[str] | None] | None


def get_requires_for_build_wheel(config_settings: Config = None) -> list[str]:
    with _hook(config_settings):
        return build_meta.get_requires_for_build_wheel(config_settings)


def get_requires_for_build_editable(config_settings: Config = None) -> list[str]:
    with _hook(config_settings):
        return build_meta.get_requires_for_build_editable(config_settings)


def get_requires_for_build_sdist(config_settings: Config = None) -> list[str]:
    with _hook(config_settings):
        return build_meta.get_requires_for_build_sdist(config_settings)


def prepare_metadata_for_build_wheel(
    metadata_directory: str, config_settings: Config = None
) -> str:
    with _hook(config_settings):
        return build_meta.prepare_metadata_for_build_wheel(metadata_directory, config_settings)


def prepare_metadata_for_build_editable(
    metadata_directory: str, config_settings: Config = None
) -> str:
    with _hook(config_settings):
        return build_meta.prepare_metadata_for_build_editable(metadata_directory, config_settings)


def build_wheel(
    wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None
) -> str:
    with _hook(config_settings):
        return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(
    wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None
) -> str:
    with _hook(config_settings):
        return build_meta.build_editable(wheel_directory, config_settings, metadata_directory)


def build_sdist(sdist_directory: str, config_settings: Config = None) -> str:
    with _hook(config_settings):
        return build_meta.build_sdist(sdist_directory, config_settings)


@contextlib.contextmanager
def _hook(config_settings: Config) -> Iterator[None]:
    """What is around every hook.

    Config settings that nobody reads are refused. The `*.egg-info` folders that setuptools
    makes meanwhile are removed again; older ones stay.
    """
    with reported():
        refuse_unknown(config_settings or {})
    before = egg_infos(Path.cwd())
    try:
        yield
    finally:
        for folder in egg_infos(Path.cwd()) - before:
            shutil.rmtree(folder, ignore_errors=True)
