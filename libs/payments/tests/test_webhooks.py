"""A webhook is one of a few events, Ignored or Forged; no bytes make it anything else."""

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from payments import Forged, Razorpay
from payments.events import (
    Authorised,
    Captured,
    Failed,
    Ignored,
    Paid,
    RefundFailed,
    RefundProcessed,
)

SECRET = "sandbox-webhook"
RAZORPAY = Razorpay(key_id="key", secret_key="s", webhook_secret=SECRET)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
PAYMENT = {"id": "pay_1", "order_id": "order_1", "amount": 6002, "currency": "EUR"}
REFUND = {"id": "rfnd_1", "payment_id": "pay_1", "amount": 100, "currency": "EUR"}


def headers(body: bytes, secret: str = SECRET, event_id: str = "evt_1") -> dict[str, str]:
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Razorpay-Signature": signature, "X-Razorpay-Event-Id": event_id}


def read(body: bytes):
    return RAZORPAY.parse_webhook(body=body, headers=headers(body))


def event(name: object, **payload: object) -> bytes:
    entities = {kind: {"entity": entity} for kind, entity in payload.items()}
    return json.dumps({"event": name, "payload": entities}).encode()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("payment.captured", Captured),
        ("order.paid", Paid),
        ("payment.authorized", Authorised),
        ("payment.failed", Failed),
    ],
)
def test_events_of_payments(name, kind):
    assert read(event(name, payment=PAYMENT)) == kind("evt_1", "order_1", "pay_1", 6002, "EUR")


@pytest.mark.parametrize(
    ("name", "kind"), [("refund.processed", RefundProcessed), ("refund.failed", RefundFailed)]
)
def test_events_of_refunds(name, kind):
    found = read(event(name, refund=REFUND, payment=PAYMENT))
    assert found == kind("evt_1", "rfnd_1", "pay_1", 100, "EUR")


@pytest.mark.parametrize("name", ["payment.dispute.created", "", None, 7, ["order.paid"], {}])
def test_other_events_are_ignored(name):
    assert read(event(name, payment=PAYMENT)) == Ignored("evt_1", "another event")


def test_money_without_an_order_is_ignored():
    body = event("payment.captured", payment={**PAYMENT, "order_id": None})
    assert read(body) == Ignored("evt_1", "no order")


@pytest.mark.parametrize("field", ["id", "order_id", "amount", "currency"])
@given(value=JSON)
def test_a_field_of_another_type_is_ignored(field, value):
    found = read(event("payment.captured", payment={**PAYMENT, field: value}))
    if isinstance(found, Captured):
        assert (
            getattr(found, {"id": "payment_id", "amount": "amount_minor"}.get(field, field))
            == value
        )
        assert type(value) is type(PAYMENT[field])
    else:
        assert isinstance(found, Ignored)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"\xff\xfe",
        b'{"event":"payment.captured"',
        b"[" * 200_000,
        b'{"event":"payment.captured","payload":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
        b'{"event":"payment.captured","payload":{"payment":{"entity":{"amount":'
        + b"9" * 5000
        + b"}}}}",
        event("payment.captured", payment={**PAYMENT, "amount": 2**63}),
        event("payment.captured", payment={**PAYMENT, "amount": 6002.0}),
        event("payment.captured", payment={**PAYMENT, "amount": True}),
        event("payment.captured", payment={**PAYMENT, "amount": -1}),
        event("payment.captured", payment={**PAYMENT, "amount": 0}),
        event("payment.captured", payment={**PAYMENT, "id": "pay_\ud800"}),
        event("payment.captured", payment={**PAYMENT, "id": "pay_1|x"}),
        b'{"event":"payment.captured","payload":{"payment":{"entity":NaN}}}',
    ],
    ids=lambda body: body[:40].decode(errors="replace"),
)
def test_what_is_signed_but_no_event_is_ignored(body):
    assert read(body) == Ignored("evt_1", read(body).why)


@given(st.binary())
def test_any_signed_bytes_are_ignored(body):
    assert isinstance(read(body), Ignored)


@given(JSON, JSON)
def test_any_signed_document_is_an_event_or_ignored(name, payload):
    body = json.dumps({"event": name, "payload": payload}).encode()
    assert isinstance(read(body), Ignored)


@given(st.binary(), st.text())
def test_any_other_signature_is_forged(body, signature):
    with pytest.raises(Forged):
        RAZORPAY.parse_webhook(body=body, headers={"X-Razorpay-Signature": signature})


@given(st.integers(0, 200), st.integers(1, 255))
def test_one_changed_byte_is_forged(place, change):
    body = event("payment.captured", payment=PAYMENT)
    place %= len(body)
    other = body[:place] + bytes([body[place] ^ change]) + body[place + 1 :]
    with pytest.raises(Forged):
        RAZORPAY.parse_webhook(body=other, headers=headers(body))


def test_what_is_cut_off_is_forged():
    body = event("payment.captured", payment=PAYMENT)
    for length in range(len(body)):
        with pytest.raises(Forged):
            RAZORPAY.parse_webhook(body=body[:length], headers=headers(body))


def test_without_a_signature_or_with_another_secret_it_is_forged():
    body = event("payment.captured", payment=PAYMENT)
    for wrong in ({}, headers(body, secret="sandbox-secret")):
        with pytest.raises(Forged):
            RAZORPAY.parse_webhook(body=body, headers=wrong)


def test_names_of_headers_are_read_in_any_case():
    body = event("payment.captured", payment=PAYMENT)
    upper = {name.upper(): value for name, value in headers(body).items()}
    assert isinstance(RAZORPAY.parse_webhook(body=body, headers=upper), Captured)


def test_an_event_without_a_good_id_has_that_of_its_body():
    """The same each time it comes."""
    body = event("payment.captured", payment=PAYMENT)
    ids = {
        RAZORPAY.parse_webhook(body=body, headers=headers(body, event_id=given)).event_id
        for given in ("", "a b", "é", "x" * 65)
    }
    assert len(ids) == 1
    assert ids.pop().startswith("sha256_")


def test_without_a_webhook_secret_webhooks_are_ignored():
    unset = Razorpay(key_id="key", secret_key="s")
    body = event("payment.captured", payment=PAYMENT)
    found = unset.parse_webhook(body=body, headers=headers(body, secret=""))
    assert found == Ignored("evt_1", "no webhook secret")
