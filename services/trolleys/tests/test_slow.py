"""A provider that hangs, and products that hang: each call is given up in time, and what was asked
is made up for.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from kit import client
from paying import CHECKOUT, PAYMENTS, money_event, proof, work
from payments import transport
from trolleys import jobs
from trolleys.models import Payment, Refund
from world import BATCH, COMMIT, HOLD, RELEASE

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 0.5  # seconds, instead of five and two
HANGS = 4 * PATIENCE


@pytest.fixture
def provider_slow(monkeypatch, provider_process):
    """The provider's next answer comes too late; only calls of the provider have little time, and
    only in here, so that a slow machine does not decide who is late.
    """

    @contextmanager
    def slow():
        with monkeypatch.context() as patch:
            patch.setattr(transport, "CALL", PATIENCE)
            provider_process.fault("slow")
            yield

    return slow


@pytest.fixture
def products_slow(monkeypatch, products):
    """Products answer calls of one path too late, in here."""

    @contextmanager
    def slow(path):
        with monkeypatch.context() as patch:
            patch.setattr(client, "READ", PATIENCE)
            patch.setattr(client, "REST", 0.0)
            products.on("POST", path, {}, delay=HANGS)
            yield
        del products.rules["POST", path]

    return slow


def test_an_order_that_takes_too_long(api, full, provider_slow, shelves):
    with provider_slow():
        refused = api.send(CHECKOUT, {"session_id": str(full.session_id)})
    assert (refused.status_code, refused.json()["error"]) == (503, "Payment provider unavailable")
    assert Payment.objects.get().status == "failed"
    assert not shelves.held()


def test_a_question_that_takes_too_long(payment, provider_slow, shelves):
    Payment.objects.update(expires_at=timezone.now())
    with provider_slow():
        work()
    assert Payment.objects.get().status == "expired"
    assert not shelves.held()


def test_a_refund_that_takes_too_long_is_asked_for_again(payment, provider_slow, hear):
    Payment.objects.update(status="expired")
    hear(money_event(payment["provider_order_id"], "pay_1"))
    with provider_slow():
        jobs.refunds_send()
    assert Refund.objects.get().state == "due"
    Refund.objects.update(try_at=timezone.now() - timedelta(seconds=1))
    work()
    assert Payment.objects.get().status == "refunded"


@pytest.mark.parametrize("path", [BATCH, HOLD])
def test_products_hangs_at_the_checkout(api, full, provider_process, products_slow, path):
    with products_slow(path):
        refused = api.send(CHECKOUT, {"session_id": str(full.session_id)})
    assert (refused.status_code, refused.json()["error"]) == (503, "Products service unavailable")
    assert not Payment.objects.exists()


def test_products_hangs_when_it_is_paid(api, full, payment, products_slow):
    bought = proof(payment["provider_order_id"], "pay_1")
    body = {"session_id": str(full.session_id), **bought}
    with products_slow(COMMIT):
        response = api.send(f"{PAYMENTS}/{payment['payment_id']}/verify", body)
    assert (response.status_code, response.json()["status"]) == (200, "paid")


def test_products_hangs_when_it_is_given_up(api, full, payment, products_slow, shelves):
    body = {"session_id": str(full.session_id)}
    with products_slow(RELEASE):
        response = api.send(f"{PAYMENTS}/{payment['payment_id']}/cancel", body)
    assert response.json()["status"] == "cancelled"
    work()
    assert not shelves.held()
