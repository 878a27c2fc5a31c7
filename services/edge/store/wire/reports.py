"""Figures of days, as the desk shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from kit.days import days_between

from store.wire.values import price

HOURS = range(24)


class Lost(NamedTuple):
    """What scales have shown that is nobody's: how often, and grams that went and came."""

    events: int = 0
    picked_g: int = 0
    placed_g: int = 0


class Reviewed(NamedTuple):
    """Visits that ended: all, those that a reviewer has completed, those that wait for one."""

    visits: int = 0
    by_hand: int = 0
    waiting: int = 0


class Waited(NamedTuple):
    """Receipts, and seconds from the exit to them; null where there are none."""

    receipts: int = 0
    median_s: int | None = None
    p90_s: int | None = None


class Disputed(NamedTuple):
    """Receipts, and how many of them were ever contested."""

    receipts: int = 0
    contested: int = 0


class Taken(NamedTuple):
    """Receipts, what they come to, and what of it is paid; minor units."""

    receipts: int = 0
    total: int = 0
    paid: int = 0


class Sold(NamedTuple):
    """What was sold of a product; `total` in minor units."""

    product_id: int
    name: str
    quantity: int
    total: int


Place = tuple[date | None, int | None, str | None]  # day, hour, machine: None for all


def unaccounted_object(
    first: date, last: date, names: Mapping[str, str], found: Mapping[Place, Lost]
) -> dict[str, Any]:
    """By day, hour of the day and machine; `names` are those of the machines to be shown."""

    def lost(day: date | None, hour: int | None, machine: str | None) -> dict[str, int]:
        return found.get((day, hour, machine), Lost())._asdict()

    return {
        **span(first, last),
        "totals": lost(None, None, None),
        "days": [
            {"day": day.isoformat(), **lost(day, None, None)} for day in days_between(first, last)
        ],
        "hours": [{"hour": hour, **lost(None, hour, None)} for hour in HOURS],
        "machines": [
            {
                "machine_id": machine,
                "display_name": name,
                **lost(None, None, machine),
                "hours": [{"hour": hour, **lost(None, hour, machine)} for hour in HOURS],
            }
            for machine, name in names.items()
        ],
    }


def reviews_object(first: date, last: date, found: Mapping[date, Reviewed]) -> dict[str, Any]:
    """By the day on which visits ended."""
    whole = Reviewed(*map(sum, zip(*found.values(), strict=True))) if found else Reviewed()
    days = days_between(first, last)
    return {
        **span(first, last),
        "totals": _reviewed(whole),
        "days": [{"day": day.isoformat(), **_reviewed(found.get(day, Reviewed()))} for day in days],
    }


def _reviewed(counts: Reviewed) -> dict[str, int]:
    by_itself = counts.visits - counts.by_hand - counts.waiting
    return {**counts._asdict(), "by_itself": by_itself}


def waits_object(first: date, last: date, found: Mapping[date | None, Waited]) -> dict[str, Any]:
    """By the day on which receipts were made; None is the whole."""
    return {
        **span(first, last),
        "totals": found.get(None, Waited())._asdict(),
        "days": [
            {"day": day.isoformat(), **found.get(day, Waited())._asdict()}
            for day in days_between(first, last)
        ],
    }


def disputes_object(
    first: date,
    last: date,
    names: Mapping[str, str],
    found: Mapping[tuple[date | None, str | None], Disputed],
) -> dict[str, Any]:
    """By the day on which receipts were made, and by machine."""
    return {
        **span(first, last),
        "totals": found.get((None, None), Disputed())._asdict(),
        "days": [
            {"day": day.isoformat(), **found.get((day, None), Disputed())._asdict()}
            for day in days_between(first, last)
        ],
        "machines": [
            {
                "machine_id": machine,
                "display_name": name,
                **found.get((None, machine), Disputed())._asdict(),
            }
            for machine, name in names.items()
        ],
    }


def takings_object(first: date, last: date, found: Mapping[date | None, Taken]) -> dict[str, Any]:
    """By the day on which receipts were made; amounts as texts."""
    return {
        **span(first, last),
        "currency": settings.CURRENCY,
        "totals": _taken(found.get(None, Taken())),
        "days": [
            {"day": day.isoformat(), **_taken(found.get(day, Taken()))}
            for day in days_between(first, last)
        ],
    }


def _taken(sums: Taken) -> dict[str, Any]:
    return {
        "receipts": sums.receipts,
        "total": price(sums.total),
        "paid": price(sums.paid),
        "due": price(sums.total - sums.paid),
    }


def goods_object(first: date, last: date, sold: Sequence[Sold]) -> dict[str, Any]:
    """What was sold, by product."""
    return {
        **span(first, last),
        "currency": settings.CURRENCY,
        "products": [{**each._asdict(), "total": price(each.total)} for each in sold],
    }


def span(first: date, last: date) -> dict[str, str]:
    """Which days these are."""
    return {"from": first.isoformat(), "to": last.isoformat()}
