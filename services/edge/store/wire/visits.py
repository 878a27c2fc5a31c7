"""Visits and carts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from kit.clock import iso

from store.account import Account
from store.models import CartLine, TicketLine, Visit
from store.wire.money import receipt_object, refund_object
from store.wire.values import price


def visit_object(
    visit: Visit, cart: Sequence[CartLine], tickets: Sequence[UUID], account: Account
) -> dict[str, Any]:
    """A visit with its cart, the ids of its tickets, its receipt and what goes back. It has no
    receipt until all tickets were complete, and staff never get one.
    """
    deposit = account.deposit
    return {
        "id": str(visit.pk),
        "user_id": visit.user_id,
        "role": visit.role,
        "entered_at": iso(visit.entered_at),
        "exited_at": iso(visit.exited_at),
        "billable": visit.billable,
        "cart": cart_object(visit.pk, cart),
        "tickets": [str(each) for each in tickets],
        "receipt": receipt_object(account),
        "refunds": [refund_object(each) for each in account.refunds],
        "deposit_id": str(deposit.payment_id) if deposit is not None else None,
        "store_id": visit.store_id,
    }


def cart_object(visit_id: UUID, lines: Iterable[CartLine]) -> dict[str, Any]:
    """What a visit holds by its events, with prices as of the picks."""
    shown = list(lines)
    return {
        "visit_id": str(visit_id),
        "lines": [line_object(line) for line in shown],
        "total": price(sum(line.quantity * line.unit_price for line in shown)),
        "currency": settings.CURRENCY,
    }


def line_object(line: CartLine | TicketLine) -> dict[str, Any]:
    """A line of a cart, of a ticket."""
    return {
        "product_id": line.product_id,
        "name": line.name,
        "quantity": line.quantity,
        "unit_price": price(line.unit_price),
        "total": price(line.quantity * line.unit_price),
    }
