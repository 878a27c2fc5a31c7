"""The measurements. Rounds of what is compared alternate, so that a noisy neighbour meets both."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bench import fanout, load
from tools.bench.load import Target, request
from tools.bench.suite import Bench
from tools.stack.plan import ROOT

PAIRS = 5
PLACES = 16  # a server has many places; orders at one of them wait for each other's commit
MINIMAL = ("Prefer: return=minimal",)


@dataclass(frozen=True)
class Result:
    """One line of the table. `ratio` is ours to the limit; `target` says what it should be."""

    work: str
    ours: str
    limit: str
    ratio: float
    target: float | None
    at_least: bool

    @property
    def met(self) -> bool:
        """True without a target: such a line is for knowing."""
        if self.target is None:
            return True
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


def order(bench: Bench, code: str, *, minimal: bool) -> bytes:
    body = json.dumps({"product_id": bench.product, "session_code": code})
    return request("POST", "/orders/create/", body, MINIMAL if minimal else ())


Work = tuple[str, float | None, Callable[[], float]]  # its name, its target, what measures it


def http(bench: Bench) -> list[Result]:
    """Requests per second at one worker, as a share of hello-world on the same server."""
    works = _works(bench)
    with hello(bench) as limit:
        load.rate(limit, [request("GET", "/hello/")], seconds=1)
        found: dict[str, list[tuple[float, float]]] = {work: [] for work, _, _ in works}
        for _ in range(PAIRS):
            for work, _, measure in works:
                most = load.rate(limit, [request("GET", "/hello/")])
                found[work].append((measure(), most))
    return [_share(work, target, found[work]) for work, target, _ in works]


def _share(work: str, target: float | None, pairs: list[tuple[float, float]]) -> Result:
    ours, limits = (statistics.median(side) for side in zip(*pairs, strict=True))
    return Result(work, f"{ours:.0f}/s", f"{limits:.0f}/s", _ratio(pairs), target, at_least=True)


def _ratio(pairs: list[tuple[float, float]]) -> float:
    """The median of each pair's ratio, so that a slow second meets both sides of it."""
    return statistics.median(one / limit for one, limit in pairs)


def _works(bench: Bench) -> list[Work]:
    orders, products = bench.socket("orders-http"), bench.socket("products-http")
    [long] = bench.sessions(1, orders=50)
    tables = bench.sessions(PLACES, places=PLACES)
    short = [order(bench, code, minimal=True) for code in tables]
    alone = [order(bench, code, minimal=True) for code in bench.sessions(PLACES)]
    read = [request("GET", f"/orders/sessions/get/{long}/")]
    found = [request("GET", barcode(bench))]
    return [
        ("create order, short answer", 0.30, lambda: load.rate(orders, short)),
        ("the same, all at one place", None, lambda: load.rate(orders, alone)),
        ("create order, whole session of ~6", 0.20, lambda: _order_at_six(bench, orders)),
        ("read a session of 50 orders", 0.25, lambda: load.rate(orders, read)),
        ("product by barcode", 0.60, lambda: load.rate(products, found)),
    ]


def barcode(bench: Bench) -> str:
    return f"/products/barcode/{bench.barcode}/?location_id={bench.location}"


def _order_at_six(bench: Bench, target: Target) -> float:
    """Orders at tables that have three, six, nine … orders: each request at the next table."""
    codes = bench.sessions(800, orders=4, places=PLACES)
    return load.rate(target, [order(bench, code, minimal=False) for code in codes])


@contextmanager
def hello(bench: Bench) -> Iterator[Target]:
    """The hello-world server."""
    target = Target(socket=str(bench.home / "hello.sock"))
    command = [
        *(sys.executable, "-m", "kit.server"),
        *("--bind", f"unix:{target.socket}", "tools.bench.hello:application"),
    ]
    with _process(command, Path(target.socket)):
        yield target


