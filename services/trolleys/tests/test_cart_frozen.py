"""Carts that nobody may change now, and lines for which staff are waited for."""

from datetime import timedelta

import pytest
from django.utils import timezone
from trolleys.models import Cart, CartLine, Payment, Session
from world import CART_BODY, CART_CALLS, goods

pytestmark = pytest.mark.django_db


@pytest.fixture
def call(session_call):
    return session_call


def frozen(call, expected):
    before = list(CartLine.objects.values())
    for method, name in CART_CALLS[4:]:
        assert call(method, name, **CART_BODY) == (409, expected)
    assert list(CartLine.objects.values()) == before
    for method, name in CART_CALLS[:4]:
        assert call(method, name)[0] == 200


@pytest.mark.parametrize("status", ["opening", "created", "paid"])
def test_a_cart_that_is_being_paid_is_frozen(call, shop, session, status):
    shop(goods())
    call("POST", "add/", **CART_BODY)
    payment = Payment.objects.create(
        cart=session.cart,
        session=session,
        status=status,
        amount=1,
        currency="EUR",
        lines=[],
        expires_at=timezone.now(),
    )
    data = {"payment_id": str(payment.payment_id)}
    frozen(call, {"success": False, "message": "Payment in progress", "data": data})
    Payment.objects.update(settled_at=timezone.now(), status="paid")
    assert call("POST", "add/", **CART_BODY)[0] == 200


def test_units_that_this_cart_holds_are_not_taken_by_others(call, shop, session):
    shop(goods(stock=3, available=3))
    call("POST", "add/", product_id=10, quantity=3)
    Payment.objects.create(
        cart=session.cart,
        session=session,
        status="created",
        amount=1,
        currency="EUR",
        lines=[{"product_id": 10, "quantity": 3}],
        expires_at=timezone.now(),
    )
    shop(goods(stock=3, available=0))
    (line,) = call("GET")[1]["data"]["items"]
    assert (line["product"]["available"], line["stock_status"]) == (3, "low_stock")
    assert call("GET", "validate/")[1]["data"]["valid"] is True


@pytest.mark.parametrize("state", ["waiting", "missed"])
def test_a_cart_that_is_being_checked_is_frozen(call, shop, state):
    shop(goods())
    call("POST", "add/", **CART_BODY)
    since = timezone.now()
    Session.objects.update(check_state=state, check_items=3, check_since=since)
    shown = since.isoformat().replace("+00:00", "Z")
    check = {"state": state, "items": 3, "since": shown}
    message = "Spot check required"
    frozen(call, {"success": False, "message": message, "data": {"check": check}})


def test_who_waits_for_an_approval(call, shop):
    shop(goods(min_age=18))
    line = call("POST", "add/", **CART_BODY)[1]["data"]
    assert (line["approval"], line["min_age"], line["product"]["min_age"]) == ("waiting", 18, 18)
    (issue,) = call("GET", "validate/")[1]["data"]["issues"]
    assert issue["issues"] == ["Waiting for approval by staff"]
    assert issue["codes"] == ["approval_needed"]
    CartLine.objects.update(approval="denied")
    (issue,) = call("GET", "validate/")[1]["data"]["issues"]
    assert issue["issues"] == ["Not approved by staff"]
    assert issue["codes"] == ["approval_denied"]
    call("DELETE", "remove/", product_id=10)
    assert call("POST", "add/", **CART_BODY)[1]["data"]["approval"] == "waiting"
    Cart.objects.update(approved_age=18)
    call("DELETE", "remove/", product_id=10)
    assert call("POST", "add/", **CART_BODY)[1]["data"]["approval"] == "approved"


def test_a_waiting_line_keeps_the_session_alive_and_shows_on_the_board(call, shop, session):
    shop(goods(min_age=18))
    call("POST", "add/", **CART_BODY)
    session.refresh_from_db()
    assert session.busy_until > timezone.now() + timedelta(minutes=14)
    call("DELETE", "remove/", product_id=10)
    session.refresh_from_db()
    assert session.busy_until is None
