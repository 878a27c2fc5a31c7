"""What machines and operators ask, and who is refused, row by row of the contract: nothing here
changes anything.
"""

from __future__ import annotations

import base64
import json

import pytest

from tests.integration.machines.vendor import Json
from tests.integration.vending.rows import ODD_BODIES, Row, World, detail, fault, stays
from tests.integration.vending.shapes import CODE, TIME, WORDS

LOGIN, VERIFY, REGISTER = (
    "POST /api/admin/login",
    "GET /api/admin/verify",
    "POST /api/machine/register",
)
NONE, SCHEME = detail("Not authenticated"), detail("Invalid authentication credentials")
WRONG_KEY, NO_HEADER = detail("Invalid API key"), detail("Missing Authorization header")
HIDDEN = detail("Invalid credentials or machine not found")
UNREGISTERED, UNKNOWN = detail("Machine not registered"), detail("Machine not found")
UNCONFIRMED = {"message": "confirm_failed", "error": "tx_not_found"}


def part(value: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


ALG = part({"alg": "HS256", "typ": "JWT"})
OVER = f"{ALG}.{part({'sub': 'admin', 'iat': 1, 'exp': 2})}.x"

SIGNING_IN = [
    Row("nothing", LOGIN, 400, detail("Password is required"), {}),
    Row("empty", LOGIN, 400, detail("Password is required"), {"password": ""}),
    Row("wrong", LOGIN, 401, detail("Invalid password"), {"password": "guess"}),
    Row("no text", LOGIN, 400, detail(WORDS), {"password": {"a": 1}}),
    Row("too long", LOGIN, 400, detail(WORDS), {"password": "x" * 201}),
    Row("token", VERIFY, 200, {"status": "valid", "user_id": "admin"}, bearer="{admin}"),
    Row("no header", VERIFY, 403, NONE),
    Row("scheme", VERIFY, 403, SCHEME, headers={"Authorization": "Basic eDp5"}),
    Row("bad", VERIFY, 401, detail("Invalid token"), bearer="x"),
    Row("machine", VERIFY, 401, detail("Invalid token"), bearer="{free.key}"),
]
REGISTERS = [
    Row("nothing", REGISTER, 400, detail("Missing machine_id"), {}),
    Row("unknown", REGISTER, 404, UNREGISTERED, {"machine_id": "M999", "api_key": "some-key-1"}),
    Row("unknown, by a user", REGISTER, 404, UNREGISTERED, {"machine_id": "M999"}, "{user}"),
    Row("wrong key", REGISTER, 401, WRONG_KEY, {"machine_id": "{free}", "api_key": "some-key-1"}),
    Row("no key", REGISTER, 401, WRONG_KEY, {"machine_id": "{free}", "api_key": "none"}),
    Row("another's", REGISTER, 401, WRONG_KEY, {"machine_id": "{free}"}, "{held.key}"),
    Row(
        *("another key", REGISTER, 409, detail("Machine already registered")),
        {"machine_id": "{free}", "api_key": "some-key-1"},
        "{operator}",
    ),
    *(
        Row(f"id {odd}", REGISTER, 400, detail(WORDS), {"machine_id": odd}, "{operator}")
        for odd in ("a b", "x" * 51, "../M001", {"a": 1}, "é")
    ),
    *(
        Row(
            *(f"key {odd}", REGISTER, 400, detail(WORDS)),
            {"machine_id": "R-new", "api_key": odd},
            "{operator}",
        )
        for odd in ("short", "x" * 201, ["k"], "with\nlines")
    ),
]


def told(spot: str, **more: object) -> Json:
    """The status of a machine for itself."""
    shown = {
        "machine_id": f"{{{spot}}}",
        "status": "offline",
        "current_stock": 5,
        "display_code": CODE,
        "display_code_expires_at": TIME,
        "locked": False,
        "locked_by": None,
        "lock_expires_at": None,
    }
    return shown | more


def by_machine(call: str, body: Json | None, unknown: int = 404) -> list[Row]:
    """Who is no machine is refused in this order."""
    elsewhere = call.replace("{free}", "M999")
    wrong = WRONG_KEY if unknown == 404 else HIDDEN
    return [
        Row("no header", call, 401, NO_HEADER, body),
        Row("scheme", call, 401, NO_HEADER, body, headers={"Authorization": "Basic eDp5"}),
        Row("no header, unknown", elsewhere, 401, NO_HEADER, body),
        Row("unknown", elsewhere, unknown, UNREGISTERED if unknown == 404 else HIDDEN, body, "k"),
        Row("wrong", call, 401, wrong, body, "some-key-1"),
        Row("another's", call, 401, wrong, body, "{held.key}"),
        Row("operator", call, 401, wrong, body, "{operator}"),
        Row("admin", call, 401, wrong, body, "{admin}"),
    ]


CONFIRM, REPORT = "POST /api/machine/{free}/confirm", "POST /api/machine/{free}/report-error"
DONE = {"status": "confirmed", "dispensed": 2, "new_display_code": CODE}
MACHINES = [
    Row(
        "free",
        "GET /api/machine/{free}/status",
        200,
        told("free", display_code="{free.code}"),
        bearer="{free.key}",
    ),
    Row(
        *("held", "GET /api/machine/{held}/status", 200),
        told("held", locked=True, locked_by="{held.client_id}", lock_expires_at=TIME),
        bearer="{held.key}",
    ),
    Row("over", "GET /api/machine/{over}/status", 200, told("over"), bearer="{over.key}"),
    *by_machine("GET /api/machine/{free}/status", None, unknown=401),
    *by_machine(CONFIRM, {"transaction_id": "tx", "dispensed": 1}),
    *by_machine(REPORT, {"error": "hot"}),
    *by_machine("GET /device/commands/{free}", None),
    Row(
        "unknown", CONFIRM, 400, UNCONFIRMED, {"transaction_id": "tx", "dispensed": 1}, "{free.key}"
    ),
    Row("nothing", CONFIRM, 400, UNCONFIRMED, {}, "{free.key}"),
    Row(
        *("another machine's", CONFIRM, 400, UNCONFIRMED),
        {"transaction_id": "{dispensing.transaction_id}", "dispensed": 1},
        "{free.key}",
    ),
    Row(
        *("never triggered", "POST /api/machine/{paid}/confirm", 400, UNCONFIRMED),
        {"transaction_id": "{paid.transaction_id}", "dispensed": 1},
        "{paid.key}",
    ),
    Row(
        *("again", "POST /api/machine/{delivered}/confirm", 200, DONE),
        {"transaction_id": "{delivered.transaction_id}", "dispensed": 2},
        "{delivered.key}",
    ),
    Row(
        *("again, otherwise", "POST /api/machine/{delivered}/confirm", 200, DONE),
        {"transaction_id": "{delivered.transaction_id}", "dispensed": 1},
        "{delivered.key}",
    ),
    *(
        Row(
            *(f"dispensed {odd}", "POST /api/machine/{dispensing}/confirm", 400, detail(WORDS)),
            {"transaction_id": "{dispensing.transaction_id}", "dispensed": odd},
            "{dispensing.key}",
        )
        for odd in (-1, 1.5, "two", [1], 10**12)
    ),
    Row(
        "telemetry of nobody",
        "POST /device/telemetry",
        401,
        NO_HEADER,
        {"proto": 1, "device_id": "{free}"},
    ),
    Row(
        "telemetry, wrong",
        "POST /device/telemetry",
        401,
        WRONG_KEY,
        {"proto": 1, "device_id": "{free}"},
        "x",
    ),
    *(
        Row(
            f"telemetry {odd}",
            "POST /device/telemetry",
            400,
            detail(WORDS),
            {"proto": 1, "device_id": "{free}"} | odd,
            "{free.key}",
        )
        for odd in ({"proto": 2}, {"rssi": 1}, {"battery": 101}, {"metadata": []})
    ),
]
STOCK, ALERT = "POST /api/machine/{free}/update-stock", "POST /low-stock-alert"


def by_operator(call: str, body: Json | None = None) -> list[Row]:
    """Who is no operator is refused."""
    return [
        Row("no header", call, 403, NONE, body),
        Row("scheme", call, 403, SCHEME, body, headers={"Authorization": "Basic eDp5"}),
        Row("bad", call, 401, detail("Invalid token"), body, "x"),
        Row("machine", call, 401, detail("Invalid token"), body, "{free.key}"),
        Row("user", call, 403, detail("Not allowed"), body, "{user}"),
    ]


OPERATORS = [
    *by_operator(STOCK, {"stock": 1}),
    *by_operator("PATCH /api/machine/{free}", {"name": "x"}),
    *by_operator("POST /api/machine/{free}/keys", {}),
    *by_operator("DELETE /api/machine/{free}/keys/999999"),
    *by_operator("GET /api/feedback"),
    *by_operator("PATCH /api/feedback/999999", {"status": "closed"}),
    Row("nothing", STOCK, 400, detail("New stock level required"), {}, "{operator}"),
    Row("null", STOCK, 400, detail("New stock level required"), {"stock": None}, "{admin}"),
    Row("below", STOCK, 400, detail("Stock cannot be negative"), {"stock": -1}, "{operator}"),
    *(
        Row(f"stock {odd}", STOCK, 400, detail(WORDS), {"stock": odd}, "{operator}")
        for odd in (1_000_001, 1.5, "many", [1], {"a": 1}, True)
    ),
    Row("unknown", "POST /api/machine/M999/update-stock", 404, UNKNOWN, {"stock": 1}, "{operator}"),
    *(
        Row(f"change {odd}", "PATCH /api/machine/{free}", 400, detail(WORDS), odd, "{operator}")
        for odd in ({}, {"unit_price_paise": 0}, {"in_service": "no"}, {"name": ["x"]})
    ),
    Row("unknown", "PATCH /api/machine/M999", 404, UNKNOWN, {"name": "x"}, "{operator}"),
    Row("unknown", "POST /api/machine/M999/keys", 404, UNKNOWN, {}, "{operator}"),
    Row(
        "no key",
        "DELETE /api/machine/{free}/keys/999999",
        404,
        detail("Key not found"),
        None,
        "{operator}",
    ),
    Row(
        "no feedback",
        "PATCH /api/feedback/999999",
        404,
        detail("Feedback not found"),
        {"status": "new"},
        "{operator}",
    ),
    Row(
        "status", "PATCH /api/feedback/999999", 400, detail(WORDS), {"status": "lost"}, "{operator}"
    ),
    Row("status", "GET /api/feedback?status=lost", 400, detail(WORDS), bearer="{operator}"),
    Row(
        *("feedback", "GET /api/feedback?machine_id={free}", 200),
        {"count": 0, "next": None, "previous": None, "results": []},
        bearer="{operator}",
    ),
    Row("alert of nobody", ALERT, 401, fault(WORDS), {"machineID": "{free}", "Remaining": 1}, "x"),
    Row(
        "alert by a user",
        ALERT,
        403,
        fault(WORDS),
        {"machineID": "{free}", "Remaining": 1},
        "{user}",
    ),
    Row(
        "alert, another's",
        ALERT,
        401,
        fault(WORDS),
        {"machineID": "{free}", "Remaining": 1},
        "{held.key}",
    ),
    *(
        Row(f"alert {odd}", ALERT, 400, fault(WORDS), odd, "{operator}")
        for odd in ({}, {"machineID": "{free}"}, {"machineID": ["x"], "Remaining": 1})
    ),
    Row(
        "alert below",
        ALERT,
        400,
        fault(WORDS),
        {"machineID": "{free}", "Remaining": -1},
        "{operator}",
    ),
]
TABLES = {"admin": SIGNING_IN, "register": REGISTERS, "machine": MACHINES, "operator": OPERATORS}
ROWS = [
    pytest.param(row, id=f"{table}-{row.call}-{row.name}".replace(" ", "_"))
    for table, rows in TABLES.items()
    for row in rows
]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_that_changes_nothing(world: World, row: Row) -> None:
    stays(world, row)


@pytest.mark.parametrize(
    ("call", "answer", "bearer"),
    [
        (LOGIN, detail(WORDS), ""),
        (REGISTER, detail(WORDS), "{operator}"),
        (CONFIRM, detail(WORDS), "{free.key}"),
        (REPORT, detail(WORDS), "{free.key}"),
        ("POST /device/telemetry", detail(WORDS), "{free.key}"),
        (STOCK, detail(WORDS), "{operator}"),
        ("PATCH /api/machine/{free}", detail(WORDS), "{operator}"),
        ("PATCH /api/feedback/1", detail(WORDS), "{operator}"),
        (ALERT, fault(WORDS), "{operator}"),
    ],
)
def test_a_body_that_is_no_json_object(world: World, call: str, answer: Json, bearer: str) -> None:
    for raw in ODD_BODIES:
        stays(world, Row("odd", call, 400, answer, bearer=bearer, raw=raw))
