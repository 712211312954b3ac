"""How a module of an editable install comes by its native code, and when it does not.

The extension modules are stood in for by Python files, which are loaded in the same way.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pyx_lowering import editable, runtime

KERNELS = '''
from pyx_lowering import compile

@compile
def f(x: float) -> float:
    return x + 2.0
'''
NATIVE = "def f(x): return 'native'\n"
AGAIN = "; running the Python code; reinstall with pip install -e . to compile it again"


class Install:
    """A project with an editable install."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.site = folder / "site"
        self.record: dict[str, Any] = {
            "format": editable.FORMAT, "root": str(self.root), "rebuild": False,
            "folders": {"src/pkg": "pkg"}, "modules": {},
        }
        self.source("pkg/__init__.py", "")
        self.source("pkg/kernels.py", KERNELS)
        self.native("pkg/_kernels_native.py", NATIVE)
        self.compiled("pkg.kernels", "src/pkg/kernels.py", extension="pkg/_kernels_native.py")

    def source(self, name: str, text: str) -> Path:
        return _write(self.root / "src" / name, text)

    def native(self, name: str, text: str) -> Path:
        return _write(self.site / editable.FOLDER / name, text)

    def compiled(self, module: str, *sources: str, extension: str | None) -> None:
        digests = {s: hashlib.sha256((self.root / s).read_bytes()).hexdigest() for s in sources}
        self.record["modules"][module] = {
            "file": sources[0], "extension": extension, "sources": digests}
        self.write()

    def write(self) -> None:
        self.native("project.json", json.dumps(self.record))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    monkeypatch.delenv("PYX_LOWERING_DISABLE", raising=False)
    monkeypatch.setattr(runtime, "_modules", {})
    before = dict(sys.modules)
    sys.modules.pop(editable.FOLDER, None)
    made = Install(tmp_path)
    monkeypatch.syspath_prepend(str(made.site))
    monkeypatch.syspath_prepend(str(made.root / "src"))
    yield made
    sys.modules.clear()
    sys.modules.update(before)


def imported(name: str) -> tuple[ModuleType, list[str]]:
    """The module, run once more if it was imported before, and the warnings meanwhile."""
    importlib.invalidate_caches()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        if name in sys.modules:
            module = importlib.reload(sys.modules[name])
        else:
            module = importlib.import_module(name)
    assert all(w.category is RuntimeWarning for w in caught)
    return module, [str(w.message) for w in caught]


def test_native_code_of_an_edited_module_is_not_used(install: Install) -> None:
    constants = install.source("pkg/constants.py", "TOP = 1\n")
    kernels = install.root / "src/pkg/kernels.py"
    install.compiled("pkg.kernels", "src/pkg/kernels.py", "src/pkg/constants.py",
                     extension="pkg/_kernels_native.py")
    module, found = imported("pkg.kernels")
    assert (module.f(1.0), found) == ("native", [])

    changed = "src/pkg/{} has changed since it was compiled" + AGAIN
    constants.write_text("TOP = 2\n")
    module, found = imported("pkg.kernels")
    assert (module.f(1.0), found) == (3.0, [changed.format("constants.py")])
    constants.unlink()
    assert imported("pkg.kernels")[1] == [changed.format("constants.py")]
    constants.write_text("TOP = 1\n")
    kernels.write_text(KERNELS + "# edited\n")
    assert imported("pkg.kernels")[1] == [changed.format("kernels.py")]
    kernels.write_text(KERNELS)
    module, found = imported("pkg.kernels")
    assert (module.f(1.0), found) == ("native", [])


def test_the_code_of_a_package_itself(install: Install) -> None:
    init = install.source("pkg/__init__.py", KERNELS)
    install.native("pkg/_init_native.py", NATIVE)
    install.compiled("pkg", "src/pkg/__init__.py", extension="pkg/_init_native.py")
    module, found = imported("pkg")
    assert (module.f(1.0), found) == ("native", [])
    init.write_text(KERNELS + "# edited\n")
    module, found = imported("pkg")
    assert module.f(1.0) == 3.0
    assert [text.partition(" has changed")[0] for text in found] == ["src/pkg/__init__.py"]


@pytest.mark.parametrize("name", ["pkg/late.py", "pkg/deeper/late.py", "pkg/deeper/__init__.py"])
def test_a_new_module_is_noticed(install: Install, name: str) -> None:
    install.source("pkg/deeper/__init__.py", "")
    install.source(name, KERNELS)
    module = name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    result, found = imported(module)
    assert result.f(1.0) == 3.0
    assert found == [f"{module} is not compiled yet{AGAIN}"]


def test_lost_native_code_is_noticed(install: Install) -> None:
    (install.site / editable.FOLDER / "pkg/_kernels_native.py").unlink()
    assert imported("pkg.kernels")[1] == [f"pkg.kernels has lost its native code{AGAIN}"]


def test_modules_that_are_not_to_be_compiled_are_left_alone(install: Install) -> None:
    install.source("pkg/excluded.py", KERNELS)
    install.record["modules"]["pkg.excluded"] = {"file": "src/pkg/excluded.py"}
    install.source("pkg/python.py", KERNELS)
    install.compiled("pkg.python", "src/pkg/python.py", extension=None)
    for name in ("pkg.excluded", "pkg.python"):
        module, found = imported(name)
        assert (module.f(1.0), found) == (3.0, [])


def test_a_module_of_the_same_name_elsewhere_is_not_ours(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path / "other/pkg/kernels.py", KERNELS)
    _write(tmp_path / "other/pkg/__init__.py", "")
    monkeypatch.syspath_prepend(str(tmp_path / "other"))
    module, found = imported("pkg.kernels")
    assert (module.f(1.0), found) == (3.0, [])


def test_native_code_that_cannot_be_imported_is_a_warning(install: Install) -> None:
    path = install.native("pkg/_kernels_native.py", "raise RuntimeError('broken')")
    module, found = imported("pkg.kernels")
    assert module.f(1.0) == 3.0
    assert found == [
        f"{path} cannot be imported (broken); running the Python code of pkg.kernels"]


@pytest.mark.parametrize("text", ["", "[", '{"format": 99}'])
def test_records_of_others_are_passed_over(install: Install, text: str) -> None:
    install.native("aaa.json", text)
    assert imported("pkg.kernels")[0].f(1.0) == "native"
