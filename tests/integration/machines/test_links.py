"""Sales at machines whose line breaks: each ends with stock, money and lock right."""

from __future__ import annotations

import dataclasses

import pytest

from tests.integration.machines.vendor import FOREVER, Vendor
from tests.support.machines import BRISK
from tests.support.waiting import wait_for
from tools.devices.vending.board import LATER, Faults, Moment

WITHIN = 20.0  # seconds
AWAY = 1.5  # seconds


def test_a_sale_without_a_fault(shop: Vendor) -> None:
    stand = shop.stand()
    buyer = stand.customer(2).buys()
    buyer.ends("delivered", dispensed=2, left=8)
    counted = stand.played.machine.counted
    assert (counted.commands, counted.units_out, counted.confirms) == (1, 2, 1)
    assert (counted.locks, counted.unlocks, counted.frames_dropped) == (1, 1, 0)
    assert stand.events()[-3:] == ["dispense", "confirm", "unlock"]
    buyer.is_free()


def test_the_line_breaks_before_the_lock(shop: Vendor) -> None:
    stand = shop.stand()
    buyer = stand.customer(2)
    buyer.code = stand.code_of_now()
    stand.leave()
    buyer.locks(hears=False).pays().triggers()
    assert stand.played.machine.counted.locks == 0
    stand.back()
    buyer.ends("delivered", dispensed=2, left=8)
    assert stand.played.machine.counted.transactions == [buyer.transaction_id]
    buyer.is_free()


def test_the_line_breaks_between_lock_and_command(shop: Vendor) -> None:
    stand = shop.stand(faults=Faults(drop=Moment.LOCKED, away=FOREVER))
    buyer = stand.customer(2).locks(hears=False)
    stand.is_away()
    buyer.pays().triggers()
    stand.back()
    buyer.ends("delivered", dispensed=2, left=8)
    counted = stand.played.machine.counted
    assert (counted.commands, counted.commands_ignored, counted.units_out) == (1, 0, 2)
    buyer.is_free()


def test_the_line_breaks_while_it_dispenses_and_is_back_for_the_confirm(shop: Vendor) -> None:
    stand = shop.stand(faults=Faults(drop=Moment.DISPENSING))
    buyer = stand.customer(3).buys()
    buyer.ends("delivered", dispensed=3, left=7)
    counted = stand.played.machine.counted
    assert (counted.connections, counted.commands, counted.units_out) == (2, 1, 3)
    buyer.is_free()


def test_the_line_is_away_when_the_motor_has_stopped(shop: Vendor) -> None:
    """Nobody can know that the units are out: the money goes back."""
    stand = shop.stand(faults=Faults(drop=Moment.DISPENSED, away=AWAY))
    buyer = stand.customer(2).buys()
    row = buyer.ends("refunded", dispensed=None, refunded=300, left=10)
    assert [refund["reason"] for refund in row["refunds"]] == ["unconfirmed"]
    counted = stand.played.machine.counted
    assert (counted.commands, counted.units_out, counted.confirms) == (1, 2, 0)
    buyer.is_free()


def test_a_command_into_a_line_that_is_half_open_is_never_sent_again(shop: Vendor) -> None:
    stand = shop.stand()
    buyer = stand.customer(2).locks().pays()
    stand.played.act(lambda machine: machine.lose_network(AWAY, silently=True))
    buyer.triggers()
    stand.played.until(lambda machine: machine.counted.connections == 2, "it is back")
    buyer.ends("refunded", dispensed=None, refunded=300, left=10)
    counted = stand.played.machine.counted
    assert (counted.commands, counted.units_out) == (0, 0)
    assert counted.locks == 2  # it was told again that somebody has it
    buyer.is_free()


def test_a_machine_that_is_back_replaces_its_ghost(shop: Vendor) -> None:
    stand = shop.stand()
    old = stand.code_of_now()
    stand.played.act(lambda machine: machine.lose_network(silently=True))
    stand.played.until(lambda machine: machine.code != old, "it is back")
    buyer = stand.customer(2).buys()
    buyer.ends("delivered", dispensed=2, left=8)
    assert stand.shown()["status"] != "offline"
    assert stand.played.machine.counted.commands == 1
    buyer.is_free()


def test_two_machines_with_one_key_dispense_once(shop: Vendor) -> None:
    timing = dataclasses.replace(BRISK, reconnect=2.0)
    stand = shop.stand(timing=timing)
    real = stand.played
    stand.play(timing=timing)  # the two take each other's place again and again
    twin = stand.played
    twin.until(lambda machine: machine.counted.connections > 1, "it was replaced and is back")
    buyer = stand.customer(1)

    def is_locked() -> bool:
        buyer.code = stand.told()["display_code"]  # another one with each registration
        return buyer.try_lock().status_code == 200

    wait_for(is_locked, WITHIN, "a code that has lived for long enough")
    buyer.pays().triggers()
    wait_for(lambda: buyer.row()["state"] in {"delivered", "refunded"}, WITHIN, "it has ended")
    real.end()
    units = sum(played.machine.counted.units_out for played in (real, twin))
    delivered = buyer.row()["state"] == "delivered"
    assert units == int(delivered)
    if delivered:
        buyer.ends("delivered", dispensed=1, left=9)
    else:
        buyer.ends("refunded", dispensed=None, refunded=150, left=10)
    buyer.is_free()


