"""What customers ask and are refused, row by row of the contract: nothing here changes anything."""

from __future__ import annotations

import pytest

from tests.integration.machines.vendor import PRICE, Json
from tests.integration.vending.rows import ODD_BODIES, Row, World, detail, fault, stays
from tests.integration.vending.shapes import TIME, WORDS

LOCK, ORDER, VERIFY = "POST /api/lock-by-code", "POST /create-order", "POST /verify-payment"
BUSY = {
    "status": "busy",
    "message": "Machine is already locked by another user",
    "locked_by": None,
    "locked_until": TIME,
}
DUPLICATE = {"error": "Transaction already processed", "status": "duplicate"}
UNVERIFIED = {"message": "Verification failed", "error": WORDS}
LEGACY = "use /api/machine/{{machine_id}}/trigger-dispense (server-side)"
NO_LOCK, NOT_OWNED = "No active lock or lock expired", "Lock not owned by this client"
SHORT = "Insufficient stock for requested quantity"
IMPOSSIBLE = "{held.client_id}\0", {"a": 1}, ["a"], "x" * 201


def public(spot: str, **more: object) -> Json:
    """The public status of a machine for a stranger."""
    shown = {
        "machine_id": f"{{{spot}}}",
        "status": "offline",
        "current_stock": 5,
        "display_code_expires_at": TIME,
        "locked": False,
        "locked_by": None,
        "expires_at": None,
        "server_time": TIME,
        "available": 5,
        "unit_price_paise": PRICE,
        "currency": "INR",
        "transaction": None,
    }
    return shown | more


def sale(spot: str, state: str, **more: object) -> Json:
    """The transaction of a machine's customer."""
    shown = {
        "transaction_id": f"{{{spot}.transaction_id}}",
        "order_id": f"{{{spot}.order[id]}}",
        "machine_id": f"{{{spot}}}",
        "state": state,
        "quantity": 2,
        "dispensed": None,
        "amount": 2 * PRICE,
        "refunded": 0,
        "currency": "INR",
        "updated_at": TIME,
    }
    return shown | more


def machine(spot: str, **more: object) -> Json:
    """A machine's row in the list."""
    shown = {
        "machine_id": f"{{{spot}}}",
        "id": f"{{{spot}}}",
        "name": "",
        "location": "",
        "status": "offline",
        "current_stock": 5,
        "available": 5,
        "unit_price_paise": PRICE,
        "currency": "INR",
        "last_refill_at": TIME,
    }
    return shown | more


def seen(spot: str, client: str = "") -> str:
    query = f"?client_id={{{client}.client_id}}" if client else ""
    return f"GET /api/machine/{{{spot}}}/public-status{query}"


