"""The sandbox speaks the provider's HTTP, to the byte."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tools.sandbox.temporary import Sandbox, sandbox

AUTH = {"Authorization": f"Basic {base64.b64encode(b'rzp_test_sandbox:sandbox-secret').decode()}"}
ORDER = {"amount": 6002, "currency": "EUR", "receipt": "r-1", "notes": {"a": "b"}}
IDENTIFIER = {kind: re.compile(rf"{kind}_[A-Za-z0-9]{{14}}") for kind in ("order", "pay", "rfnd")}
MISSING = {"error": {"code": "BAD_REQUEST_ERROR", "description": "The id provided does not exist"}}


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with sandbox() as running:
        yield running


@pytest.fixture
def box(running: Sandbox) -> Sandbox:
    running.fault("none", 0)
    return running


def call(box: Sandbox, method: str, path: str, payload: Any = None, **headers: str) -> Any:
    """The answer to a call of the API, which succeeds."""
    sent = {**AUTH, **{name.replace("_", "-"): value for name, value in headers.items()}}
    status, answer = box.ask(method, f"/v1{path}", payload, sent)
    assert status == 200, answer
    return answer


def refused(box: Sandbox, method: str, path: str, payload: Any = None, **headers: str) -> int:
    """The status of a call that is refused in the provider's words."""
    sent = {**AUTH, **{name.replace("_", "-"): value for name, value in headers.items()}}
    status, answer = box.ask(method, f"/v1{path}", payload, sent)
    assert answer["error"].keys() == {"code", "description"}
    return status


def pay(box: Sandbox, order_id: str, action: str = "pay") -> str:
    status, proof = box.act(order_id, action)
    assert status == 200
    return str(proof["razorpay_payment_id"])


def test_an_order(box: Sandbox) -> None:
    order = call(box, "POST", "/orders", ORDER)
    assert IDENTIFIER["order"].fullmatch(order["id"])
    assert abs(order["created_at"] - time.time()) < 10
    assert order == {
        "id": order["id"],
        "entity": "order",
        "amount": 6002,
        "amount_paid": 0,
        "amount_due": 6002,
        "currency": "EUR",
        "receipt": "r-1",
        "status": "created",
        "attempts": 0,
        "notes": {"a": "b"},
        "created_at": order["created_at"],
    }
    assert call(box, "GET", f"/orders/{order['id']}") == order
    empty = {"entity": "collection", "count": 0, "items": []}
    assert call(box, "GET", f"/orders/{order['id']}/payments") == empty


def test_a_payment_and_its_proof(box: Sandbox) -> None:
    order = call(box, "POST", "/orders", ORDER)
    status, proof = box.act(order["id"], "pay")
    message = f"{order['id']}|{proof['razorpay_payment_id']}".encode()
    assert (status, proof) == (
        200,
        {
            "razorpay_order_id": order["id"],
            "razorpay_payment_id": proof["razorpay_payment_id"],
            "razorpay_signature": hmac.new(b"sandbox-secret", message, hashlib.sha256).hexdigest(),
        },
    )
    payment = call(box, "GET", f"/payments/{proof['razorpay_payment_id']}")
    assert IDENTIFIER["pay"].fullmatch(payment["id"])
    assert payment == {
        "id": proof["razorpay_payment_id"],
        "entity": "payment",
        "amount": 6002,
        "currency": "EUR",
        "status": "captured",
        "order_id": order["id"],
        "method": "sandbox",
        "captured": True,
        "amount_refunded": 0,
        "created_at": payment["created_at"],
    }
    found = call(box, "GET", f"/orders/{order['id']}/payments")
    assert found == {"entity": "collection", "count": 1, "items": [payment]}
    after = call(box, "GET", f"/orders/{order['id']}")
    paid = {"status": "paid", "amount_paid": 6002, "amount_due": 0, "attempts": 1}
    assert after == {**order, **paid}


def test_programs_are_answered_on_the_hosted_page(box: Sandbox) -> None:
    order = call(box, "POST", "/orders", ORDER)
    declined = {"error": {"code": "BAD_REQUEST_ERROR", "description": "Payment declined"}}
    assert box.act(order["id"], "decline") == (402, declined)
    assert box.act(order["id"], "take_long")[0] == 400
    strange_ones: tuple[object, ...] = (None, [], "pay", {"action": ["pay"]}, {"action": None})
    for strange in strange_ones:
        assert box.ask("POST", f"/sandbox/pay/{order['id']}", strange)[0] == 400
    assert box.act(order["id"], "pay_and_close") == (204, None)
    for action in ("pay", "decline", "pay_twice", "pay_and_close"):
        status, answer = box.act(order["id"], action)
        assert (status, answer["error"].keys()) == (409, {"code", "description"})
    items = call(box, "GET", f"/orders/{order['id']}/payments")["items"]
    assert [each["status"] for each in items] == ["failed", "captured"]
    assert box.act("order_unknown", "pay")[0] == 404


