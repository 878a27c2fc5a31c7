"""The suite's figures: asserted, printed, and kept for docs/benchmarks.md.

FAULTS_FIGURES names a file that gets a line of JSON for each figure.
"""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tools.bench.result import Result


def keep(result: Result) -> None:
    """Write a figure down, then insist on its target."""
    line = json.dumps(asdict(result), ensure_ascii=False)
    print(line)
    if path := os.environ.get("FAULTS_FIGURES"):
        with Path(path).open("a") as file:
            file.write(line + "\n")
    assert result.met, line


def compare(
    work: str, attacked: Sequence[float], quiet: Sequence[float], target: float | None = None
) -> None:
    """The medians of seconds under attack and without, as a ratio."""
    ours, limit = statistics.median(attacked), statistics.median(quiet)
    texts = f"{ours * 1000:.1f} ms", f"{limit * 1000:.1f} ms"
    keep(Result(work, *texts, ours / limit, target))


def count(work: str, ours: float, limit: float, unit: str = "") -> None:
    """A number that may not be larger than its limit."""
    texts = f"{ours:,.0f}{unit}", f"{limit:,.0f}{unit}"
    keep(Result(work, *texts, ours / limit, 1.0))
