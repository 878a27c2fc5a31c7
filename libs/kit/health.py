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
from django.db import DatabaseError, connection

from kit import metrics
from kit.connections import report_broken

Failing = Callable[[], list[str]]


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
    """The names of our own dependencies that do not answer: `database`, `redis`."""
    return [
        name
        for name, works in (("database", _database_works), ("redis", _redis_works))
        if not works()
    ]


def _database_works() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connection.close()
        report_broken()
        return False
    return True


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
