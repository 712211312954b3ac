"""Adds up the last lines of several pytest runs in a log, and prints the sum as pytest would."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

LINE = re.compile(r"^=* ?((?:\d+ [a-z]+(?:, )?)+) in ([\d.]+)s.*$", re.MULTILINE)
ORDER = ("failed", "passed", "skipped", "deselected", "xfailed", "xpassed", "warning", "error")


def main(log: Path) -> None:
    counts: Counter[str] = Counter()
    seconds = 0.0
    text = re.sub(r"\x1b\[[\d;]*m", "", log.read_text(encoding="utf-8", errors="replace"))
    for line in LINE.finditer(text):
        seconds += float(line[2])
        for number, word in re.findall(r"(\d+) ([a-z]+)", line[1]):
            counts[word if word in ORDER else word.removesuffix("s")] += int(number)
    listed = ", ".join(_count(counts[word], word) for word in ORDER if counts[word])
    print(f" {listed or 'no tests ran'} in {seconds:.2f}s ".center(80, "="))


def _count(number: int, word: str) -> str:
    plural = "s" if word in ("warning", "error") and number != 1 else ""
    return f"{number} {word}{plural}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
