"""Receipts at the exit: each lets its goods out once."""

from __future__ import annotations

import uuid

from charges import states as payment_states
from django.db import transaction
from django.utils import timezone
from kit.tokens import Caller

from trolleys import payment_refusals as refusals
from trolleys.models import Payment, Receipt
from trolleys.wire.receipts import checked_object

GONE_BACK = (payment_states.REFUND_DUE, payment_states.REFUNDED)


@transaction.atomic
def receipt_check(*, receipt_id: uuid.UUID, by: Caller) -> Receipt:
    """Staff have scanned a receipt: the first time it is good, of any number at once one.

    Raises 409 `Receipt was refunded` and 409 `Receipt was already checked`.
    """
    found = Receipt.objects.filter(receipt_id=receipt_id).values_list("payment_id", flat=True)
    payment = Payment.objects.select_for_update(no_key=True).get(pk__in=found)
    receipt = Receipt.objects.select_for_update(no_key=True).get(payment=payment)
    if payment.status in GONE_BACK:
        raise refusals.receipt_refunded(receipt_id)
    if receipt.verified_at is not None:
        seen = {"receipt_id": str(receipt_id), **checked_object(receipt)}
        raise refusals.receipt_checked(seen)
    receipt.verified_at = timezone.now()
    receipt.verified_by = by.user_id
    receipt.verified_name = by.username
    receipt.save(update_fields=["verified_at", "verified_by", "verified_name"])
    return receipt
