"""The rows of the contract whose calls do something, each at a machine of its own."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid

import pytest
import requests

from demo.accounts import ADMIN_PASSWORD
from tests.integration.machines.vendor import PRICE, Json, Vendor
from tests.integration.vending.rows import WITHIN, Door, World
from tests.integration.vending.shapes import CODE, KEY, NUMBER, TIME, WORDS, like
from tests.integration.vending.spots import Spot
from tests.support.waiting import wait_for
from tools.stack.plan import payment_settings

JWT = like("JWT", r"[\w-]+\.[\w-]+\.[\w-]+")


@pytest.fixture(params=[0, 1, 2], ids=["gateway", "slash", "development"])
def door(request: pytest.FixtureRequest, world: World) -> Door:
    """Each way in."""
    door: Door = world.doors[request.param]
    return door


def done(answer: requests.Response) -> Json:
    """The body of a success."""
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_the_shared_password_gives_a_token(world: World, door: Door) -> None:
    signed_in = done(door.ask("POST", "/api/admin/login", json={"password": ADMIN_PASSWORD}))
    assert signed_in == {"token": JWT}
    verified = door.ask("GET", "/api/admin/verify", headers=bearer(signed_in["token"]))
    assert done(verified) == {"status": "valid", "user_id": "admin"}
    for path in ("/api/feedback", "/edge/mails"):
        assert door.ask("GET", path, headers=bearer(signed_in["token"])).status_code == 200


def test_a_machine_is_registered_and_registers(world: World, door: Door) -> None:
    name, path = f"N-{uuid.uuid4().hex[:8]}", "/api/machine/register"
    registered = {
        "message": f"Machine {name} registered",
        "status": "ok",
        "display_code": CODE,
        "display_code_expires_at": TIME,
    }
    made = done(door.ask("POST", path, json={"machine_id": name}, headers=bearer(world.admin)))
    assert made == registered | {"api_key": KEY}
    key = made["api_key"]
    by_body = done(door.ask("POST", path, json={"machine_id": name, "api_key": key}))
    by_header = done(door.ask("POST", path, json={"machine_id": name}, headers=bearer(key)))
    assert (by_body, by_header) == (registered, registered)
    codes = {each["display_code"] for each in (made, by_body, by_header)}
    assert len(codes) == 3
    told = done(door.ask("GET", f"/api/machine/{name}/status", headers=bearer(key)))
    assert told["display_code"] == by_header["display_code"]


def test_keys_come_and_go(operator: Vendor, world: World, door: Door) -> None:
    spot = Spot(operator)
    made = door.ask("POST", f"{spot.path}/keys", json={}, headers=bearer(world.operator))
    assert (made.status_code, made.json()) == (
        *(201, {"id": NUMBER, "key": KEY, "created_at": TIME}),
    )
    status, further = f"{spot.path}/status", bearer(made.json()["key"])
    assert door.ask("GET", status, headers=further).status_code == 200
    one = f"{spot.path}/keys/{made.json()['id']}"
    gone = door.ask("DELETE", one, headers=bearer(world.operator))
    assert (gone.status_code, gone.content) == (204, b"")
    assert door.ask("GET", status, headers=further).status_code == 401
    assert door.ask("GET", status, headers=spot.bearer).status_code == 200


def test_a_machine_is_locked_and_unlocked(operator: Vendor, door: Door) -> None:
    spot = Spot(operator)
    body = {"client_id": spot.client_id, "code": int(spot.code), "name": "Ada " * 9}
    locked = done(door.ask("POST", "/api/lock-by-code", json=body))
    assert locked == {"machine_id": spot.machine_id, "status": "locked", "expires_at": TIME}
    assert done(door.ask("POST", "/api/lock-by-code", json=body)) == locked
    frames = done(door.ask("GET", f"/device/commands/{spot}", headers=spot.bearer))
    lock = {"type": "lock", "expires_at": locked["expires_at"], "locked_by_name": WORDS}
    assert frames["commands"][-1] == lock
    assert len(frames["commands"][-1]["locked_by_name"]) <= 16
    told = done(door.ask("GET", f"{spot.path}/status", headers=spot.bearer))
    assert (told["display_code"], told["locked_by"]) == (spot.code, spot.client_id)
    unlock = door.ask("POST", f"{spot.path}/unlock", json={"client_id": spot.client_id})
    assert done(unlock) == {"status": "unlocked", "new_display_code": None}
    frames = done(door.ask("GET", f"/device/commands/{spot}", headers=spot.bearer))
    unlocked = [{"type": "unlock"}, {"type": "display_code", "value": CODE}]
    assert frames == {"commands": unlocked, "count": 2}
    assert frames["commands"][1]["value"] != spot.code


def test_a_sale_of_which_one_of_two_units_came_out(operator: Vendor, door: Door) -> None:
    spot = Spot(operator).locked()
    waiting = done(door.ask("GET", f"/device/commands/{spot}", headers=spot.bearer))["commands"]
    made = done(door.ask("POST", "/create-order", json=spot.wish))
    assert (made["amount"], made["currency"], made["entity"]) == (2 * PRICE, "INR", "order")
    assert "quantity" not in made
    later = {"quantity": 2, "machine_id": spot.machine_id, "metadata": spot.wish["metadata"]}
    order = done(door.ask("POST", "/create-order", json=later))
    assert (order["amount"], order["quantity"], order["unit_price_paise"]) == (2 * PRICE, 2, PRICE)
    assert (order["id"] == made["id"], order["checkout"]["order_id"]) == (False, order["id"])
    proof = done(operator.api.post(f"/sandbox/pay/{order['id']}", {"action": "pay"}))
    verified = done(door.ask("POST", "/verify-payment", json=proof))
    assert verified == {"message": "Payment verified"}
    triggered = door.ask("POST", f"{spot.path}/trigger-dispense", json=spot.trigger)
    assert done(triggered) == {"status": "dispatch_sent"}
    command = {
        "type": "command",
        "action": "dispense",
        "duration": 2,
        "transaction_id": spot.transaction_id,
    }
    handed_out = [
        done(door.ask("GET", f"/device/commands/{spot}", headers=spot.bearer)) for _ in range(2)
    ]
    lock = {"type": "lock", "expires_at": TIME}  # again: without it a command is ignored
    assert waiting[-1] == lock
    assert handed_out == [{"commands": [lock, command], "count": 2}, {"commands": [], "count": 0}]
    _confirms(door, spot)
    shown = f"{spot.path}/public-status?client_id={spot.client_id}"

    def is_refunded() -> bool:
        return bool(done(door.ask("GET", shown))["transaction"]["refunded"] == PRICE)

    wait_for(is_refunded, WITHIN, "the rest has gone back")
    after = done(door.ask("GET", shown))
    assert (after["current_stock"], after["available"], after["locked"]) == (4, 4, False)
    assert after["transaction"]["state"] == "partly_delivered"


def _confirms(door: Door, spot: Spot) -> None:
    """One unit came out, which is said three times."""
    body = {"transaction_id": spot.transaction_id, "dispensed": 1}
    path = f"{spot.path}/confirm"
    confirmed = [done(door.ask("POST", path, json=body, headers=spot.bearer)) for _ in range(3)]
    assert confirmed[0] == {"status": "confirmed", "dispensed": 1, "new_display_code": CODE}
    assert confirmed == [confirmed[0]] * 3
    told = done(door.ask("GET", f"{spot.path}/status", headers=spot.bearer))
    assert told["display_code"] == confirmed[0]["new_display_code"] != spot.code


def test_a_proof_may_come_with_the_trigger(operator: Vendor, door: Door) -> None:
    spot = Spot(operator).ordered()
    proof = done(operator.api.post(f"/sandbox/pay/{spot.order['id']}", {"action": "pay"}))
    path = f"{spot.path}/trigger-dispense"
    assert done(door.ask("POST", path, json=spot.trigger | proof)) == {"status": "dispatch_sent"}


def test_a_webhook_of_the_provider_is_taken(operator: Vendor, world: World, door: Door) -> None:
    secret = payment_settings(world.stack.port, {})["RAZORPAY_WEBHOOK_SECRET"].encode()
    payment = {"id": f"pay_{uuid.uuid4().hex[:14]}", "order_id": "order_of_nobody"}
    entity = {**payment, "amount": PRICE, "currency": "INR", "status": "captured"}
    event = {"event": "payment.captured", "payload": {"payment": {"entity": entity}}}
    body = json.dumps(event).encode()
    signature = {"X-Razorpay-Signature": hmac.new(secret, body, hashlib.sha256).hexdigest()}
    answer = door.ask("POST", "/api/razorpay-webhook", data=body, headers=signature)
    assert done(answer) == {"status": "ignored"}
    spot = Spot(operator).ordered()
    event["payload"]["payment"]["entity"] |= {  # type: ignore[index]
        "order_id": spot.order["id"],
        "amount": spot.amount,
    }
    body = json.dumps(event).encode()
    signature = {"X-Razorpay-Signature": hmac.new(secret, body, hashlib.sha256).hexdigest()}
    answer = door.ask("POST", "/api/razorpay-webhook", data=body, headers=signature)
    assert done(answer) == {"status": "ok"}
    shown = door.ask("GET", f"{spot.path}/public-status?client_id={spot.client_id}")
    assert done(shown)["transaction"]["state"] == "paid"


def test_stock_and_what_a_machine_is_like(operator: Vendor, world: World, door: Door) -> None:
    spot, by = Spot(operator), bearer(world.admin)
    for sent, stock in (("7", 7), (0, 0), (" 12 ", 12)):
        answer = door.ask("POST", f"{spot.path}/update-stock", json={"stock": sent}, headers=by)
        assert done(answer) == {"status": "success", "current_stock": stock}
    frames = done(door.ask("GET", f"/device/commands/{spot}", headers=spot.bearer))["commands"]
    assert frames[-1] == {"type": "stock_update", "stock": 12}
    change = {"name": "Lobby", "location": "Hall 2", "unit_price_paise": 250, "in_service": False}
    row = done(door.ask("PATCH", spot.path, json=change, headers=by))
    assert row == {
        "machine_id": spot.machine_id,
        "id": spot.machine_id,
        "name": "Lobby",
        "location": "Hall 2",
        "status": WORDS,
        "current_stock": 12,
        "available": 12,
        "unit_price_paise": 250,
        "currency": "INR",
        "last_refill_at": TIME,
    }
    listed = door.ask("GET", f"/rest/v1/machines?select=*&machine_id=eq.{spot}").json()
    assert listed == [row]


def test_feedback_by_all_three_ways(operator: Vendor, world: World, door: Door) -> None:
    spot = Spot(operator)
    opinion = {"machine_id": spot.machine_id, "rating": 4, "comment": "Good"}
    own = {"client_id": "c", "transaction_id": "tx", "rating": 5, "comment": None}
    added = door.ask("POST", f"{spot.path}/feedback", json=own)
    assert (added.status_code, added.json()) == (201, {"feedback_id": NUMBER})
    silent = door.ask("POST", "/rest/v1/feedback?columns=rating", json=opinion)
    assert (silent.status_code, silent.content) == (201, b"")
    asked = {"Prefer": "return=representation"}
    shown = door.ask("POST", "/rest/v1/feedback?select=*", json=[opinion] * 2, headers=asked)
    row = {**opinion, "feedback_id": NUMBER, "timestamp": TIME, "status": "new"}
    assert (shown.status_code, shown.json()) == (201, [row] * 2)
    path, by = f"/api/feedback?machine_id={spot}&status=new", bearer(world.operator)
    listed = done(door.ask("GET", path, headers=by))
    assert (listed["count"], listed["results"][0]) == (4, {**row, "location": ""})
    one = f"/api/feedback/{added.json()['feedback_id']}"
    closed = done(door.ask("PATCH", one, json={"status": "closed"}, headers=by))
    assert closed == {**row, "rating": 5, "comment": None, "status": "closed", "location": ""}
    assert done(door.ask("GET", path, headers=by))["count"] == 3


def test_a_low_stock_alert_is_mailed(operator: Vendor, world: World, door: Door) -> None:
    spot = Spot(operator)
    body = {"machineID": spot.machine_id, "Remaining": 3}
    for who in ({}, spot.bearer, bearer(world.operator), bearer(world.admin)):
        answer = door.ask("POST", "/low-stock-alert", json=body, headers=who)
        assert done(answer) == {"message": "Email sent"}
    mails = done(door.ask("GET", "/edge/mails", headers=bearer(world.operator)))["results"]
    own = [mail for mail in mails if mail["subject"] == f"Low Stock Alert - {spot}"]
    assert own
    assert own[0].keys() == {"id", "to", "subject", "body", "created_at", "sent_at", "error"}
    assert (spot.machine_id in own[0]["body"], "3" in own[0]["body"]) == (True, True)


def test_what_a_machine_reports_is_logged(operator: Vendor, world: World, door: Door) -> None:
    spot = Spot(operator)
    body: Json = {"error": {"sensor": 7}}
    answer = door.ask("POST", f"{spot.path}/report-error", json=body, headers=spot.bearer)
    assert done(answer) == {"message": "Error logged"}
    path, by = f"/edge/machine-events?machine_id={spot}", bearer(world.operator)
    event = done(door.ask("GET", path, headers=by))["results"][0]
    assert event == {
        "id": NUMBER,
        "machine_id": spot.machine_id,
        "client_id": None,
        "type": "error",
        "payload": body,
        "created_at": TIME,
    }
    body = {"error": "motor_jam"}
    done(door.ask("POST", f"{spot.path}/report-error", json=body, headers=spot.bearer))
    fleet = done(door.ask("GET", "/edge/fleet/live", headers=by))
    [shown] = [row for row in fleet["data"]["machines"] if row["machine_id"] == spot.machine_id]
    assert shown["in_service"] is False
    body = {"proto": 1, "device_id": spot.machine_id, "rssi": -60, "battery": 90, "metadata": {}}
    taken = door.ask("POST", "/device/telemetry", json=body, headers=spot.bearer)
    assert done(taken) == {"status": "ok"}
