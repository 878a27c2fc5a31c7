"""`python -m tools.bench [--write]`: measure, print a table, and with --write keep it as
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tools.bench import measure, panel
from tools.bench.measure import Result
from tools.bench.suite import Bench, running
from tools.stack.plan import ROOT

HEAD = "| work | ours | limit | ratio | target | met |\n|---|---|---|---|---|---|"
TEXT = """# Benchmarks

Made by `make bench` on {day}: {machine}. Each figure stands beside its limit, measured in the same
run with rounds in turn; trust the ratios, not the absolute numbers. One worker per service,
everything on loopback.

{table}

- *Limits.* For requests: Django without middleware answering a constant on the same server
(gunicorn, one worker, 4 threads, 8 connections). For fan-out: asyncio alone sending one prepared
frame to as many sockets. For the growth: the same order at a table with ten orders. For the panel:
the frame at a listener without a page.
- *Orders* go to tables of 16 places in turn, as on a server that many places share. All at one
place they wait for each other's commit, since the panel of a place counts its changes without a
gap: that line has no target. Each order is flushed to disk by PostgreSQL and published before it is
answered. The products service is asked every second, as always.
- *Fan-out* counts from the sending of the POST to the frame at each listener, in one client
process. Like asyncio alone, it does not wait for the disk (PostgreSQL's `synchronous_commit` is
off for these lines): on a shared machine the slowest of a hundred commits are the disk's, not ours.
The line "flushed to disk" is the same with the commit as it is otherwise, and has no target.
- *Order → line on the panel* is what the staff wait for: a page in Chromium sends the order through
the gateway, and the line is in the document of the order panel. {panel_orders} orders at
{panel_tables} tables, one at a time.
"""


def results(bench: Bench) -> Iterator[Result]:
    yield measure.idle_socket(bench)  # first: later its process has memory to spare
    yield panel.order_to_panel(bench)  # before the place has tables with thousands of orders
    yield from measure.http(bench)
    yield measure.growth(bench)
    with measure.unflushed(bench):
        yield measure.fan_out(bench, 100, share=99, target=4)
        yield measure.fan_out(bench, 1000, share=50, target=6)
    yield measure.fan_out(bench, 100, share=99, target=None, note=", flushed to disk")
    yield measure.through_the_gateway(bench)


def row(result: Result) -> str:
    target, met = "–", ""
    if result.target is not None:
        target = f"{'≥' if result.at_least else '≤'} {result.target:.2f}"
        met = "yes" if result.met else "**no**"
    return (
        f"| {result.work} | {result.ours} | {result.limit} | {result.ratio:.2f}"
        f" | {target} | {met} |"
    )


def main() -> None:
    """Measure for about three minutes; exit 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="tools.bench")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/")
    options = parser.parse_args()
    rows, missed = [HEAD], False
    print(HEAD, flush=True)
    with running() as bench:
        for result in results(bench):
            rows.append(row(result))
            missed |= not result.met
            print(rows[-1], flush=True)
    if options.write:
        machine = f"{os.cpu_count()} cores, {_memory()} GiB, Python {platform.python_version()}"
        day = datetime.now(UTC).date().isoformat()
        text = TEXT.format(
            day=day,
            machine=machine,
            table="\n".join(rows),
            panel_orders=panel.ORDERS,
            panel_tables=panel.TABLES,
        )
        (ROOT / "docs" / "benchmarks.md").write_text(text)
    sys.exit(missed)


def _memory() -> int:
    kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
    return round(kilobytes / 1024**2)


if __name__ == "__main__":
    main()
