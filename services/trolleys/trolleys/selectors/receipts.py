"""Reads of receipts."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from kit.tokens import Caller

from trolleys import access
from trolleys import payment_refusals as refusals
from trolleys.models import Receipt
from trolleys.selectors.payments import may_see
from trolleys.wire.receipts import code_receipt


def receipt_visible(receipt_id: str, session_id: str | None, caller: Caller | None) -> Receipt:
    """The receipt, for who may read its payment; for all others it is 404 `Receipt not found`."""
    try:
        receipt = _shown().filter(receipt_id=uuid.UUID(receipt_id)).first()
    except ValueError:
        receipt = None
    if receipt is None or not may_see(receipt.payment, session_id, caller, staff=True):
        raise refusals.receipt_not_found()
    return receipt


def receipt_of_code(code: str, caller: Caller) -> Receipt:
    """The receipt of an exit code, for staff of its place. Raises 404 for a forged one, 403."""
    receipt_id = code_receipt(code)
    receipt = _shown().filter(receipt_id=receipt_id).first() if receipt_id is not None else None
    if receipt is None:
        raise refusals.receipt_not_found()
    access.require_staff(caller, receipt.payment.location_id)
    return receipt


def _shown() -> QuerySet[Receipt]:
    related = Receipt.objects.select_related("payment__session")
    return related.prefetch_related("payment__refunds")
