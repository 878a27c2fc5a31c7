"""The rows of the contract's two tables of a machine's socket, through the gateway."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from websockets.exceptions import InvalidStatus

from tests.integration.machines.vendor import Json, Vendor
from tests.integration.vending.lines import Line
from tests.integration.vending.shapes import CODE, TIME
from tests.integration.vending.spots import Spot
from tests.support.stack import Stack
from tests.support.waiting import wait_for

WITHIN = 15.0  # seconds
NOT_REGISTERED = {"type": "error", "error": "not_registered"}
ODD = (
    *("", "x", "[]", "null", '"x"', "7", "{}", '{"type":null}', '{"type":"fly"}'),
    *(
        '{"type":"register"}',
        '{"type":"register","api_key":"x"}',
        '{"type":"register","machine_id":7}',
    ),
    *('{"type":"status"}', '{"type":"status","value":["active"]}', '{"type":"error"}'),
    *('{"type":"error","value":"hot"}', '{"type":"pong"}', '{"type":"status","value":"locked"}'),
    *("[" * 20_000, b"\x00\xff"),
)
Dial = Callable[..., Line]


@pytest.fixture
def dial(stack: Stack) -> Iterator[Dial]:
    """Opens sockets as machines do, closed after the test."""
    lines: list[Line] = []

    def open_one(path: str = "/ws", port: int = 0) -> Line:
        lines.append(Line.of_machine(port or stack.port, path))
        return lines[-1]

    yield open_one
    for line in lines:
        line.close()


@pytest.fixture
def spot(operator: Vendor) -> Spot:
    """A machine that has been off until now."""
    return Spot(operator)


def registered(dial: Dial, spot: Spot, key: str = "") -> Line:
    """Its socket, which has shown the code of now."""
    line = dial()
    line.send(type="register", machine_id=spot.machine_id, api_key=key or spot.key)
    line.send(type="status", value="unlocked")
    line.send(type="fetch_display")
    spot.code = line.until("display_code")["value"]
    return line


def word(spot: Spot) -> str:
    return str(public(spot)["status"])


def public(spot: Spot) -> Json:
    path, client = f"{spot.path}/public-status", {"client_id": spot.client_id}
    return dict(spot.vendor.api.get(path, params=client).json())


def sale_is(spot: Spot, state: str) -> None:
    wait_for(lambda: public(spot)["transaction"]["state"] == state, WITHIN, f"it is {state}")


def now_over(spot: Spot, table: str, column: str, which: str) -> None:
    """Let a time that concerns its machine be over."""
    spot.vendor.stack.sql(
        "edge",
        f"UPDATE {table} SET {column} = now() WHERE {which} = (SELECT machine.id FROM"
        " vending_machine machine JOIN devices_device device ON device.id = machine.device_id"
        " WHERE device.external_id = %s)",
        spot.machine_id,
    )


# ---- The handshake ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/ws", "/ws/"])
def test_the_librarys_handshake_is_answered_and_nothing_is_said(
    stack: Stack, dial: Dial, path: str
) -> None:
    for port in (stack.port, int(stack.address("codes").rpartition(":")[2])):
        line = dial(path, port)
        response = line.wire.response
        assert response is not None
        assert (response.status_code, response.headers["Connection"].lower()) == (101, "upgrade")
        assert line.is_quiet()


@pytest.mark.parametrize("path", ["/ws/M001", "/ws/x/", "/wsx"])
def test_nothing_below_the_path_is_a_machines(dial: Dial, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        dial(path)
    assert refused.value.response.status_code == 404


# ---- What a machine says ------------------------------------------------------------------------


def test_a_register_is_not_answered_and_the_display_gets_its_next_code(
    dial: Dial, spot: Spot
) -> None:
    before, line = spot.code, dial()
    assert word(spot) == "offline"
    line.send(type="register", machine_id=spot.machine_id, api_key=spot.key)
    assert line.is_quiet()
    assert word(spot) == "idle"
    line.send(type="fetch_display")
    shown = line.frame()
    assert shown == {"type": "display_code", "value": CODE}
    told = spot.vendor.api.get(f"{spot.path}/status", headers=spot.bearer).json()
    assert (told["display_code"], told["display_code"] == before) == (shown["value"], False)


@pytest.mark.parametrize(
    ("machine", "key", "word"),
    [("", "some-other-key", "invalid_api_key"), ("M999", "some-key-1", "unknown_machine")],
)
def test_a_refused_register_is_told_so_and_what_is_behind_it_has_no_effect(
    dial: Dial, spot: Spot, machine: str, key: str, word: str
) -> None:
    real = registered(dial, spot)
    line = dial()
    line.send(type="register", machine_id=machine or spot.machine_id, api_key=key)
    line.send(type="register", machine_id=spot.machine_id, api_key=spot.key)
    line.send(type="fetch_display")
    assert line.frame() == {"type": "error", "error": word}
    assert line.closed_with() == 4401
    real.send(type="fetch_display")
    assert real.frame() == {"type": "display_code", "value": spot.code}


def test_before_register_it_is_told_so_and_may_still_register(dial: Dial, spot: Spot) -> None:
    line = dial()
    line.send(type="status", value="active")
    line.send(type="fetch_display")
    assert line.frame() == NOT_REGISTERED
    assert word(spot) == "offline"
    line.send(type="register", machine_id=spot.machine_id, api_key=spot.key)
    line.send(type="fetch_display")
    assert line.frame() == {"type": "display_code", "value": CODE}


@pytest.mark.parametrize("is_registered", [False, True], ids=["before", "registered"])
def test_what_is_no_frame_is_passed_over(dial: Dial, spot: Spot, is_registered: bool) -> None:
    line = registered(dial, spot) if is_registered else dial()
    for each in ODD:
        line.wire.send(each)
    line.send(type="fetch_display")
    code = {"type": "display_code", "value": spot.code}
    assert line.frame() == (code if is_registered else NOT_REGISTERED)
    assert word(spot) == ("idle" if is_registered else "offline")


def test_a_frame_that_is_too_large_closes_its_own_socket(
    dial: Dial, spot: Spot, operator: Vendor
) -> None:
    line, neighbour = registered(dial, spot), Spot(operator)
    other = registered(dial, neighbour)
    line.send(type="status", value="x" * 64 * 1024)
    assert line.closed_with() == 1009
    other.send(type="fetch_display")
    assert other.frame() == {"type": "display_code", "value": neighbour.code}


def test_active_is_shown_when_nothing_else_holds(dial: Dial, spot: Spot) -> None:
    line = registered(dial, spot)
    line.send(type="status", value="active")
    wait_for(lambda: word(spot) == "active", WITHIN, "it is active")
    for value in ("locked", "unlocked", "broken"):
        line.send(type="status", value=value)
    line.send(type="fetch_display")
    assert line.frame()["type"] == "display_code"
    assert word(spot) == "active"
    spot.fill(0)
    assert line.frame() == {"type": "stock_update", "stock": 0}
    line.send(type="status", value="active")
    line.send(type="fetch_display")
    assert line.frame()["type"] == "display_code"
    assert word(spot) == "Unavailable"


def test_active_during_a_lock_and_a_dispense_locks_it_again(dial: Dial, spot: Spot) -> None:
    line = registered(dial, spot)
    spot.locked()
    lock = line.frame()
    assert lock == {"type": "lock", "expires_at": TIME}
    line.send(type="status", value="active")
    assert (line.frame(), word(spot)) == (lock, "locked")
    spot.dispensing()
    assert line.frame()["type"] == "command"
    line.send(type="status", value="active")
    assert (line.frame(), word(spot)) == (lock, "dispatch_sent")


def test_a_code_that_is_over_is_replaced_when_it_is_fetched(dial: Dial, spot: Spot) -> None:
    line = registered(dial, spot)
    now_over(spot, "vending_machine", "display_code_expires_at", "id")
    line.send(type="fetch_display")
    shown = line.frame()
    assert (shown, shown["value"] == spot.code) == ({"type": "display_code", "value": CODE}, False)
    body = {"client_id": "c", "code": spot.code}
    refused = spot.vendor.api.post("/api/lock-by-code", body)
    assert refused.json() == {"detail": "Code not found or expired"}


def test_a_jam_gives_the_money_back_and_takes_it_out_of_service(dial: Dial, spot: Spot) -> None:
    line = registered(dial, spot)
    spot.dispensing()
    line.until("command")
    line.send(type="error", value="motor_jam")
    assert [frame["type"] for frame in line.frames(2)] == ["unlock", "display_code"]
    sale_is(spot, "refunded")
    shown = public(spot)
    assert (shown["status"], shown["current_stock"]) == ("Unavailable", 5)
    assert shown["transaction"]["refunded"] == spot.amount


# ---- What a machine is told ---------------------------------------------------------------------


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
