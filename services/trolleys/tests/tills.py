"""Fixtures of who pays: the provider, products with stock, payments and calls that make them."""

import pytest
from django.conf import settings
from django.utils import timezone
from paying import CHECKOUT, PAYMENTS, WEBHOOK, Shelves, proof, signed
from trolleys.models import Payment
from world import goods

from tools.sandbox.temporary import sandbox


@pytest.fixture
def make_payment():
    """An open payment of a session's cart, unless it is said to be something else."""

    def make(session, **more):
        values = {"amount": "9.00", "currency": "EUR", "lines": [], "status": "created"}
        ends = timezone.now() + settings.PAYMENT_LIFE
        return Payment.objects.create(
            cart=session.cart,
            session=session,
            location_id=session.location_id,
            **{"expires_at": ends, **values, **more},
        )

    return make


@pytest.fixture(scope="session")
def sandbox_process():
    with sandbox() as running:
        yield running


@pytest.fixture
def provider_process(sandbox_process, settings):
    """The payment provider: a sandbox without a fault, with which trolleys is configured."""
    sandbox_process.fault("none", 0)
    settings.PAYMENTS = sandbox_process.settings
    return sandbox_process


@pytest.fixture
def shelves(products):
    """Products with a stock ledger, and fifty of the goods that everybody buys."""
    market = Shelves()
    market.open(products)
    market.put(goods())
    return market


@pytest.fixture
def check_out(api, provider_process, shelves):
    """Check a session out; gives the payment."""

    def ask(session, **body):
        response = api.send(CHECKOUT, {"session_id": str(session.session_id), **body})
        assert response.status_code == 201, response.content
        return response.json()

    return ask


@pytest.fixture
def payment(check_out, full):
    """The payment of John's cart, 9.00, which waits for its money."""
    return check_out(full)


@pytest.fixture
def hear(api):
    """Have a webhook arrive, signed unless the headers say otherwise; gives its status."""

    def tell(body, **headers):
        response = api.send(WEBHOOK, body, headers={**signed(body), **headers})
        return response.status_code, response.json()

    return tell


@pytest.fixture
def ask(api, full, provider_process, shelves):
    """Check John's session out, with a key if one is named; gives the response."""

    def send(key="", **body):
        headers = {"Idempotency-Key": key} if key else {}
        asked = {"session_id": str(full.session_id), **body}
        return api.send(CHECKOUT, asked, headers=headers)

    return send


@pytest.fixture
def verify(api, full, payment):
    """Bring a proof back; gives the response."""

    def send(**changes):
        bought = proof(payment["provider_order_id"], changes.pop("pay", "pay_1"))
        body = {"session_id": str(full.session_id), **bought, **changes}
        return api.send(f"{PAYMENTS}/{payment['payment_id']}/verify", body)

    return send


@pytest.fixture
def order(payment):
    return payment["provider_order_id"]
