"""Figures of the receipts that were made on some days: when all tickets of a visit were complete
first. One pass each.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from store.models import Machine
from store.selectors.reports import days_rows
from store.wire import reports as wire

_MADE = """
WITH made AS (
  SELECT visit_id, created_at, (created_at AT TIME ZONE 'UTC')::date AS day, lines, total,
    settled_at IS NOT NULL AS paid, contested_at IS NOT NULL AS contested,
    contested_at IS NOT NULL OR lines <> '[]'::jsonb AS had_any
  FROM store_receipt
  WHERE created_at >= %(first)s AND created_at < %(end)s AND currency = %(currency)s
)
"""
_WAITS = f"""{_MADE}
SELECT day, count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds),
  percentile_disc(0.9) WITHIN GROUP (ORDER BY seconds)
FROM (
  SELECT made.day, greatest(0, round(extract(epoch FROM made.created_at - visit.exited_at)))::bigint
    AS seconds
  FROM made JOIN store_visit visit ON visit.id = made.visit_id WHERE made.had_any
) waited
GROUP BY GROUPING SETS ((), (day))
"""  # noqa: S608 - of our own words alone
#: A machine's receipts are those of visits that took something there, by their tickets; what a
#: review has taken off is known by the step that contested it. LIMIT has both looked up by the
#: tickets of these days: else all lines and steps that there are would be read.
_DISPUTES = f"""{_MADE}
SELECT day, NULL, count(*), count(*) FILTER (WHERE contested)
FROM made WHERE had_any GROUP BY GROUPING SETS ((), (day))
UNION ALL
SELECT NULL, ticket.machine_id, count(*), count(*) FILTER (WHERE disputed.yes)
FROM made JOIN store_ticket ticket ON ticket.visit_id = made.visit_id
LEFT JOIN LATERAL (
  SELECT true AS yes FROM store_ticketline line WHERE line.ticket_id = ticket.id LIMIT 1
) taken ON true
LEFT JOIN LATERAL (
  SELECT true AS yes FROM store_ticketstep step
  WHERE made.contested AND step.ticket_id = ticket.id AND step.step = 'contest' LIMIT 1
) disputed ON true
WHERE taken.yes OR disputed.yes GROUP BY ticket.machine_id
"""  # noqa: S608 - of our own words alone
_TAKINGS = f"""{_MADE}
SELECT day, count(*), coalesce(sum(total), 0)::bigint,
  coalesce(sum(total) FILTER (WHERE paid), 0)::bigint
FROM made GROUP BY GROUPING SETS ((), (day))
"""  # noqa: S608 - of our own words alone
_GOODS = f"""{_MADE}
SELECT sold.product_id, coalesce(product.name, sold.name), sold.quantity, sold.total
FROM (
  SELECT line.product_id, max(line.name) AS name, sum(line.quantity)::bigint AS quantity,
    sum(line.quantity * line.unit_price)::bigint AS total
  FROM made CROSS JOIN LATERAL jsonb_to_recordset(made.lines)
    AS line(product_id bigint, name text, quantity bigint, unit_price bigint)
  GROUP BY line.product_id
) sold LEFT JOIN store_product product ON product.product_id = sold.product_id
WHERE sold.quantity > 0
ORDER BY sold.total DESC, sold.product_id
"""  # noqa: S608 - of our own words alone


def waits(*, first: date, last: date) -> dict[str, Any]:
    """How long after the exit receipts came that had anything on them: median, and what nine of ten
    took at most, by day.
    """
    found = {day: wire.Waited(*values) for day, *values in _rows(_WAITS, first, last)}
    return wire.waits_object(first, last, found)


def disputes(*, first: date, last: date) -> dict[str, Any]:
    """How many receipts that had anything on them were ever contested, by day and by machine."""
    rows = _rows(_DISPUTES, first, last)
    found = {(day, machine): wire.Disputed(*counts) for day, machine, *counts in rows}
    seen = {machine for _, machine in found if machine is not None}
    machines = Machine.objects.filter(Q(retired_at=None) | Q(pk__in=seen)).order_by("machine_id")
    names = dict(machines.values_list("machine_id", "display_name"))
    return wire.disputes_object(first, last, names, found)


def takings(*, first: date, last: date) -> dict[str, Any]:
    """What receipts come to as they are now, and what of it is paid, by day."""
    found = {day: wire.Taken(*sums) for day, *sums in _rows(_TAKINGS, first, last)}
    return wire.takings_object(first, last, found)


def goods(*, first: date, last: date) -> dict[str, Any]:
    """Units and takings by product, the dearest first."""
    return wire.goods_object(first, last, [wire.Sold(*row) for row in _rows(_GOODS, first, last)])


def _rows(statement: str, first: date, last: date) -> list[tuple[Any, ...]]:
    return days_rows(statement, first, last, currency=settings.CURRENCY)
