"""How much trolleys are used."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from kit.days import day_begin, day_end, days_between

from trolleys.wire.values import money

# One pass over the sessions of these days: the whole, each day, each hour, each trolley. A session
# that has run out and is not written down yet ended when it ran out.
FIGURES = """
WITH used AS (
  SELECT (session.started_at AT TIME ZONE 'UTC') AS started, trolley.trolley_id AS trolley,
    extract(epoch FROM coalesce(session.ended_at,
      CASE WHEN session.alive_until <= clock_timestamp() THEN session.alive_until END)
      - session.started_at) AS seconds,
    receipt.number IS NOT NULL AS paid, sold.units,
    CASE WHEN payment.currency = %(currency)s THEN payment.amount END AS amount
  FROM trolleys_session session
  JOIN trolleys_trolley trolley ON trolley.id = session.trolley_id
  LEFT JOIN (trolleys_payment payment
    JOIN trolleys_receipt receipt ON receipt.payment_id = payment.id)
    ON payment.session_id = session.id
  LEFT JOIN LATERAL (SELECT sum((line->>'quantity')::int) AS units
    FROM jsonb_array_elements(payment.lines) line) sold ON true
  WHERE session.started_at >= %(first)s AND session.started_at < %(end)s
    AND (%(place)s::bigint IS NULL OR session.location_id = %(place)s))
SELECT grouping(started::date, extract(hour FROM started), trolley) AS kind,
  started::date, extract(hour FROM started)::int, trolley,
  count(*), count(*) FILTER (WHERE paid), avg(seconds), sum(units), sum(amount)
FROM used
GROUP BY GROUPING SETS ((), (started::date), (extract(hour FROM started)), (trolley))
ORDER BY trolley
"""
WHOLE, DAY, HOUR, TROLLEY = 0b111, 0b011, 0b101, 0b110  # which of the three were not grouped by


class Figures(NamedTuple):
    """What was counted of a group of sessions; `seconds` is the mean length of those that are
    over.
    """

    kind: int
    day: date | None
    hour: int | None
    trolley: str | None
    sessions: int = 0
    paid: int = 0
    seconds: Decimal | None = None
    units: int | None = None
    amount: Decimal | None = None

    @property
    def mean(self) -> int | None:
        return None if self.seconds is None else round(self.seconds)


def usage(*, first: date, last: date, location_id: int | None) -> dict[str, Any]:
    """The figures of the sessions that began on these days (UTC, both included) at a location;
    None is everywhere. One query.
    """
    rows = _rows(first, last, location_id)
    whole = next((row for row in rows if row.kind == WHOLE), Figures(WHOLE, None, None, None))
    days = {row.day: row for row in rows if row.kind == DAY}
    hours = {row.hour: row.sessions for row in rows if row.kind == HOUR}
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "sessions": whole.sessions,
        "paid": whole.paid,
        "conversion": round(whole.paid / whole.sessions, 3) if whole.sessions else None,
        "mean_duration_s": whole.mean,
        "items": int(whole.units or 0),
        "revenue": money(whole.amount or Decimal(0)),
        "currency": settings.CURRENCY,
        "per_day": [_day(day, days.get(day)) for day in days_between(first, last)],
        "per_hour": [{"hour": hour, "sessions": hours.get(hour, 0)} for hour in range(24)],
        "per_trolley": [
            {"trolley_id": row.trolley, **_counts(row)} for row in rows if row.kind == TROLLEY
        ],
    }


def _rows(first: date, last: date, location_id: int | None) -> list[Figures]:
    values = {
        "first": day_begin(first),
        "end": day_end(last),
        "place": location_id,
        "currency": settings.CURRENCY,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIGURES, values)
        return [Figures._make(row) for row in cursor.fetchall()]


def _day(day: date, row: Figures | None) -> dict[str, Any]:
    return {"day": day.isoformat(), **_counts(row or Figures(DAY, day, None, None))}


def _counts(row: Figures) -> dict[str, Any]:
    return {"sessions": row.sessions, "paid": row.paid, "mean_duration_s": row.mean}
