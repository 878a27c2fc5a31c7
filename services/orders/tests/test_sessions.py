"""Sessions over HTTP: the seed's calls, every refusal, and their order."""

from datetime import timedelta, timezone
from urllib.parse import quote

import pytest
from orders.models import Event, OrderSession
from world import LOCATION, LOCATION_PATH, OWNER, STRANGER, WAITER, refusal

pytestmark = pytest.mark.django_db

CREATE = "/orders/sessions/create/"


def table_2(**changes):
    return {"location_id": LOCATION, "name": "Table 2", **changes}


def test_the_owner_opens_a_session(api, location, code, owner):
    response = api.send(CREATE, table_2(), token=owner)
    session = response.json()["response"]
    assert response.status_code == 200
    assert session == {
        "code": code,
        "name": "Table 2",
        "location_id": LOCATION,
        "state": "OPEN",
        "timestamp": OrderSession.objects.get().created_at.isoformat(timespec="microseconds"),
        "table_id": None,
        "asks_word": False,
        "into": None,
        "paid": "0",
        "pending": "0",
        "orders": [],
    }
    assert [event.kind for event in Event.objects.all()] == ["session.opened"]


def test_the_seeds_credentials_are_asked_at_verification(api, location, code, verification):
    found = {"user_id": OWNER, "username": "owner", "roles": []}
    verification.on("POST", "/internal/verify/", {"success": True, "response": found})
    body = table_2(user_id=OWNER, session_key="rjl9y6x6b35towopj9qp65mgj3xdq07c")
    assert api.send(CREATE, body).status_code == 200
    [asked] = [one for one in verification.received if one.path == "/internal/verify/"]
    assert asked.body == {"session_key": body["session_key"], "user_id": OWNER}
    assert asked.headers["Authorization"].startswith("Bearer ")


@pytest.mark.parametrize(
    "claim",
    [
        {},
        {"user_id": OWNER},
        {"session_key": "k"},
        {"session_key": "k", "user_id": str(OWNER)},
        {"session_key": "k", "user_id": True},
        {"session_key": "k", "user_id": -1},
        {"session_key": ["k"], "user_id": OWNER},
    ],
)
def test_missing_or_odd_credentials_win_over_missing_fields(api, claim):
    assert refusal(api.send(CREATE, claim)) == (403, "incorrect_credentials")
    assert not OrderSession.objects.exists()


def test_credentials_that_verification_refuses(api, verification):
    refused = {"success": False, "reason": "incorrect_session_key"}
    verification.on("POST", "/internal/verify/", refused, status=403)
    response = api.send(CREATE, table_2(user_id=OWNER, session_key="wrong"))
    assert refusal(response) == (403, "incorrect_credentials")


def test_an_expired_token(api, signer):
    response = api.send(CREATE, table_2(), token=signer.access(OWNER, lifetime=-1))
    assert refusal(response) == (403, "incorrect_credentials")


def test_a_service_token_is_no_user(api, signer):
    response = api.send(CREATE, table_2(), token=signer.service("products"))
    assert refusal(response) == (403, "incorrect_credentials")


def test_a_waiter_may_open_a_session_and_a_stranger_may_not(api, location, code, signer):
    assert api.send(CREATE, table_2(), token=signer.access(WAITER)).status_code == 200
    response = api.send(CREATE, table_2(name="Table 3"), token=signer.access(STRANGER))
    assert refusal(response) == (403, "incorrect_credentials")
    assert OrderSession.objects.count() == 1


def test_an_admin_may_open_a_session_anywhere(api, location, code, signer):
    token = signer.access(STRANGER, roles=("admin",))
    assert api.send(CREATE, table_2(), token=token).status_code == 200


