"""Reports of days as answers show them. Amounts are texts with the decimals of the currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from kit.clock import iso
from kit.money import shown
from orders import states as order_states
from orders.amounts import text

from bills import states
from bills.days import Period
from bills.selectors.takings import Takings

DISHES = 200  # that are shown, those that brought most first
NOTHING = {"orders": 0, "quantity": 0, "gross": "0", "discount": "0", "voided": "0"}


def takings_object(period: Period, takings: Takings, names: Mapping[int, str]) -> dict[str, Any]:
    """What some days have brought."""
    rows = takings.rows
    ((first, last, receipts),) = rows["numbers"]
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "start": iso(period.start),
        "end": iso(period.end),
        "timezone": period.zone,
        "currency": settings.CURRENCY,
        **_sold(takings),
        "paid": _paid(rows["paid"]),
        "waiters": _waiters(rows["paid"], takings.sums("staff"), names),
        "taxes": [
            {"vat_rate": rate, "gross": _text(gross), "net": _text(net), "vat": _text(vat)}
            for rate, gross, net, vat in rows["taxes"]
        ],
        "taken_off": [
            {
                "kind": kind,
                "reason": reason,
                "user": names.get(user, ""),
                "count": count,
                "amount": text(amount),
            }
            for kind, reason, user, count, amount in rows["taken_off"]
        ],
        "receipts": {"first": first, "last": last, "count": receipts},
    }


def users_of(takings: Takings) -> set[int]:
    """The ids of all whose names are shown."""
    found = {row[2] for name in ("paid", "taken_off") for row in takings.rows[name]}
    found |= {each["staff_id"] for each in takings.sums("staff")}
    return found - {None}


def _sold(takings: Takings) -> dict[str, Any]:
    """What was ordered, and what guests have waited for."""
    sold = takings.sold
    hours = sorted(takings.sums("hour"), key=lambda each: int(each["hour"]))
    return {
        "sold": _sum_object(next(iter(takings.sums("all")), NOTHING)),
        "hours": [{"hour": each["hour"], **_sum_object(each)} for each in hours],
        "dishes": [
            {"name": each["dish"], "category": each["category"], **_sum_object(each)}
            for each in _largest(takings.sums("dish"))[:DISHES]
        ],
        "categories": [
            {"name": each["category"], **_sum_object(each)}
            for each in _largest(takings.sums("category"))
        ],
        "cancelled": [
            {"reason": each["lost"], **_sum_object(each)} for each in _largest(takings.sums("lost"))
        ],
        "tables": [
            {"guests": each["guests"], "tables": each["tables"], "amount": _text(each["net"])}
            for each in sold["tables"]
        ],
        "unpaid": {
            "tables": sold["unpaid"]["tables"],
            "amount": _text(sold["unpaid"]["amount"]),
        },
        "waits": _waits(sold["waits"]),
    }


def _sum_object(sums: Mapping[str, Any]) -> dict[str, Any]:
    """`amount` is what is to be paid of `gross`."""
    return {
        "orders": sums["orders"],
        "quantity": sums["quantity"],
        "gross": _text(sums["gross"]),
        "discount": _text(sums["discount"]),
        "voided": _text(sums["voided"]),
        "amount": _text(_net(sums)),
    }


def _net(sums: Mapping[str, Any]) -> Decimal:
    return Decimal(sums["gross"]) - Decimal(sums["discount"]) - Decimal(sums["voided"])


def _text(value: Decimal | str) -> str:
    return shown(Decimal(value), settings.CURRENCY)


def _largest(sums: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What brought most, first."""
    named = ("dish", "category", "lost")
    return sorted(sums, key=lambda each: (-_net(each), *(each[name] or "" for name in named)))


def _waits(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """By step, in their order: how long it took from the order on, in seconds."""
    found = {each.pop("became"): each for each in map(dict, rows)}
    return [{"step": step, **found[step]} for step in order_states.STEPS if step in found]


def _paid(rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """By kind of payment: what came, and what went back."""
    sums = {kind: [0, 0, 0, 0] for kind in states.KINDS}
    for receipt, kind, _, count, amount, tip in rows:
        of_kind = sums[kind]
        of_kind[0] += count if receipt == states.SALE else 0
        of_kind[1] += amount
        of_kind[2] += tip
        of_kind[3] -= amount + tip if receipt == states.REFUND else 0
    return [
        {
            "kind": kind,
            "payments": payments,
            "amount": text(amount),
            "tips": text(tips),
            "total": text(amount + tips),
            "refunds": text(back),
        }
        for kind, (payments, amount, tips, back) in sums.items()
    ]


def _waiters(
    paid: Iterable[Sequence[Any]], placed: Iterable[dict[str, Any]], names: Mapping[int, str]
) -> list[dict[str, Any]]:
    """By user: what they have taken, and ordered for guests; null is phones, and guests."""
    sums: dict[int | None, list[int]] = {}
    for _, _, user, _, amount, tip in paid:
        of_user = sums.setdefault(user, [0, 0, 0])
        of_user[0] += amount
        of_user[1] += tip
    for each in placed:
        sums.setdefault(each["staff_id"], [0, 0, 0])[2] += each["orders"]
    return [
        {
            "user_id": user,
            "name": None if user is None else names.get(user, ""),
            "amount": text(amount),
            "tips": text(tips),
            "orders": orders,
        }
        for user, (amount, tips, orders) in sorted(sums.items(), key=lambda each: -each[1][0])
    ]
