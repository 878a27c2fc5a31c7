"""`python -m tools.bench [--costs] [--write]`: measure, print tables, and with --write keep them as
docs/benchmarks.md and reckon docs/operations.md anew; with --costs only what a request costs.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from tools import faults
from tools.bench import costs, latency, live, machine, rates, screens, shopping, shopping_costs
from tools.bench.machine import Beside
from tools.bench.result import Result, row
from tools.bench.suite import PLACES, Bench, running
from tools.bench.trolleys import BASKET
from tools.k8s import capacity
from tools.load import section
from tools.stack import plan

HEAD = "| work | ours | limit | ratio | target | met |\n|---|---|---|---|---|---|"
MEMORY_HEAD = "\n| process | MB at first | MB after all |\n|---|---|---|"
TEXT = """# Benchmarks

Made by `make bench` on {day}: {machine}. Each figure stands beside its limit, measured in the same
run with rounds in turn; trust the ratios, not the absolute numbers. One worker per service,
everything on loopback. {beside}

{table}

- *Limits.* For requests: Django without middleware answering a constant on the same server
(`kit.server`, 4 threads, 8 connections). For fan-out: asyncio alone sending one prepared
frame to as many sockets. For the growth: the same order at a table with ten orders. For the panel:
the frame at a listener without a page. For two processes: one.
- *Orders* go to tables of 16 places in turn, as on a server that many places share. All at one
place they wait for each other's commit, since the panel of a place counts its changes without a
gap: that line has no target. Each order is flushed to disk by PostgreSQL and handed to Redis before
it is answered.
- *Products.* What orders needs of a product is two seconds old at most. The lines compare an order
that may have to ask for it with one that need not; one connection, one order at a time. Where
anything is ordered, the whole menu of the place is kept fresh, behind its orders. A counted
product's units are taken at products, in one call between two transactions: three commits, and a
line without a target; the call itself has one.
- *Fan-out* counts from the sending of the POST to the frame at each listener, in one client
process. Like asyncio alone, it does not wait for the disk (PostgreSQL's `synchronous_commit` is
off for these lines): on a shared machine the slowest of a hundred commits are the disk's, not ours.
The line "flushed to disk" is the same with the commit as it is otherwise, and has no target.
- *Trolleys* are those of {places} places. Each scan takes a trolley that nobody has, with a code
out of the stock; shoppers put {basket} different goods into an empty cart, by their barcodes, and
then more of them. Each read of a cart is a sign of life of its session, which PostgreSQL flushes to
disk like all else. A trolley's own scanner: its frame, the line in the cart, the frame on the
phone, all through the gateway like the order that it is compared with.
- *Order → line on the panel* is what the staff wait for: a page in Chromium sends the order through
the gateway, and the line is in the document of the order panel. {panel_orders} orders at
{panel_tables} tables, one at a time. *Barcode → line on the page* is the same for a shopper:
{scans} goods that are new in the cart, read by the trolley and by the phone, until the line with
its price is there (the phone shows at once that it comes), against the {soon} ms of the target.
- *First dish* is what a guest waits for who was never here: {visits} windows with nothing kept, by
Chromium's emulation of a phone's network, against the {scanned} ms of the target.
- *Two processes* share the cores with PostgreSQL and with the program that measures; their lines
have no target. The two http processes are asked over twice as many connections.
- *Memory* is the proportional share (PSS) of all processes together: what several share is counted
once. "At first" is after the panel was used; "after all" is behind all other lines, with what a
thousand sockets and some ten thousand orders have left, and has no target.

