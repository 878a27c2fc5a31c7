"""A provider that hangs, and products that hang: each call is given up in time, and what was asked
is made up for.
"""

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
PATIENCE = 0.2  # seconds, instead of five and two


@pytest.fixture
def hurry(monkeypatch):
    """From when it is called calls are given little time."""

    def call():
        monkeypatch.setattr(transport, "CALL", PATIENCE)
        monkeypatch.setattr(client, "READ", PATIENCE)
        monkeypatch.setattr(client, "REST", 0.0)

    return call


def test_an_order_that_takes_too_long(api, full, provider_process, shelves, hurry):
    hurry()
    provider_process.fault("slow")
    refused = api.send(CHECKOUT, {"session_id": str(full.session_id)})
    assert (refused.status_code, refused.json()["error"]) == (503, "Payment provider unavailable")
    assert Payment.objects.get().status == "failed"
    assert not shelves.held()


def test_a_question_that_takes_too_long(payment, provider_process, shelves, hurry):
    hurry()
    provider_process.fault("slow")
    Payment.objects.update(expires_at=timezone.now())
    work()
    assert Payment.objects.get().status == "expired"
    assert not shelves.held()


def test_a_refund_that_takes_too_long_is_asked_for_again(payment, provider_process, hear, hurry):
    hurry()
    Payment.objects.update(status="expired")
    hear(money_event(payment["provider_order_id"], "pay_1"))
    provider_process.fault("slow")
    jobs.refunds_send()
    assert Refund.objects.get().state == "due"
    Refund.objects.update(try_at=timezone.now() - timedelta(seconds=1))
    work()
    assert Payment.objects.get().status == "refunded"


@pytest.mark.parametrize("path", [BATCH, HOLD])
def test_products_hangs_at_the_checkout(
    api, full, provider_process, shelves, products, path, hurry
):
    hurry()
    products.on("POST", path, {}, delay=2 * PATIENCE)
    refused = api.send(CHECKOUT, {"session_id": str(full.session_id)})
    assert (refused.status_code, refused.json()["error"]) == (503, "Products service unavailable")
    assert not Payment.objects.exists()


def test_products_hangs_when_it_is_paid(api, full, payment, products, hurry):
    hurry()
    products.on("POST", COMMIT, {}, delay=2 * PATIENCE)
    bought = proof(payment["provider_order_id"], "pay_1")
    body = {"session_id": str(full.session_id), **bought}
    response = api.send(f"{PAYMENTS}/{payment['payment_id']}/verify", body)
    assert (response.status_code, response.json()["status"]) == (200, "paid")


def test_products_hangs_when_it_is_given_up(api, full, payment, products, shelves, hurry):
    hurry()
    products.on("POST", RELEASE, {}, delay=2 * PATIENCE)
    body = {"session_id": str(full.session_id)}
    response = api.send(f"{PAYMENTS}/{payment['payment_id']}/cancel", body)
    assert response.json()["status"] == "cancelled"
    del products.rules["POST", RELEASE]
    work()
    assert not shelves.held()
