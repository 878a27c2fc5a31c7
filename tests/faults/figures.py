"""The suite's figures: asserted, printed, and kept for docs/benchmarks.md.

FAULTS_FIGURES names a file that gets a line of JSON for each figure.
"""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from tools.bench.result import Result

TRIES = 3
Seconds = Sequence[float]
Measured = tuple[Seconds, Seconds]  # under attack, and without


def keep(result: Result) -> None:
    """Write a figure down, then insist on its target."""
    line = json.dumps(asdict(result), ensure_ascii=False)
    print(line)
    if path := os.environ.get("FAULTS_FIGURES"):
        with Path(path).open("a") as file:
            file.write(line + "\n")
    assert result.met, line


def compare(work: str, attacked: Seconds, quiet: Seconds, target: float | None = None) -> None:
    """The medians of seconds under attack and without, as a ratio."""
    keep(_compared(work, attacked, quiet, target))


def compare_best(work: str, measure: Callable[[], Measured], target: float) -> None:
    """The same of what `measure` returns, which is asked again while the target is missed: whoever
    else uses this machine spoils one try, what an attack costs spoils all.
    """
    for _ in range(TRIES):
        result = _compared(work, *measure(), target)
        print(result)
        if result.met:
            break
    keep(result)


def _compared(work: str, attacked: Seconds, quiet: Seconds, target: float | None) -> Result:
    ours, limit = statistics.median(attacked), statistics.median(quiet)
    texts = f"{ours * 1000:.1f} ms", f"{limit * 1000:.1f} ms"
    return Result(work, *texts, ours / limit, target)


def count(work: str, ours: float, limit: float, unit: str = "") -> None:
    """A number that may not be larger than its limit."""
    texts = f"{ours:,.0f}{unit}", f"{limit:,.0f}{unit}"
    keep(Result(work, *texts, ours / limit, 1.0))
