"""Orders over HTTP: placing and moving them, products that are down, retries."""

from decimal import Decimal

import pytest
from django.db import connection
from orders import catalogue
from orders.models import Event, Order, OrderChange, OrderSession
from world import CREATE, STRANGER, espresso, refusal, wanted

pytestmark = pytest.mark.django_db

MINIMAL = {"Prefer": "return=minimal"}


def test_an_order_as_the_seed_shows_it(api, table, sell):
    sell(1337, keeps=False)
    response = api.send(CREATE, wanted(table))
    [line] = response.json()["response"]["orders"]
    assert response.status_code == 200
    assert (line["product_id"], line["session"], line["state"]) == (1337, table, "new")
    assert line["timestamp"] == Order.objects.get().created_at.isoformat(timespec="microseconds")


def test_an_order_keeps_name_and_price_of_its_time(api, table, sell):
    sell(1337, espresso())
    api.send(CREATE, wanted(table, quantity=2, note=" no sugar "))
    placed = Order.objects.get()
    assert (placed.name, placed.price) == ("Espresso", Decimal("2.40"))
    assert (placed.quantity, placed.note) == (2, "no sugar")


def test_the_short_answer_is_the_order_and_takes_one_round_trip(
    api, table, sell, django_assert_num_queries
):
    sell(1337, espresso())
    api.send(CREATE, wanted(table))
    with django_assert_num_queries(1):
        response = api.send(CREATE, wanted(table), headers=MINIMAL)
    assert response.headers["Preference-Applied"] == "return=minimal"
    assert response.json()["response"]["id"] == Order.objects.latest("id").id
    with django_assert_num_queries(2):
        api.send(CREATE, wanted(table))


@pytest.mark.parametrize(
    "change",
    [
        {"product_id": 0},
        {"product_id": None},
        {"product_id": -1},
        {"product_id": 2**63},
        {"product_id": "x"},
        {"product_id": [1]},
        {"product_id": True},
        {"product_id": 1.5},
        {"session_code": ""},
        {"session_code": 5},
        {"session_code": {}},
        {"quantity": 0},
        {"quantity": 100},
        {"quantity": -1},
        {"quantity": "2"},
        {"quantity": 1.5},
        {"quantity": None},
        {"note": "x" * 501},
        {"note": 5},
        {"note": "nul\0"},
    ],
)
def test_malformed_orders(api, table, change):
    assert refusal(api.send(CREATE, wanted(table, **change))) == (400, "malformed_json")
    assert not Order.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"7", b'{"a":"\xff"}', b"[" * 9000])
def test_bodies_of_the_wrong_shape(api, table, body):
    assert refusal(api.send(CREATE, body)) == (400, "malformed_json")


def test_a_megabyte(api, table):
    response = api.send(CREATE, wanted(table, note="x" * 1_000_000))
    assert refusal(response) == (413, "request_too_large")


@pytest.mark.parametrize("code", ["0" * 40, "nonsense", "A" * 40, "'; --"])
def test_an_unknown_session(api, db, code):
    assert refusal(api.send(CREATE, wanted(code))) == (404, "session_not_found")


def test_a_closed_session_takes_no_orders(api, table, sell):
    sell(1337, keeps=False)
    api.send(CREATE, wanted(table))
    api.send(f"/orders/sessions/close/{table}/")
    seq = OrderSession.objects.get().seq
    assert refusal(api.send(CREATE, wanted(table))) == (400, "session_closed")
    assert (Order.objects.count(), OrderSession.objects.get().seq) == (1, seq)


def test_a_full_session_takes_no_more(api, table, sell, settings):
    settings.MAX_ORDERS_PER_SESSION = 1
    sell(1337, keeps=False)
    api.send(CREATE, wanted(table))
    assert refusal(api.send(CREATE, wanted(table))) == (400, "session_full")
    assert Order.objects.count() == 1


def test_a_retry_with_the_same_key_orders_once(api, table, sell, products):
    sell(1337, espresso())
    headers = {"Idempotency-Key": "tap", **MINIMAL}
    first = api.send(CREATE, wanted(table), headers=headers)
    catalogue._seen.clear()
    products.broken = True
    again = api.send(CREATE, wanted(table), headers=headers)
    assert first.content == again.content
    assert (Order.objects.count(), Event.objects.filter(kind="order.created").count()) == (1, 1)


