"""What shopping with a trolley costs each process: rows of the table of tools.bench.costs."""

from __future__ import annotations

import asyncio

from tools.bench import costs, fanout, load
from tools.bench.costs import Cost
from tools.bench.suite import PLACES, Bench
from tools.bench.trolleys import (
    Shopper,
    Trolley,
    adds,
    shelf,
    stock_codes,
    trolleys,
    with_trolleys,
)

SCANS, FOLLOWED, HEARTBEATS = 320, 48, 1500  # scans; those whose carts are filled; signs of life
SCAN, ADD = "a trolley is scanned", "a barcode is added to a cart"
HEARTBEAT = "a sign of life of a phone"


def measure(bench: Bench) -> list[Cost]:
    """Each row; some seconds."""
    return asyncio.run(_while_they_listen(bench))


async def _while_they_listen(bench: Bench) -> list[Cost]:
    """The cost of requests while a phone listens to each cart, and a board at each place."""
    token = bench.api.authorization.partition(" ")[2]
    opening = [fanout.handshake(f"/ws/trolley-board/{at.location}/", token) for at in bench.places]
    boards = await fanout.listen_each([(bench.gateway, each) for each in opening])
    scan, shopping = await _scan(bench)
    first, others = shopping[:PLACES], shopping[PLACES : PLACES + FOLLOWED]
    opening = [fanout.handshake(f"/ws/trolleys/{one.code}/") for one in others]
    phones = await fanout.listen_each([(bench.gateway, each) for each in opening])
    beats = [others[n % FOLLOWED].heartbeat() for n in range(HEARTBEATS)]
    try:
        # Each barcode of each place was asked for lately, as in a shop that is open.
        await asyncio.to_thread(load.bodies, bench.gateway, list(adds(first)))
        add = await costs.cost_of(bench, ADD, list(adds(others)))
        return [scan, add, await costs.cost_of(bench, HEARTBEAT, beats)]
    finally:
        phones.close()
        boards.close()


async def _scan(bench: Bench) -> tuple[Cost, list[Shopper]]:
    """The cost of a scan, and all who have scanned, in turn at each place."""
    fleet = await asyncio.to_thread(_fleet, bench)
    answers: list[bytes] = []
    asked = [trolley.scan() for trolley in fleet]
    found = await costs.cost_of(bench, SCAN, asked, answers)
    return found, with_trolleys(fleet, answers)


def _fleet(bench: Bench) -> list[Trolley]:
    stock_codes(bench, SCANS)
    return trolleys(bench, [shelf(bench, at.location) for at in bench.places], SCANS)
