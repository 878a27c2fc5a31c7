"""The takings of a place that has sold for a year: a million order lines, or a tenth of them."""

import logging
import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from typing import Any

import pytest
from bills.days import period_of
from bills.selectors.takings import takings_read
from django.db import connection
from django.utils import timezone
from testing.scale import scale, scaled
from world import LOCATION

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(60 * scale() + 60)]
log = logging.getLogger(__name__)
LINES = scaled(1_000_000)
DAYS, OF_TABLE = 365, 20
TABLES = LINES // (DAYS * OF_TABLE)  # in a day
WITHIN = 1.0  # seconds

# Rows are written as they come about: what is ordered at one table lies between what is ordered
# elsewhere at that time. No bill is paid as it stands, so each is looked at for what is left.
SESSIONS = """
INSERT INTO orders_ordersession (code, name, location_id, state, created_at, closed_at, phone_count,
  order_count, folded_hash, seq, epoch, paid)
SELECT md5(n::text) || '00000000', 'T' || n, %(location)s, 'CLOSED', opened,
  opened + interval '90 minutes', 1 + n %% 4, 20, '', 0, '', 100
FROM (SELECT day * %(tables)s + slot AS n,
        %(first)s + day * interval '1 day' + slot * interval '10 hours' / %(tables)s AS opened
      FROM generate_series(0, %(days)s - 1) day, generate_series(0, %(tables)s - 1) slot) sat
"""
ORDERS = """
INSERT INTO orders_order (session_id, product_id, name, price, quantity, note, state, reason,
  created_at, category, categories, batch, options, guest, staff_id, vat_rate)
SELECT session.id, n %% 60, 'Dish ' || n %% 60, 2.50 + n %% 60, 1 + n %% 3, '',
  CASE WHEN (session.id + n) %% 25 = 0 THEN 'cancelled' ELSE 'served' END,
  CASE WHEN (session.id + n) %% 25 = 0 THEN 'sold out' ELSE '' END,
  session.created_at + n * interval '4 minutes', 'Category ' || n %% 8, '{}', 1, '[]', '',
  CASE WHEN n %% 5 = 0 THEN 1 + n %% 7 END, 19
FROM orders_ordersession session, generate_series(0, 19) n
WHERE session.location_id = %(location)s
ORDER BY session.created_at + n * interval '4 minutes'
"""
CHANGES = """
INSERT INTO orders_orderchange (order_id, was, became, reason, user_id, created_at)
SELECT placed.id, 'new', step.became, '', 1, placed.created_at + step.after * interval '1 minute'
FROM orders_order placed,
  (VALUES ('accepted', 1), ('ready', 9), ('served', 11)) AS step (became, after)
WHERE placed.state = 'served' ORDER BY placed.created_at + step.after * interval '1 minute'
"""
PAYMENTS = """
INSERT INTO bills_payment (payment_id, status, currency, created_at, expires_at, paid_at,
  session_id, kind, part, amount, tip, shares, shares_of, guest, staff_id, asked)
SELECT gen_random_uuid(), 'paid', 'EUR', closed_at, closed_at, closed_at, id, 'cash', 'all', 10000,
  500, 0, 0, '', 1 + id %% 7, '{}'
FROM orders_ordersession WHERE location_id = %(location)s
"""
RECEIPTS = """
INSERT INTO bills_receipt (receipt_id, location_id, number, kind, payment_id, rates, content,
  digest, created_at)
SELECT gen_random_uuid(), %(location)s, row_number() OVER (ORDER BY payment.id), 'sale', payment.id,
  '{"19.00": 10000}', jsonb_build_object('lines', repeat('x', 4000), 'rates', jsonb_build_array(
    jsonb_build_object('vat_rate', '19.00', 'gross', '100.00', 'net', '84.03', 'vat', '15.97'))),
  '', payment.paid_at
FROM bills_payment payment
"""


@pytest.fixture
def year(location):
    """A place that has sold each day from ten to half past ten at night, until yesterday."""
    last = timezone.now().date() - timedelta(days=1)
    first = datetime.combine(last - timedelta(days=DAYS - 1), clock(10), tzinfo=UTC)
    values: dict[str, Any] = {"location": LOCATION, "tables": TABLES, "days": DAYS, "first": first}
    tables = ("ordersession", "order", "orderchange")
    with connection.cursor() as cursor:
        for statement in (SESSIONS, ORDERS, CHANGES, PAYMENTS, RECEIPTS):
            cursor.execute(statement, values)
        for table in (*(f"orders_{each}" for each in tables), "bills_payment", "bills_receipt"):
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("SELECT count(*) FROM orders_order")
        assert cursor.fetchone()[0] == TABLES * DAYS * OF_TABLE
    return last


@pytest.mark.parametrize("days", [1, 7, 31])
def test_takings_open_within_a_second(year, days):
    period = period_of(LOCATION, first=year - timedelta(days=days - 1), last=year)
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        takings = takings_read(period)
        times.append(time.perf_counter() - begun)
    # One of 25 is cancelled.
    ordered = TABLES * OF_TABLE * days
    assert takings.sums("all")[0]["orders"] == pytest.approx(0.96 * ordered, rel=0.01)
    log.warning("%s lines, %s days: %.3f s", TABLES * DAYS * OF_TABLE, days, min(times))
    assert min(times) < WITHIN
