"""The cart of a session on a trolley: by `session_id`, as long as the session lives."""

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from trolleys.models import Cart, CartAudit, CartLine, Session, SessionEvent
from trolleys.models.columns import NO_PLACE
from world import BATCH, CART_BODY, CART_CALLS, OWNER, goods, success

pytestmark = pytest.mark.django_db

CART = "/api/cart/"
TEA = "4006381333931"


@pytest.fixture
def call(session_call):
    return session_call


def told():
    return [(one.kind, json.loads(one.data)) for one in SessionEvent.objects.order_by("id")]


def test_a_scan_puts_one_unit_into_the_cart(call, shop):
    shop(goods())
    status, body = call("POST", "add/", barcode=TEA)
    assert (status, body["data"]["quantity"], body["data"]["product"]["barcode"]) == (201, 1, TEA)
    assert call("POST", "add", barcode=TEA, quantity=2)[1]["data"]["quantity"] == 3
    assert call("POST", "add/", product_id=10)[0] == 200
    cart = call("GET")[1]["data"]
    assert (cart["user"], cart["total_items"], len(cart["items"])) == ("john_doe", 4, 1)


def test_a_guest_has_no_name(api, make_session, shop):
    shop(goods())
    session = make_session()
    body = {"session_id": str(session.session_id), "barcode": TEA}
    assert api.send(f"{CART}add/", body).status_code == 201
    cart = api.ask(f"{CART}?session_id={session.session_id}").json()["data"]
    assert cart["user"] is None
    (row,) = api.ask(f"{CART}audit-logs/?session_id={session.session_id}").json()["data"]
    assert row["user"] is None


def test_a_user_scans_barcodes_too(api, john, shop):
    shop(goods())
    answer = api.send(f"{CART}add/", {"barcode": TEA}, token=john)
    assert answer.status_code == 201


def test_with_a_token_and_a_session_the_sessions_cart_is_meant(call, jane, shop):
    shop(goods())
    call("POST", "add/", token=jane, **CART_BODY)
    assert Cart.objects.get(lines__product_id=10).session_id is not None
    assert call("POST", "add/", token="expired or worse", **CART_BODY)[0] == 200
    assert not Cart.objects.filter(user_id__isnull=False).exists()


def test_a_trolley_sells_what_its_location_has(call, shop, api, make_trolley, make_session):
    elsewhere = goods(11, location_id=77, barcode=None)
    shop(goods(), elsewhere)
    refusal = {"success": False, "message": "Product not found or unavailable"}
    assert call("POST", "add/", product_id=11) == (404, refusal)
    free = make_session(on=make_trolley("TROLLEY_77", location_id=NO_PLACE))
    body = {"session_id": str(free.session_id), "product_id": 11}
    assert api.send(f"{CART}add/", body).status_code == 201


@pytest.mark.parametrize("barcode", ["1", "a/b", "ü", "9" * 65, "1 2", "../x"])
def test_an_unknown_barcode(call, shop, products, barcode):
    missing = {"success": False, "reason": "product_not_found"}
    for query in ("", "?location_id=31"):
        products.on("GET", f"/products/barcode/{barcode}/{query}", missing, status=404)
    shop(goods())
    assert call("POST", "add/", barcode=barcode)[0] == 404
    assert not CartLine.objects.exists()


def test_a_seller_buys_nothing_on_a_trolley_either(api, make_session, shop):
    shop(goods())
    session = make_session(user_id=OWNER)
    body = {"session_id": str(session.session_id), **CART_BODY}
    answer = api.send(f"{CART}add/", body)
    expected = {"product_id": ["You cannot add your own products to cart"]}
    assert (answer.status_code, answer.json()["errors"]) == (400, expected)


@pytest.mark.parametrize(("method", "name"), CART_CALLS)
@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("active", "Session has expired due to inactivity"),
        ("expired", "Session has expired due to inactivity"),
        ("ended", "Session has ended"),
    ],
)
def test_a_session_that_is_over(call, session, shop, method, name, state, text):
    shop(goods())
    past = timezone.now() - timedelta(minutes=1)
    Session.objects.update(state=state, alive_until=past)
    assert call(method, name, **CART_BODY) == (400, {"success": False, "message": text})
    assert Session.objects.get().alive_until == past


@pytest.mark.parametrize(("method", "name"), CART_CALLS)
@pytest.mark.parametrize("session_id", ["x", uuid.UUID(int=7), "", "٣" * 32])
def test_a_session_that_nobody_knows(call, shop, method, name, session_id):
    shop(goods())
    refusal = {"success": False, "message": "Session not found"}
    assert call(method, name, session_id=session_id, **CART_BODY) == (404, refusal)


@pytest.mark.parametrize(("method", "name"), CART_CALLS)
def test_each_call_is_a_sign_of_life(call, shop, method, name):
    shop(goods())
    soon = timezone.now() + timedelta(seconds=5)
    for body in (CART_BODY, {"product_id": 999, "quantity": 1}):  # refused calls too
        Session.objects.update(alive_until=soon)
        call(method, name, **body)
        assert Session.objects.get().alive_until > soon


