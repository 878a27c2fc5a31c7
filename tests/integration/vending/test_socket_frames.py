"""The rows of the contract's table of what a machine is told on its socket, through the gateway."""

from __future__ import annotations

from tests.integration.machines.vendor import Vendor
from tests.integration.vending.lines import Line
from tests.integration.vending.machine_lines import (
    Dial,
    now_over,
    public,
    registered,
    sale_is,
    word,
)
from tests.integration.vending.shapes import CODE
from tests.integration.vending.spots import Spot
from tests.support.waiting import wait_for


def test_a_sale_frame_by_frame(dial: Dial, spot: Spot) -> None:
    line = registered(dial, spot)
    spot.locked()
    lock = line.frame()
    assert lock == {"type": "lock", "expires_at": public(spot)["expires_at"]}
    spot.dispensing()
    assert line.frame() == {
        "type": "command",
        "action": "dispense",
        "duration": spot.quantity,
        "transaction_id": spot.transaction_id,
    }
    body = {"transaction_id": spot.transaction_id, "dispensed": spot.quantity}
    confirm = spot.vendor.api.post(f"{spot.path}/confirm", body, headers=spot.bearer).json()
    unlock, code = line.frames(2)
    assert unlock == {"type": "unlock"}
    assert code == {"type": "display_code", "value": confirm["new_display_code"]}
    assert line.is_quiet()
    assert public(spot)["current_stock"] == 3


def test_a_lock_names_who_has_it_and_an_unlock_is_followed_by_the_code(
    dial: Dial, spot: Spot
) -> None:
    line = registered(dial, spot)
    body = {"client_id": spot.client_id, "code": spot.code, "name": "Ada"}
    locked = spot.vendor.api.post("/api/lock-by-code", body).json()
    lock = {"type": "lock", "expires_at": locked["expires_at"], "locked_by_name": "Ada"}
    assert line.frame() == lock
    spot.vendor.api.post("/api/lock-by-code", body)
    assert line.is_quiet()  # nothing is said twice
    spot.vendor.api.post(f"{spot.path}/unlock", {"client_id": spot.client_id})
    assert line.frames(2) == [{"type": "unlock"}, {"type": "display_code", "value": CODE}]


def test_a_lock_that_is_over_is_unlocked(dial: Dial, spot: Spot) -> None:
    line = registered(dial, spot)
    spot.locked()
    assert line.frame()["type"] == "lock"
    now_over(spot, "vending_lock", "expires_at", "machine_id")
    assert line.frames(2) == [{"type": "unlock"}, {"type": "display_code", "value": CODE}]


def test_a_dispense_that_is_given_up_is_unlocked(dial: Dial, operator: Vendor) -> None:
    spot = Spot(operator, quantity=1)
    line = registered(dial, spot)
    spot.dispensing()
    line.until("command")
    assert line.frames(2) == [{"type": "unlock"}, {"type": "display_code", "value": CODE}]
    sale_is(spot, "refunded")


def test_who_comes_back_is_locked_and_gets_the_command_once(dial: Dial, operator: Vendor) -> None:
    spot = Spot(operator, quantity=4).dispensing()
    for kinds in (["lock", "command"], ["lock"]):
        line = dial()
        line.send(type="register", machine_id=spot.machine_id, api_key=spot.key)
        assert [frame["type"] for frame in line.frames(len(kinds))] == kinds
        assert line.is_quiet()


def test_an_older_socket_is_replaced_and_the_machine_stays_on_line(dial: Dial, spot: Spot) -> None:
    older = registered(dial, spot)
    newer = registered(dial, spot)
    assert older.closed_with() == 4409
    older.close()
    newer.send(type="fetch_display")
    assert newer.frame()["type"] == "display_code"
    assert word(spot) == "idle"
    newer.close()
    wait_for(lambda: word(spot) == "offline", 5.0, "it is off line")


def test_a_revoked_keys_socket_is_closed(dial: Dial, spot: Spot) -> None:
    added = spot.vendor.call("POST", f"{spot.path}/keys", {})
    line = registered(dial, spot, added["key"])
    path = f"{spot.path}/keys/{added['id']}"
    revoked = spot.vendor.api.call("DELETE", path, headers=spot.vendor.operator.bearer)
    assert revoked.status_code == 204
    assert line.closed_with() == 4401


def test_a_ping_comes_every_thirty_seconds(patient: Line) -> None:
    """It has registered when the first test began, so that nothing waits for it here."""
    assert patient.until("ping", within=45.0) == {"type": "ping"}
