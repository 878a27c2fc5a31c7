"""A write that is retried with the same `Idempotency-Key` happens once, and is answered the same
again.

The key's row is written in the transaction of the write itself: a crash loses both or neither. Keys
live 24 hours. Follows draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import orjson
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from kit.body import has_body, read_json
from kit.errors import BadRequest, Unprocessable, malformed
from kit.models import IdempotentAnswer

LIFETIME = timedelta(hours=24)
SWEEP = 500  # expired rows that one new key removes at most

# Takes the key when it is new or its last use has expired; waits for another transaction that holds
# it.
CLAIM = """
INSERT INTO kit_idempotentanswer (scope, key, fingerprint, created_at) VALUES (%s, %s, %s, now())
ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, answer = NULL, created_at
= now()
WHERE kit_idempotentanswer.created_at < now() - interval '24 hours'
RETURNING id
"""


def once(request: HttpRequest, scope: str, write: Callable[[], bytes]) -> bytes:
    """Run `write` in a transaction and return its answer's bytes; a repeat returns the first
    answer's bytes.

    `scope` tells apart who and what the key is for. Without the header `write` simply runs. Raises
    422 `idempotency_key_reused` for the same key with another body; a write that raises leaves the
    key free.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if not key:
        return write()
    if len(key) > 200 or not key.isprintable():
        raise BadRequest("erroneous_value", "Idempotency-Key: at most 200 printable characters")
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        claimed = _claim(scope, key, fingerprint)
        if claimed is None:
            return _replay(scope, key, fingerprint)
        answer = write()
        IdempotentAnswer.objects.filter(id=claimed).update(answer=answer)
        return answer


def replayed(request: HttpRequest, scope: str) -> bytes | None:
    """The stored answer of a finished write with the request's key: asked before work that precedes
    the write.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    try:
        return _replay(scope, key, _fingerprint(request)) if key else None
    except IdempotentAnswer.DoesNotExist:
        return None


def prune() -> int:
    """Delete all expired keys; returns how many there were."""
    expired = IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - LIFETIME)
    return expired.delete()[0]


def _claim(scope: str, key: str, fingerprint: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [scope, key, fingerprint])
        row = cursor.fetchone()
    if row is None:
        return None
    claimed = int(row[0])
    if claimed % 100 == 0:
        expired = IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - LIFETIME)
        ids = expired.select_for_update(skip_locked=True).values("id")[:SWEEP]
        IdempotentAnswer.objects.filter(id__in=list(ids.values_list("id", flat=True))).delete()
    return claimed


def _replay(scope: str, key: str, fingerprint: str) -> bytes:
    kept = IdempotentAnswer.objects.get(
        scope=scope, key=key, created_at__gte=timezone.now() - LIFETIME
    )
    if kept.fingerprint != fingerprint:
        raise Unprocessable("idempotency_key_reused")
    return bytes(kept.answer or b"")


def _fingerprint(request: HttpRequest) -> str:
    body = dict(read_json(request)) if has_body(request) else {}
    body.pop("session_key", None)  # the same write after a new login is the same write
    try:
        canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # nested deeper than any body of ours
        raise malformed() from None
    return hashlib.sha256(canonical).hexdigest()