def test_each_change_is_an_event(call, shop):
    tea = goods()
    shop(tea, goods(11, barcode=None, price="2.00"))
    call("POST", "add/", **CART_BODY)
    call("POST", "add/", **CART_BODY)
    call("PATCH", "update/", product_id=10, quantity=3)
    call("POST", "add/", product_id=11)
    shop({**tea, "price": "5.00", "stock": 2}, goods(11, barcode=None, price="2.00"))
    call("GET")
    call("POST", "refresh/")
    call("DELETE", "remove/", product_id=10)
    call("DELETE", "clear/")
    events = [data for kind, data in told() if kind == "cart.changed"]
    assert [
        (one["action"], one["line"] and one["line"]["quantity"], one["subtotal"]) for one in events
    ] == [
        ("add", 1, "4.50"),
        ("add", 2, "9.00"),
        ("update", 3, "13.50"),
        ("add", 1, "15.50"),
        ("refresh", 3, "17.00"),
        ("remove", 3, "2.00"),
        ("clear", None, "0.00"),
    ]
    assert events[4]["line"]["price_at_addition"] == "5.00"
    assert [one["total_items"] for one in events] == [1, 2, 3, 4, 4, 1, 0]
    assert [one.seq for one in SessionEvent.objects.order_by("id")] == list(range(1, 8))
    assert set(events[0]) == {
        "action",
        "line",
        "total_items",
        "subtotal",
        "has_unavailable_items",
        "has_stock_issues",
    }


def test_what_changes_nothing_is_not_told(call, shop):
    shop(goods())
    call("POST", "add/", **CART_BODY)
    call("PATCH", "update/", product_id=10, quantity=1)
    call("POST", "refresh/")
    call("POST", "add/", product_id=10, quantity=100)
    call("DELETE", "remove/", product_id=11)
    assert (SessionEvent.objects.count(), CartAudit.objects.count()) == (1, 1)
    call("DELETE", "clear/")
    call("DELETE", "clear/")
    assert (SessionEvent.objects.count(), CartAudit.objects.count()) == (2, 2)


def test_100_lines_at_most(call, session, shop, fill):
    shop(goods(), goods(999, barcode=None))
    row = {"cart": session.cart, "quantity": 1, "price_at_addition": 1, "seller_id": 1}
    CartLine.objects.bulk_create(CartLine(product_id=n, **row) for n in range(10, 110))
    assert call("POST", "add/", product_id=999) == (
        400,
        {"success": False, "message": "Cart is full"},
    )
    assert call("POST", "add/", product_id=10)[1]["data"]["quantity"] == 2


def test_the_same_key_is_one_write_per_caller(api, session, make_session, make_trolley, shop):
    shop(goods())
    other = make_session(on=make_trolley("TROLLEY_02"))
    key = {"Idempotency-Key": "k1"}
    body = {"session_id": str(session.session_id), **CART_BODY}
    first = api.send(f"{CART}add/", body, headers=key)
    again = api.send(f"{CART}add/", body, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    changed = api.send(f"{CART}add/", {**body, "quantity": 2}, headers=key)
    assert (changed.status_code, changed.json()["message"]) == (422, "Idempotency key reused")
    theirs = {**body, "session_id": str(other.session_id)}
    assert api.send(f"{CART}add/", theirs, headers=key).status_code == 201
    assert [line.quantity for line in CartLine.objects.all()] == [1, 1]


def test_all_writes_take_a_key(api, session, shop):
    shop(goods())
    body = {"session_id": str(session.session_id)}
    for method, name, more in (
        ("POST", "add", CART_BODY),
        ("PATCH", "update", {"product_id": 10, "quantity": 5}),
        ("POST", "refresh", {}),
        ("DELETE", "remove", {"product_id": 10}),
        ("DELETE", "clear", {}),
    ):
        key = {"Idempotency-Key": name}
        answers = [
            api.call(method, f"{CART}{name}/", {**body, **more}, headers=key) for _ in range(2)
        ]
        assert [one.json() for one in answers] == [answers[0].json()] * 2
        assert answers[1].status_code == answers[0].status_code < 300
    assert CartAudit.objects.count() == 3


def test_a_copy_that_would_refuse_is_asked_anew(call, shop, products):
    shop(goods(stock=1))
    call("POST", "add/", **CART_BODY)
    products.on("POST", BATCH, success([goods(stock=9)]))  # nobody has told us
    assert call("POST", "add/", product_id=10, quantity=8)[1]["data"]["quantity"] == 9


def test_refreshing_takes_the_price_that_products_has_now(call, shop, products):
    """Who has just heard of a price from the stream gets that one, not an older copy's."""
    shop(goods())
    call("POST", "add/", **CART_BODY)
    products.on("POST", BATCH, success([goods(price="5.00")]))  # nobody has told us
    line = call("POST", "refresh/")[1]["data"]["items"][0]
    assert (line["price_at_addition"], line["price_changed"]) == ("5.00", False)
