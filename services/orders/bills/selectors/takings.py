"""What some days have brought: what was ordered, what was paid, how long guests have waited.

What was ordered is looked up by the sessions that were open then, of which a place has few: orders
have no index of their own by time, which every order would have to pay for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from bills.days import Period

SAMPLE = 2000  # orders by which waiting times are told; more would say the same, and later

# One statement, so that what was ordered is read once. `sums` says by what something is summed.
SOLD = """
WITH sat AS MATERIALIZED (
  SELECT id, phone_count, paid, created_at, closed_at FROM orders_ordersession
  WHERE location_id = %(location)s AND state = 'OPEN' AND created_at < %(end)s
  UNION ALL
  SELECT id, phone_count, paid, created_at, closed_at FROM orders_ordersession
  WHERE location_id = %(location)s AND state = 'CLOSED' AND closed_at >= %(start)s
    AND created_at < %(end)s),
sold AS MATERIALIZED (
  SELECT placed.id, placed.session_id, placed.quantity, placed.created_at, placed.staff_id,
    placed.name AS dish, placed.category,
    CASE WHEN placed.state = 'cancelled' THEN placed.reason END AS lost,
    extract(hour FROM placed.created_at AT TIME ZONE %(zone)s)::int AS hour,
    coalesce(placed.price, 0) * placed.quantity AS gross, placed.discount, placed.voided
  FROM sat JOIN orders_order placed ON placed.session_id = sat.id
  WHERE placed.created_at >= %(start)s AND placed.created_at < %(end)s),
sums AS (
  SELECT CASE grouping(hour, dish, category, staff_id, lost)
      WHEN 15 THEN 'hour' WHEN 19 THEN 'dish' WHEN 27 THEN 'category' WHEN 29 THEN 'staff'
      WHEN 30 THEN 'lost' ELSE 'all' END AS sums,
    hour, dish, category, staff_id, lost, count(*) AS orders, sum(quantity) AS quantity,
    sum(gross)::text AS gross, sum(discount)::text AS discount, sum(voided)::text AS voided
  FROM (SELECT *, lost IS NOT NULL AS is_lost FROM sold) sold
  GROUP BY is_lost, GROUPING SETS ((), (hour), (dish, category), (category), (staff_id), (lost))
  HAVING NOT is_lost AND grouping(lost) = 1 OR is_lost AND grouping(lost) = 0),
bills AS MATERIALIZED (
  SELECT sat.id, greatest(sat.phone_count, 1) AS guests, sat.paid,
    coalesce(sum(sold.gross - sold.discount - sold.voided) FILTER (WHERE sold.lost IS NULL), 0)
      AS net,
    sat.created_at >= %(start)s AND coalesce(sat.closed_at < %(end)s, false) AS is_within
  FROM sat JOIN sold ON sold.session_id = sat.id
  GROUP BY sat.id, sat.phone_count, sat.paid, sat.created_at, sat.closed_at),
tables AS (
  SELECT guests, count(*) AS tables, sum(net)::text AS net FROM bills GROUP BY guests),
owed AS (
  SELECT bills.paid, due.due FROM bills CROSS JOIN LATERAL (
    SELECT coalesce(sum(coalesce(price, 0) * quantity - discount - voided), 0) AS due
    FROM orders_order placed WHERE placed.session_id = bills.id AND placed.state <> 'cancelled'
  ) due
  WHERE NOT bills.is_within OR bills.net <> bills.paid),
reached AS (
  SELECT DISTINCT ON (change.order_id, change.became) change.became,
    extract(epoch FROM change.created_at - sold.created_at) AS seconds
  FROM sold JOIN orders_orderchange change ON change.order_id = sold.id
  WHERE sold.lost IS NULL AND change.became IN ('accepted', 'preparing', 'ready', 'served')
    AND sold.id %% greatest(1, (SELECT count(*) / %(sample)s FROM sold)) = 0
  ORDER BY change.order_id, change.became, change.id),
