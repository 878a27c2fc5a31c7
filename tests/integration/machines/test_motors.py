"""Sales at machines whose motor, current or confirm fails: each ends with stock, money and lock
right.
"""

from __future__ import annotations

import pytest

from tests.integration.machines.vendor import Vendor
from tests.support.waiting import wait_for
from tools.devices.vending.board import LATER, Confirm, Faults, Moment

WITHIN = 20.0  # seconds
LATE = 12.0  # seconds: long after the dispense was given up, however busy the machine is


def test_a_jam_is_refunded_and_takes_the_machine_out_of_service(shop: Vendor) -> None:
    stand = shop.stand(firmware=LATER, faults=Faults(jam_after=1))
    buyer = stand.customer(2).buys()
    row = buyer.ends("refunded", dispensed=None, refunded=300, left=10)
    assert [refund["reason"] for refund in row["refunds"]] == ["not_dispensed"]
    assert stand.shown()["status"] == "Unavailable"
    stand.played.until(lambda machine: not machine.locked, "it is unlocked")
    following = stand.customer(1)
    refused = following.try_lock()
    assert (refused.status_code, refused.json()) == (409, {"detail": "Machine is not available"})
    assert "motor_jam" in stand.events()
    assert stand.played.machine.counted.confirms == 0
    stand.faults.jam_after = None
    shop.call("PATCH", stand.path(""), {"in_service": True})
    buyer.is_free()


def test_a_jam_that_the_machine_does_not_notice_counts_as_it_has_confirmed(shop: Vendor) -> None:
    stand = shop.stand(faults=Faults(jam_after=1))
    buyer = stand.customer(2).buys()
    buyer.ends("delivered", dispensed=2, left=8)
    assert stand.played.machine.counted.units_out == 1
    buyer.is_free()


def test_a_confirm_that_is_lost(shop: Vendor) -> None:
    stand = shop.stand(faults=Faults(confirm=Confirm.LOST))
    buyer = stand.customer(2).buys()
    row = buyer.ends("refunded", dispensed=None, refunded=300, left=10)
    assert [refund["reason"] for refund in row["refunds"]] == ["unconfirmed"]
    assert stand.played.machine.counted.units_out == 2
    buyer.is_free()


def test_a_confirm_after_the_refund_takes_the_stock_down_and_is_flagged(shop: Vendor) -> None:
    stand = shop.stand(faults=Faults(confirm_after=LATE))
    buyer = stand.customer(2).buys()
    assert buyer.ends("refunded", dispensed=None, refunded=300, left=10)["flag"] is None
    buyer.is_free()
    stand.played.until(lambda machine: machine.counted.answers, "its confirm is answered")
    [(status, answer)] = stand.played.machine.counted.answers
    assert (status, answer["status"], answer["dispensed"]) == (200, "confirmed", 2)
    row = buyer.ends("refunded", dispensed=2, refunded=300, left=8)
    assert row["flag"] == "late_confirm"
    assert len(row["refunds"]) == 1
    buyer.is_free()


def test_a_late_confirm_leaves_the_next_customer_alone(shop: Vendor) -> None:
    stand = shop.stand(faults=Faults(confirm_after=LATE))
    late = stand.customer(2).buys()
    late.ends("refunded", dispensed=None, refunded=300, left=10)
    following = stand.customer(1).locks()
    stand.played.until(lambda machine: machine.counted.answers, "its confirm is answered")
    assert stand.shown(following.client_id)["locked_by"] == following.client_id
    assert stand.played.machine.locked
    stand.faults.confirm_after = 0
    following.pays().triggers()
    following.ends("delivered", dispensed=1, left=7)
    late.ends("refunded", dispensed=2, refunded=300, left=7)
    following.is_free()


@pytest.mark.parametrize(
    ("confirm", "times"), [(Confirm.TWICE, 2), (Confirm.PARALLEL, 5), (Confirm.UNANSWERED, 1)]
)
def test_a_confirm_counts_once_however_often_it_comes(
    shop: Vendor, confirm: Confirm, times: int
) -> None:
    stand = shop.stand(faults=Faults(confirm=confirm))
    buyer = stand.customer(2).buys()
    stand.played.until(lambda machine: machine.counted.confirms == times, "all are sent")
    row = buyer.ends("delivered", dispensed=2, left=8)
    assert [step["step"] for step in row["steps"]].count("confirm") == 1
    if confirm is not Confirm.UNANSWERED:
        counted = stand.played.machine.counted
        wait_for(lambda: len(counted.answers) == times, WITHIN, "all are answered")
        assert counted.answers == [counted.answers[0]] * times
        assert counted.answers[0][0] == 200
    buyer.is_free()


