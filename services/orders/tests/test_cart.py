"""The shared cart over HTTP: lines come, change and go."""

import json

import pytest
from orders import catalogue
from orders.actions import cart, sessions
from orders.models import CartLine, Event, Order, OrderSession
from testing.hostile import NO_IDS, NO_OBJECTS
from world import ADD, CHANGE, LOCATION, REMOVE, SEND, answer, espresso, refusal, shown, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(table):
    """Another table of the location."""
    sessions.session_create(code="1" * 40, location_id=LOCATION, name="Table 2")
    return "1" * 40


def test_a_line_shows_what_was_chosen(api, table, add, heard):
    line = add(quantity=2, note=" no sugar ")
    stamp = CartLine.objects.get().created_at.isoformat(timespec="microseconds")
    assert line == {
        "id": CartLine.objects.get().id,
        "session": table,
        "product_id": 1337,
        "name": "Espresso",
        "price": "2.40",
        "options": [],
        "quantity": 2,
        "note": "no sugar",
        "guest": "Ann",
        "guest_id": None,
        "changed_by": "",
        "timestamp": stamp,
    }
    assert shown(api, table) == [line]
    assert heard() == ["line.added"]
    assert not Order.objects.exists()


def test_a_location_without_products_takes_any(api, table, sell):
    sell(5, keeps=False)
    line = answer(api.send(ADD, wanted(table, product_id=5)))
    assert (line["name"], line["price"], line["guest"]) == ("", None, "")


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
@pytest.mark.parametrize("path", [ADD, SEND, CHANGE.format(1), REMOVE.format(1)])
def test_no_object(api, db, path, body):
    assert refusal(api.send(path, body)) == (400, "malformed_json")


@pytest.mark.parametrize(
    "change",
    [
        {"product_id": 0},
        {"product_id": "x"},
        {"product_id": 2**63},
        {"quantity": 0},
        {"quantity": 100},
        {"quantity": "2"},
        {"note": "x" * 501},
        {"note": None},
        {"guest": "x" * 41},
        {"guest": ["Ann"]},
        {"session_code": ""},
        {"session_code": 5},
    ],
)
def test_malformed_lines(api, table, change):
    assert refusal(api.send(ADD, wanted(table, **change))) == (400, "malformed_json")
    assert not CartLine.objects.exists()


def test_a_megabyte(api, table):
    response = api.send(ADD, wanted(table, note="x" * 1_000_000))
    assert refusal(response) == (413, "request_too_large")


def test_what_cannot_be_ordered_cannot_be_chosen(api, table, sell, products):
    sell(1337, None)
    assert refusal(api.send(ADD, wanted(table))) == (404, "product_not_found")
    sell(1337, espresso(is_active=False))
    assert refusal(api.send(ADD, wanted(table))) == (400, "product_unavailable")
    products.broken = True
    response = api.send(ADD, wanted(table, product_id=2))
    assert refusal(response) == (503, "products_service_unavailable")
    assert not CartLine.objects.exists()


def test_a_cart_is_full_at_a_hundred_lines(api, table, add, monkeypatch):
    monkeypatch.setattr(cart, "MAX_LINES", 2)
    add()
    line = add()
    assert refusal(api.send(ADD, wanted(table))) == (400, "cart_full")
    assert CartLine.objects.count() == OrderSession.objects.get().seq == 2
    api.send(REMOVE.format(line["id"]), {"session_code": table})
    add()


def test_the_limit_is_a_hundred():
    assert cart.MAX_LINES == 100


def test_the_same_key_adds_once(api, table, add, products):
    headers = {"Idempotency-Key": "tap"}
    add()
    first = api.send(ADD, wanted(table), headers=headers)
    products.broken = True
    catalogue._seen.clear()
    again = api.send(ADD, wanted(table), headers=headers)
    assert first.content == again.content
    assert CartLine.objects.count() == 2
    other = api.send(ADD, wanted(table, quantity=2), headers=headers)
    assert refusal(other) == (422, "idempotency_key_reused")


def test_anybody_at_the_table_changes_a_line(api, table, add, heard):
    line = add(note="no sugar")
    path = CHANGE.format(line["id"])
    more = answer(api.send(path, {"session_code": table, "quantity": 3}))
    assert more == {**line, "quantity": 3}
    said = answer(api.send(path, {"session_code": table, "note": " sugar "}))
    assert said == {**more, "note": "sugar"}
    none = answer(api.send(path, {"session_code": table, "note": "", "quantity": 1}))
    assert none == {**line, "note": ""}
    assert shown(api, table) == [none]
    assert heard() == ["line.added"] + ["line.changed"] * 3


@pytest.mark.parametrize("change", [{}, {"quantity": 1}, {"note": ""}, {"quantity": None}])
def test_a_change_to_what_is_so_already_tells_nobody(api, table, add, heard, change):
    line = add()
    path = CHANGE.format(line["id"])
    assert answer(api.send(path, {"session_code": table, **change})) == line
    assert heard() == ["line.added"]


@pytest.mark.parametrize("change", [{"quantity": 0}, {"quantity": 1.5}, {"note": 5}])
def test_malformed_changes(api, table, add, change):
    line = add()
    response = api.send(CHANGE.format(line["id"]), {"session_code": table, **change})
    assert refusal(response) == (400, "malformed_json")
    assert shown(api, table) == [line]


def test_a_line_of_another_table_is_not_there(api, table, add, elsewhere, heard):
    line = add()
    body = {"session_code": elsewhere, "quantity": 9}
    assert refusal(api.send(CHANGE.format(line["id"]), body)) == (404, "line_not_found")
    assert api.send(REMOVE.format(line["id"]), {"session_code": elsewhere}).status_code == 200
    body = {"session_code": elsewhere, "lines": [line["id"]]}
    assert refusal(api.send(SEND, body)) == (409, "cart_empty")
    assert shown(api, table) == [line]
    assert heard() == ["line.added"]


@pytest.mark.parametrize("line_id", [*NO_IDS, "999"])
def test_no_such_line(api, table, line_id):
    body = {"session_code": table, "quantity": 2}
    assert refusal(api.send(CHANGE.format(line_id), body)) == (404, "line_not_found")


@pytest.mark.parametrize("line_id", NO_IDS)
def test_what_names_no_line_is_not_removed(api, table, line_id):
    response = api.send(REMOVE.format(line_id), {"session_code": table})
    assert refusal(response) == (404, "line_not_found")


def test_removing_again_is_the_same(api, table, add, heard):
    line, other = add(), add()
    for _ in range(2):
        response = api.send(REMOVE.format(line["id"]), {"session_code": table})
        assert (response.status_code, response.json()) == (200, {"success": True})
    assert shown(api, table) == [other]
    assert heard() == ["line.added", "line.added", "line.removed"]
    assert json.loads(Event.objects.latest("id").data) == {
        "id": line["id"],
        "session": table,
        "by": "",
    }


def test_a_closed_table_has_no_use_for_a_cart(api, table, add, heard):
    line = add()
    sessions.session_close(code=table)
    body = {"session_code": table}
    for path, sent in (
        (ADD, wanted(table)),
        (CHANGE.format(line["id"]), {**body, "quantity": 2}),
        (REMOVE.format(line["id"]), body),
        (SEND, body),
        (SEND, {**body, "lines": [999]}),
    ):
        assert refusal(api.send(path, sent)) == (400, "session_closed"), path
    assert shown(api, table) == [line]  # what was never sent can still be read
    assert heard() == ["line.added", "session.closed"]


@pytest.mark.parametrize("code", ["0" * 40, "nonsense", "A" * 40, "'; --"])
def test_unknown_tables(api, db, code):
    body = {"session_code": code}
    for path, sent in (
        (ADD, wanted(code)),
        (CHANGE.format(1), {**body, "quantity": 2}),
        (REMOVE.format(1), body),
        (SEND, body),
    ):
        assert refusal(api.send(path, sent)) == (404, "session_not_found"), path