@contextmanager
def _process(command: list[str], socket: Path) -> Iterator[None]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'libs'}:{ROOT}"}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 20
        while not socket.exists():
            if time.monotonic() > deadline:
                raise SystemExit(f"did not start: {' '.join(command)}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


def growth(bench: Bench) -> Result:
    """An order at a table with ten thousand orders against one at a table with ten."""
    target = bench.socket("orders-http")
    [big] = bench.sessions(1, orders=10_000)
    small = bench.sessions(40, orders=10)
    at_big, at_small = [], []
    for code in small:
        at_small += load.each(target, [order(bench, code, minimal=True)] * 10)
        at_big += load.each(target, [order(bench, big, minimal=True)] * 10)
    ours, limit = statistics.median(at_big), statistics.median(at_small)
    return Result(
        "order no. 10,000 against no. 10, short answer",
        f"{ours * 1000:.2f} ms",
        f"{limit * 1000:.2f} ms",
        ours / limit,
        1.25,
        at_least=False,
    )


@contextmanager
def unflushed(bench: Bench) -> Iterator[None]:
    """Orders are not flushed to disk meanwhile: asyncio alone uses none, and one that stalls now
    and then would be all that the slowest of a hundred show.
    """
    bench.configure("SET synchronous_commit = off")
    try:
        yield
    finally:
        bench.configure("RESET synchronous_commit")


def fan_out(
    bench: Bench, listeners: int, *, share: int, target: float | None, note: str = ""
) -> Result:
    """POST sent → frame received, without the gateway, against asyncio alone."""
    [code] = bench.sessions(1)
    rounds, times = (9, 100) if listeners < 500 else (5, 12)
    raw = str(bench.home / f"raw-{secrets.token_hex(4)}.sock")
    command = [sys.executable, "-m", "tools.bench.raw", raw, "330"]
    pairs = []
    with _process(command, Path(raw)):
        for _ in range(rounds):
            limit = asyncio.run(_raw_round(Target(socket=raw), listeners, times))
            ours = asyncio.run(_our_round(bench, code, listeners, times))
            pairs.append((percentile(ours, share) * 1000, percentile(limit, share) * 1000))
    at_ours, at_limit = (statistics.median(side) for side in zip(*pairs, strict=True))
    return Result(
        f"fan-out to {listeners:,} listeners, p{share}{note}",
        f"{at_ours:.1f} ms",
        f"{at_limit:.1f} ms",
        _ratio(pairs),
        target,
        at_least=False,
    )


async def _raw_round(target: Target, count: int, times: int) -> list[float]:
    audience = await fanout.listen(target, "", count)
    sender = await fanout.Sender(target).open()
    try:
        return await fanout.delays(audience, lambda: sender.send(b"!"), times)
    finally:
        sender.close()
        audience.close()


async def _our_round(bench: Bench, code: str, count: int, times: int) -> list[float]:
    audience = await fanout.listen(bench.socket("orders-ws"), f"/ws/orders/{code}/", count)
    sender = await fanout.Sender(bench.socket("orders-http")).open()
    what = order(bench, code, minimal=True)
    try:
        return await fanout.delays(audience, lambda: sender.send(what), times)
    finally:
        sender.close()
        audience.close()


def frames(bench: Bench) -> list[float]:
    """Seconds from an order sent to the gateway to the frame at one listener behind it, nothing
    else going on.
    """
    [code] = bench.sessions(1)

    async def measure() -> list[float]:
        audience = await fanout.listen(bench.gateway, f"/ws/orders/{code}/", 1)
        sender = await fanout.Sender(bench.gateway).open()
        what = order(bench, code, minimal=True)
        found = await fanout.delays(audience, lambda: sender.send(what), 200)
        sender.close()
        audience.close()
        return found[20:]

    return asyncio.run(measure())


def through_the_gateway(bench: Bench) -> Result:
    """Order sent to the gateway → frame at one listener behind it."""
    found = frames(bench)
    middle = statistics.median(found) * 1000
    return Result(
        "order → frame through the gateway, p50",
        f"{middle:.1f} ms (p99 {percentile(found, 99) * 1000:.1f})",
        "5 ms",
        middle / 5,
        1.0,
        at_least=False,
    )


def idle_socket(bench: Bench) -> Result:
    """What a thousand silent sockets add to the ws process."""
    [code] = bench.sessions(1)
    pid = bench.pid("orders-ws")

    async def measure() -> tuple[int, int]:
        warm = await fanout.listen(bench.socket("orders-ws"), f"/ws/orders/{code}/", 50)
        before = _private(pid)
        audience = await fanout.listen(bench.socket("orders-ws"), f"/ws/orders/{code}/", 1000)
        await asyncio.sleep(1)
        after = _private(pid)
        warm.close()
        audience.close()
        return before, after

    before, after = asyncio.run(measure())
    each = (after - before) / 1000
    return Result(
        "idle socket in the ws process", f"{each:.0f} KB", "40 KB", each / 40, 1.0, at_least=False
    )


def _private(pid: int) -> int:
    """Kilobytes that only this process has."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))


def percentile(values: list[float], share: int) -> float:
    """The value that so many percent of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * share // 100)]
