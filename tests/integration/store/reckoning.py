"""What trips come to: each event is on the tickets once, what is billed or waits for a reviewer is
what has left, and a reviewer who knows the truth gives everybody what they took.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tests.integration.store.shop import Json, Played, Shop
from tests.integration.store.trips import Done

Says = Callable[[Json], list[Json] | None]


def agree(shop: Shop, racks: list[Played], done: Done) -> str:
    """Check all of it, and go through the tickets as a reviewer; the tally in words."""
    left = Counter[int]()
    for basket in done.baskets.values():
        left += basket
    units, waiting = counted(shop, done)
    assert units == left
    assert waiting == done.contested
    gone = {
        shelf.product_id: shelf.full - shelf.units
        for played in racks
        for shelf in played.rack.shelves.values()
    }
    assert units == +Counter(gone)
    tickets = reviewed(shop, done)
    found = billed(shop, done)
    assert found == done.baskets, "each has what they really took"
    return (
        f"{len(done.baskets)} trips: {len(done.owners)} events, {done.contested} contested,"
        f" {done.duplicates} repeated, {done.reordered} reordered; {left.total()} units left,"
        f" {tickets} tickets reviewed"
    )


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


def reviewed(shop: Shop, done: Done, *, says: Says = lambda _: None) -> int:
    """A reviewer who has seen everything goes through all tickets that wait; how many. `says`: what
    they believe was taken, where that is not what the sensors say.
    """
    ours, count = set(done.tickets), 0
    for ticket in shop.listed("/edge/tickets/?status=TO_BE_REVIEWED"):
        if ticket["id"] not in ours:
            continue
        path, count = f"/edge/tickets/{ticket['id']}", count + 1
        shop.reviews("POST", f"{path}/start/")
        for event in ticket["events"]:
            is_open = event["attribution"] == "contested" and event["visit_id"] is None
            if is_open and done.owners[event["id"]] == ticket["visit_id"]:
                shop.reviews("POST", f"{path}/claim-event/", {"event_id": event["id"]})
        lines = says(shop.ticket(ticket["id"]))
        shop.reviews("POST", f"{path}/complete/", {} if lines is None else {"lines": lines})
    return count


def billed(shop: Shop, done: Done) -> dict[str, Counter[int]]:
    """Units by product on the tickets of each visit."""
    ours, found = set(done.tickets), {visit: Counter[int]() for visit in done.baskets}
    for ticket in shop.listed("/edge/tickets/"):
        if ticket["id"] in ours:
            for line in ticket["lines"]:
                found[ticket["visit_id"]][line["product_id"]] += line["quantity"]
    return {visit: +units for visit, units in found.items()}
