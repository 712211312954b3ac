"""The modules of a project, by their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyx_lowering.discover.modules import SourceModule
from pyx_lowering.discover.reading import read_module


def locate_module(path: Path) -> tuple[Path, str]:
    """The import root of a file, above its packages, and its dotted module name."""
    path = path.resolve()
    parts = [] if path.name == "__init__.py" else [path.stem]
    folder = path.parent
    while (folder / "__init__.py").is_file():
        parts.insert(0, folder.name)
        folder = folder.parent
    return folder, ".".join(parts)


class Project:
    """The modules of one project, found by name below `roots` and parsed once each."""

    def __init__(self, roots: Sequence[Path], *, display_root: Path | None = None) -> None:
        self.roots = tuple(roots)
        self.display_root = display_root
        self._modules: dict[str, SourceModule | None] = {}
        self._used: dict[SourceModule, None] = {}

    @contextmanager
    def recording(self) -> Iterator[dict[SourceModule, None]]:
        """Collects the modules that are looked up meanwhile, in the order of first use."""
        outer, self._used = self._used, {}
        try:
            yield self._used
        finally:
            self._used = outer

    def add(self, module: SourceModule) -> None:
        """Make `module` known under its name."""
        self._modules[module.name] = module

    def find(self, name: str) -> SourceModule | None:
        """The module called `name`, or None if it is not part of this project."""
        if name not in self._modules:
            self._modules[name] = None  # A broken module is reported once.
            self._modules[name] = self._read(name)
        module = self._modules[name]
        if module is not None:
            self._used.setdefault(module)
        return module

    def _read(self, name: str) -> SourceModule | None:
        relative = Path(*name.split("."))
        for root in self.roots:
            for candidate in (root / relative / "__init__.py", root / f"{relative}.py"):
                if candidate.is_file():
                    return read_module(candidate, name, root=self.display_root)
        return None

    @property
    def loaded(self) -> list[SourceModule]:
        """Every module that was read, in the order of reading."""
        return [module for module in self._modules.values() if module is not None]
