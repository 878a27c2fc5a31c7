"""Reads of payments."""

from __future__ import annotations

import uuid

from charges import refusals as charge_refusals
from charges import states as payment_states
from django.db.models import QuerySet
from kit.tokens import Caller

from trolleys import access
from trolleys.models import Payment


def payments_shown() -> QuerySet[Payment]:
    """Payments with all that is shown of them."""
    return Payment.objects.select_related("receipt", "session__trolley").prefetch_related("refunds")


def payment_get(payment_id: uuid.UUID) -> Payment:
    """The payment with all that is shown of it; raises 404 `Payment not found`."""
    payment = payments_shown().filter(payment_id=payment_id).first()
    if payment is None:
        raise charge_refusals.payment_not_found()
    return payment


def payment_get_text(text: str) -> Payment:
    """The same by the id as it stands in a path."""
    return payment_get(_uuid(text))


def payment_visible(
    payment_id: str, session_id: str | None, caller: Caller | None, *, staff: bool = False
) -> Payment:
    """The payment, for who knows its session or owns it, and for staff of its place where they
    may read; for all others it is 404 `Payment not found`, as an unknown one.
    """
    payment = payment_get_text(payment_id)
    if not may_see(payment, session_id, caller, staff=staff):
        raise charge_refusals.payment_not_found()
    return payment


def may_see(
    payment: Payment, session_id: str | None, caller: Caller | None, *, staff: bool
) -> bool:
    """Whether somebody may look at a payment and its receipt. Raises 503 while locations is down
    and only they could tell.
    """
    session = payment.session
    if session is not None and session_id is not None and _same(session_id, session.session_id):
        return True
    if caller is None:
        return False
    is_owner = caller.user_id == payment.user_id
    return is_owner or (staff and access.is_staff(caller, payment.location_id))


def payments_find(
    location_id: int | None, *, status: str | None, refund: str | None
) -> QuerySet[Payment]:
    """The payments of a location (None: of all), newest first: those in this state, and those
    with a refund in that one.
    """
    rows = payments_shown().exclude(status=payment_states.OPENING).order_by("-pk")
    if location_id is not None:
        rows = rows.filter(location_id=location_id)
    if status is not None:
        rows = rows.filter(status=status)
    return rows.filter(refunds__state=refund).distinct() if refund is not None else rows


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise charge_refusals.payment_not_found() from None


def _same(text: str, session_id: uuid.UUID) -> bool:
    try:
        return uuid.UUID(text) == session_id
    except ValueError:
        return False
