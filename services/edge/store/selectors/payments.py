"""Payments, for who pays and who looks after them."""

from __future__ import annotations

from uuid import UUID

from charges import refusals
from django.db.models import QuerySet
from kit.fields import uuid_of

from store.models import Payment, Refund


def payments_find(
    *, user_id: int | None = None, status: str | None = None, refund: str | None = None
) -> QuerySet[Payment]:
    """Payments, newest first: of somebody, in a state, with a refund in a state."""
    payments = Payment.objects.select_related("receipt", "visit__receipt").order_by("-pk")
    payments = payments.prefetch_related("refunds")
    if user_id is not None:
        payments = payments.filter(user_id=user_id)
    if status is not None:
        payments = payments.filter(status=status)
    if refund is not None:
        payments = payments.filter(pk__in=Refund.objects.filter(state=refund).values("payment"))
    return payments


def payment_find(payment_id: str | UUID, *, user_id: int | None = None) -> Payment:
    """The payment of this id, any text; with `user_id` only that person's own. Raises 404 `Payment
    not found`.
    """
    id = uuid_of(payment_id, refusals.payment_not_found)
    found = payments_find(user_id=user_id).filter(payment_id=id).first()
    if found is None:
        raise refusals.payment_not_found()
    return found
