"""Closings of days, and the drawer, as answers show them and as closings keep them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from kit.clock import iso
from orders.amounts import text

from bills import states
from bills.drawers import Drawer
from bills.models import CashMovement, DayClosing, Receipt


def drawer_object(drawer: Drawer) -> dict[str, Any]:
    """What has to be in the drawer."""
    return {
        "opening": text(drawer.opening),
        "sales": text(drawer.sales),
        "refunds": text(drawer.refunds),
        "moved": text(drawer.moved),
        "expected": text(drawer.expected),
        "currency": settings.CURRENCY,
        "since": None if drawer.before is None else iso(drawer.before.created_at),
    }


def movement_object(movement: CashMovement) -> dict[str, Any]:
    """Cash that came or went other than by a payment."""
    return {
        "id": movement.pk,
        "amount": text(movement.amount),
        "reason": movement.reason,
        "user_id": movement.user_id,
        "created_at": iso(movement.created_at),
    }


def closing_object(closing: DayClosing) -> dict[str, Any]:
    """A closed day."""
    return {
        "id": closing.pk,
        "location_id": closing.location_id,
        "created_at": iso(closing.created_at),
        "digest": closing.digest,
        **closing.content,
    }


def closing_content(
    drawer: Drawer, receipts: Iterable[Receipt], movements: Iterable[CashMovement]
) -> dict[str, Any]:
    """The sums of a closing: what was paid by kind, the tax of all receipts, the drawer."""
    receipts = list(receipts)
    numbers = [each.number for each in receipts]
    return {
        "currency": settings.CURRENCY,
        "receipts": {
            "first": min(numbers, default=None),
            "last": max(numbers, default=None),
            "count": len(numbers),
        },
        "paid": [_paid(kind, receipts) for kind in states.KINDS],
        "taxes": _taxes(receipts),
        "drawer": {
            "opening": text(drawer.opening),
            "sales": text(drawer.sales),
            "refunds": text(drawer.refunds),
            "moved": text(drawer.moved),
            "expected": text(drawer.expected),
        },
        "movements": [movement_object(each) for each in movements],
    }


def _paid(kind: str, receipts: Iterable[Receipt]) -> dict[str, Any]:
    """What came by this kind of payment, refunds taken off."""
    amount = tips = count = 0
    for receipt in receipts:
        if receipt.payment.kind != kind:
            continue
        source = receipt.payment if receipt.refund is None else receipt.refund
        sign = 1 if receipt.refund is None else -1
        amount, tips, count = amount + sign * source.amount, tips + sign * source.tip, count + 1
    return {"kind": kind, "receipts": count, "amount": text(amount), "tips": text(tips)}


def _taxes(receipts: Iterable[Receipt]) -> list[dict[str, str]]:
    """By rate: the sums of what stands on receipts."""
    sums: dict[str, list[Decimal]] = {}
    for receipt in receipts:
        for rate in receipt.content["rates"]:
            parts = sums.setdefault(rate["vat_rate"], [Decimal(0)] * 3)
            for at, name in enumerate(("gross", "net", "vat")):
                parts[at] += Decimal(rate[name])
    return [
        dict(zip(("vat_rate", "gross", "net", "vat"), (rate, *map(str, sums[rate])), strict=True))
        for rate in sorted(sums, key=Decimal, reverse=True)
    ]
