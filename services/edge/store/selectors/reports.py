"""Figures of days: what nobody can account for, and how visits are reviewed. One pass each."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q
from kit.days import day_begin, day_end

from store import states
from store.models import Machine
from store.wire.reports import Lost, Reviewed, reviews_object, unaccounted_object

#: What scales have shown that is nobody's: the whole, each day, each hour of the day, each machine,
#: each hour of each machine.
_UNACCOUNTED = f"""
WITH lost AS (
  SELECT machine_id AS machine, (event_time AT TIME ZONE 'UTC') AS at,
    CASE WHEN status = '{states.PICKED}' THEN weight_change_g ELSE 0 END AS picked,
    CASE WHEN status = '{states.PLACED}' THEN weight_change_g ELSE 0 END AS placed
  FROM store_weightchange
  WHERE attribution = '{states.UNACCOUNTED}' AND event_time >= %(first)s AND event_time < %(end)s
)
SELECT at::date, extract(hour FROM at)::int, machine,
  count(*), coalesce(sum(picked), 0)::bigint, coalesce(sum(placed), 0)::bigint
FROM lost
GROUP BY GROUPING SETS ((), (at::date), (extract(hour FROM at)::int), (machine),
  (machine, extract(hour FROM at)::int))
"""  # noqa: S608 - of our own words alone
#: Visits of customers that ended on these days. A reviewer has completed what has one and is
#: complete; what a visit still waits for wins.
_REVIEWS = f"""
WITH ended AS (
  SELECT (visit.exited_at AT TIME ZONE 'UTC')::date AS day,
    bool_or(ticket.status <> '{states.REVIEW_COMPLETE}') AS waits,
    bool_or(ticket.reviewer_id IS NOT NULL) AS by_hand
  FROM store_visit visit JOIN store_ticket ticket ON ticket.visit_id = visit.id
  WHERE visit.exited_at >= %(first)s AND visit.exited_at < %(end)s
    AND visit.role = '{states.CUSTOMER}'
  GROUP BY visit.id
)
SELECT day, count(*), count(*) FILTER (WHERE by_hand AND NOT waits), count(*) FILTER (WHERE waits)
FROM ended GROUP BY day
"""  # noqa: S608 - of our own words alone


def unaccounted(*, first: date, last: date) -> dict[str, Any]:
    """Grams that were taken or put while nobody was inside, or beyond what was held, on these days
    (UTC, both included), by day, hour of the day and machine. Retired machines are there if they
    have something.
    """
    rows = days_rows(_UNACCOUNTED, first, last)
    found = {(day, hour, machine): Lost(*sums) for day, hour, machine, *sums in rows}
    seen = {machine for _, _, machine in found if machine is not None}
    machines = Machine.objects.filter(Q(retired_at=None) | Q(pk__in=seen)).order_by("machine_id")
    names = dict(machines.values_list("machine_id", "display_name"))
    return unaccounted_object(first, last, names, found)


def reviews(*, first: date, last: date) -> dict[str, Any]:
    """How many visits of customers that ended on these days (UTC) a reviewer has looked at, how
    many completed by themselves, and how many wait.
    """
    rows = days_rows(_REVIEWS, first, last)
    return reviews_object(first, last, {day: Reviewed(*counts) for day, *counts in rows})


def days_rows(statement: str, first: date, last: date, **more: Any) -> list[tuple[Any, ...]]:
    """What a statement finds of these days; `more` are further values that it names."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"first": day_begin(first), "end": day_end(last), **more})
        return list(cursor.fetchall())
