"""What customers say, with the sales that they say it of."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from vending import states
from vending.models import Feedback, Sale
from vending.selectors.desk import feedback_rows


def opinions_find(
    *, machine_id: str | None, status: str | None, transaction_id: str | None
) -> QuerySet[Feedback]:
    """Feedback on a machine, of a status, about a transaction; None is any. What is new has the
    worst ratings first, all else comes newest first.
    """
    named = {"transaction_id": OuterRef("transaction_id"), "client_id": OuterRef("client_id")}
    sale = Sale.objects.filter(machine=OuterRef("machine"), **named)
    found = Feedback.objects.select_related("machine").annotate(is_of_sale=Exists(sale))
    if machine_id is not None:
        found = found.filter(machine__machine_id=machine_id)
    if transaction_id is not None:
        found = found.filter(is_of_sale=True, transaction_id=transaction_id)
    if status is not None:
        found = found.filter(status=status)
    return found.order_by(*(["rating"] if status == states.NEW else []), "-pk")


def opinion_rows(found: list[Feedback]) -> list[dict[str, Any]]:
    """Feedback with its machine, and its sale where the same client bought it there."""
    return [
        row
        | {
            "name": each.machine.name,
            "transaction_id": each.transaction_id if getattr(each, "is_of_sale", False) else None,
        }
        for each, row in zip(found, feedback_rows(found), strict=True)
    ]


def opinion_counts(machine_id: str | None) -> dict[str, int]:
    """How many there are of each status, on a machine; None is any."""
    found = Feedback.objects.all()
    if machine_id is not None:
        found = found.filter(machine__machine_id=machine_id)
    counted = found.order_by().values_list("status").annotate(number=Count("pk"))
    return dict.fromkeys(states.FEEDBACK_STATES, 0) | dict(counted)
