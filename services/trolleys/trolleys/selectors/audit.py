"""The audit trail: who had which trolley, how long, and what they bought."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Case, F, Q, QuerySet, When
from django.db.models.functions import Coalesce

from trolleys import life, states
from trolleys.models import Receipt, Session
from trolleys.wire.values import money, utc


def sessions_audited(
    *,
    location_id: int | None,
    trolley_id: str | None,
    user_id: int | None,
    begin: datetime | None,
    end: datetime | None,
) -> QuerySet[Session]:
    """The sessions to which all that is given applies, by their begin, newest first; `end` is not
    included. One that has run out is over, whether or not that is written down.
    """
    given = {
        "location_id": location_id,
        "trolley__trolley_id": trolley_id,
        "user_id": user_id,
        "started_at__gte": begin,
        "started_at__lt": end,
    }
    filters = {name: value for name, value in given.items() if value is not None}
    ran_out = Case(When(life.overdue(), then=F("alive_until")), default=None)
    found = Session.objects.filter(Q(**filters)).select_related("trolley")
    return found.annotate(over_at=Coalesce(F("ended_at"), ran_out)).order_by("-started_at", "-id")


def audit_objects(sessions: list[Session]) -> list[dict[str, Any]]:
    """How answers show rows of `sessions_audited`. One query."""
    receipts = Receipt.objects.filter(payment__session__in=sessions).select_related("payment")
    sold = {receipt.payment.session_id: receipt for receipt in receipts}
    return [_audit_object(session, sold.get(session.pk)) for session in sessions]


def _audit_object(session: Any, receipt: Receipt | None) -> dict[str, Any]:
    over_at = session.over_at
    ran_out = session.state == states.ACTIVE and over_at is not None
    return {
        "session_id": str(session.session_id),
        "user": session.user_id,
        "username": session.user_name or None,
        "trolley_id": session.trolley.trolley_id,
        "started_at": utc(session.started_at),
        "ended_at": utc(over_at),
        "duration_s": over_at and round((over_at - session.started_at).total_seconds()),
        **_sold(receipt),
        "ended_by": states.BY_EXPIRY if ran_out else session.ended_by or None,
    }


def _sold(receipt: Receipt | None) -> dict[str, Any]:
    """What the session has bought; nothing without a receipt."""
    if receipt is None:
        nothing = {"items": 0, "amount": money(Decimal(0)), "currency": settings.CURRENCY}
        return {**nothing, "receipt_id": None}
    payment = receipt.payment
    return {
        "items": sum(line["quantity"] for line in payment.lines),
        "amount": money(payment.amount),
        "currency": payment.currency,
        "receipt_id": str(receipt.receipt_id),
    }
