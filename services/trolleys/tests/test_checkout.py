"""From a cart to a payment: every step of the checkout, in its order."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from paying import (
    CHECKOUT,
    PAYMENTS,
    USER_CHECKOUT,
    money_event,
    nothing_changed,
    pay_id,
    proof,
    work,
)
from trolleys.models import Cart, CartAudit, CartLine, Payment, Session, SessionEvent
from world import HOLD, JANE, JOHN, NAMES, goods

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_cart_becomes_a_payment_that_waits_for_money(ask, full, shelves):
    since = timezone.now()
    response = ask()
    payment = response.json()
    row = Payment.objects.get()
    assert response.status_code == 201
    assert payment["payment_id"] == str(row.payment_id)
    order_id = payment["provider_order_id"]
    assert order_id.startswith("order_")
    assert payment["checkout"] == {
        "key": "rzp_test_sandbox",
        "order_id": order_id,
        "amount_minor": 900,
        "url": f"http://localhost:8080/sandbox/pay/{order_id}",
    }
    shown = {name: payment[name] for name in ("status", "amount", "currency", "provider")}
    assert shown == {
        "status": "created",
        "amount": "9.00",
        "currency": "EUR",
        "provider": "razorpay",
    }
    assert (payment["paid_at"], payment["receipt_id"], payment["refunds"]) == (None, None, [])
    assert since <= row.expires_at - timedelta(minutes=15) <= timezone.now()
    assert shelves.held() == {payment["payment_id"]}
    assert shelves.available(10) == 48
    assert shelves.stock(10) == 50


def test_a_session_lives_until_its_payment_expires(ask, full):
    ask()
    full.refresh_from_db()
    assert full.busy_until == Payment.objects.get().expires_at
    assert full.alive_until > full.busy_until


def test_the_hold_lasts_a_minute_longer_than_the_payment(ask, products):
    ask()
    [held] = [one.body for one in products.received if one.path == HOLD]
    assert held["seconds"] == 15 * 60 + 60
    assert held["lines"] == [{"product_id": 10, "quantity": 2}]


def test_lines_of_zero_are_removed(ask, full, fill, shelves):
    shelves.put(goods(11))
    fill(full.cart, product_id=11, quantity=0)
    assert ask().status_code == 201
    assert list(full.cart.lines.values_list("product_id", flat=True)) == [10]
    audit = CartAudit.objects.get()
    assert (audit.action, audit.product_id) == ("REMOVE", 11)


def test_who_follows_the_session_is_told(ask):
    payment = ask().json()
    told = SessionEvent.objects.filter(kind="payment.changed").get()
    assert json.loads(told.data) == payment


# The key


def test_the_key_of_an_earlier_checkout_gets_its_payment(ask):
    first, again = ask("tap"), ask("tap")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Payment.objects.count() == 1


def test_the_key_gets_the_payment_as_it_is_now(ask, api, full):
    payment = ask("tap").json()
    bought = proof(payment["provider_order_id"], pay_id())
    path = f"{PAYMENTS}/{payment['payment_id']}/verify"
    api.send(path, {"session_id": str(full.session_id), **bought})
    full.refresh_from_db()
    assert full.state == "ended"
    again = ask("tap")
    assert again.status_code == 200
    assert (again.json()["status"], again.json()["checkout"]) == ("paid", None)


def test_another_key_while_a_payment_is_open(ask):
    payment = ask("tap").json()
    for key in ("", "another"):
        refused = ask(key)
        assert refused.status_code == 409
        assert refused.json()["error"] == "Payment in progress"
        assert refused.json()["payment_id"] == payment["payment_id"]
    assert Payment.objects.count() == 1


def test_the_key_with_another_body(ask):
    ask("tap")
    refused = ask("tap", provider="cash")
    assert (refused.status_code, refused.json()["error"]) == (422, "Idempotency key reused")


def test_the_key_while_its_first_call_runs(ask):
    ask("tap")
    Payment.objects.update(status="opening", created_at=timezone.now())
    refused = ask("tap")
    assert (refused.status_code, refused.json()["error"]) == (409, "Checkout in progress")
    assert refused.headers["Retry-After"] == "1"


def test_an_odd_key(ask):
    for key in ("x" * 201, "tab\tbed"):
        refused = ask(key)
        assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request")
    assert nothing_changed()


# Who


def test_an_unknown_session(api, provider_process, shelves, db):
    for text in ("2f0c4a3e-0c9f-4f8a-9f4b-000000000000", "nonsense"):
        refused = api.send(CHECKOUT, {"session_id": text})
        assert (refused.status_code, refused.json()["error"]) == (404, "Session not found")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"state": "ended"}, "Session has ended"),
        ({"state": "expired"}, "Session has expired due to inactivity"),
        ({"alive_until": "2026-01-01T00:00:00Z"}, "Session has expired due to inactivity"),
    ],
)
def test_a_session_that_is_over(ask, changes, error):
    Session.objects.update(**changes)
    refused = ask()
    assert (refused.status_code, refused.json()["error"]) == (400, error)
    assert nothing_changed()


def test_a_users_cart(api, john, provider_process, shelves, fill):
    cart = Cart.objects.create(user_id=JOHN, user_name=NAMES[JOHN])
    fill(cart, quantity=3)
    response = api.send(USER_CHECKOUT, {}, token=john)
    assert response.status_code == 201
    body = response.json()
    assert body["success"] is True
    assert body["message"]
    assert body["data"]["amount"] == "13.50"
    row = Payment.objects.get()
    assert (row.user_id, row.session, row.location_id) == (JOHN, None, 0)


def test_a_users_cart_without_a_body(api, john, provider_process, shelves, fill):
    fill(Cart.objects.create(user_id=JOHN, user_name=NAMES[JOHN]), quantity=3)
    assert api.send(USER_CHECKOUT, token=john).status_code == 201


def test_both_ways_in_meet_one_cart(ask, api, full):
    payment = ask("tap").json()
    headers = {"Idempotency-Key": "tap"}
    again = api.send(USER_CHECKOUT, {"session_id": str(full.session_id)}, headers=headers)
    assert (again.status_code, again.json()["data"]) == (200, payment)


def test_nobody_checks_out(api, db):
    refused = api.send(USER_CHECKOUT, {})
    assert refused.status_code == 401
    assert api.send(USER_CHECKOUT, {}, token="bad").status_code == 401


def test_a_cart_that_costs_nothing_is_paid_at_once(ask, full, fill, shelves):
    CartLine.objects.update(price_at_addition=0)
    shelves.put(goods(price="0.00"))
    payment = ask("tap").json()
    assert (payment["status"], payment["amount"], payment["checkout"]) == ("paid", "0.00", None)
    assert payment["receipt_id"]
    full.refresh_from_db()
    assert (full.state, full.ended_by) == ("ended", "payment")
    assert shelves.stock(10) == 48


# Hostile input


def test_odd_fields(api, full):
    known = str(full.session_id)
    odd: list[dict] = [{"session_id": each} for each in (5, True, ["x"], {}, None)]
    odd += [{"session_id": known, "provider": each} for each in ("paypal", 5, True, [], {})]
    for body in (*odd, {}):
        refused = api.send(CHECKOUT, body)
        assert (refused.status_code, refused.json()["error"]) == (400, "Invalid request"), body
    assert nothing_changed()


def test_other_methods(api):
    for path in (CHECKOUT, USER_CHECKOUT):
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            assert api.call(method, path).status_code == 405


def test_with_and_without_the_final_slash(api, full, provider_process, shelves, jane, fill):
    assert api.send(f"{CHECKOUT}/", {"session_id": str(full.session_id)}).status_code == 201
    fill(Cart.objects.create(user_id=JANE, user_name=NAMES[JANE]))
    assert api.send(USER_CHECKOUT.rstrip("/"), {}, token=jane).status_code == 201


@pytest.mark.parametrize(
    ("currency", "price", "amount", "minor"),
    [("JPY", "450", "900", 900), ("KWD", "4.505", "9.010", 9010)],
)
def test_currencies_of_other_decimals(ask, settings, shelves, hear, currency, price, amount, minor):
    settings.CURRENCY = currency
    CartLine.objects.update(price_at_addition=price)
    shelves.put(goods(price=price))
    payment = ask().json()
    assert (payment["currency"], payment["amount"]) == (currency, amount)
    assert payment["checkout"]["amount_minor"] == minor
    hear(money_event(payment["provider_order_id"], "pay_1", minor, currency))
    work()
    assert Payment.objects.get().status == "paid"


def test_a_cart_that_is_being_paid_is_frozen_and_can_be_read(ask, api, full):
    payment = ask().json()
    session = {"session_id": str(full.session_id)}
    for method, call, body in (
        ("POST", "add/", {"product_id": 10, "quantity": 1}),
        ("PATCH", "update/", {"product_id": 10, "quantity": 1}),
        ("DELETE", "remove/", {"product_id": 10}),
        ("DELETE", "clear/", {}),
        ("POST", "refresh/", {}),
    ):
        refused = api.call(method, f"/api/cart/{call}", {**session, **body})
        assert (refused.status_code, refused.json()["message"]) == (409, "Payment in progress")
        assert refused.json()["data"]["payment_id"] == payment["payment_id"]
    read = api.ask(f"/api/cart/?session_id={full.session_id}").json()["data"]
    assert read["items"][0]["has_sufficient_stock"] is True, "what it holds itself is its own"
    assert api.send("/api/session/heartbeat", session).status_code == 200
    assert api.send("/api/session/end", session).json()["payment_id"] == payment["payment_id"]
    api.send(f"{PAYMENTS}/{payment['payment_id']}/cancel", session)
    changed = {**session, "product_id": 10, "quantity": 1}
    assert api.call("PATCH", "/api/cart/update/", changed).status_code == 200
