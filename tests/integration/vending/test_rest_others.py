"""The ledger, the lists and the machine list of the original's front end, row by row of the
contract: nothing here changes anything.
"""

from __future__ import annotations

import pytest

from tests.integration.machines.vendor import Json
from tests.integration.vending.rows import FRONT_END, Row, World, detail, rows_of, stays
from tests.integration.vending.shapes import TIME, WORDS, Like
from tests.integration.vending.shown import machine, sale

SOME = Like("SOME", lambda value: isinstance(value, list) and len(value) > 0)


def problem(status: int, code: str) -> Like:
    """A refusal below /edge/ (RFC 9457)."""

    def fits(body: object) -> bool:
        return isinstance(body, dict) and (body["status"], body["code"]) == (status, code)

    return Like(f"problem {status} {code}", fits)


def only(**fields: object) -> Json:
    """A list of one."""
    return {"count": 1, "next": None, "previous": None, "results": [fields]}


def denied(sqlstate: str, message: object) -> Json:
    return {"code": sqlstate, "message": message, "details": None, "hint": None}


def step(name: str) -> Json:
    return {"step": name, "at": TIME, "details": Like("DETAILS", lambda it: isinstance(it, dict))}


LEDGER = "GET /edge/transactions/{delivered.transaction_id}"
STEPS = ["ordered", "order_made", "money", "paid", "dispensing", "confirm", "delivered"]
DECIDE = "POST /edge/transactions/{paid.transaction_id}/"
LISTS = ("transactions", "machine-events", "mails", "fleet/live")
LEDGERS = [
    Row(
        *("transactions", "GET /edge/transactions?machine_id={paid}", 200),
        only(**sale("paid", "paid")),
        bearer="{operator}",
    ),
    Row(
        *("by state", "GET /edge/transactions?machine_id={paid}&state=refunded", 200),
        {"count": 0, "next": None, "previous": None, "results": []},
        bearer="{admin}",
    ),
    Row(
        *("one", LEDGER, 200),
        sale("delivered", "delivered", dispensed=2)
        | {
            "client_id": "{delivered.client_id}",
            "flag": None,
            "is_test": False,
            "created_at": TIME,
            "steps": [step(name) for name in STEPS],
            "refunds": [],
        },
        bearer="{operator}",
    ),
    Row(
        "unknown",
        "GET /edge/transactions/tx",
        404,
        problem(404, "transaction_not_found"),
        bearer="{admin}",
    ),
    *(
        Row(f"{name} of nobody", f"GET /edge/{name}", 401, problem(401, "authentication_required"))
        for name in LISTS
    ),
    *(
        Row(
            f"{name} of a user",
            f"GET /edge/{name}",
            403,
            problem(403, "not_allowed"),
            bearer="{user}",
        )
        for name in LISTS
    ),
    *(
        Row(
            f"{name} of a machine",
            f"GET /edge/{name}",
            401,
            problem(401, "invalid_token"),
            bearer="{free.key}",
        )
        for name in LISTS
    ),
    *(
        Row(
            *(f"{name}, not in review", f"{DECIDE}{name}", 409, problem(409, "not_in_review")),
            {"reason": "because"},
            "{operator}",
        )
        for name in ("refund", "deliver")
    ),
    *(
        Row(
            *(f"{name} of nobody", f"{DECIDE}{name}", 401, problem(401, "authentication_required")),
            {"reason": "because"},
        )
        for name in ("refund", "deliver")
    ),
]
EQUALS = "GET /rest/v1/machines?select=*&machine_id=eq."
FEEDBACK = "POST /rest/v1/feedback"
OPINION = {"machine_id": "{free}", "rating": 5, "comment": None}
SUPABASE = {
    "apikey": "anything",
    "Authorization": "Bearer anything",
    "x-client-info": "supabase-js-web/2.45.0",
    "Origin": FRONT_END,
}
REST = [
    Row("one", f"{EQUALS}{{free}}", 200, [machine("free")], headers=SUPABASE),
    Row(
        *("resting", f"{EQUALS}{{resting}}&order=machine_id.asc", 200),
        [machine("resting", status="offline")],
        headers=SUPABASE,
    ),
    Row(
        "delivered",
        f"{EQUALS}{{delivered}}",
        200,
        [machine("delivered", current_stock=3, available=3)],
    ),
    Row("unknown", f"{EQUALS}M999", 200, []),
    Row("all", "GET /rest/v1/machines?select=*", 200, SOME, headers=SUPABASE),
    Row(
        *("unknown machine", FEEDBACK, 409, denied("23503", "Machine not found")),
        OPINION | {"machine_id": "M999"},
    ),
    Row(
        "one of two",
        FEEDBACK,
        409,
        denied("23503", "Machine not found"),
        [OPINION, OPINION | {"machine_id": "M999"}],
    ),
    *(
        Row(
            f"rating {odd}",
            FEEDBACK,
            400,
            denied("22023", WORDS),
            [OPINION, OPINION | {"rating": odd}],
        )
        for odd in (0, 6, 4.5, "5", None, True)
    ),
    *(
        Row(f"comment {name}", FEEDBACK, 400, denied("22023", WORDS), OPINION | {"comment": odd})
        for name, odd in (("long", "x" * 501), ("list", ["x"]), ("number", 7))
    ),
    Row("eleven", FEEDBACK, 400, denied("22023", WORDS), [OPINION] * 11),
    *(
        Row(f"body {raw!r}", FEEDBACK, 400, denied("22023", WORDS), raw=raw)
        for raw in (b"{", b"", b"7", b"null", b"\xff")
    ),
    *(
        Row(call, call, 401, denied("42501", "permission denied"), headers=SUPABASE)
        for call in (
            *("GET /rest/v1/feedback?select=*", "PATCH /rest/v1/feedback?feedback_id=eq.1"),
            *("DELETE /rest/v1/machines?machine_id=eq.M001", "POST /rest/v1/machines"),
            *(
                "GET /rest/v1/transactions",
                "GET /rest/v1/locks",
                "GET /rest/v1/a/b",
                "GET /rest/v1",
            ),
        )
    ),
]
OWN = "POST /api/machine/{free}/feedback"
SAID = {"client_id": "c", "rating": 5}
FEEDBACKS = [
    Row("no client", OWN, 400, detail("client_id required"), {"rating": 5}),
    Row("unknown", "POST /api/machine/M999/feedback", 404, detail("Machine not found"), SAID),
    *(
        Row(f"rating {odd}", OWN, 400, detail(WORDS), SAID | {"rating": odd})
        for odd in (0, 6, 4.5, "5", None)
    ),
    Row("long", OWN, 400, detail(WORDS), SAID | {"comment": "x" * 501}),
    Row("machines", "GET /api/machines", 200, SOME),
]
TABLES = {"edge": LEDGERS, "rest": REST, "feedback": FEEDBACKS}


@pytest.mark.parametrize("row", rows_of(TABLES))
def test_a_row_that_changes_nothing(world: World, row: Row) -> None:
    stays(world, row)


def test_the_list_of_machines_is_by_their_ids_and_shows_no_secret(world: World) -> None:
    for path in ("/api/machines", "/rest/v1/machines?select=*"):
        for door in world.doors:
            answer = door.ask("GET", path)
            ids = [row["machine_id"] for row in answer.json()]
            assert ids == sorted(ids)
            own = next(row for row in answer.json() if row["machine_id"] == world.free.machine_id)
            assert own == world.fill(machine("free"))
            assert world.free.key not in answer.text
            assert world.free.code not in answer.text
