"""Which products have changed, for services that ask again and again.

Changes are told apart by the number of their transaction, which it has long before others see what
it did. A cursor therefore never passes the oldest transaction that is still running, however long
it takes, nor a change that is younger than ten seconds: the same change comes several times.

A cursor names the database (identifier and timeline, since a restored one numbers anew), where the
next round begins, and how far this round has come.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from kit.errors import BadRequest

from products.selectors import product_batch

PAGE = 1000
CURSOR = re.compile(r"([0-9]{1,20}\.[0-9]{1,10})-([0-9]{1,18})-([0-9]{1,18})-([0-9]{1,18})")
# A cluster numbers the transactions of all its databases together. One that runs in another
# database, or is autovacuum's (of no user), changes no product and is not waited for; nor is one
# that ended since the snapshot: whose it was nobody can tell, and CHANGED sees what it did here.
NOW = """
WITH elsewhere AS (SELECT backend_xid FROM pg_stat_activity
                   WHERE (datname <> current_database() OR usesysid IS NULL)
                     AND backend_xid IS NOT NULL)
SELECT (SELECT system_identifier::text FROM pg_control_system()) || '.' ||
       (SELECT timeline_id::text FROM pg_control_checkpoint()),
       least((SELECT min(running)::text::bigint FROM pg_snapshot_xip(now) AS running
              WHERE CASE WHEN running::xid IN (SELECT backend_xid FROM elsewhere) THEN false
                         ELSE pg_xact_status(running) = 'in progress' END),
             pg_snapshot_xmax(now)::text::bigint,
             (SELECT min(changed_in) FROM products_productchange
              WHERE changed_at > clock_timestamp() - interval '10 seconds')),
       pg_snapshot_xmax(now)::text::bigint
FROM pg_current_snapshot() AS now
"""
CHANGED = """
SELECT product_id, changed_in, deleted FROM products_productchange
WHERE (changed_in, product_id) > (%s, %s)
  AND changed_in < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
ORDER BY changed_in, product_id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Cursor:
    """`database`, the transaction at which the next round begins, and the last change that was
    shown in this one: its transaction and its product, 0 where none was.
    """

    database: str
    begin: int
    shown_in: int
    shown: int = 0

    def __str__(self) -> str:
        return f"{self.database}-{self.begin}-{self.shown_in}-{self.shown}"


def products_changed(since: str | None) -> dict[str, Any]:
    """`{"cursor","more","products"}`: at most 1000 products that changed after a cursor; without
    one just the cursor of now. Raises 400 `erroneous_value` for a cursor that is not of this
    database, as after a restore: whoever asks begins anew then.
    """
    database, begin, unborn = _now()
    fresh = Cursor(database, begin, begin)
    if since is None:
        return {"cursor": str(fresh), "more": False, "products": []}
    cursor = _read(since, database, unborn)
    if cursor.shown:
        fresh = replace(fresh, begin=cursor.begin, shown_in=cursor.begin)
    changed = _changed(cursor)
    page = changed[:PAGE]
    more = len(changed) > PAGE
    if more:
        last, shown_in, _ = page[-1]
        fresh = replace(fresh, shown_in=shown_in, shown=last)
    products = product_batch([each for each, _, deleted in page if not deleted])
    gone = [{"id": each, "deleted": True} for each, _, deleted in page if deleted]
    return {"cursor": str(fresh), "more": more, "products": [*products, *gone]}


def _now() -> tuple[str, int, int]:
    """The database, the transaction that no cursor may pass, and the first one to come. Asked
    before the changes: what commits in between is after the cursor.
    """
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        database, begin, unborn = cursor.fetchone()
    return str(database), int(begin), int(unborn)


def _read(text: str, database: str, unborn: int) -> Cursor:
    match = CURSOR.fullmatch(text)
    if match is None:
        raise BadRequest("erroneous_value", "since: not a cursor of ours")
    cursor = Cursor(match[1], int(match[2]), int(match[3]), int(match[4]))
    if cursor.database != database or cursor.begin > unborn:
        raise BadRequest("erroneous_value", "since: of another database; begin without it")
    return cursor


def _changed(cursor: Cursor) -> list[tuple[int, int, bool]]:
    """`(product, transaction, deleted)`, the oldest first; one more than a page, if there are."""
    with connection.cursor() as statement:
        statement.execute(CHANGED, [cursor.shown_in, cursor.shown, PAGE + 1])
        rows: list[tuple[int, int, bool]] = statement.fetchall()
    return rows
