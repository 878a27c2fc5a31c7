"""What changes a fee. Verify, webhook and asking lead to `fee_credit`, whichever comes first."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.db.models import F
from kit.cache import per_process
from kit.errors import Unavailable
from payments import Checkout, PaymentError, Provider, Razorpay

from visits.models import Fee, Visit

AMOUNT, CURRENCY = 6002, "EUR"


@per_process
def provider() -> Provider:
    """The provider that this service pays by."""
    return Razorpay.of(settings.PAYMENTS, public_url=settings.PUBLIC_URL)


def fee_open(*, visit: Visit) -> tuple[Fee, Checkout | None]:
    """A fee that waits for its money, and where to pay it."""
    try:
        order = provider().create_order(
            amount_minor=AMOUNT, currency=CURRENCY, receipt=f"visit-{visit.pk}"
        )
    except PaymentError as failed:
        raise Unavailable("payment_provider_unavailable") from failed
    fee = Fee.objects.create(visit=visit, amount_minor=AMOUNT, order_id=order.id)
    return fee, provider().checkout(order)


@transaction.atomic
def fee_credit(*, order_id: str, payment_id: str, amount_minor: int = AMOUNT) -> bool:
    """Credit a payment once, ever; whether it is one of ours."""
    fee = Fee.objects.select_for_update().filter(order_id=order_id).first()
    if fee is None or amount_minor != fee.amount_minor:
        return False
    if fee.payment_id is None:
        Fee.objects.filter(pk=fee.pk).update(payment_id=payment_id, credits=F("credits") + 1)
    return True
