"""What customers ask and are refused, row by row of the contract: nothing here changes anything."""

from __future__ import annotations

import pytest

from tests.integration.vending.rows import Row, World, detail, fault, odd_bodies, rows_of, stays
from tests.integration.vending.shapes import TIME, WORDS
from tests.integration.vending.shown import public, sale

LOCK = "POST /api/lock-by-code"
BUSY = {
    "status": "busy",
    "message": "Machine is already locked by another user",
    "locked_by": None,
    "locked_until": TIME,
}
LEGACY = "use /api/machine/{{machine_id}}/trigger-dispense (server-side)"
NOT_OWNED = "Lock not owned by this client"
IMPOSSIBLE = "{held.client_id}\0", {"a": 1}, ["a"], "x" * 201


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
TABLES = {"status": PUBLIC, "lock": LOCKS, "unlock": UNLOCKS}


@pytest.mark.parametrize("row", rows_of(TABLES))
def test_a_row_that_changes_nothing(world: World, row: Row) -> None:
    stays(world, row)


@pytest.mark.parametrize("call", [LOCK, "POST /api/machine/{held}/unlock"])
def test_a_body_that_is_no_json_object(world: World, call: str) -> None:
    odd_bodies(world, Row("odd", call, 400, detail(WORDS)))
