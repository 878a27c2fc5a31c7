"""Closings of days, and the drawer, as answers show them and as closings keep them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from kit.clock import iso
from orders.amounts import text

from bills import states
from bills.drawers import Drawer
from bills.models import CashMovement, DayClosing, Receipt


def drawer_object(drawer: Drawer, names: Mapping[int, str]) -> dict[str, Any]:
    """What has to be in the drawer."""
    movements = [movement_object(each) for each in drawer.movements]
    return {
        **_sums_object(drawer),
        "tips": text(drawer.tips),
        "movements": [_named(each, names) for each in movements],
        "currency": settings.CURRENCY,
        "since": None if drawer.before is None else iso(drawer.before.created_at),
    }


def _sums_object(drawer: Drawer) -> dict[str, str]:
    return {
        "opening": text(drawer.opening),
        "sales": text(drawer.sales),
        "refunds": text(drawer.refunds),
        "moved": text(drawer.moved),
        "expected": text(drawer.expected),
    }


def _named(written: dict[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """Something with the name of who did it."""
    return {**written, "user": names[written["user_id"]]}


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


def named_closing(closing: DayClosing, names: Mapping[int, str]) -> dict[str, Any]:
    """A closed day with the names of those who have to do with it."""
    shown = closing_object(closing)
    movements = [_named(each, names) for each in shown["movements"]]
    return {**_named(shown, names), "movements": movements}


def users_of(closings: Iterable[DayClosing]) -> set[int]:
    """The ids of all whose names are shown."""
    found = set()
    for closing in closings:
        found |= {closing.user_id, *(each["user_id"] for each in closing.content["movements"])}
    return found


def closing_content(drawer: Drawer, receipts: Iterable[Receipt]) -> dict[str, Any]:
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
        "drawer": _sums_object(drawer),
        "movements": [movement_object(each) for each in drawer.movements],
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
