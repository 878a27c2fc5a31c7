"""§8.3, 5, 12, 15, 17: receipts, their payments, contests, and what the stock ledger hears."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from testing.scale import scaled

from tests.integration.store.books import Books
from tests.integration.store.reckoning import reviewed
from tests.integration.store.shop import Customer, Played, Shop
from tests.integration.store.trips import Trips
from tests.support.stack import Stack
from tests.support.waiting import wait_for

SEED = 20261128
TRIPS = scaled(100, least=12)
SCALE = "001"
Record = Callable[[str, object], None]


def completed(shop: Shop, tickets: dict[str, dict[str, object]]) -> None:
    """All that wait are complete as the sensors say."""
    for ticket in tickets.values():
        if ticket["status"] == "TO_BE_REVIEWED":
            for step in ("start", "complete"):
                shop.reviews("POST", f"/edge/tickets/{ticket['id']}/{step}/")


def test_a_receipt_when_all_tickets_are_complete(shop: Shop, vera: Customer, rack: Played) -> None:
    vera.enters()
    rack.rack.take(SCALE, 2)
    rack.tells()
    tickets = vera.leaves()
    path = f"/edge/visits/{vera.person.visit_id}/"
    assert shop.call(vera.user, "GET", path)["receipt"] is None
    completed(shop, tickets)
    receipt = shop.call(vera.user, "GET", path)["receipt"]
    assert (receipt["status"], receipt["total"], receipt["currency"]) == (
        "completed",
        "2.50",
        "EUR",
    )
    assert receipt["payment_id"] is None
    [line] = receipt["lines"]
    assert (line["product_id"], line["quantity"]) == (rack.product(SCALE), 2)
    assert shop.movements(rack.product(SCALE)) == [], "it is not paid"


def test_an_empty_visit_costs_nothing(shop: Shop, vera: Customer, rack: Played) -> None:
    vera.enters()
    vera.leaves()
    path = f"/edge/visits/{vera.person.visit_id}/"
    receipt = shop.call(vera.user, "GET", path)["receipt"]
    assert (receipt["total"], receipt["lines"], receipt["payment_id"]) == ("0.00", [], None)
    headers = vera.user.bearer
    told = shop.api.post(f"/edge/receipts/{receipt['id']}/checkout/", {}, headers=headers)
    assert (told.status_code, told.json()["code"]) == (409, "nothing_to_pay")
    told = shop.api.post(f"{path}contest/", {"message": "nothing"}, headers=headers)
    assert (told.status_code, told.json()["code"]) == (409, "nothing_to_contest")


def test_without_a_deposit_nobody_is_asked_for_one(shop: Shop, vera: Customer) -> None:
    told = shop.api.post("/edge/deposits/", {}, headers=vera.user.bearer)
    assert (told.status_code, told.json()["code"]) == (409, "deposits_off")


def test_refills_are_no_sale(shop: Shop, rack: Played) -> None:
    """What staff put in order is told to products as a restock, and on no receipt."""
    clerk = shop.customer(shop.staff("operator"))
    shop.opens("REFILLMENT_MODE")
    clerk.enters()
    rack.rack.take(SCALE, 1)
    rack.tells()
    completed(shop, clerk.leaves())
    visit = shop.reviews("GET", f"/edge/visits/{clerk.person.visit_id}/")
    assert (visit["billable"], visit["receipt"]) == (False, None)
    moved = [("restock", -1)]
    wait_for(lambda: shop.movements(rack.product(SCALE)) == moved, 20, "products was told")


@pytest.mark.embedded("pays at the sandbox")
@pytest.mark.timeout(900)
def test_receipts_are_what_has_left(shop: Shop, stack: Stack, record_property: Record) -> None:
    """Also after reviewers' mistakes, contests just and unjust, and money that came twice."""
    customers = [shop.customer() for _ in range(5)]
    by_id = {each.user.user_id: each for each in customers}
    racks, dice = [shop.rack(), shop.rack()], random.Random(SEED)
    done = Trips(shop, racks, dice, [each.person for each in customers]).play(TRIPS)
    books = Books(shop, stack, racks, done, by_id, dice)
    reviewed(shop, done, says=books.mistaken)
    tally = books.close()
    assert all([tally.wrong, tally.contested, tally.refunded])
    assert len(tally.ways) > 1
    record_property("tally", f"seed {SEED}, {TRIPS} trips: {tally}")
    shop.retire(*racks)
