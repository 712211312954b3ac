"""What a finished wheel is checked for."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from build_backend.contents import check_wheel
from pyx_lowering import CompileError

TAG = "cp313-cp313-linux_x86_64"
FILE = "pkg/_k_native.cpython-313-x86_64-linux-gnu.so"


def problems(
    tmp_path: Path, *, tag: str = TAG, stated: str = TAG, native: dict[str, bytes] | None = None
) -> list[str]:
    wheel = tmp_path / f"pkg-1.0-{tag}.whl"
    contents = {FILE: b"..PyInit__k_native\0dot\0axpy\0.."} if native is None else native
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
        tags = "".join(f"Tag: {each}\n" for each in stated.split())
        archive.writestr("pkg-1.0.dist-info/WHEEL", f"Wheel-Version: 1.0\n{tags}")
    module = SimpleNamespace(extension="pkg._k_native")
    text = "cdef double n_dot(double x):\n    return x\n\n\ndef dot(x):\n\n\ndef axpy(x):\n"
    compiled: Any = SimpleNamespace(module=module, pyx=text)
    built: Any = SimpleNamespace(
        compiled=(compiled,) if "none-any" not in tag else (),
        files={"pkg._k_native": tmp_path / FILE})
    try:
        check_wheel(wheel, built)
    except CompileError as error:
        assert {d.code for d in error.diagnostics} == {"PYX408"}
        return [d.message.removeprefix("the finished wheel is wrong: ") for d in error.diagnostics]
    return []


def test_a_right_one(tmp_path: Path) -> None:
    assert problems(tmp_path) == []
    assert problems(tmp_path, tag="py3-none-any", stated="py3-none-any", native={}) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"native": {}}, f"{FILE} is not in it"),
        ({"native": {FILE: b"PyInit__k_native\0dot\0"}}, f"{FILE} does not export `axpy`"),
        ({"native": {FILE: b"PyInit\0dot\0axpy\0"}}, f"{FILE} does not export `PyInit__k_native`"),
        ({"stated": "cp313-abi3-linux_x86_64"}, "its name and its metadata have different tags"),
        ({"tag": "py3-none-any", "stated": "py3-none-any"},
         f"it is tagged as pure Python and has {FILE}"),
        ({"tag": "cp311-abi3-linux_x86_64", "stated": "cp311-abi3-linux_x86_64"},
         f"it is tagged for the stable ABI and has {FILE}"),
    ],
)
def test_wrong_ones(tmp_path: Path, changes: dict[str, Any], expected: str) -> None:
    assert problems(tmp_path, **changes) == [expected]
