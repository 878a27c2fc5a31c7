"""What was chosen with a line of the cart is changed like the rest of it."""

import pytest
from chosen import CARTON, COW, LARGE, OAT, names
from orders.models import Event
from testing.client import ApiClient
from testing.races import at_once
from world import ADD, CHANGE, HOLD, SEND, answer, refusal, shown, wanted

pytestmark = pytest.mark.django_db


@pytest.fixture
def join(api, table):
    """A phone that has joined; gives its key."""
    return lambda: answer(api.send(f"/orders/sessions/join/{table}/", {}))["guest_key"]


@pytest.fixture
def line(api, table, lattes):
    return answer(api.send(ADD, wanted(table, options=[COW], quantity=2, note="hot")))


@pytest.fixture
def change(api, table, line):
    def send(key=None, headers=None, **fields):
        whose = {"guest_key": key} if key else {}
        body = {"session_code": table, **whose, **fields}
        return api.send(CHANGE.format(line["id"]), body, headers=headers)

    return send


def test_another_choice_has_its_own_price_and_is_told(api, table, line, change, heard):
    seen = {"price": "4.70", "name": "Latte", "expected_options": [COW]}
    changed = answer(change(options=[LARGE, OAT], **seen))
    assert (changed["price"], names(changed)) == ("4.70", ["Oat milk", "Large"])
    same = {"id", "quantity", "note", "guest", "product_id", "name", "changed_by"}
    assert {each: changed[each] for each in same} == {each: line[each] for each in same}
    assert shown(api, table) == [changed]
    assert heard() == ["line.added", "line.changed"]
    [order] = answer(api.send(SEND, {"session_code": table}))["orders"]
    assert (order["price"], order["options"]) == ("4.70", changed["options"])


def test_what_is_chosen_already_is_no_change(line, change, heard):
    assert answer(change(options=[COW], expected_options=[OAT])) == line
    assert heard() == ["line.added"]


def test_the_rest_may_change_with_it_and_stays_without(line, change):
    changed = answer(change(options=[OAT], add=1, note="cold", expected_note="hot"))
    assert (changed["quantity"], changed["note"], names(changed)) == (3, "cold", ["Oat milk"])
    assert names(answer(change(add=-1))) == ["Oat milk"]


def test_what_others_have_chosen_meanwhile_is_not_undone(api, table, change):
    now = answer(change(options=[OAT]))
    response = change(options=[COW, LARGE], expected_options=[COW])
    assert refusal(response) == (409, "line_changed")
    assert response.json()["details"] == shown(api, table) == [now]


def test_half_of_a_change_is_not_made(api, table, line, change):
    response = change(options=[OAT], quantity=5, expected=1)
    assert refusal(response) == (409, "line_changed")
    assert shown(api, table) == [line]


@pytest.mark.parametrize(
    ("options", "reason"), [([], "choice_needed"), ([COW, 99], "option_unavailable")]
)
def test_what_cannot_be_chosen_is_refused(api, table, line, change, options, reason):
    assert refusal(change(options=options)) == (400, reason)
    assert shown(api, table) == [line]


def test_what_costs_more_than_was_seen_is_refused(api, table, line, change, lattes):
    lattes(oat={"price": "0.80"})
    response = change(options=[OAT], price="3.50", name="Latte")
    assert refusal(response) == (409, "product_changed")
    dearer = {"product_id": 1337, "name": "Latte", "price": "3.80", "options": [OAT]}
    assert response.json()["details"] == [dearer]
    assert shown(api, table) == [line]
    assert answer(change(options=[OAT], price="3.80", name="Latte"))["price"] == "3.80"


def test_what_is_switched_off_by_now_is_refused(api, table, line, change, lattes):
    lattes(is_active=False)
    assert refusal(change(options=[OAT])) == (400, "product_unavailable")
    assert answer(change(add=1))["quantity"] == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"options": 12},
        {"options": [0]},
        {"options": [COW] * 101},
        {"expected_options": [COW]},
        {"price": "3.00"},
        {"name": "Latte"},
        {"options": [OAT], "expected_options": "11"},
    ],
)
def test_malformed_changes(api, table, line, change, fields):
    assert refusal(change(**fields)) == (400, "malformed_json")
    assert shown(api, table) == [line]


def test_it_belongs_to_the_phone_that_has_chosen(api, table, lattes, join):
    ann, bob = join(), join()
    line = answer(api.send(ADD, wanted(table, options=[COW], guest_key=ann)))
    path, body = CHANGE.format(line["id"]), {"session_code": table, "options": [OAT]}
    for key in (bob, None):
        whose = {"guest_key": key} if key else {}
        assert refusal(api.send(path, {**body, **whose})) == (403, "not_your_line")
    assert shown(api, table) == [line]
    assert names(answer(api.send(path, {**body, "guest_key": ann}))) == ["Oat milk"]


def test_a_line_that_is_gone_or_another_tables_is_not_found(api, table, line, change):
    answer(api.send(SEND, {"session_code": table}))
    assert refusal(change(options=[OAT])) == (404, "line_not_found")


def test_a_repeat_answers_the_same(change, lattes):
    headers = {"Idempotency-Key": "tap"}
    first = change(headers=headers, options=[OAT], expected_options=[COW])
    lattes(oat={"is_active": False})
    again = change(headers=headers, options=[OAT], expected_options=[COW])
    assert (first.status_code, again.content) == (200, first.content)


def test_units_are_those_of_the_last_choice(api, table, change, ledger):
    answer(change(options=[OAT]))
    answer(api.send(SEND, {"session_code": table}))
    [asked] = ledger.asked(HOLD)
    assert asked["lines"] == [{"product_id": CARTON, "quantity": 2}]


@pytest.mark.django_db(transaction=True)
def test_of_choices_at_once_one_is_made(table, line):
    path = CHANGE.format(line["id"])

    def choose(number):
        options = [OAT, LARGE] if number % 2 else [OAT]
        body = {"session_code": table, "options": options, "expected_options": [COW]}
        return ApiClient().send(path, body).status_code

    statuses = at_once(choose, 8)
    assert set(statuses) == {200, 409}
    assert Event.objects.filter(kind="line.changed").count() == 1