def test_the_same_key_for_another_order_is_refused(api, table, sell):
    sell(1337, espresso())
    headers = {"Idempotency-Key": "tap"}
    api.send(CREATE, wanted(table), headers=headers)
    response = api.send(CREATE, wanted(table, quantity=2), headers=headers)
    assert refusal(response) == (422, "idempotency_key_reused")
    assert Order.objects.count() == 1


def test_a_key_is_forgotten_after_a_day(api, table, sell):
    sell(1337, espresso())
    headers = {"Idempotency-Key": "tap"}
    api.send(CREATE, wanted(table), headers=headers)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kit_idempotentanswer SET created_at = created_at - interval '25 hours'"
        )
    api.send(CREATE, wanted(table), headers=headers)
    assert Order.objects.count() == 2


def test_a_refused_order_leaves_its_key_free(api, table, sell):
    sell(1337, None)
    headers = {"Idempotency-Key": "tap"}
    assert api.send(CREATE, wanted(table), headers=headers).status_code == 404
    sell(1337, espresso())
    assert api.send(CREATE, wanted(table), headers=headers).status_code == 200


@pytest.fixture
def line(order):
    order()
    return Order.objects.get()


def test_an_order_goes_forward_and_back_and_all_is_recorded(api, line, owner):
    for state in ("accepted", "preparing", "ready", "served", "ready"):
        response = api.send(f"/orders/move/{line.id}/", {"state": state}, token=owner)
        assert response.json()["response"]["state"] == state
    moves = list(OrderChange.objects.order_by("id").values_list("was", "became", "user_id"))
    assert moves == [
        ("new", "accepted", 7),
        ("accepted", "preparing", 7),
        ("preparing", "ready", 7),
        ("ready", "served", 7),
        ("served", "ready", 7),
    ]
    assert Event.objects.filter(kind="order.changed").count() == 5


def test_a_repeated_tap_changes_nothing_more(api, line, owner):
    for _ in range(2):
        response = api.send(f"/orders/move/{line.id}/", {"state": "accepted"}, token=owner)
        assert response.status_code == 200
    assert OrderChange.objects.count() == 1


@pytest.mark.parametrize("state", ["preparing", "ready", "served"])
def test_an_illegal_move_is_refused(api, line, owner, state):
    response = api.send(f"/orders/move/{line.id}/", {"state": state}, token=owner)
    assert refusal(response) == (409, "illegal_move")
    assert not OrderChange.objects.exists()


def test_a_move_from_a_state_that_has_passed(api, line, owner):
    api.send(f"/orders/move/{line.id}/", {"state": "accepted"}, token=owner)
    body = {"state": "cancelled", "expected": "new", "reason": "sold out"}
    assert refusal(api.send(f"/orders/move/{line.id}/", body, token=owner)) == (
        409,
        "order_changed",
    )


def test_cancelling_needs_a_reason_and_is_final(api, line, owner):
    path = f"/orders/move/{line.id}/"
    assert refusal(api.send(path, {"state": "cancelled"}, token=owner)) == (400, "malformed_json")
    api.send(path, {"state": "cancelled", "reason": "sold out"}, token=owner)
    assert Order.objects.get().reason == "sold out"
    assert refusal(api.send(path, {"state": "new"}, token=owner)) == (409, "illegal_move")


@pytest.mark.parametrize("order_id", ["0", "999", "-1", "abc", "9" * 40, "1.5"])
def test_only_who_has_signed_in_learns_that_there_is_no_such_order(api, db, owner, order_id):
    path = f"/orders/move/{order_id}/"
    assert refusal(api.send(path, {})) == (403, "incorrect_credentials")
    assert refusal(api.send(path, {}, token=owner)) == (404, "order_not_found")


@pytest.mark.parametrize("body", [{}, {"state": "eaten"}, {"state": 1}, {"state": None}])
def test_malformed_moves(api, line, owner, body):
    response = api.send(f"/orders/move/{line.id}/", body, token=owner)
    assert refusal(response) == (400, "malformed_json")


def test_moving_is_for_staff(api, line, signer):
    for token in ("", signer.access(STRANGER)):
        response = api.send(f"/orders/move/{line.id}/", {"state": "accepted"}, token=token)
        assert refusal(response) == (403, "incorrect_credentials")
    assert Order.objects.get().state == "new"
