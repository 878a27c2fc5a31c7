"""Figures of days, as the desk shows them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from kit.days import days_between

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


def span(first: date, last: date) -> dict[str, str]:
    """Which days these are."""
    return {"from": first.isoformat(), "to": last.isoformat()}
