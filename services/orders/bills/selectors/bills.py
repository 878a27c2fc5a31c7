"""Bills and payments as they are read."""

from __future__ import annotations

from typing import Any

from charges import refusals as payment_refusals
from django.db.models import QuerySet
from kit.errors import NotFound
from kit.fields import uuid_of
from orders.models import OrderSession

from bills import wire
from bills.accounts import account_of, book_of
from bills.models import Adjustment, Payment

READS = 5  # again, at most, while others change it


def bill_get(code: str, *, for_staff: bool) -> dict[str, Any]:
    """The bill of a session; that of a merged one is with the other. Raises 404
    `session_not_found`.

    All of it is of one moment: whatever changes a bill counts its session on, so what was read
    while that went on is read again.
    """
    bill, seq = _read(code, for_staff=for_staff)
    for _ in range(READS):
        if OrderSession.objects.filter(code=code, seq=seq).exists():
            break
        bill, seq = _read(code, for_staff=for_staff)
    return bill


def _read(code: str, *, for_staff: bool) -> tuple[dict[str, Any], int]:
    """The bill, and the place of its session in its stream just before."""
    session = OrderSession.objects.filter(code=code).first()
    if session is None:
        raise NotFound("session_not_found")
    payments = Payment.objects.filter(session=session).order_by("pk")
    adjustments = Adjustment.objects.filter(session=session).order_by("pk")
    bill = wire.bill_object(
        account_of(session, book_of(session.location_id)),
        payments=with_all(payments),
        adjustments=adjustments.select_related("reverted_by").prefetch_related("parts"),
        for_staff=for_staff,
    )
    return bill, session.seq


def payment_get(payment_id: str) -> Payment:
    """The payment of this id, which is told to its payer and to staff only; raises 404."""
    id = uuid_of(payment_id, payment_refusals.payment_not_found)
    payment = with_all(Payment.objects.filter(payment_id=id)).first()
    if payment is None:
        raise payment_refusals.payment_not_found()
    return payment


def payment_shown(payment: Payment) -> dict[str, Any]:
    """A payment as it is now, as its payer sees it."""
    return wire.payment_object(with_all(Payment.objects.filter(pk=payment.pk)).get())


def payment_place(payment_id: str) -> tuple[int, int]:
    """The key of a payment, and its location; raises 404."""
    id = uuid_of(payment_id, payment_refusals.payment_not_found)
    row = Payment.objects.filter(payment_id=id).values_list("pk", "session__location_id").first()
    if row is None:
        raise payment_refusals.payment_not_found()
    return row


def with_all(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """With what answers show of each."""
    return payments.select_related("session").prefetch_related("receipts", "refunds")