{memory}
"""


def results(bench: Bench) -> Iterator[Result]:
    yield screens.order_to_panel(bench)  # before the place has tables with thousands of orders
    yield screens.scan_to_dish(bench)
    yield live.idle_socket(bench)  # early: later its process has memory to spare
    yield from rates.against_hello(bench, rates.works(bench))
    yield from rates.against_hello(bench, shopping.works(bench))
    yield shopping.growth(bench)
    yield shopping.scanned(bench)
    yield from screens.barcode_to_line(bench)
    yield from latency.cold(bench)
    yield latency.quiet(bench)
    yield latency.growth(bench)
    with bench.unflushed():
        yield live.fan_out(bench, 100, share=99, target=4)
        yield live.fan_out(bench, 1000, share=50, target=6)
    yield live.fan_out(bench, 100, share=99, target=None, note=", flushed to disk")
    yield live.through_the_gateway(bench)
    yield from rates.two_processes(bench)
    yield live.two_processes(bench)


def memory(bench: Bench) -> dict[str, float]:
    """Megabytes by process; what the runner is itself stands under its own name."""
    found = {name: machine.memory(bench.pid(name)) for name in bench.state["processes"]}
    whole = machine.memory(bench.state["pid"])
    return {**found, "runner, what forks": whole - sum(found.values()), "**all**": whole}


def memory_row(found: dict[str, float], target: float | None, when: str = "") -> Result:
    whole = found["**all**"]
    work = f"memory of all processes{when}"
    limit = plan.memory_limit()
    return Result(work, f"{whole:.0f} MB", f"{limit} MB", whole / limit, target)


class Report:
    """The table, printed line by line while it grows."""

    def __init__(self) -> None:
        self.rows: list[str] = [HEAD]
        self.missed = False
        print(HEAD, flush=True)

    def add(self, result: Result) -> None:
        self.rows.append(row(result))
        self.missed |= not result.met
        print(self.rows[-1], flush=True)


def main() -> None:
    """Measure for about ten minutes; exit 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="tools.bench")
    parser.add_argument("--write", action="store_true", help="keep the tables in docs/")
    parser.add_argument("--costs", action="store_true", help="only what a request costs")
    options = parser.parse_args()
    if options.costs:
        with running() as bench:
            spent = _costs(bench)
        if options.write:
            faults.put(spent, costs.BEGIN, costs.END)
            capacity.write()
        return
    sys.exit(_everything(write=options.write))


def _costs(bench: Bench) -> str:
    """Measure and print them; returns their section of docs/benchmarks.md."""
    rows = [*costs.costs(bench), *shopping_costs.measure(bench), costs.alone(bench)]
    spent = costs.section(rows)
    print(spent, flush=True)
    return spent


def _everything(*, write: bool) -> bool:
    """Whether a target was missed."""
    report, beside = Report(), Beside()
    with running() as bench:
        for n, result in enumerate(results(bench)):
            report.add(result)
            if n == 0:
                first = memory(bench)
                report.add(memory_row(first, 1.0))
        last = memory(bench)
        report.add(memory_row(last, None, " after all"))
    with running() as bench:  # a process that has held sockets has memory to spare for others
        spent = _costs(bench)
    lines = [f"| {name} | {first[name]:.0f} | {last[name]:.0f} |" for name in first]
    sizes = "\n".join([MEMORY_HEAD.strip(), *lines])
    others = f"{beside.cores():.2f} of the {os.cpu_count()} cores were busy with something else."
    print(f"\n{sizes}\n\n{others}")
    if write:
        _write(report, sizes, others, spent)
        capacity.write()
    return report.missed


def _write(report: Report, sizes: str, others: str, spent: str) -> None:
    text = TEXT.format(
        day=datetime.now(UTC).date().isoformat(),
        machine=f"{os.cpu_count()} cores, {_memory()} GiB, Python {platform.python_version()}",
        beside=f"Meanwhile {others}",
        table="\n".join(report.rows),
        memory=sizes,
        panel_orders=screens.ORDERS,
        panel_tables=screens.TABLES,
        scans=screens.SCANS,
        soon=screens.SOON_MS,
        visits=screens.VISITS,
        scanned=screens.SCANNED_MS,
        places=PLACES,
        basket=BASKET,
    )
    by_others = [faults.kept(), faults.kept(section.BEGIN, section.END)]
    faults.PAGE.write_text("\n".join([text, spent, *filter(None, by_others)]))


def _memory() -> int:
    kilobytes = int(Path("/proc/meminfo").read_text().split()[1])
    return round(kilobytes / 1024**2)


if __name__ == "__main__":
    main()
