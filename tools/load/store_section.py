"""The table of docs/benchmarks.md about racks of the store."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime

from tools.bench.result import percentile
from tools.load.racks import SCALES, Heard

BEGIN, END = "<!-- racks -->\n", "<!-- end of racks -->\n"
TEXT = """
## Racks of the store

Made by `make load ARGS=--write` on {day}: {cores} cores, Python {python}. {machines:,} simulated
racks with {scales} scales, each of which says once a second over HTTP what it weighs, for
{seconds:.0f} s through the gateway, all at one edge-http; each twentieth heartbeat shows a pick,
with one person inside. A rack whose heartbeat is not answered within its second leaves out the
next one. The racks run on the same cores.

| | |
|---|---|
| asked for | {machines:,}/s |
| answered | {rate:.0f}/s |
| left out | {skipped:.0%} |
| refused | {refused} |
| picks that were seen | {picks} |
| sent → answer, p50 | {p50:.0f} ms |
| the same, p99 | {p99:.0f} ms |
| CPU of edge-http, for a heartbeat | {http:.2f} ms |
| CPU of postgres | {postgres:.2f} ms |
| CPU of the gateway | {gateway:.2f} ms |

With history: one rack at a time, {each} heartbeats.

| events in the store | CPU of edge-http | CPU of postgres | sent → answer, p50 |
|---|---|---|---|
| {few:,} | {fresh_http:.2f} ms | {fresh_postgres:.2f} ms | {fresh_took:.1f} ms |
| {many:,} | {old_http:.2f} ms | {old_postgres:.2f} ms | {old_took:.1f} ms |
| ratio | {ratio_http:.2f} | {ratio_postgres:.2f} | {ratio_took:.2f} |

A process of edge-http is one core: more racks than it answers need another one (`--scale
edge-http=2`, [operations](operations.md)), and cores for it.
"""


@dataclass(frozen=True)
class Cost:
    """Milliseconds of a core by process for a heartbeat, and how long it took (p50)."""

    cpu: dict[str, float]
    seconds: float


@dataclass(frozen=True)
class Run:
    """What so many machines came to in so many seconds, and a heartbeat in a store of so many
    events.
    """

    machines: int
    seconds: float
    heard: Heard
    cpu: dict[str, float]
    fresh: Cost
    old: Cost
    each: int  # heartbeats of both
    events: tuple[int, int]


def section(run: Run) -> str:
    """The text between its markers."""
    text = TEXT.format(
        day=datetime.now(UTC).date().isoformat(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        machines=run.machines,
        scales=SCALES,
        seconds=run.seconds,
        each=run.each,
        **_together(run),
        **_with_history(run),
    )
    return f"{BEGIN}{text}\n{END}"


def _together(run: Run) -> dict[str, float]:
    heard, answered = run.heard, len(run.heard.seconds)
    return {
        "rate": answered / run.seconds,
        "skipped": heard.skipped / (answered + heard.skipped),
        "refused": heard.refused,
        "picks": heard.events,
        "p50": percentile(heard.seconds, 50) * 1000,
        "p99": percentile(heard.seconds, 99) * 1000,
        "http": run.cpu["edge-http"] * 1000 / answered,
        "postgres": run.cpu["postgres"] * 1000 / answered,
        "gateway": run.cpu["gateway"] * 1000 / answered,
    }


def _with_history(run: Run) -> dict[str, float]:
    fresh, old = run.fresh, run.old
    return {
        "few": run.events[0],
        "many": run.events[1],
        "fresh_http": fresh.cpu["edge-http"],
        "fresh_postgres": fresh.cpu["postgres"],
        "fresh_took": fresh.seconds * 1000,
        "old_http": old.cpu["edge-http"],
        "old_postgres": old.cpu["postgres"],
        "old_took": old.seconds * 1000,
        "ratio_http": old.cpu["edge-http"] / fresh.cpu["edge-http"],
        "ratio_postgres": old.cpu["postgres"] / fresh.cpu["postgres"],
        "ratio_took": old.seconds / fresh.seconds,
    }
