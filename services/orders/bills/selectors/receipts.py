"""Receipts as they are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from kit.fields import uuid_of

from bills import refusals, wire
from bills.days import Period
from bills.models import Receipt

PAGE = 100


def receipt_get(receipt_id: str) -> dict[str, Any]:
    """The receipt of this id; raises 404 `receipt_not_found`."""
    id = uuid_of(receipt_id, refusals.receipt_not_found)
    receipt = Receipt.objects.filter(receipt_id=id).first()
    if receipt is None:
        raise refusals.receipt_not_found()
    return wire.receipt_object(receipt)


def receipts_find(
    location_id: int, *, since: datetime | None, until: datetime | None, offset: int
) -> list[dict[str, Any]]:
    """At most 100 receipts of a place, newest first, from `since` on and before `until`."""
    found = Receipt.objects.filter(location_id=location_id)
    if since is not None:
        found = found.filter(created_at__gte=since)
    if until is not None:
        found = found.filter(created_at__lt=until)
    return [wire.receipt_object(each) for each in found.order_by("-number")[offset : offset + PAGE]]


def receipts_between(period: Period) -> Iterator[Receipt]:
    """All receipts of some business days of a place, oldest first, read a thousand at a time."""
    found = Receipt.objects.filter(
        location_id=period.location_id,
        created_at__gte=period.start,
        created_at__lt=period.end,
    )
    return found.order_by("number").iterator(1000)
