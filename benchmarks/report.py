"""Results as a table for people, a JSON file for programs, and a plot."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.measure import Result
from benchmarks.peers import ARITHMETICS, Contender, Skipped
from benchmarks.workloads import Benchmark

#: The contenders that all others are compared with.
BASE, PEER = "CPython", "Rust by ctypes"

BEGIN, END = "<!-- results: written by `python -m benchmarks --record` -->", "<!-- end -->"


@dataclass(frozen=True)
class Report:
    """Everything about one run."""

    benchmarks: Sequence[Benchmark]
    contenders: Sequence[Contender]
    results: Sequence[Result]
    skipped: Sequence[Skipped]

    def of(self, benchmark: Benchmark, name: str, arithmetic: str) -> list[Result]:
        """The results of a contender, from small to large n."""
        return [
            r
            for r in self.results
            if (r.benchmark, r.contender, r.arithmetic) == (benchmark.name, name, arithmetic)
        ]

    def save_json(self, path: Path) -> None:
        data = {
            "machine": machine(),
            "versions": {c.name: c.version for c in self.contenders},
            "skipped": {s.name: s.reason for s in self.skipped},
            "results": [asdict(result) for result in self.results],
        }
        path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Table:
    """A table as text cells, so that the terminal and the page show the same."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]


def machine() -> str:
    """The processor, its core count and the system."""
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    if platform.system() == "Darwin":
        asked = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    return platform.processor() or "unknown processor"


def tables(report: Report) -> list[Table]:
    """One table per benchmark: a row per contender and arithmetic."""
    return [_table(report, benchmark) for benchmark in report.benchmarks]


def _table(report: Report, benchmark: Benchmark) -> Table:
    sizes = () if benchmark.one_call else tuple(f"n = {n:,}" for n in benchmark.sizes)
    last = "call" if benchmark.one_call else "per step"
    columns = ("", "arithmetic", *sizes, last, f"{BASE} ÷ it", f"it ÷ {PEER}")
    rows: list[tuple[str, ...]] = []
    base = report.of(benchmark, BASE, "plain")  # What the author of the function wrote.
    for arithmetic in ARITHMETICS:
        peer = report.of(benchmark, PEER, arithmetic)
        for contender in report.contenders:
            results = report.of(benchmark, contender.name, arithmetic)
            if not results:
                continue
            largest = results[-1]
            cells = () if benchmark.one_call else tuple(duration(r.seconds) for r in results)
            rows.append(
                (
                    contender.name,
                    arithmetic,
                    *cells,
                    duration(largest.seconds / largest.n),
                    _ratio(base, largest, inverse=True),
                    _ratio(peer, largest),
                )
            )
    return Table(benchmark.title, columns, rows)


def _ratio(others: list[Result], largest: Result, *, inverse: bool = False) -> str:
    if not others:
        return "–"
    ratio = largest.seconds / others[-1].seconds
    ratio = 1 / ratio if inverse else ratio
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.3g}"


def duration(seconds: float) -> str:
    """Three significant digits in the unit that fits: `31.2 ns`, `1.05 ms`; `~0` below 10 ps."""
    if seconds < 1e-11:
        return "~0"
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.2g} ns"


def print_tables(report: Report) -> None:
    """Show the tables in the terminal."""
    from rich.console import Console
    from rich.table import Table as RichTable

    # Without a terminal (a log file) the width is unknown; the tables need this much.
    console = Console() if Console().is_terminal else Console(width=170)
    for table in tables(report):
        shown = RichTable(title=table.title, title_justify="left")
        for index, column in enumerate(table.columns):
            shown.add_column(column, justify="left" if index < 2 else "right", no_wrap=True)
        for row in table.rows:
            ours = row[0] == "pyx-lowering"
            shown.add_row(*row, style="bold" if ours else None)
        console.print(shown)
    for contender in report.contenders:
        console.print(f"{contender.name}: {contender.version}", highlight=False)
    for skipped in report.skipped:
        console.print(f"skipped: {skipped.name} ({skipped.reason})", style="yellow")
    console.print(f"machine: {machine()}", highlight=False)


def record(report: Report, page: Path) -> None:
    """Put the tables between the two marks of a Markdown page."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{markdown(report)}\n{END}{after}", encoding="utf-8")


def markdown(report: Report) -> str:
    """The tables, versions and machine as Markdown."""
    lines = [f"Machine: {machine()}.", ""]
    lines += [f"- {c.name}: {c.version}" for c in report.contenders]
    lines += [f"- skipped: {s.name} ({s.reason})" for s in report.skipped]
    for table in tables(report):
        lines += ["", f"### {table.title}", ""]
        lines.append(_row(table.columns))
        lines.append(_row(["---", "---", *["--:"] * (len(table.columns) - 2)]))
        for row in table.rows:
            ours = row[0] == "pyx-lowering"
            lines.append(_row([f"**{cell}**" if ours else cell for cell in row]))
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
