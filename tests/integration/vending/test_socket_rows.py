"""The rows of the contract's table of what a machine says on its socket, through the gateway."""

from __future__ import annotations

import pytest
from websockets.exceptions import InvalidStatus

from tests.integration.machines.vendor import Vendor
from tests.integration.vending.lines import WITHIN
from tests.integration.vending.machine_lines import (
    Dial,
    now_over,
    public,
    registered,
    sale_is,
    word,
)
from tests.integration.vending.shapes import CODE, TIME
from tests.integration.vending.spots import Spot
from tests.support.stack import Stack
from tests.support.waiting import wait_for

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
    wait_for(lambda: word(spot) == "idle", WITHIN, "it is on line")
    assert line.is_quiet()
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
    line.send_in_vain(type="register", machine_id=spot.machine_id, api_key=spot.key)
    line.send_in_vain(type="fetch_display")
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
    line.send_in_vain(type="status", value="x" * 64 * 1024)
    assert line.closed_with() in {1006, 1009}  # it may be cut without a farewell
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
