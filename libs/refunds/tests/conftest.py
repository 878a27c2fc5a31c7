"""A real sandbox, a payment that was made there, and the vouchers' engine."""

from dataclasses import replace

import pytest
from django.db.models import F, Q
from payments import Razorpay
from refunds.engine import Refunds
from vouchers.models import Refund, Voucher

from tools.sandbox.temporary import sandbox

PAID = 1000  # minor units


@pytest.fixture(scope="session")
def _sandbox():
    with sandbox() as running:
        yield running


@pytest.fixture
def provider_process(_sandbox):
    """The process, without a fault."""
    _sandbox.fault("none", 0)
    return _sandbox


@pytest.fixture
def razorpay(provider_process):
    return Razorpay.of(provider_process.settings, public_url="http://localhost:8080")


@pytest.fixture
def paid(provider_process, razorpay):
    """The provider's id of a payment."""
    order = razorpay.create_order(amount_minor=PAID, currency="EUR", receipt="r")
    provider_process.act(order.id, "pay")
    [payment] = razorpay.fetch_order_payments(order.id)
    return payment.id


def lock(refund):
    return Voucher.objects.select_for_update(no_key=True).get(pk=refund.voucher_id)


def ended(refund, voucher):
    """Writes down that it was told, and what is back by now."""
    done = voucher.refunds.filter(state="done").values_list("amount_minor", flat=True)
    Voucher.objects.filter(pk=voucher.pk).update(told=F("told") + 1, back_minor=sum(done))


@pytest.fixture
def engine(razorpay):
    return Refunds(
        model=Refund,
        provider=lambda: razorpay,
        minor=lambda refund: refund.amount_minor,
        lock=lock,
        ended=ended,
        asked_for=Q(in_cash=False),
    )


@pytest.fixture
def with_bank(engine):
    """The engine with a provider that answers as it is told."""
    return lambda bank: replace(engine, provider=lambda: bank)


@pytest.fixture
def due(paid):
    """A refund of 4.00 of 10.00."""
    voucher = Voucher.objects.create()
    return Refund.objects.create(voucher=voucher, provider_payment_id=paid, amount_minor=400)
