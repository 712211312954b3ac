"""The plot: time against n for the two loops, and the cost of one call."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt

from benchmarks.peers import ARITHMETICS
from benchmarks.report import Report, machine
from benchmarks.workloads import Arithmetic, Benchmark

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINES: dict[Arithmetic, str] = {"plain": "-", "fused": "--"}


def save_plot(report: Report, path: Path) -> None:
    """Write a PNG with one panel per benchmark."""
    count = len(report.benchmarks)
    figure, panels = plt.subplots(
        1, count, figsize=(5.5 * count, 4.8), layout="constrained", squeeze=False
    )
    for panel, benchmark in zip(panels[0], report.benchmarks, strict=True):
        if benchmark.one_call:
            _bars(panel, report, benchmark)
        else:
            _curves(panel, report, benchmark)
        panel.set_title(benchmark.title, fontsize=10)
    figure.suptitle(machine(), fontsize=9)
    figure.savefig(path, dpi=120)
    plt.close(figure)


def _curves(panel: Axes, report: Report, benchmark: Benchmark) -> None:
    for index, contender in enumerate(report.contenders):
        for arithmetic in ARITHMETICS:
            results = report.of(benchmark, contender.name, arithmetic)
            if results:
                panel.plot(
                    [r.n for r in results],
                    [r.seconds for r in results],
                    LINES[arithmetic],
                    color=f"C{index}",
                    marker="o",
                    markersize=3,
                    label=f"{contender.name}, {arithmetic}",
                )
    panel.set(xscale="log", yscale="log", xlabel="n", ylabel="seconds for one call")
    panel.grid(alpha=0.3)
    panel.legend(fontsize=7)


def _bars(panel: Axes, report: Report, benchmark: Benchmark) -> None:
    labels, values, colors = [], [], []
    for index, contender in enumerate(report.contenders):
        for arithmetic in ARITHMETICS:
            for result in report.of(benchmark, contender.name, arithmetic):
                labels.append(f"{contender.name}, {arithmetic}")
                values.append(result.seconds * 1e9)
                colors.append(f"C{index}")
    bars = panel.barh(labels[::-1], values[::-1], color=colors[::-1])
    panel.bar_label(bars, fmt="%.0f", fontsize=8, padding=2)
    panel.set(xlabel="nanoseconds for one call")
    panel.tick_params(axis="y", labelsize=7)
    panel.margins(x=0.15)