def test_somebody_with_a_wrong_key_disturbs_nothing(shop: Vendor) -> None:
    stand = shop.stand()
    stranger = shop.machines.play(stand.machine_id, "some-other-key")
    stranger.until(lambda machine: len(machine.counted.closed_with) >= 2, "it was refused twice")
    buyer = stand.customer(2).buys()
    buyer.ends("delivered", dispensed=2, left=8)
    assert set(stranger.machine.counted.closed_with) == {4401}
    assert (stranger.machine.code, stranger.machine.counted.locks) == ("", 0)
    assert stand.played.machine.counted.connections == 1
    buyer.is_free()


def test_a_machine_without_its_socket_sells_over_http(shop: Vendor) -> None:
    timing = dataclasses.replace(BRISK, reconnect=FOREVER)
    stand = shop.stand(firmware=LATER, timing=timing)
    buyer = stand.customer(1)
    buyer.code = stand.code_of_now()
    stand.leave()
    stand.back()
    buyer.locks().pays().triggers()
    buyer.ends("delivered", dispensed=1, left=9)
    counted = stand.played.machine.counted
    assert (counted.connections, counted.commands, counted.units_out) == (1, 1, 1)
    buyer.is_free()


def test_unlocked_while_the_machine_is_away(shop: Vendor) -> None:
    stand = shop.stand(faults=Faults(drop=Moment.LOCKED, away=FOREVER))
    buyer = stand.customer(2).locks(hears=False).pays()
    stand.is_away()
    assert buyer.try_unlock().status_code == 200
    row = buyer.ends("refunded", dispensed=None, refunded=300, left=10)
    assert [refund["reason"] for refund in row["refunds"]] == ["lock_ended"]
    refused = buyer.try_trigger()
    assert (refused.status_code, refused.json()) == (
        *(409, {"detail": "No active lock or lock expired"}),
    )
    stand.back()
    buyer.is_free()
    counted = stand.played.machine.counted
    assert (counted.connections, counted.commands) == (2, 0)


@pytest.mark.parametrize("is_triggered", [False, True], ids=["paid", "triggered"])
def test_the_lock_expires_while_the_machine_is_away(shop: Vendor, is_triggered: bool) -> None:
    stand = shop.stand()
    buyer = stand.customer(2).locks().pays()
    stand.played.act(lambda machine: machine.power_off())
    stand.is_away()
    if is_triggered:
        buyer.triggers()
    time_passes(shop, stand.machine_id)
    row = buyer.ends("refunded", dispensed=None, refunded=300, left=10)
    reason = "not_dispensed" if is_triggered else "lock_ended"
    assert [refund["reason"] for refund in row["refunds"]] == [reason]
    stand.played.act(lambda machine: machine.power_on())
    buyer.is_free()
    assert stand.played.machine.counted.commands == 0


def time_passes(shop: Vendor, machine_id: str) -> None:
    """Let the time of a lock, and of what hangs on it, be over."""
    [(pk, device)] = shop.stack.sql(
        "edge",
        "SELECT machine.id, device.id FROM vending_machine machine"
        " JOIN devices_device device ON device.id = machine.device_id"
        " WHERE device.external_id = %s",
        machine_id,
    )
    over = "now() - interval '1 second'"
    for statement, number in (
        (f"UPDATE vending_sale SET kept_until = {over} WHERE machine_id = %s", pk),
        (f"UPDATE vending_lock SET expires_at = {over} WHERE machine_id = %s", pk),
        (
            f"UPDATE devices_command SET expires_at = {over}"
            " WHERE device_id = %s AND ended_at IS NULL",
            device,
        ),
    ):
        shop.stack.sql("edge", statement, number)


def test_a_machine_that_unlocks_by_itself_is_locked_again(shop: Vendor) -> None:
    timing = dataclasses.replace(BRISK, lock=0.3)
    stand = shop.stand(timing=timing)
    buyer = stand.customer(1).locks()
    stand.played.until(lambda machine: machine.counted.locks >= 3, "locked again, twice")
    stand.played.machine.timing = BRISK
    stand.played.until(lambda machine: machine.counted.locks >= 4, "locked for good")
    assert stand.shown()["locked"]
    buyer.pays().triggers()
    buyer.ends("delivered", dispensed=1, left=9)
    buyer.is_free()
