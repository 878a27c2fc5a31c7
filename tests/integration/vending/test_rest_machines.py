"""What machines that call by HTTP ask, and who is refused, row by row of the contract: nothing here
changes anything.
"""

from __future__ import annotations

import pytest

from tests.integration.machines.vendor import Json
from tests.integration.vending.rows import Row, World, detail, odd_bodies, rows_of, stays
from tests.integration.vending.shapes import CODE, TIME, WORDS

REGISTER = "POST /api/machine/register"
WRONG_KEY, NO_HEADER = detail("Invalid API key"), detail("Missing Authorization header")
HIDDEN = detail("Invalid credentials or machine not found")
UNREGISTERED = detail("Machine not registered")
UNCONFIRMED = {"message": "confirm_failed", "error": "tx_not_found"}
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
            f"telemetry {name} {odd}",
            "POST /device/telemetry",
            400,
            detail(WORDS),
            {"proto": 1, "device_id": "{free}", name: odd},
            "{free.key}",
        )
        for name, odd in (("proto", 2), ("rssi", 1), ("battery", 101), ("metadata", "x"))
    ),
]

TABLES = {"register": REGISTERS, "machine": MACHINES}


@pytest.mark.parametrize("row", rows_of(TABLES))
def test_a_row_that_changes_nothing(world: World, row: Row) -> None:
    stays(world, row)


@pytest.mark.parametrize(
    ("call", "bearer"),
    [
        (REGISTER, "{operator}"),
        (CONFIRM, "{free.key}"),
        (REPORT, "{free.key}"),
        ("POST /device/telemetry", "{free.key}"),
    ],
)
def test_a_body_that_is_no_json_object(world: World, call: str, bearer: str) -> None:
    odd_bodies(world, Row("odd", call, 400, detail(WORDS), bearer=bearer))
