"""`python -m benchmarks`: run the benchmarks, print the tables, write a plot and a JSON file."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import Result, measure
from benchmarks.peers import contenders
from benchmarks.report import Report, print_tables, record
from benchmarks.workloads import BENCHMARKS

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"


def main() -> None:
    options = _options()
    sizes = [n for n in BENCHMARKS[0].sizes if n <= options.largest]
    chosen = [b for b in BENCHMARKS if not options.only or b.name in options.only]
    chosen = [b if b.one_call else replace(b, sizes=tuple(sizes)) for b in chosen]
    with tempfile.TemporaryDirectory(prefix="pyx-lowering-bench-") as folder:
        found, skipped = contenders(Path(folder))
        results: list[Result] = []
        for benchmark in chosen:
            results += measure(benchmark, found, options.rounds, _progress)
    report = Report(chosen, found, results, skipped)
    print_tables(report)
    _save(report, record_it=options.record)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "only", nargs="*", help=f"which of {', '.join(b.name for b in BENCHMARKS)} (all)"
    )
    parser.add_argument("--rounds", type=int, default=9, help="runs of each; the best counts (9)")
    parser.add_argument("--largest", type=int, default=10**7, help="the largest n (10000000)")
    parser.add_argument(
        "--record", action="store_true", help="write the results to docs/benchmarks.*"
    )
    options = parser.parse_args()
    for name in options.only:
        if name not in {b.name for b in BENCHMARKS}:
            parser.error(f"there is no benchmark {name!r}")
    return options


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _save(report: Report, *, record_it: bool) -> None:
    folder = DOCS if record_it else HERE / "results"
    folder.mkdir(exist_ok=True)
    report.save_json(folder / "benchmarks.json")
    from benchmarks.plot import save_plot

    save_plot(report, folder / "benchmarks.png")
    if record_it:
        record(report, folder / "benchmarks.md")
    print(f"written: {folder.name}/benchmarks.json, {folder.name}/benchmarks.png")


if __name__ == "__main__":
    main()
