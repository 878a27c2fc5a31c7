"""From an order to the frames of those who listen."""

from __future__ import annotations

import asyncio
import secrets
import statistics
import sys
from collections.abc import Sequence

from tools.bench import fanout, machine, process
from tools.bench.load import Target
from tools.bench.result import Pair, Result, delays, percentile
from tools.bench.suite import Bench, Table

FRAME = "330"  # bytes of a frame like ours
ORDERS, ROUNDS = 60, 5  # of each side, through the gateway and directly


def fan_out(
    bench: Bench, listeners: int, *, share: int, target: float | None, note: str = ""
) -> Result:
    """POST sent → frame received, without the gateway, against asyncio alone."""
    [table] = bench.tables(1)
    rounds, times = (9, 100) if listeners < 500 else (5, 12)
    raw = Target(socket=str(bench.home / f"raw-{secrets.token_hex(4)}.sock"))
    ours = [bench.socket("orders-ws")]
    pairs = []
    with process.running([sys.executable, "-m", "tools.bench.raw", raw.socket, FRAME], raw):
        for _ in range(rounds):
            limit = asyncio.run(_raw_round(raw, listeners, times))
            found = asyncio.run(_our_round(bench, ours, table, listeners, times))
            pairs.append((percentile(found, share), percentile(limit, share)))
    return delays(f"fan-out to {listeners:,} listeners, p{share}{note}", pairs, target)


def two_processes(bench: Bench, listeners: int = 1000) -> Result:
    """Half of the listeners at a second ws process, against all at one."""
    [table] = bench.tables(1)
    one = bench.socket("orders-ws")
    pairs = []
    with bench.another("orders-ws") as other:
        for _ in range(5):
            both = asyncio.run(_our_round(bench, [one, other], table, listeners, 12))
            alone = asyncio.run(_our_round(bench, [one], table, listeners, 12))
            pairs.append((percentile(both, 50), percentile(alone, 50)))
    return delays(f"fan-out to {listeners:,} listeners, p50, two ws processes", pairs, None)


async def _raw_round(target: Target, count: int, times: int) -> list[float]:
    audience = await fanout.listen([target], "", count)
    sender = await fanout.Sender(target).open()
    try:
        return await fanout.delays(audience, lambda: sender.send(b"!"), times)
    finally:
        sender.close()
        audience.close()


async def _our_round(
    bench: Bench, targets: Sequence[Target], table: Table, count: int, times: int
) -> list[float]:
    return await _frames(targets, bench.socket("orders-http"), table, count, times)


async def _frames(
    targets: Sequence[Target], orders: Target, table: Table, count: int, times: int
) -> list[float]:
    audience = await fanout.listen(targets, f"/ws/orders/{table.code}/", count)
    sender = await fanout.Sender(orders).open()
    try:
        return await fanout.delays(audience, lambda: sender.send(table.order()), times)
    finally:
        sender.close()
        audience.close()


def through_the_gateway(bench: Bench) -> Result:
    """Order → frame at one listener, both through the gateway, against both without it."""
    [table] = bench.tables(1)
    pairs: list[Pair] = []
    for _ in range(ROUNDS):
        direct = asyncio.run(_our_round(bench, [bench.socket("orders-ws")], table, 1, ORDERS))
        behind = asyncio.run(_frames([bench.gateway], bench.gateway, table, 1, ORDERS))
        pairs.append((statistics.median(behind), statistics.median(direct)))
    return delays("order → frame through the gateway : without it, p50", pairs, 1.3)


def frame_delay(bench: Bench) -> float:
    """Seconds from an order at the gateway to the frame behind it: the median, all being quiet."""
    [table] = bench.tables(1)
    return statistics.median(asyncio.run(_frames([bench.gateway], bench.gateway, table, 1, 200)))


def idle_socket(bench: Bench) -> Result:
    """What a thousand silent sockets add to the ws process."""
    [table] = bench.tables(1)
    pid, path = bench.pid("orders-ws"), f"/ws/orders/{table.code}/"

    async def measure() -> tuple[int, int]:
        warm = await fanout.listen([bench.socket("orders-ws")], path, 50)
        before = machine.private(pid)
        audience = await fanout.listen([bench.socket("orders-ws")], path, 1000)
        await asyncio.sleep(1)
        after = machine.private(pid)
        warm.close()
        audience.close()
        return before, after

    before, after = asyncio.run(measure())
    each = (after - before) / 1000
    return Result("idle socket in the ws process", f"{each:.0f} KB", "40 KB", each / 40, 1.0)
