"""Sending the shared cart over HTTP: all of what was seen as one batch, or nothing."""

import pytest
from orders import catalogue, offers
from orders.actions import cart_sending
from orders.models import CartLine, Event, KnownProduct, Order, OrderSession
from world import LOCATION, REMOVE, SEND, answer, espresso, refusal, shown

pytestmark = pytest.mark.django_db


def test_sending_orders_all_lines_as_one_batch(api, table, sell, add, heard):
    lines = [add("Ann", note="hot"), add("Bob", quantity=3)]
    sent = answer(api.send(SEND, {"session_code": table, "guest": "Cleo"}))
    assert [(each["guest"], each["note"], each["quantity"]) for each in sent["orders"]] == [
        ("Ann", "hot", 1),
        ("Bob", "", 3),
    ]
    assert {(each["batch"], each["by_staff"]) for each in sent["orders"]} == {(1, False)}
    assert shown(api, table) == []
    assert heard() == ["line.added"] * 2 + ["order.created"] * 2 + ["cart.sent"]
    ids = ",".join(str(line["id"]) for line in lines)
    assert Event.objects.latest("id").data == (
        f'{{"session":"{table}","lines":[{ids}],"batch":1,"guest":"Cleo"}}'
    )
    assert refusal(api.send(SEND, {"session_code": table})) == (409, "cart_empty")


def test_only_what_the_sender_saw_is_sent(api, table, add):
    seen, other, removed = add(), add(), add()
    api.send(REMOVE.format(removed["id"]), {"session_code": table})
    body = {"session_code": table, "lines": [removed["id"], seen["id"], seen["id"], 999_999]}
    assert len(answer(api.send(SEND, body))["orders"]) == 1
    assert shown(api, table) == [other]


@pytest.mark.parametrize("lines", ["x", {}, [0], ["x"], [None], [2**63], 5, list(range(1, 102))])
def test_malformed_sendings(api, table, add, lines):
    add()
    response = api.send(SEND, {"session_code": table, "lines": lines})
    assert refusal(response) == (400, "malformed_json")
    assert len(shown(api, table)) == 1


def test_whoever_saw_an_empty_cart_sends_nothing(api, table, add):
    assert refusal(api.send(SEND, {"session_code": table})) == (409, "cart_empty")
    add()
    assert refusal(api.send(SEND, {"session_code": table, "lines": []})) == (409, "cart_empty")
    assert not Order.objects.exists()


def test_an_order_gets_name_and_price_of_its_own_moment(api, table, add, sell):
    add()
    sell(1337, espresso(name="Espresso doppio", price="3.90", categories=[{"name": "Coffee"}]))
    catalogue._seen.clear()
    assert refusal(api.send(SEND, {"session_code": table})) == (409, "product_changed")
    [order] = answer(api.send(SEND, {"session_code": table}))["orders"]
    assert (order["name"], order["price"], order["category"]) == (
        "Espresso doppio",
        "3.90",
        "Coffee",
    )


@pytest.mark.parametrize(
    ("product", "told"),
    [
        (None, (404, "product_not_found")),
        (espresso(is_active=False), (400, "product_unavailable")),
    ],
)
def test_one_line_is_sold_out_and_nothing_is_sent(api, table, add, sell, heard, product, told):
    sell(2, espresso(name="Tea"))
    lines = [add(), add(product_id=2)]
    sell(2, product)
    catalogue._seen.clear()
    assert refusal(api.send(SEND, {"session_code": table})) == told
    assert shown(api, table) == lines
    assert heard() == ["line.added"] * 2
    only = {"session_code": table, "lines": [lines[0]["id"]]}
    assert len(answer(api.send(SEND, only))["orders"]) == 1


def test_products_down_sends_what_was_seen_before(api, table, add, products):
    add()
    catalogue._seen.clear()
    products.broken = True
    [order] = answer(api.send(SEND, {"session_code": table}))["orders"]
    assert order["price"] == "2.40"


def test_products_unknown_and_down_sends_nothing(api, table, add, products):
    line = add()
    catalogue._seen.clear()
    KnownProduct.objects.all().delete()
    products.broken = True
    response = api.send(SEND, {"session_code": table})
    assert refusal(response) == (503, "products_service_unavailable")
    assert shown(api, table) == [line]


def test_no_room_for_all_and_nothing_is_sent(api, table, add, settings, heard):
    settings.MAX_ORDERS_PER_SESSION = 1
    lines = [add(), add()]
    assert refusal(api.send(SEND, {"session_code": table})) == (400, "session_full")
    assert shown(api, table) == lines
    assert heard() == ["line.added"] * 2


def test_the_same_key_sends_once(api, table, add, products):
    headers = {"Idempotency-Key": "tap"}
    add()
    first = api.send(SEND, {"session_code": table}, headers=headers)
    add()  # meanwhile somebody chooses again
    products.broken = True
    again = api.send(SEND, {"session_code": table}, headers=headers)
    assert first.content == again.content
    assert (Order.objects.count(), CartLine.objects.count()) == (1, 1)
    other = api.send(SEND, {"session_code": table, "guest": "Bob"}, headers=headers)
    assert refusal(other) == (422, "idempotency_key_reused")


def test_a_refused_sending_leaves_its_key_free(api, table, add):
    headers = {"Idempotency-Key": "tap"}
    assert refusal(api.send(SEND, {"session_code": table}, headers=headers))[0] == 409
    add()
    assert answer(api.send(SEND, {"session_code": table}, headers=headers))["batch"] == 1


def test_a_crash_half_way_sends_nothing(api, table, add, heard, monkeypatch, client):
    headers = {"Idempotency-Key": "tap"}
    line = add()

    def crash(*_):
        raise RuntimeError("crash")

    monkeypatch.setattr(cart_sending, "_sent", crash)
    crashed = client.post(
        SEND, {"session_code": table}, content_type="application/json", headers=headers
    )
    assert crashed.status_code == 500
    assert shown(api, table) == [line]
    assert (Order.objects.count(), OrderSession.objects.get().order_count) == (0, 0)
    assert heard() == ["line.added"]
    monkeypatch.undo()
    assert answer(api.send(SEND, {"session_code": table}, headers=headers))["batch"] == 1


@pytest.mark.parametrize("lines", [1, 12])
def test_sending_takes_the_same_queries_for_any_cart(
    api, table, add, lines, django_assert_num_queries
):
    for _ in range(lines):
        add()
    offers.offer_of(LOCATION)  # as while the place is in use
    # Which lines; savepoint, lock, the lines, the orders, their deletion, the event, release.
    with django_assert_num_queries(8):
        answer(api.send(SEND, {"session_code": table}))