def test_a_refund(box: Sandbox) -> None:
    payment_id = pay(box, call(box, "POST", "/orders", ORDER)["id"])
    path = f"/payments/{payment_id}/refund"
    refund = call(box, "POST", path, {"amount": 2}, X_Refund_Idempotency="k-1")
    assert IDENTIFIER["rfnd"].fullmatch(refund["id"])
    assert refund == {
        "id": refund["id"],
        "entity": "refund",
        "amount": 2,
        "currency": "EUR",
        "payment_id": payment_id,
        "status": "processed",
        "created_at": refund["created_at"],
    }
    assert call(box, "POST", path, {"amount": 2}, X_Refund_Idempotency="k-1") == refund
    assert refused(box, "POST", path, {"amount": 3}, X_Refund_Idempotency="k-1") == 400
    assert refused(box, "POST", path, {"amount": 6001}) == 400
    assert call(box, "POST", path)["amount"] == 6000  # all that is left
    assert refused(box, "POST", path) == 400
    payment = call(box, "GET", f"/payments/{payment_id}")
    assert (payment["status"], payment["amount_refunded"]) == ("refunded", 6002)


def test_a_deposit_waits_for_its_capture(box: Sandbox) -> None:
    order = call(box, "POST", "/orders", {**ORDER, "payment_capture": 0})
    payment_id = pay(box, order["id"])
    payment = call(box, "GET", f"/payments/{payment_id}")
    assert (payment["status"], payment["captured"]) == ("authorized", False)
    assert call(box, "GET", f"/orders/{order['id']}")["status"] == "attempted"
    assert box.act(order["id"], "pay")[0] == 409
    path, due = f"/payments/{payment_id}/capture", {"amount": 6002, "currency": "EUR"}
    assert refused(box, "POST", path, {**due, "amount": 1}) == 400
    assert refused(box, "POST", f"/payments/{payment_id}/refund", {}) == 400
    assert call(box, "POST", path, due) == {**payment, "status": "captured", "captured": True}
    assert refused(box, "POST", path, due) == 400
    assert call(box, "GET", f"/orders/{order['id']}")["status"] == "paid"


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": 1.5},
        {"amount": "1"},
        {"amount": True},
        {"amount": 10**30},
        {"currency": "XXX"},
        {"currency": None},
        {"receipt": "r" * 41},
        {"receipt": 7},
        {"receipt": "\ud800"},
        {"notes": "text"},
        {"payment_capture": 2},
    ],
    ids=str,
)
def test_an_order_that_cannot_be_is_refused(box: Sandbox, change: dict[str, object]) -> None:
    assert refused(box, "POST", "/orders", {**ORDER, **change}) == 400


def test_what_is_not_there(box: Sandbox) -> None:
    for path in ("/orders/order_none", "/orders/order_none/payments", "/payments/pay_none"):
        assert box.ask("GET", f"/v1{path}", None, AUTH) == (400, MISSING)
    assert refused(box, "GET", "/nothing") == 404
    assert refused(box, "PATCH", "/orders") == 404
    assert box.ask("GET", "/nothing")[0] == 404


def test_key_and_secret_are_asked_for(box: Sandbox) -> None:
    wrong = base64.b64encode(b"rzp_test_sandbox:guess").decode()
    for headers in ({}, {"Authorization": f"Basic {wrong}"}, {"Authorization": "Basic é"}):
        status, answer = box.ask("POST", "/v1/orders", ORDER, headers)
        assert (status, answer["error"]["code"]) == (401, "BAD_REQUEST_ERROR")


def test_faults_hold_for_so_many_calls(box: Sandbox) -> None:
    box.fault("error", 2)
    assert [refused(box, "GET", "/orders/order_none") for _ in range(3)] == [500, 500, 400]
    for strange in (
        {"fault": "fire"},
        {},
        {"fault": "down", "calls": -1},
        {"fault": "down", "calls": True},
    ):
        assert box.ask("PUT", "/faults", strange)[0] == 400
    box.fault("down")
    with pytest.raises((ConnectionError, TimeoutError)):
        box.ask("GET", "/v1/orders/order_none", None, AUTH)
    box.fault("error")
    assert box.act("order_none", "pay")[0] == 404  # the page knows no faults


@pytest.mark.parametrize(
    "sent",
    [
        b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n",
        b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n",
        b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ids=lambda sent: str(sent[41:70]),
)
def test_a_body_without_a_good_length_is_not_read(box: Sandbox, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", box.port), timeout=10) as wire:
        wire.sendall(sent)
        assert wire.makefile("rb").read().startswith(b"HTTP/1.1 413 ")


def test_bodies_that_are_no_object_are_refused(box: Sandbox) -> None:
    for body in (b"[" * 100_000, b'{"amount":' + b"9" * 5000 + b"}", b"\xff", b"[]"):
        with socket.create_connection(("127.0.0.1", box.port), timeout=10) as wire:
            head = f"Authorization: {AUTH['Authorization']}\r\nContent-Length: {len(body)}"
            wire.sendall(f"POST /v1/orders HTTP/1.0\r\n{head}\r\n\r\n".encode() + body)
            assert b" 400 " in wire.makefile("rb").readline()
    assert "Traceback" not in box.output()