def test_an_unknown_location_is_refused_like_a_foreign_one(api, locations, owner):
    missing = {"success": False, "reason": "location_not_found"}
    locations.on("GET", LOCATION_PATH, missing, status=404)
    assert refusal(api.send(CREATE, table_2(), token=owner)) == (403, "incorrect_credentials")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        {"name": "T"},
        {"location_id": LOCATION},
        table_2(name=""),
        table_2(name=5),
        table_2(name=["x"]),
        table_2(name="x" * 201),
        table_2(name="nul\0"),
        table_2(location_id=0),
        table_2(location_id=-1),
        table_2(location_id=2**63),
        table_2(location_id="abc"),
        table_2(location_id=True),
        table_2(location_id=[1]),
    ],
)
def test_malformed_bodies(api, location, code, owner, body):
    assert refusal(api.send(CREATE, body, token=owner)) == (400, "malformed_json")
    assert not OrderSession.objects.exists()


def test_a_location_id_as_text_is_taken(api, location, code, owner):
    response = api.send(CREATE, table_2(location_id=str(LOCATION)), token=owner)
    assert response.json()["response"]["location_id"] == LOCATION


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"])
def test_the_wrong_method_wins_over_everything(api, method):
    assert api.call(method, CREATE, b"{").status_code == 405


def test_verification_down(api, verification):
    verification.broken = True
    response = api.send(CREATE, table_2(user_id=OWNER, session_key="k"))
    assert refusal(response) == (503, "verification_service_unavailable")
    assert response.headers["Retry-After"] == "1"


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b"{}", b'{"response": {"user_id": "x"}}'])
def test_verification_answers_nonsense(api, verification, answer):
    verification.on("POST", "/internal/verify/", answer)
    response = api.send(CREATE, table_2(user_id=OWNER, session_key="k"))
    assert refusal(response) == (503, "verification_service_unavailable")


def test_locations_down(api, locations, owner):
    locations.broken = True
    assert refusal(api.send(CREATE, table_2(), token=owner)) == (
        503,
        "locations_service_unavailable",
    )


def test_locations_fails(api, locations, owner):
    locations.on("GET", LOCATION_PATH, {}, status=500)
    assert refusal(api.send(CREATE, table_2(), token=owner)) == (
        503,
        "locations_service_unavailable",
    )


def test_codes_down(api, location, codes, owner):
    codes.broken = True
    assert refusal(api.send(CREATE, table_2(), token=owner)) == (503, "code_service_unavailable")
    assert not OrderSession.objects.exists()


def test_codes_answers_nonsense(api, location, codes, owner):
    codes.on("GET", "/codes/new/", {"success": True, "response": {"value": "short"}})
    assert refusal(api.send(CREATE, table_2(), token=owner)) == (503, "code_service_unavailable")


def test_a_duplicate_is_refused_before_a_code_is_used(api, table, codes, owner):
    response = api.send(CREATE, table_2(name="Table 1"), token=owner)
    assert refusal(response) == (400, "duplicate_session")
    assert codes.received == []


def test_closing_frees_the_name(api, table, code, owner):
    api.send(f"/orders/sessions/close/{table}/")
    assert api.send(CREATE, table_2(name="Table 1"), token=owner).status_code == 200


def test_the_same_key_opens_one_session(api, location, code, codes, owner):
    headers = {"Idempotency-Key": "tap-1"}
    first = api.send(CREATE, table_2(), token=owner, headers=headers)
    again = api.send(CREATE, table_2(), token=owner, headers=headers)
    assert first.content == again.content
    assert OrderSession.objects.count() == codes.asked("GET", "/codes/new/") == 1
    other = api.send(CREATE, table_2(name="Other"), token=owner, headers=headers)
    assert refusal(other) == (422, "idempotency_key_reused")


def test_get_answers_what_the_seed_shows(api, table, order):
    order(1)
    order(2)
    session = api.ask(f"/orders/sessions/get/{table}").json()["response"]
    assert [line["product_id"] for line in session["orders"]] == [1, 2]
    assert {"id", "product_id", "session", "timestamp"} <= session["orders"][0].keys()
    assert {line["session"] for line in session["orders"]} == {table}


