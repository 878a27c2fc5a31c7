"""The statements of the stock ledger that every sale runs, each prepared once per connection.

All of them lock in one order: the row of the key where it exists, then counted products by id.
"""

from __future__ import annotations

from kit.prepared import Prepared

# Counted products are locked, by id. What nobody counts is read as it is: its row is not touched.
# `ledger` holds one row per line, with `others`: what other open holds keep of the product.
LINES = """
WITH line AS (SELECT * FROM unnest(%(product_ids)s::bigint[], %(quantities)s::int[])
              AS line (product_id, quantity)),
known AS MATERIALIZED (SELECT id, stock, is_active FROM products_product
                       WHERE id = ANY (%(product_ids)s::bigint[])),
locked AS MATERIALIZED (SELECT p.id, p.stock, p.reserved, p.is_active FROM products_product p
                        WHERE p.id IN (SELECT id FROM known WHERE stock IS NOT NULL)
                        ORDER BY p.id FOR NO KEY UPDATE OF p),
freed AS (DELETE FROM products_holdline l USING locked
          WHERE l.product_id = locked.id AND l.expires_at <= clock_timestamp()
          RETURNING l.product_id, l.units),
"""
LEDGER = """
ledger AS (SELECT line.product_id, line.quantity, p.id IS NOT NULL AS known, p.is_active, p.stock,
                  p.reserved, p.reserved - coalesce(f.units, 0) AS others
           FROM line LEFT JOIN present p ON p.id = line.product_id
           LEFT JOIN (SELECT product_id, sum(units)::int AS units FROM freed GROUP BY 1) f
                  ON f.product_id = line.product_id),
verdict AS (SELECT bool_and(known AND is_active AND (stock IS NULL OR stock - others >= quantity))
            AS fits FROM ledger),
hold AS (INSERT INTO products_hold (service, key, state, product_ids, quantities, expires_at,
                                    reference, who, created_at)
         SELECT %(service)s::text, %(key)s::text, %(state)s::text, %(product_ids)s::bigint[],
                %(quantities)s::int[], clock_timestamp() + make_interval(secs => %(seconds)s::int),
                %(reference)s::text, %(who)s::text, clock_timestamp()
         FROM verdict WHERE fits ON CONFLICT (service, key) DO NOTHING RETURNING id, expires_at)
"""
OUTCOME = """
SELECT ledger.product_id, ledger.known, coalesce(ledger.is_active, false),
       CASE WHEN ledger.stock IS NOT NULL THEN greatest(ledger.stock - ledger.others, 0) END,
       ledger.quantity, hold.expires_at
FROM ledger LEFT JOIN hold ON true ORDER BY ledger.product_id
"""
TAKE = Prepared(
    "hold_take",
    f"""{LINES}
shared AS MATERIALIZED (SELECT id, is_active FROM products_product
                        WHERE id IN (SELECT id FROM known WHERE stock IS NULL) FOR KEY SHARE),
present AS (SELECT * FROM locked UNION ALL SELECT id, NULL, 0, is_active FROM shared),
{LEDGER},
changed AS (UPDATE products_product p
            SET reserved = ledger.others + CASE WHEN hold.id IS NULL THEN 0 ELSE quantity END
            FROM ledger LEFT JOIN hold ON true
            WHERE p.id = ledger.product_id AND ledger.stock IS NOT NULL
              AND (hold.id IS NOT NULL OR ledger.others <> ledger.reserved)),
kept AS (INSERT INTO products_holdline (hold_id, product_id, units, expires_at)
         SELECT hold.id, product_id, CASE WHEN stock IS NULL THEN 0 ELSE quantity END,
                hold.expires_at
         FROM ledger, hold ORDER BY product_id)
{OUTCOME}""",  # noqa: S608 - fragments of our own
)
SELL = Prepared(
    "hold_sell",
    f"""{LINES}
present AS (SELECT * FROM locked
            UNION ALL SELECT id, NULL, 0, is_active FROM known WHERE stock IS NULL),
{LEDGER},
changed AS (UPDATE products_product p
            SET reserved = ledger.others,
                stock = ledger.stock - CASE WHEN hold.id IS NULL THEN 0 ELSE quantity END
            FROM ledger LEFT JOIN hold ON true
            WHERE p.id = ledger.product_id AND ledger.stock IS NOT NULL
              AND (hold.id IS NOT NULL OR ledger.others <> ledger.reserved)),
sold AS (INSERT INTO products_movement (product_id, kind, change, shortfall, stock, reference, who,
                                        service, at)
         SELECT product_id, 'sale', -quantity, 0, stock - quantity, %(reference)s::text,
                %(who)s::text, %(service)s::text, clock_timestamp()
         FROM ledger, hold ORDER BY product_id)
{OUTCOME}""",  # noqa: S608
)
# A line whose units are still kept asks only whether they are on hand: a stock-taking may have
# found fewer. One that is overdue, or was taken away already, asks what nobody else keeps. One that
# nobody counted when it was held is sold in any case, and takes what is there.
COMMIT = Prepared(
    "hold_commit",
    """
WITH hold AS MATERIALIZED (SELECT * FROM products_hold
                           WHERE service = %(service)s::text AND key = %(key)s::text FOR UPDATE),
line AS (SELECT each.* FROM hold, unnest(product_ids, quantities) AS each (product_id, quantity)
         WHERE hold.state = 'held'),
known AS MATERIALIZED (SELECT id, stock IS NOT NULL OR reserved > 0 AS counted
                       FROM products_product WHERE id IN (SELECT product_id FROM line)),
locked AS MATERIALIZED (SELECT p.id, p.stock, p.reserved FROM products_product p
                        WHERE p.id IN (SELECT id FROM known WHERE counted)
                        ORDER BY p.id FOR NO KEY UPDATE OF p),
mine AS (DELETE FROM products_holdline l USING hold
         WHERE l.hold_id = hold.id AND hold.state = 'held'
           AND (l.product_id IN (SELECT id FROM locked) OR l.units = 0)
         RETURNING l.product_id, l.units, l.expires_at > clock_timestamp() AS live),
freed AS (DELETE FROM products_holdline l USING hold, locked
          WHERE l.product_id = locked.id AND l.hold_id <> hold.id
            AND l.expires_at <= clock_timestamp()
          RETURNING l.product_id, l.units),
ledger AS (SELECT line.product_id, line.quantity, p.id IS NOT NULL AS known, p.stock,
                  p.reserved - coalesce(f.units, 0) - coalesce(mine.units, 0) AS others,
                  mine.units, mine.live
           FROM line
           LEFT JOIN (SELECT * FROM locked UNION ALL
                      SELECT id, NULL, 0 FROM known WHERE NOT counted) p ON p.id = line.product_id
           LEFT JOIN mine ON mine.product_id = line.product_id
           LEFT JOIN (SELECT product_id, sum(units)::int AS units FROM freed GROUP BY 1) f
                  ON f.product_id = line.product_id),
verdict AS (SELECT bool_and(known AND CASE WHEN stock IS NULL OR (live AND units = 0) THEN true
                                           WHEN live THEN stock >= quantity
                                           ELSE stock - others >= quantity END) AS fits
            FROM ledger),
changed AS (UPDATE products_product p
            SET reserved = ledger.others,
                stock = ledger.stock - CASE WHEN fits THEN least(quantity, ledger.stock) ELSE 0 END
            FROM ledger JOIN locked ON locked.id = ledger.product_id, verdict
            WHERE p.id = ledger.product_id),
sold AS (INSERT INTO products_movement (product_id, kind, change, shortfall, stock, reference, who,
                                        service, at)
         SELECT product_id, 'sale', -least(quantity, stock), quantity - least(quantity, stock),
                stock - least(quantity, stock), %(reference)s::text, %(who)s::text,
                %(service)s::text, clock_timestamp()
         FROM ledger, verdict WHERE fits ORDER BY product_id),
ended AS (UPDATE products_hold
          SET state = CASE WHEN fits THEN 'committed' ELSE 'gone' END,
              reference = %(reference)s::text, who = %(who)s::text
          FROM hold, verdict WHERE products_hold.id = hold.id AND hold.state = 'held')
SELECT hold.state, verdict.fits FROM hold, verdict
""",
)
EXPIRE = Prepared(
    "hold_expire",
    """
WITH due AS (SELECT DISTINCT product_id FROM products_holdline
             WHERE expires_at <= clock_timestamp() ORDER BY 1 LIMIT %(sweep)s::int),
locked AS MATERIALIZED (SELECT p.id FROM products_product p
                        WHERE p.id IN (SELECT product_id FROM due)
                        ORDER BY p.id FOR NO KEY UPDATE OF p SKIP LOCKED),
over AS MATERIALIZED (SELECT id FROM products_holdline
                      WHERE product_id IN (SELECT id FROM locked)
                        AND expires_at <= clock_timestamp() FOR UPDATE SKIP LOCKED),
freed AS (DELETE FROM products_holdline WHERE id IN (SELECT id FROM over)
          RETURNING product_id, units),
changed AS (UPDATE products_product p SET reserved = p.reserved - f.units
            FROM (SELECT product_id, sum(units)::int AS units FROM freed GROUP BY 1) f
            WHERE p.id = f.product_id AND f.units > 0)
SELECT count(*) FROM locked
""",
)
