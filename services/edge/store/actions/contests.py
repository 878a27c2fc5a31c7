"""A visitor says that a receipt is wrong: its tickets are reviewed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from store import refusals, states
from store.actions.locking import store_lock, visits_lock
from store.actions.receipts import receipt_lock
from store.actions.telling import receipt_tell
from store.actions.ticket_moves import ticket_move
from store.models import Contest, Receipt, Ticket, TicketLine, Visit


@transaction.atomic
def visit_contest(*, visit_id: UUID, message: str, lines: Mapping[int, int], by: int) -> Visit:
    """Contest the receipt of one's visit; `lines` are units by product that were really taken.

    Raises 404 `visit_not_found`; 409 `nothing_to_contest` without a receipt that is final and has
    something on it, and 400 `product_unknown` for a product that is not on it.
    """
    store_lock()
    visit = visits_lock([visit_id]).get(visit_id)
    if visit is None:
        raise refusals.visit_not_found()
    receipt = receipt_lock(visit)
    tickets = _tickets_with_lines(visit)
    if receipt is None or receipt.status not in states.FINAL or not tickets:
        raise refusals.nothing_to_contest()
    for product_id in lines:
        if product_id not in {line["product_id"] for line in receipt.lines}:
            raise refusals.product_unknown(product_id)
    said = [{"product_id": id, "quantity": quantity} for id, quantity in lines.items()]
    Contest.objects.create(receipt=receipt, message=message, lines=said)
    _reopen(receipt)
    for ticket in tickets:
        ticket.visit = visit
        changed: dict[str, Any] = {"reviewer_id": None, "auto_completed": False}
        ticket_move(ticket, to=states.CONTESTED, step="contest", by=by, **changed)
    receipt_tell(visit)
    return visit


def _tickets_with_lines(visit: Visit) -> list[Ticket]:
    billed = TicketLine.objects.filter(ticket__visit=visit, quantity__gt=0).values("ticket")
    locked = Ticket.objects.select_for_update(no_key=True).filter(pk__in=billed)
    return list(locked.order_by("pk"))


def _reopen(receipt: Receipt) -> None:
    receipt.status = states.RECEIPT_CONTESTED
    if receipt.contested_at is None:
        receipt.contested_at, receipt.ceiling = timezone.now(), receipt.total
    receipt.save(update_fields=["status", "contested_at", "ceiling", "updated_at"])