PUBLIC = [
    Row("free", seen("free"), 200, public("free")),
    Row("empty", seen("empty"), 200, public("empty", current_stock=0, available=0)),
    Row("held, for a stranger", seen("held"), 200, public("held", locked=True, expires_at=TIME)),
    Row(
        *("held, for its holder", seen("held", "held"), 200),
        public("held", locked=True, locked_by="{held.client_id}", expires_at=TIME),
    ),
    Row(
        "held, for another one",
        seen("held", "paid"),
        200,
        public("held", locked=True, expires_at=TIME),
    ),
    Row("over", seen("over", "over"), 200, public("over")),
    Row(
        *("paid", seen("paid", "paid"), 200),
        public(
            "paid",
            locked=True,
            locked_by="{paid.client_id}",
            expires_at=TIME,
            available=3,
            transaction=sale("paid", "paid"),
        ),
    ),
    Row(
        *("dispensing", seen("dispensing", "dispensing"), 200),
        public(
            "dispensing",
            locked=True,
            locked_by="{dispensing.client_id}",
            expires_at=TIME,
            available=3,
            transaction=sale("dispensing", "dispensing"),
        ),
    ),
    Row(
        *("delivered", seen("delivered", "delivered"), 200),
        public(
            "delivered",
            current_stock=3,
            available=3,
            transaction=sale("delivered", "delivered", dispensed=2),
        ),
    ),
    Row("unknown", "GET /api/machine/M999/public-status", 404, detail("Machine not found")),
    Row("no socket", "GET /api/machine/M999/live", 404, detail("Machine not found")),
    Row("health", "GET /health", 200, {"status": "ok"}),
]
LOCKS = [
    Row("nothing", LOCK, 400, detail("client_id and code required"), {}),
    Row("no code", LOCK, 400, detail("client_id and code required"), {"client_id": "c"}),
    Row("no client", LOCK, 400, detail("client_id and code required"), {"code": "{free.code}"}),
    Row(
        "wrong",
        LOCK,
        400,
        detail("Code not found or expired"),
        {"client_id": "c", "code": "000000"},
    ),
    Row("busy", LOCK, 409, BUSY, {"client_id": "c", "code": "{held.code}"}),
    Row(
        *("dispensing", LOCK, 409, BUSY),
        {"client_id": "{dispensing.client_id}", "code": "{dispensing.code}"},
    ),
    Row(
        "empty",
        LOCK,
        409,
        detail("Machine is not available"),
        {"client_id": "c", "code": "{empty.code}"},
    ),
    Row(
        "resting",
        LOCK,
        409,
        detail("Machine is not available"),
        {"client_id": "c", "code": "{resting.code}"},
    ),
    Row(
        *("its own code again", LOCK, 200),
        {"machine_id": "{held}", "status": "locked", "expires_at": TIME},
        {"client_id": "{held.client_id}", "code": " {held.code}\n"},
    ),
    *(
        Row(
            f"{name} no text",
            LOCK,
            400,
            detail(WORDS),
            {"client_id": "c", "code": "{free.code}"} | {name: odd},
        )
        for name in ("client_id", "code", "name")
        for odd in IMPOSSIBLE
    ),
]
UNLOCKS = [
    Row("no client", "POST /api/machine/{held}/unlock", 400, detail("client_id required"), {}),
    Row(
        "free",
        "POST /api/machine/{free}/unlock",
        409,
        detail("No active lock to unlock"),
        {"client_id": "c"},
    ),
    Row(
        *("over", "POST /api/machine/{over}/unlock", 409, detail("No active lock to unlock")),
        {"client_id": "{over.client_id}"},
    ),
    Row("another's", "POST /api/machine/{held}/unlock", 403, detail(NOT_OWNED), {"client_id": "c"}),
    Row(
        *(
            "dispensing",
            "POST /api/machine/{dispensing}/unlock",
            409,
            detail("Dispense in progress"),
        ),
        {"client_id": "{dispensing.client_id}"},
    ),
    Row(
        "unknown",
        "POST /api/machine/M999/unlock",
        404,
        detail("Machine not found"),
        {"client_id": "c"},
    ),
    Row("legacy", "POST /api/machine/{free}/dispense", 400, fault(LEGACY), {}),
    Row("legacy, unknown", "POST /api/machine/M999/dispense", 400, fault(LEGACY), {}),
]


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
TABLES = {
    "status": PUBLIC,
    "lock": LOCKS,
    "unlock": UNLOCKS,
    "order": ORDERS,
    "verify": PROOFS,
    "trigger": TRIGGERS,
}
ROWS = [
    pytest.param(row, id=f"{table}-{row.name}".replace(" ", "_"))
    for table, rows in TABLES.items()
    for row in rows
]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_that_changes_nothing(world: World, row: Row) -> None:
    stays(world, row)


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (LOCK, detail(WORDS)),
        ("POST /api/machine/{held}/unlock", detail(WORDS)),
        (at("paid"), detail(WORDS)),
        (ORDER, fault(WORDS)),
        (VERIFY, fault(WORDS)),
    ],
)
def test_a_body_that_is_no_json_object(world: World, call: str, answer: Json) -> None:
    for raw in ODD_BODIES:
        stays(world, Row("odd", call, 400, answer, raw=raw))
