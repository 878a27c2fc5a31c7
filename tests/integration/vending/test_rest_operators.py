"""What operators ask, and who is refused, row by row of the contract: nothing here changes
anything.
"""

from __future__ import annotations

import pytest

from tests.integration.machines.vendor import Json
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

LOGIN, VERIFY = "POST /api/admin/login", "GET /api/admin/verify"
NONE, SCHEME = detail("Not authenticated"), detail("Invalid authentication credentials")
UNKNOWN = detail("Machine not found")
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

TABLES = {"admin": SIGNING_IN, "operator": OPERATORS}


@pytest.mark.parametrize("row", rows_of(TABLES))
def test_a_row_that_changes_nothing(world: World, row: Row) -> None:
    stays(world, row)


@pytest.mark.parametrize(
    ("call", "answer", "bearer"),
    [
        (LOGIN, detail(WORDS), ""),
        (STOCK, detail(WORDS), "{operator}"),
        ("PATCH /api/machine/{free}", detail(WORDS), "{operator}"),
        ("PATCH /api/feedback/1", detail(WORDS), "{operator}"),
        (ALERT, fault(WORDS), "{operator}"),
    ],
)
def test_a_body_that_is_no_json_object(world: World, call: str, answer: Json, bearer: str) -> None:
    odd_bodies(world, Row("odd", call, 400, answer, bearer=bearer))
