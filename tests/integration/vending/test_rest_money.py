"""What customers pay and ask a machine to dispense, and are refused, row by row of the contract:
nothing here changes anything.
"""

from __future__ import annotations

import pytest

from tests.integration.machines.vendor import PRICE, Json
from tests.integration.vending.rows import (
    Row,
    World,
    detail,
    fault,
    odd_bodies,
    rows_of,
    stays,
)
from tests.integration.vending.shapes import WORDS

ORDER, VERIFY = "POST /create-order", "POST /verify-payment"
DUPLICATE = {"error": "Transaction already processed", "status": "duplicate"}
UNVERIFIED = {"message": "Verification failed", "error": WORDS}
NO_LOCK, NOT_OWNED = "No active lock or lock expired", "Lock not owned by this client"
SHORT = "Insufficient stock for requested quantity"


def wish(spot: str, **more: object) -> Json:
    """An order of a machine's customer."""
    metadata = {
        "transaction_id": f"{{{spot}.transaction_id}}",
        "client_id": f"{{{spot}.client_id}}",
        "machine_id": f"{{{spot}}}",
    }
    changed = {name: value for name, value in more.items() if name in metadata}
    rest = {name: value for name, value in more.items() if name not in metadata}
    return {"amount": 2 * PRICE, "metadata": metadata | changed} | rest


ORDERS = [
    Row("nothing", ORDER, 400, fault("Amount required"), {}),
    Row("zero", ORDER, 400, fault("Amount required"), wish("held", amount=0)),
    *(
        Row(
            *(f"without {name}", ORDER, 400),
            fault("metadata.transaction_id, client_id and machine_id required"),
            wish("held", **{name: ""}),
        )
        for name in ("transaction_id", "client_id", "machine_id")
    ),
    Row("unknown", ORDER, 404, fault("Machine not found"), wish("held", machine_id="M999")),
    Row("free", ORDER, 409, fault(NO_LOCK), wish("free")),
    Row("over", ORDER, 409, fault(NO_LOCK), wish("over")),
    Row("another's", ORDER, 403, fault(NOT_OWNED), wish("held", client_id="c")),
    Row("below", ORDER, 400, fault("Quantity must be positive"), wish("held", amount=-PRICE)),
    Row("no multiple", ORDER, 400, fault(WORDS), wish("held", amount=PRICE + 1)),
    Row("below a unit", ORDER, 400, fault("Quantity must be positive"), wish("held", amount=1)),
    Row("too many", ORDER, 409, fault(SHORT), wish("held", amount=6 * PRICE)),
    Row("paid", ORDER, 409, DUPLICATE, wish("paid")),
    Row("delivered", ORDER, 409, DUPLICATE, wish("delivered")),
    Row(
        "no units",
        ORDER,
        400,
        fault("Quantity must be positive"),
        wish("held", amount=None, quantity=0),
    ),
    Row("two amounts", ORDER, 400, fault(WORDS), wish("held", amount=PRICE, quantity=2)),
    Row("odd quantity", ORDER, 400, fault(WORDS), wish("held", amount=None, quantity="two")),
    Row("odd amount", ORDER, 400, fault(WORDS), wish("held", amount=[1])),
]


def proof(spot: str, **more: object) -> Json:
    """What the provider has given a payer."""
    names = ("razorpay_order_id", "razorpay_payment_id", "razorpay_signature")
    return {name: f"{{{spot}.proof[{name}]}}" for name in names} | more


PROOFS = [
    Row("again", VERIFY, 200, {"message": "Payment verified"}, proof("paid")),
    Row("nothing", VERIFY, 400, UNVERIFIED, {}),
    Row("signature", VERIFY, 400, UNVERIFIED, proof("paid", razorpay_signature="0" * 64)),
    Row("no text", VERIFY, 400, UNVERIFIED, proof("paid", razorpay_signature=["x"])),
    Row("unknown order", VERIFY, 400, UNVERIFIED, proof("paid", razorpay_order_id="order_x")),
    Row("another's", VERIFY, 400, UNVERIFIED, proof("paid", razorpay_order_id="{short.order[id]}")),
    Row("webhook", "POST /api/razorpay-webhook", 400, fault("Invalid signature"), {"event": "x"}),
]


def pull(spot: str, **more: object) -> Json:
    """The trigger of a machine's customer."""
    return {
        "client_id": f"{{{spot}.client_id}}",
        "access_code": f"{{{spot}.code}}",
        "quantity": 2,
        "transaction_id": f"{{{spot}.transaction_id}}",
        "amount": 2 * PRICE,
    } | more


def at(spot: str) -> str:
    return f"POST /api/machine/{{{spot}}}/trigger-dispense"


MISSING = detail("client_id, access_code and transaction_id required")
TRIGGERS = [
    *(
        Row(f"without {name}", at("paid"), 400, MISSING, pull("paid", **{name: None}))
        for name in ("client_id", "access_code", "transaction_id")
    ),
    *(
        Row(f"quantity {odd}", at("paid"), 400, detail(WORDS), pull("paid", quantity=odd))
        for odd in (0, -1, 1.5, "two", [1], 10**12)
    ),
    Row("amount", at("paid"), 400, detail(WORDS), pull("paid", amount=PRICE)),
    Row("no amount", at("paid"), 400, detail(WORDS), pull("paid", amount=None)),
    Row("again", at("dispensing"), 200, {"status": "dispatch_sent"}, pull("dispensing")),
    Row(
        "again, after",
        at("delivered"),
        200,
        {"status": "dispatch_sent"},
        pull("delivered"),
    ),
    Row("another client", at("dispensing"), 409, DUPLICATE, pull("dispensing", client_id="c")),
    Row("another code", at("dispensing"), 409, DUPLICATE, pull("dispensing", access_code="1")),
    Row(
        *("another number", at("dispensing"), 409, DUPLICATE),
        pull("dispensing", quantity=1, amount=PRICE),
    ),
    Row("no lock", at("free"), 409, detail(NO_LOCK), pull("free")),
    Row("over", at("over"), 409, detail(NO_LOCK), pull("over")),
    Row("owner", at("paid"), 403, detail(NOT_OWNED), pull("paid", client_id="c", access_code="1")),
    Row("code", at("paid"), 403, detail("Access code mismatch"), pull("paid", access_code="1")),
    Row("unpaid", at("held"), 402, detail("Payment required"), pull("held")),
    Row(
        *("fewer", at("paid"), 409, detail("Order mismatch")),
        pull("paid", quantity=1, amount=PRICE),
    ),
    Row(
        *("of another machine", at("held"), 409, detail("Order mismatch")),
        pull("held", transaction_id="{paid.transaction_id}"),
    ),
    Row("stock", at("short"), 409, fault(SHORT), pull("short")),
    Row("resting", at("closed"), 409, detail("Machine is not available"), pull("closed")),
    Row(
        "unknown",
        "POST /api/machine/M999/trigger-dispense",
        404,
        detail("Machine not found"),
        pull("paid"),
    ),
]
TABLES = {"order": ORDERS, "verify": PROOFS, "trigger": TRIGGERS}


@pytest.mark.parametrize("row", rows_of(TABLES))
def test_a_row_that_changes_nothing(world: World, row: Row) -> None:
    stays(world, row)


@pytest.mark.parametrize(
    ("call", "answer"),
    [(at("paid"), detail(WORDS)), (ORDER, fault(WORDS)), (VERIFY, fault(WORDS))],
)
def test_a_body_that_is_no_json_object(world: World, call: str, answer: Json) -> None:
    odd_bodies(world, Row("odd", call, 400, answer))
