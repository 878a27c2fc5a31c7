"""Refunds, as operators look after them. Newest first."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from refunds.states import DONE

from vending import refusals_desk
from vending.models import Received, Refund
from vending.wire.refunds import refund_object


def refunds_find(*, machine_id: str | None, state: str | None) -> QuerySet[Refund]:
    """Refunds of a machine, in a state; None is any machine, and any state but done."""
    found = refunds_shown().order_by("-pk")
    if machine_id is not None:
        found = found.filter(sale__machine__machine_id=machine_id)
    return found.exclude(state=DONE) if state is None else found.filter(state=state)


def refunds_shown() -> QuerySet[Refund]:
    """Refunds with what their object shows: `paid_in` is the currency of the payment, where the
    provider has told it.
    """
    payments = Received.objects.filter(provider_payment_id=OuterRef("provider_payment_id"))
    shown = Refund.objects.select_related("sale__machine")
    return shown.annotate(paid_in=Subquery(payments.values("currency")[:1]))


def refund_find(refund_id: str) -> Refund:
    """The refund of this id; raises 404 `Refund not found`."""
    try:
        named = refunds_shown().filter(refund_id=uuid.UUID(refund_id))
    except ValueError:
        raise refusals_desk.refund_not_found() from None
    refund = named.first()
    if refund is None:
        raise refusals_desk.refund_not_found()
    return refund


def refund_rows(refunds: list[Refund]) -> list[dict[str, Any]]:
    return [refund_object(refund) for refund in refunds]
