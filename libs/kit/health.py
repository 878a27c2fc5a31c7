"""Is this process alive, and can it do its work? Asked by the gateway, by containers and by
clusters.

`python -m kit.health URL` exits 0 when the URL answers 200 within two seconds: a health check
without curl.
"""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Callable

import orjson
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, transaction

from kit import metrics
from kit.cache import Cache
from kit.connections import report_broken

Failing = Callable[[], list[str]]

WRITES_EVERY = 5.0  # seconds that the answer to "can we write?" serves
CONNECTION_LOST, OPERATOR = "08", "57"  # classes of SQLSTATEs: there is no server any more
_writes: Cache[str, bool] = Cache(1, seconds=WRITES_EVERY)


def probed(path: str, failing: Failing) -> tuple[int, str, bytes]:
    """What a process without HTTP routes answers at `healthz`, `readyz` and `metrics`: status,
    content type and body. `failing` is asked for `readyz` only, and names what is not ready.
    """
    if path == "metrics":
        body, content_type = metrics.render()
        return 200, content_type, body
    if path == "healthz":
        return _json(200, {"alive": True})
    if path == "readyz":
        reasons = failing()
        if reasons:
            return _json(503, {"ready": False, "failing": reasons})
        return _json(200, {"ready": True})
    return _json(404, {"success": False, "reason": "not_found"})


def _json(status: int, document: object) -> tuple[int, str, bytes]:
    return status, "application/json", orjson.dumps(document)


def failing() -> list[str]:
    """The names of our own dependencies that do not work: `database` when it does not answer,
    `writes` when it answers but takes none, `redis`.
    """
    database = _database()
    return [*([database] if database else []), *([] if _redis_works() else ["redis"])]


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "" if _writes.get_or_make("database", _database_writes) else "writes"
    except (DatabaseError, InterfaceError):
        connection.close()
        report_broken()
        return "database"


def _database_writes() -> bool:
    """Whether the database takes writes: it is no standby, not read only, and its disk has room.

    Nothing is left behind. A transaction with a number is one that a server in recovery refuses;
    and the rows, kept for a moment, are more than this little memory holds: they go to a file of
    PostgreSQL's own, on the disk of the tables. Raises what says that the connection is broken.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '64kB'")
            cursor.execute("SELECT count(*) FROM generate_series(1, 20000)")
            cursor.execute("SELECT pg_current_xact_id(), current_setting('transaction_read_only')")
            return bool(cursor.fetchone()[1] == "off")
    except DatabaseError as refused:
        state = getattr(refused.__cause__, "pgcode", None) or CONNECTION_LOST
        if state[:2] in (CONNECTION_LOST, OPERATOR):
            raise
        return False


def _redis_works() -> bool:
    url = settings.REDIS_URL
    if not url:
        return True
    import redis  # only services with live events have it installed

    client = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
    try:
        return bool(client.ping())
    except (redis.RedisError, OSError):
        return False
    finally:
        client.close()


if __name__ == "__main__":
    with urllib.request.urlopen(sys.argv[1], timeout=2) as answer:  # noqa: S310 - an operator's own URL
        sys.exit(answer.status != 200)
