"""What others say in the provider's name, and what makes no sense: nothing comes of it."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kit import cache
from paying import SECRET_KEY, WEBHOOK, event, money_event, signed, untouched
from trolleys.models import Payment, Received, Refund

from suite.registry import BODY_LIMIT

pytestmark = pytest.mark.django_db(transaction=True)
OK, IGNORED = (200, {"status": "ok"}), (200, {"status": "ignored"})


def test_a_bad_signature(api, order):
    body = money_event(order, "pay_1")
    for signature in ("", "0" * 64, "ä", signed(b"another body")["X-Razorpay-Signature"]):
        refused = api.send(WEBHOOK, body, headers={"X-Razorpay-Signature": signature})
        assert (refused.status_code, refused.json()["error"]) == (400, "Invalid signature")
        assert refused.json()["message"]
    assert untouched()


def test_a_signature_by_another_secret(api, order):
    body = money_event(order, "pay_1")
    for headers in ({}, signed(body, SECRET_KEY), signed(body, b"")):
        assert api.send(WEBHOOK, body, headers=headers).status_code == 400
    assert untouched()


def test_a_body_that_was_changed_after_it_was_signed(api, order):
    body = money_event(order, "pay_1")
    refused = api.send(WEBHOOK, body + b" ", headers=signed(body))
    assert refused.status_code == 400
    assert untouched()


def test_without_a_webhook_secret_all_are_ignored(hear, order, settings):
    settings.PAYMENTS = {**settings.PAYMENTS, "RAZORPAY_WEBHOOK_SECRET": ""}
    cache.clear_all()
    assert hear(money_event(order, "pay_1")) == IGNORED
    assert untouched()


def test_a_body_that_is_too_large(api, order):
    body = money_event(order, "pay_1").ljust(BODY_LIMIT + 1)
    assert api.send(WEBHOOK, body, headers=signed(body)).status_code == 413
    assert untouched()


def test_the_largest_body_counts(hear, order):
    assert hear(money_event(order, "pay_1").ljust(BODY_LIMIT)) == OK
    assert Payment.objects.get().status == "paid"


def test_whatever_id_an_event_has_its_money_is_credited_once(hear, order):
    body = money_event(order, "pay_1")
    for event_id in ("evt_1", "evt_1", "evt_2", "", "é", "x" * 5000):
        assert hear(body, **{"X-Razorpay-Event-Id": event_id}) == OK, event_id
    assert Received.objects.count() == 1
    assert not Refund.objects.exists()


ODD = (
    *(b"", b"{", b"[]", b"null", b"\xff", b"[" * 5000, b'{"event": 5}'),
    *(b'{"event": "payment.captured"}', b'{"event": "payment.captured", "payload": []}'),
    json.dumps({"event": "payment.captured", "payload": {"payment": {"entity": {}}}}).encode(),
)


def test_what_is_signed_and_makes_no_sense(hear, order):
    for body in ODD:
        assert hear(body) == IGNORED, body[:60]
    assert untouched()


def test_odd_amounts(hear, order):
    for amount in (0, -900, 900.0, "900", True, None, 2**60):
        assert hear(money_event(order, "pay_1", amount)) == IGNORED, amount
    assert untouched()


def test_odd_currencies(hear, order):
    for currency in ("", "eur", "EURO", 5, None):
        assert hear(money_event(order, "pay_1", 900, currency)) == IGNORED, currency
    assert untouched()


def test_money_of_a_currency_that_nobody_knows(hear, order):
    assert hear(money_event(order, "pay_1", 900, "XXX")) == OK
    assert Refund.objects.get().reason == "wrong_amount"
    assert Payment.objects.get().status == "created"


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    body=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["event", "payload", "payment", "entity", "id", "order_id"]),
                    inner,
                    max_size=4,
                )
            ),
            max_leaves=12,
        ).map(lambda value: json.dumps(value).encode()),
    ),
    signature=st.one_of(st.none(), st.text(st.characters(codec="latin-1"), max_size=80)),
)
def test_bytes_of_anybody_change_nothing(api, order, body, signature):
    sent = {} if signature is None else {"X-Razorpay-Signature": signature}
    assert api.send(WEBHOOK, body, headers=sent).status_code == 400
    status = api.send(WEBHOOK, body, headers=signed(body)).status_code
    assert status == 200
    assert untouched()


def test_other_methods(api, db):
    for method in ("GET", "PUT", "DELETE"):
        assert api.call(method, WEBHOOK).status_code == 405


def test_both_slash_forms(api, order):
    body = event("none", {})
    assert api.send(WEBHOOK.rstrip("/"), body, headers=signed(body)).status_code == 200