def test_get_takes_one_query(api, table, order, django_assert_num_queries):
    for _ in range(5):
        order()
    with django_assert_num_queries(1):
        api.ask(f"/orders/sessions/get/{table}/")


def test_head_follows_get(api, table):
    response = api.call("HEAD", f"/orders/sessions/get/{table}/")
    assert (response.status_code, response.content) == (200, b"")
    assert int(response.headers["Content-Length"]) > 100


@pytest.mark.parametrize("code", ["0" * 40, "abc", "A" * 40, "%00", "x" * 300, "ä", "../x"])
@pytest.mark.parametrize("call", ["get", "close"])
def test_unknown_codes(api, db, call, code):
    method = "GET" if call == "get" else "POST"
    response = api.call(method, f"/orders/sessions/{call}/{code}/")
    assert response.status_code == 404
    assert response.json()["reason"] in {"session_not_found", "not_found"}


def test_close_as_the_seed_shows_it(api, table):
    response = api.send(f"/orders/sessions/close/{table}/")
    again = api.send(f"/orders/sessions/close/{table}/")
    assert response.status_code == again.status_code == 200
    assert response.json()["response"]["state"] == "CLOSED"
    assert response.content == again.content
    assert OrderSession.objects.get().seq == 1


def test_close_with_wrong_credentials_changes_nothing(api, table, signer):
    response = api.send(f"/orders/sessions/close/{table}/", token=signer.access(STRANGER))
    assert refusal(response) == (403, "incorrect_credentials")
    assert OrderSession.objects.get().state == "OPEN"


def test_close_in_strict_mode_needs_staff(api, table, settings, owner):
    settings.AUTH_MODE = "strict"
    path = f"/orders/sessions/close/{table}/"
    assert refusal(api.send(path, {})) == (403, "incorrect_credentials")
    assert OrderSession.objects.get().state == "OPEN"
    assert api.send(path, {}, token=owner).json()["response"]["state"] == "CLOSED"


def test_find_is_for_staff(api, table, owner, signer):
    path = f"/orders/sessions/find/?location_id={LOCATION}&state=OPEN"
    found = api.ask(path, token=owner).json()["response"]
    assert [session["code"] for session in found] == [table]
    assert api.ask(path.replace("OPEN", "CLOSED"), token=owner).json()["response"] == []
    assert refusal(api.ask(path)) == (403, "incorrect_credentials")
    assert refusal(api.ask(path, token=signer.access(STRANGER))) == (403, "incorrect_credentials")


def test_find_what_was_opened_since(api, table, owner):
    now = OrderSession.objects.get().created_at
    path = f"/orders/sessions/find/?location_id={LOCATION}&opened_since="

    def found(since):
        answer = api.ask(path + quote(since.isoformat()), token=owner)
        return [session["code"] for session in answer.json()["response"]]

    assert found(now) == [table]
    assert found(now + timedelta(microseconds=1)) == []
    assert found(now.astimezone(timezone(timedelta(hours=23, minutes=44)))) == [table]


@pytest.mark.parametrize(
    "query",
    [
        *("", "location_id=x", "location_id=16&state=x", "location_id=-1"),
        *("location_id=16&opened_since=x", "location_id=16&opened_since=2026-11-21T12:00:00"),
        *("location_id=16&opened_since=0001-01-01T00:00:00%2B01:00",),
    ],
)
def test_find_with_an_erroneous_value(api, location, owner, query):
    response = api.ask(f"/orders/sessions/find/?{query}", token=owner)
    assert refusal(response) == (400, "erroneous_value")


def test_the_debug_page(api, table, settings):
    path = f"/orders/sessions/debug/{table}/"
    page = api.get(path)
    assert (page.status_code, table in page.content.decode()) == (200, True)
    assert "<script>" not in page.content.decode()
    settings.DEBUG_PAGES = False
    assert refusal(api.get(path)) == (404, "not_found")


def test_the_debug_page_escapes_the_code(api, settings):
    assert b"<img" not in api.get("/orders/sessions/debug/<img src=x>/").content
