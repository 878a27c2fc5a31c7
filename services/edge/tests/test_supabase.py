"""What the original's front end asks Supabase for, by its REST."""

import json

import pytest
from customers import everything
from django.test import Client
from testing.hostile import NO_OBJECTS
from vending.models import Feedback
from world import OPERATOR

pytestmark = pytest.mark.django_db

ORIGIN = "http://localhost:5173"
ANYTHING = {"apikey": "anon", "Authorization": "Bearer anon"}
PRAISE = {"machine_id": "M001", "rating": 5, "comment": "Crisp."}


def refused(code, message):
    return {"code": code, "message": message, "details": None, "hint": None}


@pytest.mark.parametrize("query", ["", "?select=*", "?select=machine_id&order=name&limit=0"])
@pytest.mark.parametrize("headers", [{}, ANYTHING])
def test_the_table_of_machines_is_our_list(api, machine, make_machine, query, headers):
    make_machine("A-1")
    answer = api.ask(f"/rest/v1/machines{query}", headers=headers)
    assert answer.status_code == 200
    assert answer.json() == api.ask("/api/machines").json()
    assert [row["machine_id"] for row in answer.json()] == ["A-1", "M001"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("eq.M001", ["M001"]),
        ("eq.M999", []),
        ("eq.", []),
        ("neq.M001", ["A-1", "M001"]),
        ("M001", ["A-1", "M001"]),
        ("", ["A-1", "M001"]),
    ],
)
def test_it_is_narrowed_to_one_machine(api, machine, make_machine, asked, found):
    make_machine("A-1")
    rows = api.ask(f"/rest/v1/machines?select=*&machine_id={asked}").json()
    assert [row["machine_id"] for row in rows] == found


def test_feedback_is_kept_and_answered_by_nothing(api, machine):
    answer = api.send("/rest/v1/feedback", PRAISE, headers=ANYTHING)
    assert (answer.status_code, answer.content) == (201, b"")
    (row,) = Feedback.objects.all()
    assert (row.machine_id, row.rating, row.comment) == (machine.pk, 5, "Crisp.")


def test_who_prefers_it_gets_the_rows(api, machine):
    headers = {"Prefer": "return=representation,count=exact"}
    body = [PRAISE, {"machine_id": "M001", "rating": 1, "comment": None}]
    answer = api.send("/rest/v1/feedback?select=*&columns=rating", body, headers=headers)
    rows = list(Feedback.objects.order_by("pk"))
    assert answer.status_code == 201
    assert answer.json() == [
        {
            "feedback_id": row.pk,
            "machine_id": "M001",
            "rating": row.rating,
            "comment": row.comment,
            "timestamp": row.created_at.isoformat(timespec="microseconds"),
            "status": "new",
        }
        for row in rows
    ]
    assert [(row.rating, row.comment) for row in rows] == [(5, "Crisp."), (1, None)]


def test_at_most_ten_rows_and_no_row_is_nothing(api, machine):
    assert api.send("/rest/v1/feedback", [PRAISE] * 11).json() == refused(
        "22023", "At most 10 rows"
    )
    assert not Feedback.objects.exists()
    assert api.send("/rest/v1/feedback", []).status_code == 201
    assert not Feedback.objects.exists()
    assert api.send("/rest/v1/feedback", [PRAISE] * 10).status_code == 201
    assert Feedback.objects.count() == 10


@pytest.mark.parametrize("name", ["M999", "", "M001\0", "x" * 300])
def test_feedback_of_an_unknown_machine_is_a_conflict(api, machine, name):
    before = everything()
    answer = api.send("/rest/v1/feedback", [PRAISE, {**PRAISE, "machine_id": name}])
    assert (answer.status_code, answer.json()) == (409, refused("23503", "Machine not found"))
    assert everything() == before


