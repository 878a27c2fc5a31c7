"""What one table may do at once: more than people do, less than stops the place."""

import pytest
from kit.pace import Pace
from orders import paces
from orders.actions import sessions
from world import ADD, CALL, CREATE, LOCATION, PLACE, SEND, STRANGER, WAITER, refusal, wanted

pytestmark = pytest.mark.django_db

TOO_MANY = (429, "too_many_requests")


@pytest.fixture
def slow(monkeypatch):
    """Four of each at once and hardly any later."""
    for name in ("ORDERS", "CHANGES", "LEFT"):
        monkeypatch.setattr(paces, name, Pace(4, 0.001))
    monkeypatch.setattr(paces, "READS", Pace(1000, 0.001))


def lines(table, count):
    return {"session_code": table, "lines": [{"product_id": 1337}] * count}


def test_the_paces():
    """Literal on purpose: docs/security.md names them."""
    stated = [
        (pace._make().burst, pace._make().per_second)
        for pace in (paces.ORDERS, paces.CHANGES, paces.LEFT, paces.READS)
    ]
    assert stated == [(200, 2), (100, 10), (200, 60), (8_000_000, 1_000_000)]


def test_each_line_that_is_ordered_counts(api, slow, table, sell, products):
    sell(1337, keeps=False)
    assert api.send(PLACE, lines(table, 3)).status_code == 200
    response = api.send(PLACE, lines(table, 2))
    assert refusal(response) == TOO_MANY
    assert int(response["Retry-After"]) > 0
    assert api.send(CREATE, wanted(table)).status_code == 200
    assert refusal(api.send(CREATE, wanted(table))) == TOO_MANY


def test_lines_that_are_sent_count(api, slow, table, add):
    for _ in range(3):
        add()
    assert api.send(SEND, {"session_code": table}).status_code == 200
    assert refusal(api.send(PLACE, lines(table, 2))) == TOO_MANY


def test_changes_and_calls_count_together(api, slow, table, sell):
    sell(1337, keeps=False)
    call = {"session_code": table, "kind": "waiter"}
    for path, body in ((ADD, wanted(table)), (CALL, call)) * 2:
        assert api.send(path, body).status_code == 200
    join = (f"/orders/sessions/join/{table}/", {})
    change = ("/orders/cart/change/1/", {"session_code": table, "add": 1})
    remove = ("/orders/cart/remove/1/", {"session_code": table})
    for path, body in ((ADD, wanted(table)), (CALL, call), join, change, remove):
        assert refusal(api.send(path, body)) == TOO_MANY


@pytest.mark.parametrize("view", ["get", "live"])
def test_who_has_read_too_much_waits(api, slow, table, order, signer, view):
    for _ in range(5):
        order()
    path = f"/orders/sessions/{view}/{table}/"
    assert api.ask(path).status_code == 200
    assert refusal(api.ask(path)) == TOO_MANY
    assert refusal(api.ask(path, token=signer.access(STRANGER))) == TOO_MANY
    assert api.ask(path, token=signer.access(WAITER)).status_code == 200


def test_who_asks_too_often_what_is_left_waits(api, slow, table, order, signer):
    path = f"/orders/sessions/left/{table}/"
    for _ in range(4):
        assert api.ask(path).status_code == 200
    response = api.ask(path)
    assert refusal(response) == TOO_MANY
    assert int(response["Retry-After"]) > 0
    assert refusal(api.ask(path, token=signer.access(STRANGER))) == TOO_MANY
    assert api.ask(path, token=signer.access(WAITER)).status_code == 200
    assert api.ask(f"/orders/sessions/live/{table}/").status_code == 200


def test_staff_have_no_pace(api, slow, table, sell, signer):
    sell(1337, keeps=False)
    staff = {"token": signer.access(WAITER)}
    for _ in range(3):
        assert api.send(PLACE, lines(table, 4), **staff).status_code == 200
    assert api.send(PLACE, lines(table, 4)).status_code == 200
    assert refusal(api.send(PLACE, lines(table, 1))) == TOO_MANY
    for _ in range(5):
        assert api.send(ADD, wanted(table), **staff).status_code == 200


def test_other_tables_go_on(api, slow, table, sell):
    sell(1337, keeps=False)
    assert api.send(PLACE, lines(table, 4)).status_code == 200
    sessions.session_create(code="1" * 40, location_id=LOCATION, name="Table 2")
    assert api.send(PLACE, lines("1" * 40, 4)).status_code == 200


def test_codes_that_do_not_exist_are_not_remembered(api, slow, db):
    for number in range(5):
        code = f"{number:040x}"
        api.ask(f"/orders/sessions/get/{code}/")
        api.ask(f"/orders/sessions/left/{code}/")
        api.send(f"/orders/sessions/join/{code}/", {})
        api.send(CALL, {"session_code": code, "kind": "bill"})
        api.send(PLACE, lines(code, 1))
    for pace in (paces.ORDERS, paces.CHANGES, paces.LEFT, paces.READS):
        assert len(pace._buckets._values) == 0


def test_limits_can_be_switched_off(api, slow, table, sell, settings):
    settings.RATE_LIMITS = False
    sell(1337, keeps=False)
    for _ in range(2):
        assert api.send(PLACE, lines(table, 4)).status_code == 200
        assert api.ask(f"/orders/sessions/get/{table}/").status_code == 200