@pytest.mark.parametrize(
    ("dispensed", "state", "refunded", "reason"),
    [
        (2, "partly_delivered", 150, "partly_dispensed"),
        (0, "refunded", 450, "not_dispensed"),
    ],
)
def test_fewer_units_than_were_paid_are_given_back(
    shop: Vendor, dispensed: int, state: str, refunded: int, reason: str
) -> None:
    stand = shop.stand(faults=Faults(dispensed=dispensed))
    buyer = stand.customer(3).buys()
    row = buyer.ends(state, dispensed=dispensed, refunded=refunded, left=10 - dispensed)
    assert [refund["reason"] for refund in row["refunds"]] == [reason]
    assert stand.played.machine.counted.units_out == dispensed
    buyer.is_free()


def test_more_units_than_were_ordered_count_as_the_order_and_are_flagged(shop: Vendor) -> None:
    stand = shop.stand(faults=Faults(dispensed=9))
    buyer = stand.customer(2).buys()
    row = buyer.ends("delivered", dispensed=2, left=8)
    assert row["flag"] == "more_than_ordered"
    buyer.is_free()


@pytest.mark.parametrize("moment", [Moment.LOCKED, Moment.COMMANDED, Moment.DISPENSING])
def test_the_current_fails(shop: Vendor, moment: Moment) -> None:
    """Before the command: it is sent after the restart. After it: it may have run."""
    stand = shop.stand(faults=Faults(power_cut=moment))
    buyer = stand.customer(2).locks(hears=False)
    if moment is Moment.LOCKED:
        stand.is_away()
    buyer.pays().triggers()
    stand.is_away()
    stand.played.act(lambda machine: machine.power_on())
    if moment is Moment.LOCKED:
        buyer.ends("delivered", dispensed=2, left=8)
    else:
        buyer.ends("refunded", dispensed=None, refunded=300, left=10)
    counted = stand.played.machine.counted
    assert (counted.boots, counted.commands) == (2, 1)
    buyer.is_free()


def test_paid_by_webhook_alone_it_dispenses_by_itself(shop: Vendor) -> None:
    stand = shop.stand()
    buyer = stand.customer(2).locks().pays_and_closes()
    wait_for(lambda: buyer.row()["state"] != "ordered", WITHIN, "the provider has told")
    assert buyer.row()["state"] == "paid"
    buyer.ends("delivered", dispensed=2, left=8)
    assert stand.played.machine.counted.transactions == [buyer.transaction_id]
    assert buyer.triggers().row()["state"] == "delivered"  # the browser is back: a replay
    assert stand.played.machine.counted.commands == 1
    buyer.is_free()


def test_a_machine_that_is_filled_while_it_is_locked(shop: Vendor) -> None:
    stand = shop.stand()
    buyer = stand.customer(2).locks().pays()
    shop.call("POST", stand.path("/update-stock"), {"stock": 30})
    assert stand.shown()["available"] == 28
    buyer.triggers()
    buyer.ends("delivered", dispensed=2, left=28)
    buyer.is_free()


def test_a_machine_that_is_found_empty_while_it_dispenses(shop: Vendor) -> None:
    stand = shop.stand(faults=Faults(confirm_after=1))
    buyer = stand.customer(2).buys()
    shop.call("POST", stand.path("/update-stock"), {"stock": 1})
    row = buyer.ends("delivered", dispensed=2, left=0)
    assert row["flag"] == "stock_short"
    assert stand.shown()["status"] == "Unavailable"
    shop.call("POST", stand.path("/update-stock"), {"stock": 5})
    buyer.is_free()


def test_a_trigger_that_is_repeated_commands_once(shop: Vendor) -> None:
    stand = shop.stand(faults=Faults(confirm_after=0.5))
    buyer = stand.customer(2).buys()
    for _ in range(4):
        buyer.triggers()
    buyer.ends("delivered", dispensed=2, left=8)
    buyer.triggers()
    counted = stand.played.machine.counted
    assert (counted.commands, counted.commands_ignored, counted.commands_replaced) == (1, 0, 0)
    buyer.is_free()
