"""Trips through the store, with up to five people inside and lines that repeat and reorder: what
is billed or waits for a reviewer is what has left, and nothing is counted twice.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable

from testing.scale import scaled

from tests.integration.store.shop import Shop
from tests.integration.store.trips import Done, Trips, billed, reviewed

SEED = 20261127
TRIPS = scaled(100, least=20)
Record = Callable[[str, object], None]


def counted(shop: Shop, done: Done) -> tuple[Counter[int], int]:
    """Units that are on somebody's ticket or wait there, each event once; how many events wait."""
    ours, seen, units, waiting = set(done.tickets), set[str](), Counter[int](), 0
    for ticket in shop.listed("/edge/tickets/"):
        if ticket["id"] not in ours:
            continue
        for event in ticket["events"]:
            is_unsure = event["attribution"] == "contested"
            assert not is_unsure or ticket["status"] == "TO_BE_REVIEWED"
            if event["id"] in seen:
                continue
            seen.add(event["id"])
            waiting += is_unsure
            sign = 1 if event["status"] == "PICKED" else -1
            units[event["product_id"]] += sign * event["quantity"]
    assert seen == set(done.owners), "every event is on a ticket"
    return +units, waiting


def test_what_is_billed_or_queued_is_what_has_left(shop: Shop, record_property: Record) -> None:
    racks = [shop.rack(), shop.rack()]
    done = Trips(shop, racks, random.Random(SEED)).play(TRIPS)
    left = Counter[int]()
    for basket in done.baskets.values():
        left += basket
    units, waiting = counted(shop, done)
    assert units == left
    assert waiting == done.contested
    gone = {
        shelf.product_id: 40 - shelf.units
        for played in racks
        for shelf in played.rack.shelves.values()
    }
    assert units == +Counter(gone)
    tickets = reviewed(shop, done)
    assert billed(shop, done) == done.baskets, "each has what they really took"
    record_property(
        "tally",
        f"{TRIPS} trips, seed {SEED}: {len(done.owners)} events, {done.contested} contested,"
        f" {done.duplicates} repeated, {done.reordered} reordered; {left.total()} units left,"
        f" {tickets} tickets reviewed",
    )
    shop.retire(*racks)
