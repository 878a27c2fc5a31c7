"""What some days have brought: what was ordered, what was paid, how long guests have waited.

What was ordered is looked up by the sessions that were open then, of which a place has few: orders
have no index of their own by time, which every order would have to pay for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from bills.days import Period

SAT = """
sat AS MATERIALIZED (
  SELECT id, code, phone_count, paid FROM orders_ordersession
  WHERE location_id = %(location)s AND state = 'OPEN' AND created_at < %(end)s
  UNION ALL
  SELECT id, code, phone_count, paid FROM orders_ordersession
  WHERE location_id = %(location)s AND state = 'CLOSED' AND closed_at >= %(start)s
    AND created_at < %(end)s),
sold AS MATERIALIZED (
  SELECT placed.id, placed.session_id, placed.quantity, placed.created_at, placed.staff_id,
    placed.name AS dish, placed.category,
    CASE WHEN placed.state = 'cancelled' THEN placed.reason END AS lost,
    extract(hour FROM placed.created_at AT TIME ZONE %(zone)s)::int AS hour,
    coalesce(placed.price, 0) * placed.quantity AS gross, placed.discount, placed.voided
  FROM sat JOIN orders_order placed ON placed.session_id = sat.id
  WHERE placed.created_at >= %(start)s AND placed.created_at < %(end)s)
"""

# One pass for all that is summed of orders; `sums` says by what.
SOLD = f"""
WITH {SAT}
SELECT CASE grouping(hour, dish, category, staff_id, lost)
    WHEN 15 THEN 'hour' WHEN 19 THEN 'dish' WHEN 27 THEN 'category' WHEN 29 THEN 'staff'
    WHEN 30 THEN 'lost' ELSE 'all' END AS sums,
  hour, dish, category, staff_id, lost, count(*)::int, sum(quantity)::int, sum(gross),
  sum(discount), sum(voided)
FROM (SELECT *, lost IS NOT NULL AS is_lost FROM sold) sold
GROUP BY is_lost, GROUPING SETS ((), (hour), (dish, category), (category), (staff_id), (lost))
HAVING NOT is_lost AND grouping(lost) = 1 OR is_lost AND grouping(lost) = 0
"""  # noqa: S608 - fragments of our own

TABLES = f"""
WITH {SAT}, bills AS (
  SELECT sat.id, greatest(sat.phone_count, 1) AS guests, sat.paid,
    sum(sold.gross - sold.discount - sold.voided) FILTER (WHERE sold.lost IS NULL) AS net
  FROM sat JOIN sold ON sold.session_id = sat.id GROUP BY sat.id, sat.phone_count, sat.paid)
SELECT guests, count(*)::int, coalesce(sum(net), 0) FROM bills GROUP BY guests ORDER BY guests
"""  # noqa: S608

UNPAID = f"""
WITH {SAT}
SELECT count(*)::int, coalesce(sum(due - paid), 0) FROM (
  SELECT sat.paid, (
    SELECT coalesce(sum(coalesce(price, 0) * quantity - discount - voided), 0)
    FROM orders_order placed
    WHERE placed.session_id = sat.id AND placed.state <> 'cancelled') AS due
  FROM sat) owed
WHERE due > paid
"""  # noqa: S608

WAITS = f"""
WITH {SAT}, reached AS (
  SELECT DISTINCT ON (change.order_id, change.became) change.became,
    extract(epoch FROM change.created_at - sold.created_at) AS seconds
  FROM sold JOIN orders_orderchange change ON change.order_id = sold.id
  WHERE sold.lost IS NULL AND change.became IN ('accepted', 'preparing', 'ready', 'served')
  ORDER BY change.order_id, change.became, change.id)
SELECT became, count(*)::int,
  round(percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds))::int,
  round(percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds))::int
FROM reached GROUP BY became
"""  # noqa: S608

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
ALL = {
    "sold": SOLD,
    "tables": TABLES,
    "unpaid": UNPAID,
    "waits": WAITS,
    "paid": PAID,
    "taxes": TAXES,
    "taken_off": TAKEN_OFF,
    "numbers": NUMBERS,
}


def takings_rows(period: Period) -> dict[str, Sequence[Any]]:
    """The rows of each question of ALL."""
    values = {
        "location": period.location_id,
        "start": period.start,
        "end": period.end,
        "zone": period.zone,
    }
    found: dict[str, Sequence[Any]] = {}
    with connection.cursor() as cursor:
        for name, question in ALL.items():
            cursor.execute(question, values)
            found[name] = cursor.fetchall()
    return found
