"""Receipts and what is on them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max, Min, Sum
from kit.fields import uuid_of

from store import refusals
from store.models import Receipt, TicketLine, Visit
from store.reckoning import Billed


def lines_billed(visit: Visit) -> list[Billed]:
    """What the tickets of a visit say was taken, as one list."""
    lines = TicketLine.objects.filter(ticket__visit=visit, quantity__gt=0)
    together = lines.values("product_id", "unit_price").annotate(
        units=Sum("quantity"), called=Max("name"), first=Min("pk")
    )
    return [
        Billed(row["product_id"], row["called"], row["units"], row["unit_price"])
        for row in together.order_by("first")
    ]


def receipt_find(receipt_id: str | UUID, *, user_id: int) -> Receipt:
    """This visitor's receipt of this id, any text; raises 404 `receipt_not_found`."""
    id = uuid_of(receipt_id, refusals.receipt_not_found)
    found = Receipt.objects.filter(receipt_id=id, visit__user=user_id).first()
    if found is None:
        raise refusals.receipt_not_found()
    return found