waits AS (
  SELECT became, count(*) AS orders,
    round(percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds))::int AS median,
    round(percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds))::int AS nine_of_ten
  FROM reached GROUP BY became)
SELECT json_build_object(
  'sums', (SELECT coalesce(json_agg(row_to_json(one)), '[]') FROM sums one),
  'tables', (SELECT coalesce(json_agg(row_to_json(one) ORDER BY one.guests), '[]') FROM tables one),
  'unpaid', (SELECT json_build_object('tables', count(*),
    'amount', coalesce(sum(due - paid), 0)::text) FROM owed WHERE due > paid),
  'waits', (SELECT coalesce(json_agg(row_to_json(one)), '[]') FROM waits one))::text
"""

PAID = """
SELECT receipt.kind, payment.kind, coalesce(refund.staff_id, payment.staff_id), count(*)::int,
  sum(CASE receipt.kind WHEN 'sale' THEN payment.amount ELSE -refund.amount END)::bigint,
  sum(CASE receipt.kind WHEN 'sale' THEN payment.tip ELSE -refund.tip END)::bigint
FROM bills_receipt receipt JOIN bills_payment payment ON payment.id = receipt.payment_id
LEFT JOIN bills_refund refund ON refund.id = receipt.refund_id
WHERE receipt.location_id = %(location)s
  AND receipt.created_at >= %(start)s AND receipt.created_at < %(end)s
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""

TAXES = """
SELECT rate.vat_rate, sum(rate.gross), sum(rate.net), sum(rate.vat)
FROM bills_receipt receipt CROSS JOIN LATERAL jsonb_to_recordset(receipt.content->'rates')
  AS rate(vat_rate text, gross numeric, net numeric, vat numeric)
WHERE receipt.location_id = %(location)s
  AND receipt.created_at >= %(start)s AND receipt.created_at < %(end)s
GROUP BY rate.vat_rate ORDER BY rate.vat_rate::numeric DESC
"""

TAKEN_OFF = """
SELECT adjustment.kind, adjustment.reason, adjustment.user_id, count(*)::int,
  sum(adjustment.amount)::bigint
FROM bills_adjustment adjustment
JOIN orders_ordersession session ON session.id = adjustment.session_id
WHERE session.location_id = %(location)s
  AND adjustment.created_at >= %(start)s AND adjustment.created_at < %(end)s
GROUP BY 1, 2, 3 ORDER BY 5 DESC, 1, 2, 3
"""

NUMBERS = """
SELECT min(number), max(number), count(*)::int FROM bills_receipt
WHERE location_id = %(location)s AND created_at >= %(start)s AND created_at < %(end)s
"""
PAID_ROWS = {"paid": PAID, "taxes": TAXES, "taken_off": TAKEN_OFF, "numbers": NUMBERS}


@dataclass(frozen=True, slots=True)
class Takings:
    """What was ordered, as SOLD answers it, and the rows of each question of PAID_ROWS."""

    sold: dict[str, Any]
    rows: dict[str, list[Sequence[Any]]]

    def sums(self, by: str) -> list[dict[str, Any]]:
        """The sums by this: hour, dish, category, staff, lost; all for the one of all."""
        return [each for each in self.sold["sums"] if each["sums"] == by]


def takings_read(period: Period) -> Takings:
    """What some days have brought."""
    values: dict[str, Any] = {
        "location": period.location_id,
        "start": period.start,
        "end": period.end,
        "zone": period.zone,
        "sample": SAMPLE,
    }
    with connection.cursor() as cursor:
        cursor.execute(SOLD, values)
        sold = orjson.loads(cursor.fetchone()[0])
        rows: dict[str, list[Sequence[Any]]] = {}
        for name, question in PAID_ROWS.items():
            cursor.execute(question, values)
            rows[name] = cursor.fetchall()
    return Takings(sold, rows)
