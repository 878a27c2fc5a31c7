"""A visitor pays a receipt."""

from __future__ import annotations

from uuid import UUID

from charges import refusals as payment_refusals
from charges import states as payment_states
from charges.provider import require_configured
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kit.steps import step

from store import refusals, states
from store.actions.locking import visits_lock
from store.actions.payments import charges
from store.actions.receipts import receipt_lock
from store.models import Payment, Receipt
from store.selectors.accounts import standing_of


def receipt_checkout(*, receipt: Receipt, user_id: int, key: str | None) -> tuple[Payment, bool]:
    """Open a payment of what a receipt leaves to be paid; whether it is a new one. The key of an
    earlier checkout gets that payment as it is now.

    Raises, in this order: 409 `receipt_not_final` while it is reviewed, 409 `nothing_to_pay`, 409
    `Payment in progress`, and 503 without a provider or when it makes no order: then nothing has
    changed, and the key is free.
    """
    payment, is_new = _begun(receipt.visit_id, user_id, key)
    if not is_new:
        return payment, False
    step("payment written")
    order_id = charges.order_make(payment=payment)
    payment = charges.open(payment=payment, order_id=order_id)
    if payment.status != payment_states.CREATED:
        raise refusals.receipt_changed()
    return payment, True


@transaction.atomic
def _begun(visit_id: UUID, user_id: int, key: str | None) -> tuple[Payment, bool]:
    """The payment's row, once all that speaks against it has been looked at."""
    visit = visits_lock([visit_id])[visit_id]
    receipt = receipt_lock(visit)
    if receipt is None:
        raise refusals.receipt_not_found()
    earlier = payment_of_key(user_id, kind=states.OF_RECEIPT, key=key)
    if earlier is not None and earlier.receipt_id == receipt.pk:
        return earlier, False
    if receipt.status not in states.FINAL:
        raise refusals.receipt_not_final()
    due = standing_of(receipt).due(receipt.total)
    if due == 0:
        raise refusals.nothing_to_pay()
    open_one = receipt.payments.filter(status__in=payment_states.OPEN).first()
    if open_one is not None:
        raise payment_refusals.payment_in_progress(open_one.payment_id)
    require_configured()
    if earlier is not None:
        raise refusals.key_reused()
    payment = Payment.objects.create(
        kind=states.OF_RECEIPT,
        receipt=receipt,
        visit=visit,
        user_id=user_id,
        amount=due,
        currency=receipt.currency,
        checkout_key=key,
        expires_at=timezone.now() + settings.PAYMENT_LIFE,
    )
    return payment, True


def payment_of_key(user_id: int, *, kind: str, key: str | None) -> Payment | None:
    """What this key of a payer has opened before; raises 409 while that is still being done."""
    if key is None:
        return None
    payment = Payment.objects.filter(user_id=user_id, kind=kind, checkout_key=key).first()
    if payment is not None and payment.status == payment_states.OPENING:
        raise payment_refusals.checkout_running()
    return payment
