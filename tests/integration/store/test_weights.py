"""§3.2 to 3.4 and 6: what machines weigh becomes events, carts and alerts, through the gateway.

Each test would fail on the original, which compared floats of any machine with those of the last
heartbeat of any other, kept them in one process, and told every visitor's ticket of every event.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from testing.races import at_once

from tests.integration.store.shop import Customer, Played, Shop
from tests.support.waiting import wait_for

SCALE, OTHER = "001", "002"


def alerts(shop: Shop) -> list[str]:
    """Ids of those that are open and about a change that nobody accounts for."""
    rows = shop.listed("/edge/alerts/?open=true")
    return [row["id"] for row in rows if row["kind"] == "unaccounted"]


def kinds(events: list[dict[str, Any]]) -> list[tuple[object, ...]]:
    return [(each["status"], each["weight_change_g"], each["attribution"]) for each in events]


@pytest.fixture
def bare(shop: Shop) -> Played:
    """A machine without planogram, which says what a test wants."""
    return shop.rack(0)


def beat(played: Played, *scales: tuple[str, str], **more: object) -> list[dict[str, Any]]:
    """A heartbeat of weights in kilograms; the events."""
    rows = [[scale, weight, weight, weight] for scale, weight in scales]
    return list(played.says({"scales": rows, **more})["events"])


def test_the_first_words_of_a_machine_are_its_baseline_beside_any_other(
    shop: Shop, rack: Played
) -> None:
    other = shop.rack(2)
    assert rack.tells() == other.tells() == rack.tells() == []
    assert shop.events(rack) == shop.events(other) == []
    shop.retire(other)


@pytest.mark.parametrize("kilograms", [("1.030", "1.000"), ("2.030", "2.000"), ("0.100", "0.070")])
def test_thirty_grams_are_a_change_at_every_weight(
    bare: Played, kilograms: tuple[str, str]
) -> None:
    before, after = kilograms
    assert beat(bare, ("a", before)) == []
    assert kinds(beat(bare, ("a", after))) == [("PICKED", 30, "unaccounted")]


def test_the_diff_of_the_originals_log(bare: Played) -> None:
    assert beat(bare, ("001", "1.505"), ("002", "1.222"), ("003", "3.4")) == []
    events = beat(bare, ("001", "1.705"), ("002", "1.022"), ("003", "3.9"))
    assert {(e["scale_id"], e["status"], e["weight_change_g"]) for e in events} == {
        *(("001", "PLACED", 200), ("002", "PICKED", 200), ("003", "PLACED", 500))
    }


def test_picks_below_the_threshold_add_up(vera: Customer, bare: Played) -> None:
    vera.enters()
    beat(bare, ("a", "1.000"))
    assert beat(bare, ("a", "0.980")) == []
    assert kinds(beat(bare, ("a", "0.965"))) == [("PICKED", 35, "attributed")]


def test_drift_with_nobody_inside_is_charged_to_nobody(vera: Customer, bare: Played) -> None:
    for weight in ("1.000", "0.980", "0.960", "0.940"):
        assert beat(bare, ("a", weight)) == []
    vera.enters()
    assert beat(bare, ("a", "0.920")) == []


def test_units_by_the_planogram_and_back(vera: Customer, rack: Played) -> None:
    vera.enters()
    rack.rack.take(SCALE, 3)
    [event] = rack.tells()
    assert (event["status"], event["quantity"], event["flags"]) == ("PICKED", 3, [])
    assert event["product_id"] == rack.product(SCALE)
    assert (event["visit_id"], event["attribution"]) == (vera.person.visit_id, "attributed")
    assert vera.holds() == {rack.product(SCALE): 3}
    rack.rack.put_back(SCALE, 2)
    rack.tells()
    assert vera.holds() == {rack.product(SCALE): 1}


def test_a_surplus_is_unaccounted_and_no_cart_goes_below_nothing(
    shop: Shop, vera: Customer, rack: Played
) -> None:
    known = alerts(shop)
    vera.enters()
    rack.rack.put_back(SCALE)
    [event] = rack.tells()
    assert (event["attribution"], event["visit_id"]) == ("unaccounted", None)
    assert vera.holds() == {}
    assert len(alerts(shop)) == len(known) + 1


def test_what_fits_no_unit_is_kept_flagged_and_in_no_cart(vera: Customer, rack: Played) -> None:
    vera.enters()
    rack.rack.put_other(SCALE, -77)
    [event] = rack.tells()
    assert (event["flags"], event["quantity"]) == (["no_fit"], None)
    assert (event["visit_id"], vera.holds()) == (vera.person.visit_id, {})


def test_on_an_unmapped_scale_too(vera: Customer, bare: Played) -> None:
    beat(bare, ("a", "1.000"))
    vera.enters()
    [event] = beat(bare, ("a", "0.500"))
    assert (event["flags"], event["product_id"]) == (["unmapped"], None)
    assert event["visit_id"] == vera.person.visit_id


def test_a_return_to_the_wrong_shelf_leaves_the_cart(vera: Customer, rack: Played) -> None:
    vera.enters()
    rack.rack.take(SCALE)
    rack.tells()
    rack.rack.put_other(OTHER, rack.rack.shelves[SCALE].grams)
    [event] = rack.tells()
    assert (event["scale_id"], event["product_id"]) == (OTHER, rack.product(SCALE))
    assert vera.holds() == {}


def test_with_two_inside_one_pick_is_billed_once(
    shop: Shop, vera: Customer, victor: Customer, rack: Played
) -> None:
    vera.enters(), victor.enters()
    rack.rack.take(SCALE)
    [event] = rack.tells()
    assert (event["attribution"], vera.holds(), victor.holds()) == ("contested", {}, {})
    machine = rack.rack.machine_id
    tickets = [one.leaves()[machine] for one in (vera, victor)]
    assert [[each["id"] for each in t["events"]] for t in tickets] == [[event["id"]]] * 2
    assert [t["lines"] for t in tickets] == [[], []]
    for ticket in tickets:
        shop.reviews("POST", f"/edge/tickets/{ticket['id']}/start/")
    claim = {"event_id": event["id"]}
    first, second = (f"/edge/tickets/{ticket['id']}/claim-event/" for ticket in tickets)
    claimed = shop.reviews("POST", first, claim)
    assert [line["quantity"] for line in claimed["lines"]] == [1]
    refused = shop.api.post(second, claim, headers=shop.reviewer.bearer)
    assert (refused.status_code, refused.json()["code"]) == (409, "event_claimed")
    assert shop.ticket(tickets[1]["id"])["lines"] == []


def test_with_nobody_inside_it_is_unaccounted_with_an_alert(shop: Shop, rack: Played) -> None:
    known = alerts(shop)
    rack.rack.take(SCALE)
    [event] = rack.tells()
    assert (event["attribution"], event["visit_id"]) == ("unaccounted", None)
    [raised] = [each for each in alerts(shop) if each not in known]
    shop.operates("POST", f"/edge/alerts/{raised}/close/")
    assert raised not in alerts(shop)


def test_a_repeated_heartbeat_is_answered_like_the_first(vera: Customer, rack: Played) -> None:
    vera.enters()
    rack.rack.take(SCALE)
    body = rack.rack.reading()
    first = rack.says(body)
    repeats = at_once(lambda _: rack.says(body), 5)
    assert len(first["events"]) == 1
    assert all(each == first for each in repeats)
    assert vera.holds() == {rack.product(SCALE): 1}


def test_an_older_one_after_a_newer_one_is_late_and_changes_nothing(
    shop: Shop, rack: Played
) -> None:
    older = rack.rack.reading()
    rack.rack.take(SCALE)
    rack.tells()
    told = rack.says(older)
    assert (told["late"], told["events"]) == (True, [])
    assert rack.tells() == []
    assert len(shop.events(rack)) == 1


def test_a_clock_that_is_ahead_is_not_believed_and_both_times_are_kept(bare: Played) -> None:
    now = datetime.now(UTC)
    beat(bare, ("a", "1.0"), time=now.isoformat())
    [event] = beat(bare, ("a", "0.5"), time=(now + timedelta(hours=3)).isoformat())
    assert event["flags"] == ["clock", "unmapped"]
    assert event["event_time"] == event["received_at"]
    [event] = beat(bare, ("a", "0.2"), time=(now + timedelta(seconds=100)).isoformat())
    assert "clock" not in event["flags"]
    assert event["event_time"] > event["received_at"]


def test_after_a_silence_the_difference_is_for_a_reviewer(
    shop: Shop, vera: Customer, rack: Played
) -> None:
    played = shop.rack(1, told=False)
    played.uplink.send(played.rack.reading(datetime.now(UTC) - timedelta(seconds=90)))
    vera.enters()
    played.rack.take(SCALE, 2)
    [event] = played.tells()
    assert event["flags"] == ["gap"]
    assert vera.holds() == {}
    ticket = vera.leaves()[played.rack.machine_id]
    assert (ticket["lines"], ticket["status"]) == ([], "TO_BE_REVIEWED")
    shop.retire(played)


@pytest.mark.parametrize("weight", ["-0.001", "NaN", "x", "", "10001", "1e9", None, [], True])
def test_nonsense_is_a_fault_and_no_sale(
    shop: Shop, vera: Customer, bare: Played, weight: object
) -> None:
    beat(bare, ("a", "1.0"), ("b", "1.0"))
    vera.enters()
    rows = [["b", "0", "1", "0.5"], ["a", "0", "1", weight]]
    key = {"Authorization": f"Bearer {bare.uplink.line.key}"}
    refused = shop.api.post(f"{bare.path}heartbeats/", {"scales": rows}, headers=key)
    assert refused.status_code == 400, refused.text
    assert shop.operates("GET", f"{bare.path}status/")["flags"] == ["fault"]
    assert shop.events(bare) == []
    events = beat(bare, ("a", "0.5"), ("b", "1.0"))
    assert [event["flags"] for event in events] == [["fault", "unmapped"]]
    assert vera.holds() == {}


def test_a_machine_is_on_line_by_what_it_says(shop: Shop, rack: Played) -> None:
    told = shop.operates("GET", f"{rack.path}status/")
    shelf = rack.rack.shelves[SCALE]
    assert (told["status"], told["flags"]) == ("ONLINE", [])
    assert (told["scales"][0]["scale_id"], told["scales"][0]["weight_g"]) == (SCALE, shelf.weight)
    old = f"/api/machines/{rack.rack.machine_id}/status"
    assert shop.operates("GET", old)["state"] == "ONLINE"
    silent = shop.rack(1, told=False)
    assert shop.operates("GET", f"{silent.path}status/")["status"] == "OFFLINE", "never seen"
    shop.retire(silent)


def test_what_is_put_in_order_is_no_sale_and_a_refill_is_told_to_products(
    shop: Shop, rack: Played
) -> None:
    staff, events = shop.customer(shop.operator), []
    staff.enters()
    for mode, units in (("MAINTENANCE_MODE", 2), ("REFILLMENT_MODE", 1)):
        shop.opens(mode)
        rack.rack.put_back(SCALE, units)
        events += rack.tells()
    told = [(each["attribution"], each["visit_id"], each["quantity"]) for each in events]
    assert told == [("stock_movement", None, 2), ("stock_movement", None, 1)]
    ticket = staff.leaves()[rack.rack.machine_id]
    assert (ticket["billable"], ticket["lines"]) == (False, [])
    assert {each["id"] for each in ticket["events"]} == {each["id"] for each in events}
    visit = shop.reviews("GET", f"/edge/visits/{staff.person.visit_id}/")
    assert (visit["billable"], visit["receipt"], visit["cart"]["lines"]) == (False, None, [])
    product = rack.product(SCALE)
    wait_for(lambda: shop.movements(product), 10, "products has heard of the refill")
    assert shop.movements(product) == [("restock", 1)]