@pytest.mark.parametrize(
    "changes",
    [
        *({"rating": rating} for rating in (0, 6, 4.0, "4", True, None, [])),
        *({"comment": comment} for comment in ("x" * 501, 5, [], {}, "a\0b")),
        *({"machine_id": name} for name in (None, 5, [], {})),
    ],
)
def test_one_odd_row_refuses_all_of_them(api, machine, changes):
    before = everything()
    answer = api.send("/rest/v1/feedback", [PRAISE, {**PRAISE, **changes}])
    (field,) = changes
    assert answer.status_code == 400
    assert answer.json() == refused("22023", answer.json()["message"])
    assert answer.json()["message"].startswith(f"{field}: ")
    assert everything() == before


@pytest.mark.parametrize("body", [each for each in NO_OBJECTS.values() if each != b"[]"])
def test_what_is_no_row_is_refused(api, machine, body):
    answer = api.send("/rest/v1/feedback", body)
    assert answer.status_code == 400
    assert answer.json() == refused("22023", answer.json()["message"])
    assert not Feedback.objects.exists()


VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FORBIDDEN = [
    *((verb, "/rest/v1/machines") for verb in VERBS[1:]),
    *((verb, "/rest/v1/feedback") for verb in ("GET", *VERBS[2:])),
    *((verb, "/rest/v1/transactions?select=*") for verb in VERBS),
    *((verb, "/rest/v1/rpc/anything/") for verb in VERBS),
    ("GET", "/rest/v1"),
    ("GET", "/rest/v1/machines/M001"),
    ("HEAD", "/rest/v1/feedback"),
]


@pytest.mark.parametrize(("verb", "path"), FORBIDDEN)
@pytest.mark.parametrize("who", ["nobody", "operator"])
def test_nothing_else_is_permitted_to_anybody(machine, token, verb, path, who):
    before = everything()
    headers = {"Authorization": f"Bearer {token(OPERATOR)}"} if who == "operator" else {}
    answer = Client().generic(verb, path, b"[]", "application/json", headers=headers)
    assert answer.status_code == 401
    if verb != "HEAD":
        assert json.loads(answer.content) == refused("42501", "permission denied")
    assert everything() == before


@pytest.fixture
def front_end(settings):
    settings.CORS_ALLOWED_ORIGINS = frozenset({ORIGIN})


ASKED = (
    "apikey,authorization,content-type,prefer,x-client-info,accept-profile,content-profile,range"
)


@pytest.mark.usefixtures("front_end")
@pytest.mark.parametrize(
    "path",
    [
        "/rest/v1/machines?select=*",
        "/rest/v1/feedback",
        "/api/lock-by-code",
        "/api/machine/M001/unlock",
        "/create-order",
        "/nowhere",
    ],
)
def test_a_browser_of_the_front_end_may_send_what_it_sends(path):
    headers = {"Origin": ORIGIN, "Access-Control-Request-Headers": ASKED}
    answer = Client().options(path, headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    allowed = {name.strip().lower() for name in answer["Access-Control-Allow-Headers"].split(",")}
    assert set(ASKED.split(",")) <= allowed
    methods = answer["Access-Control-Allow-Methods"].split(", ")
    assert {"GET", "HEAD", "POST", "PATCH", "DELETE"} <= set(methods)
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.usefixtures("front_end")
def test_its_calls_are_for_its_eyes(api, machine):
    answer = api.ask("/rest/v1/machines", headers={"Origin": ORIGIN})
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert "Origin" in answer["Vary"]
    refused = api.send("/api/lock-by-code", {}, headers={"Origin": ORIGIN})
    assert (refused.status_code, refused["Access-Control-Allow-Origin"]) == (400, ORIGIN)


@pytest.mark.usefixtures("front_end")
@pytest.mark.parametrize("origin", ["null", "*", "http://localhost:51730", ORIGIN + ".evil"])
def test_nobody_else_gets_the_headers(api, machine, origin):
    for method in ("GET", "OPTIONS"):
        answer = Client().generic(method, "/rest/v1/machines", headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer
