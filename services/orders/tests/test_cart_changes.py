"""Who changes a line at the same time as another undoes nothing in silence, and is shown."""

import json

import pytest
from orders.models import CartLine, Event
from testing.client import ApiClient
from testing.races import at_once
from world import ADD, CHANGE, REMOVE, SEND, answer, refusal, shown, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def join(api, table):
    """A phone that has joined; gives its key."""
    return lambda: answer(api.send(f"/orders/sessions/join/{table}/", {}))["guest_key"]


@pytest.fixture
def change(api, table):
    """Change a line of the table."""

    def send(line, key=None, headers=None, **fields):
        if key:
            fields["guest_key"] = key
        body = {"session_code": table, **fields}
        return api.send(CHANGE.format(line["id"]), body, headers=headers)

    return send


def test_two_taps_add_up(add, change):
    line = add()
    assert [answer(change(line, add=1))["quantity"] for _ in "ab"] == [2, 3]
    assert answer(change(line, add=-2))["quantity"] == 1


def test_a_line_of_less_than_one_goes(api, table, add, change, heard):
    line, other = add(quantity=2), add()
    response = change(line, add=-5, guest="Bob")
    assert (response.status_code, response.json()) == (200, {"success": True})
    assert shown(api, table) == [other]
    assert heard() == ["line.added", "line.added", "line.removed"]
    assert json.loads(Event.objects.latest("id").data)["by"] == "Bob"
    assert refusal(change(line, add=1)) == (404, "line_not_found")


def test_more_than_ninety_nine(add, change, api, table):
    line = add(quantity=99)
    response = change(line, add=1)
    assert refusal(response) == (400, "erroneous_value")
    assert response.json()["details"] == shown(api, table) == [line]
    assert answer(change(line, add=-98))["quantity"] == 1


@pytest.mark.parametrize(
    "fields",
    [
        *({"add": add} for add in (0, "1", 1.5, True, 2**63)),
        {"add": 1, "quantity": 2},
        {"expected": 1},
        {"add": 1, "expected": 1},
        {"expected_note": ""},
        {"quantity": 2, "expected_note": ""},
        {"quantity": 2, "expected": 0},
        {"quantity": 2, "expected": "1"},
    ],
)
def test_malformed_changes(api, table, add, change, fields):
    line = add()
    assert refusal(change(line, **fields)) == (400, "malformed_json")
    assert shown(api, table) == [line]


@pytest.mark.parametrize(
    "fields",
    [{"quantity": 5, "expected": 2}, {"note": "hot", "expected_note": "cold"}],
)
def test_what_is_not_as_expected_is_refused_with_the_line_of_now(api, table, add, change, fields):
    line = add(quantity=3, note="warm")
    response = change(line, **fields)
    assert refusal(response) == (409, "line_changed")
    assert response.json()["details"] == shown(api, table) == [line]


def test_half_of_a_change_is_not_made(api, table, add, change):
    line = add(quantity=3, note="warm")
    response = change(line, quantity=5, expected=3, note="hot", expected_note="cold")
    assert refusal(response) == (409, "line_changed")
    assert shown(api, table) == [line]


def test_what_is_so_already_is_no_conflict(add, change, heard):
    line = add(quantity=3, note="hot")
    fields = {"quantity": 3, "expected": 2, "note": "hot", "expected_note": ""}
    assert answer(change(line, **fields)) == line
    assert heard() == ["line.added"]


def test_a_change_of_quantity_leaves_the_note(add, change):
    line = add(note="no nuts, allergic")
    assert answer(change(line, quantity=2, expected=1))["note"] == "no nuts, allergic"
    assert answer(change(line, add=1))["note"] == "no nuts, allergic"


def test_removing_what_has_grown_meanwhile(api, table, add, change):
    line = add()
    grown = answer(change(line, add=1))
    path, body = REMOVE.format(line["id"]), {"session_code": table, "expected": 1}
    response = api.send(path, body)
    assert refusal(response) == (409, "line_changed")
    assert response.json()["details"] == shown(api, table) == [grown]
    assert api.send(path, {**body, "expected": 2}).status_code == 200
    assert api.send(path, body).status_code == 200  # gone already
    assert shown(api, table) == []


def test_a_repeat_changes_once(api, table, add, change):
    line, headers = add(), {"Idempotency-Key": "tap"}
    first, again = (change(line, headers=headers, add=2) for _ in "ab")
    assert first.content == again.content
    assert shown(api, table)[0]["quantity"] == 3
    assert refusal(change(line, headers=headers, add=3)) == (422, "idempotency_key_reused")
    headers = {"Idempotency-Key": "away"}
    first, again = (change(line, headers=headers, add=-3) for _ in "ab")
    assert first.json() == again.json() == {"success": True}


def test_a_late_repeat_of_a_removal_removes_nothing_else(api, table, add):
    line, headers = add(), {"Idempotency-Key": "tap"}
    body = {"session_code": table, "expected": 1}
    for _ in range(2):
        response = api.send(REMOVE.format(line["id"]), body, headers=headers)
        assert response.json() == {"success": True}


def test_a_note_belongs_to_the_phone_that_wrote_it(add, change, join, api, table):
    ann, bob = join(), join()
    line = add(note="no nuts, allergic", guest_key=ann)
    for key in (bob, None, "x" * 43, ""):
        response = change(line, key, note="extra nuts", quantity=99, guest="Bob")
        assert refusal(response) == (403, "not_your_line")
    assert shown(api, table) == [line]
    assert answer(change(line, ann, note="no nuts"))["note"] == "no nuts"
    free = add(note="hot")
    assert answer(change(free, bob, note="cold"))["note"] == "cold"


def test_who_changed_another_phones_line_is_shown(add, change, join):
    ann, bob = join(), join()
    line = add(guest_key=ann)
    assert (line["guest_id"], line["changed_by"]) == (1, "")
    assert answer(change(line, bob, add=1, guest="Bob"))["changed_by"] == "Bob"
    assert answer(change(line, None, add=1))["changed_by"] == "?"
    assert answer(change(line, ann, note="hot"))["changed_by"] == "?"
    assert answer(change(line, ann, add=1, guest="Ann"))["changed_by"] == ""


@pytest.mark.parametrize(("mine", "guest", "by"), [(1, "Ann", ""), (0, "Bob", "Bob"), (0, "", "?")])
def test_who_removed_another_phones_line_is_told(api, table, add, join, mine, guest, by):
    ann, bob = join(), join()
    line = add(guest_key=ann)
    headers = {"X-Guest-Key": ann if mine else bob}
    body = {"session_code": table, "guest": guest}
    assert api.send(REMOVE.format(line["id"]), body, headers=headers).status_code == 200
    assert json.loads(Event.objects.latest("id").data)["by"] == by


@pytest.mark.parametrize("key", [5, [], "x" * 201])
def test_malformed_keys(api, table, key):
    response = api.send(ADD, wanted(table, guest_key=key))
    assert refusal(response) == (400, "malformed_json")


@pytest.mark.django_db(transaction=True)
def test_taps_at_once_all_count(table, add):
    line = add()
    path, body = CHANGE.format(line["id"]), {"session_code": table, "add": 1}
    headers = [{"Idempotency-Key": f"tap {number % 12}"} for number in range(24)]
    at_once(lambda number: ApiClient().send(path, body, headers=headers[number]), 24)
    assert CartLine.objects.get().quantity == 13


@pytest.mark.django_db(transaction=True)
def test_of_changes_to_what_was_seen_one_is_made(table, add):
    line = add()
    path = CHANGE.format(line["id"])

    def change(number):
        body = {"session_code": table, "quantity": number + 2, "expected": 1}
        return ApiClient().send(path, body).status_code

    assert sorted(at_once(change, 12)) == [200] + [409] * 11


def test_a_name_given_after_adding_stands_at_the_line(add, change, join, api, table, heard):
    key, other = join(), join()
    line = add(guest_key=key, guest="")
    assert line["guest"] == ""
    assert answer(change(line, key=other, guest="Ben"))["guest"] == ""
    assert answer(change(line, guest="Eve"))["guest"] == ""
    named = answer(change(line, key=key, guest="Ann"))
    assert named == {**line, "guest": "Ann"}
    assert answer(change(line, key=key, guest="Ann")) == named
    assert heard() == ["line.added", "line.changed"]
    assert answer(change(line, key=key, add=1))["guest"] == "Ann"
    assert answer(change(line, key=other, guest="Ben", add=1))["guest"] == "Ann"
    answer(api.send(SEND, {"session_code": table, "guest_key": key, "guest": "Ann"}))
    [order] = answer(api.ask(f"/orders/sessions/get/{table}/"))["orders"]
    assert (order["guest"], order["quantity"]) == ("Ann", 3)
