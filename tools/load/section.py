"""The table of docs/benchmarks.md, and what 10,000 machines would need by it."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from tools.bench.result import percentile
from tools.load.suite import PARTS, RAW
from tools.load.watch import Watched

BEGIN, END = "<!-- vending machines -->\n", "<!-- end of vending machines -->\n"
SOON = 0.1  # seconds from the answer to the frame, which 99 of 100 calls do not exceed
MANY = 10_000
SHARE = 0.6  # of a core: what a process may be busy with on average, so that a burst finds room
WS_SOCKETS = 4000  # of a process, unless it is set
HEAD = "| | through the gateway | straight at edge-ws | plain asyncio |\n|---|---|---|---|"
TEXT = """
## Vending machines

Made by `make load ARGS=--write` on {day}: {cores} cores, Python {python}. {machines:,} simulated
machines on one edge-ws, each of which says once a second that it is active: {seconds:.0f} s through
the gateway, then {third:.0f} s straight at the process and {third:.0f} s at the limit, a server of
the `websockets` library on asyncio that reads the same frames. Meanwhile four calls a second, in
turn a lock by code and a new stock, {calls} in all at first, each of which has a frame written to
one machine; calls go through the gateway. The machines, and whoever calls, run on the same cores.

{table}

- *Targets*: no machine is dropped; of 100 calls 99 have their frame {soon:.0f} ms after their
answer at the latest. {verdict}
- *All are back* counts from the first handshake until the last machine shows a new code, which is
the worst case: a restart, after which all come at once. Each is written down as on line, gets a new
code and is told to operators, in transactions that follow each other. Who waits is not dropped.
- *CPU* is milliseconds of one core for a machine and a second, calls included; *memory* the
proportional share (PSS) that a machine adds. PostgreSQL writes the signs of life of all machines
every two seconds, in one statement; a sign of life asks nothing of it.
- *The websocket process* is {busy:.0%} busy with all of this, so its server is not the limit: what
it takes beside plain asyncio is the price of one that bounds frames, sockets and memory. The
gateway adds the difference between the first two columns, and its own CPU and memory.

### What {many:,} machines need

{needs}
"""

Cell = Callable[[Watched], str]


@dataclass(frozen=True)
class Runs:
    """The same machines three times: `through` the gateway, `direct` at the websocket process, and
    at the `raw` server.
    """

    through: Watched
    direct: Watched
    raw: Watched


def section(runs: Runs) -> str:
    """The text between its markers."""
    missing = missed(runs)
    text = TEXT.format(
        day=datetime.now(UTC).date().isoformat(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        machines=runs.through.machines,
        seconds=runs.through.seconds,
        calls=len(runs.through.delays),
        third=runs.direct.seconds,
        table="\n".join([HEAD, *_rows(runs)]),
        soon=SOON * 1000,
        busy=runs.through.cpu["edge-ws"] / runs.through.seconds,
        verdict=f"**Missed: {'; '.join(missing)}.**" if missing else "Both are met.",
        many=MANY,
        needs=needs(runs),
    )
    return f"{BEGIN}{text}\n{END}"


def missed(runs: Runs) -> list[str]:
    """The targets that our two runs have not met, in words."""
    found = []
    for run, name in ((runs.through, "through the gateway"), (runs.direct, "straight")):
        if run.dropped:
            found.append(f"{run.dropped} machines dropped {name}")
        if percentile(run.behind, 99) > SOON:
            found.append(f"{percentile(run.behind, 99) * 1000:.0f} ms {name}")
    return found


def _rows(runs: Runs) -> list[str]:
    cells: list[tuple[str, Cell]] = [
        ("machines dropped", lambda run: f"{run.dropped} of {run.machines:,}"),
        ("signs of life", lambda run: f"{run.said / run.seconds:.0f}/s"),
        ("all are back", lambda run: f"{run.connecting:.1f} s"),
        ("call sent → frame, p50", lambda run: f"{run.late(50) * 1000:.1f} ms"),
        ("the same, p99", lambda run: f"{run.late(99) * 1000:.1f} ms"),
        ("call answered → frame, p99", lambda run: f"{percentile(run.behind, 99) * 1000:.1f} ms"),
        *((f"CPU of {name}", _cpu(name)) for name in PARTS),
        *((f"memory of {name}", _memory(name)) for name in ("edge-ws", "gateway")),
    ]
    return [
        f"| {name} | {cell(runs.through)} | {cell(runs.direct)} | {cell(runs.raw)} |"
        for name, cell in cells
    ]


def _cpu(name: str) -> Cell:
    def cell(run: Watched) -> str:
        part = RAW if name == "edge-ws" and RAW in run.cpu else name
        return f"{run.cpu_each(part):.3f} ms" if part in run.cpu else "–"

    return cell


def _memory(name: str) -> Cell:
    def cell(run: Watched) -> str:
        part = RAW if name == "edge-ws" and RAW in run.memory else name
        size = run.memory_each(part) if part in run.memory else 0.0
        return f"{size:.0f} kB" if size >= 0.5 else "–"

    return cell


def needs(runs: Runs) -> str:
    """The arithmetic for MANY machines, by the costs of one."""
    run = runs.through
    cores = {name: run.cpu_each(name) * MANY / 1000 for name in PARTS}
    sizes = {name: MANY * run.memory_each(name) / 1024 for name in ("edge-ws", "gateway")}
    by_cpu, by_sockets = math.ceil(cores["edge-ws"] / SHARE), math.ceil(MANY / WS_SOCKETS)
    each = run.cpu_each("edge-ws")
    lines = [
        f"- **edge-ws**: {MANY:,} × {each:.3f} ms = {cores['edge-ws']:.1f} cores. With each process"
        f" {SHARE:.0%} busy\n  that is {_count(by_cpu)}, by WS_SOCKETS alone ({WS_SOCKETS:,} each)"
        f" {by_sockets}. Memory: {sizes['edge-ws']:.0f} MB in all.",
        f"- **gateway**: {cores['gateway']:.1f} cores, {sizes['gateway']:.0f} MB, {2 * MANY:,}"
        " connections, which is more than a worker\n  of nginx takes: two workers at least.",
        f"- **PostgreSQL**: {cores['postgres']:.1f} cores; four connections for each edge-ws.",
        f"- **Redis**: {cores['redis']:.2f} cores: it is asked when something changes, and not for"
        " signs of life.",
    ]
    return "\n".join(lines)


def _count(processes: int) -> str:
    return "one process" if processes == 1 else f"{processes} processes"
