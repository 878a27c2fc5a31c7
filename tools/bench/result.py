"""A line of the table, and how it comes from rounds."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

Pair = tuple[float, float]  # ours and the limit, measured one after the other


@dataclass(frozen=True)
class Result:
    """`ratio` is ours to the limit; `target` says what it should be, None: it is for knowing."""

    work: str
    ours: str
    limit: str
    ratio: float
    target: float | None
    at_least: bool = False

    @property
    def met(self) -> bool:
        """True without a target."""
        if self.target is None:
            return True
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


def rates(work: str, pairs: Sequence[Pair], target: float | None) -> Result:
    """Of requests per second."""
    ours, limit = middles(pairs)
    return Result(work, f"{ours:.0f}/s", f"{limit:.0f}/s", ratio(pairs), target, at_least=True)


def delays(work: str, pairs: Sequence[Pair], target: float | None) -> Result:
    """Of seconds."""
    ours, limit = middles(pairs)
    return Result(work, f"{ours * 1000:.2f} ms", f"{limit * 1000:.2f} ms", ratio(pairs), target)


def middles(pairs: Sequence[Pair]) -> Pair:
    """The median of each side."""
    ours, limit = zip(*pairs, strict=True)
    return statistics.median(ours), statistics.median(limit)


def ratio(pairs: Sequence[Pair]) -> float:
    """The median of each pair's ratio, so that a slow second meets both sides of it."""
    return statistics.median(ours / limit for ours, limit in pairs)


def percentile(values: Sequence[float], share: int) -> float:
    """The value that so many percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]


def row(result: Result) -> str:
    target, met = "–", ""
    if result.target is not None:
        target = f"{'≥' if result.at_least else '≤'} {result.target:.2f}"
        met = "yes" if result.met else "**no**"
    return (
        f"| {result.work} | {result.ours} | {result.limit} | {result.ratio:.2f}"
        f" | {target} | {met} |"
    )
