"""Reports of days as answers show them. Amounts are texts with the decimals of the currency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from kit.clock import iso
from kit.money import shown
from orders import states as order_states

from bills import states
from bills.days import Period
from bills.wire import text

DISHES = 200  # that are shown, those that brought most first


def takings_object(
    period: Period, rows: Mapping[str, Sequence[Any]], names: Mapping[int, str]
) -> dict[str, Any]:
    """What some days have brought."""
    sums = _by_kind(rows["sold"])
    ((tables_unpaid, unpaid),) = rows["unpaid"]
    ((first, last, receipts),) = rows["numbers"]
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "start": iso(period.start),
        "end": iso(period.end),
        "timezone": period.zone,
        "currency": settings.CURRENCY,
        "sold": _sum_object(sums["all"][0] if sums["all"] else None),
        "hours": [{"hour": each[1], **_sum_object(each)} for each in _sorted(sums["hour"], 1)],
        "dishes": [
            {"name": each[2], "category": each[3], **_sum_object(each)}
            for each in _largest(sums["dish"])[:DISHES]
        ],
        "categories": [
            {"name": each[3], **_sum_object(each)} for each in _largest(sums["category"])
        ],
        "cancelled": [{"reason": each[5], **_sum_object(each)} for each in _largest(sums["lost"])],
        "tables": [
            {"guests": guests, "tables": tables, "amount": _amount(net)}
            for guests, tables, net in rows["tables"]
        ],
        "unpaid": {"tables": tables_unpaid, "amount": _amount(unpaid)},
        "waits": _waits(rows["waits"]),
        "paid": _paid(rows["paid"]),
        "waiters": _waiters(rows["paid"], sums["staff"], names),
        "taxes": [
            dict(zip(("vat_rate", "gross", "net", "vat"), (rate, *map(_amount, some)), strict=True))
            for rate, *some in rows["taxes"]
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


def users_of(rows: Mapping[str, Sequence[Any]]) -> set[int]:
    """The ids of all whose names are shown."""
    found = {row[2] for row in rows["paid"]} | {row[2] for row in rows["taken_off"]}
    found |= {row[4] for row in rows["sold"] if row[0] == "staff"}
    return found - {None}


def _by_kind(rows: Iterable[Sequence[Any]]) -> dict[str, list[Sequence[Any]]]:
    kinds: dict[str, list[Sequence[Any]]] = {
        each: [] for each in ("all", "hour", "dish", "category", "staff", "lost")
    }
    for row in rows:
        kinds[row[0]].append(row)
    return kinds


def _sum_object(row: Sequence[Any] | None) -> dict[str, Any]:
    """`amount` is what is to be paid of `gross`."""
    orders, quantity, gross, discount, voided = row[6:] if row else (0, 0, *[Decimal(0)] * 3)
    return {
        "orders": orders,
        "quantity": quantity,
        "gross": _amount(gross),
        "discount": _amount(discount),
        "voided": _amount(voided),
        "amount": _amount(gross - discount - voided),
    }


def _amount(value: Decimal | int) -> str:
    return shown(Decimal(value), settings.CURRENCY)


def _sorted(rows: Iterable[Sequence[Any]], at: int) -> list[Sequence[Any]]:
    return sorted(rows, key=lambda row: row[at])


def _largest(rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """What brought most, first."""
    return sorted(rows, key=lambda row: (-(row[8] - row[9] - row[10]), str(row[1:6])))


def _waits(rows: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """By step, in their order: how long it took from the order on, in seconds."""
    found = {step: rest for step, *rest in rows}
    return [
        {"step": step, "orders": count, "median": median, "nine_of_ten": ninth}
        for step in order_states.STEPS
        if step in found
        for count, median, ninth in [found[step]]
    ]


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
    paid: Iterable[Sequence[Any]], placed: Iterable[Sequence[Any]], names: Mapping[int, str]
) -> list[dict[str, Any]]:
    """By user: what they have taken, and ordered for guests; null is phones, and guests."""
    sums: dict[int | None, list[int]] = {}
    for _, _, user, _, amount, tip in paid:
        of_user = sums.setdefault(user, [0, 0, 0])
        of_user[0] += amount
        of_user[1] += tip
    for row in placed:
        sums.setdefault(row[4], [0, 0, 0])[2] += row[6]
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
