"""Sending a cart whose products have changed since the guests saw them."""

from decimal import Decimal

import pytest
from orders import catalogue, selectors
from orders.actions import cart_sending
from orders.clients import Product
from orders.models import CartLine, Order
from testing.client import ApiClient
from testing.races import at_once
from world import SEND, answer, espresso, refusal, shown

pytestmark = pytest.mark.django_db

DEARER = Product("Espresso", "9.90", is_active=True, listed=True)


@pytest.fixture
def become(sell):
    """Let the product change, and our copy of it be old."""

    def change(**changes):
        sell(1337, espresso(**changes))
        catalogue._seen.clear()

    return change


def test_a_dearer_line_is_refused_once_and_brought_up_to_date(api, table, add, become, heard):
    lines = [add(quantity=2), add(note="hot")]
    become(price="9.90")
    response = api.send(SEND, {"session_code": table})
    assert refusal(response) == (409, "product_changed")
    expected = [{"product_id": 1337, "name": "Espresso", "price": "9.90"}]
    assert response.json()["details"] == expected
    assert shown(api, table) == [{**line, "price": "9.90"} for line in lines]
    assert heard() == ["line.added"] * 2 + ["line.changed"] * 2
    assert not Order.objects.exists()
    sent = answer(api.send(SEND, {"session_code": table}))
    assert [order["price"] for order in sent["orders"]] == ["9.90", "9.90"]


def test_a_renamed_line_is_refused_too(api, table, add, become):
    add()
    become(name="Ristretto")
    assert refusal(api.send(SEND, {"session_code": table})) == (409, "product_changed")
    assert [line["name"] for line in shown(api, table)] == ["Ristretto"]


def test_a_cheaper_line_is_taken_at_the_lower_price(api, table, add, become):
    add()
    become(price="1.10")
    [order] = answer(api.send(SEND, {"session_code": table}))["orders"]
    assert order["price"] == "1.10"


def test_a_repeat_of_a_refused_sending_does_not_order(api, table, add, become):
    """The refusal was lost on the way, the phone tries again by itself: nobody has seen 9.90."""
    add()
    become(price="9.90")
    headers = {"Idempotency-Key": "tap"}
    first, again = (api.send(SEND, {"session_code": table}, headers=headers) for _ in "ab")
    assert refusal(first) == refusal(again) == (409, "product_changed")
    assert first.content == again.content
    assert not Order.objects.exists()
    headers = {"Idempotency-Key": "the next tap"}
    assert api.send(SEND, {"session_code": table}, headers=headers).status_code == 200


def test_lines_are_not_touched_while_products_is_down(api, table, add, become, products, heard):
    line = add(price="2.40")
    become(price="9.90")
    CartLine.objects.update(price=Decimal("2.00"))
    products.broken = True
    response = api.send(SEND, {"session_code": table})
    assert refusal(response) == (503, "products_service_unavailable")
    assert shown(api, table) == [{**line, "price": "2.00"}]
    assert heard() == ["line.added"]


def test_who_has_not_seen_what_another_was_refused_is_refused_too(api, table, add, heard):
    """Its lines were read before the other's refusal has brought them up to date."""
    add()
    lines = selectors.cart_lines(table, None)
    refused = [
        cart_sending.cart_send(code=table, lines=lines, products={1337: DEARER}, guest=guest)
        for guest in ("Ann", "Bob")
    ]
    assert [each.refused for each in refused] == [True, True]
    assert refused[0].json == refused[1].json
    assert heard() == ["line.added", "line.changed"]
    lines = selectors.cart_lines(table, None)
    sent = cart_sending.cart_send(code=table, lines=lines, products={1337: DEARER}, guest="Bob")
    assert not sent.refused


def test_what_the_page_showed_counts_in_place_of_the_line(api, table, add, become):
    """The menu on the page was newer than the line: nothing is refused."""
    add()
    become(price="9.90")
    saw = [{"product_id": 1337, "name": "Espresso", "price": "9.90"}]
    [order] = answer(api.send(SEND, {"session_code": table, "seen": saw}))["orders"]
    assert order["price"] == "9.90"


def test_a_phone_that_has_not_seen_another_ones_refusal_does_not_order(api, table, add, become):
    """Bob was offline while Ann's refusal brought the line up to date; his screen says 2.40."""
    add(price="2.40")
    become(price="9.90")
    api.send(SEND, {"session_code": table})
    saw = [{"product_id": 1337, "name": "Espresso", "price": "2.40"}]
    response = api.send(SEND, {"session_code": table, "seen": saw})
    assert refusal(response) == (409, "product_changed")
    assert not Order.objects.exists()
    assert api.send(SEND, {"session_code": table}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_many_send_a_dearer_cart_at_once(table, add, become):
    """However they meet, each line is brought up to date once and ordered once, at its price."""
    for _ in range(3):
        add()
    become(price="9.90")
    body = {"session_code": table}
    answers = [each.json() for each in at_once(lambda _: ApiClient().send(SEND, body), 8)]
    assert "product_changed" in {each.get("reason") for each in answers}
    ApiClient().send(SEND, body)
    prices = list(Order.objects.values_list("price", flat=True))
    assert prices == [Decimal("9.90")] * 3
