"""The platforms that wheels can be cross-compiled for, one row each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A platform.

    name: how it is asked for. zig: how Zig calls it. platform: how `sysconfig` does there.
    tag: the platform tag of its wheels, which promises the oldest system that they run on.
    suffix: how the file names of extension modules for the stable ABI end.
    """

    name: str
    zig: str
    platform: str
    tag: str
    suffix: str = ".abi3.so"

    @property
    def is_windows(self) -> bool:
        return self.platform.startswith("win")

    @property
    def is_macos(self) -> bool:
        return self.platform.startswith("macosx")


#: glibc 2.28 and macOS 11 are also what cibuildwheel's images and CPython's installers ask for.
_ROWS = (
    Target("linux-x86_64", "x86_64-linux-gnu.2.28", "linux-x86_64", "manylinux_2_28_x86_64"),
    Target("linux-aarch64", "aarch64-linux-gnu.2.28", "linux-aarch64", "manylinux_2_28_aarch64"),
    Target("musl-x86_64", "x86_64-linux-musl", "linux-x86_64", "musllinux_1_2_x86_64"),
    Target("musl-aarch64", "aarch64-linux-musl", "linux-aarch64", "musllinux_1_2_aarch64"),
    Target("macos-x86_64", "x86_64-macos.11.0", "macosx-11.0-x86_64", "macosx_11_0_x86_64"),
    Target("macos-arm64", "aarch64-macos.11.0", "macosx-11.0-arm64", "macosx_11_0_arm64"),
    Target("windows-amd64", "x86_64-windows-gnu", "win-amd64", "win_amd64", ".pyd"),
    Target("windows-arm64", "aarch64-windows-gnu", "win-arm64", "win_arm64", ".pyd"),
)

TARGETS = {target.name: target for target in _ROWS}
