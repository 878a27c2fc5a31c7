"""A write that is retried with the same `Idempotency-Key` happens once, and is answered the same
again.

The key's row is written in the transaction of the write itself: a crash loses both or neither. Keys
live 24 hours. Follows draft-ietf-httpapi-idempotency-key-header.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar, overload

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
TAKE = """
INSERT INTO kit_idempotentanswer (scope, key, fingerprint, created_at) VALUES (%s, %s, %s, now())
ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, answer = NULL, created_at
= now()
WHERE kit_idempotentanswer.created_at < now() - interval '24 hours'
RETURNING id
"""


class Outcome(NamedTuple):
    """What a write answers: the JSON of its payload, without any envelope, and the HTTP status."""

    payload: bytes
    status: int = 200


class Claim(NamedTuple):
    """Which write a request means: whose key it is, and the hash of the body that goes with it."""

    scope: str
    key: str
    fingerprint: str


T = TypeVar("T")
Write = Callable[..., bytes | Outcome]


@overload
def once(request: HttpRequest, scope: str, *, write: Callable[[], bytes | Outcome]) -> Outcome: ...


@overload
def once(
    request: HttpRequest,
    scope: str,
    *,
    prepare: Callable[[], T],
    write: Callable[[T], bytes | Outcome],
) -> Outcome: ...


def once(
    request: HttpRequest, scope: str, *, prepare: Callable[[], Any] | None = None, write: Write
) -> Outcome:
    """Run a write, or answer its repeat: the same key gets the same payload and status again.

    `scope` says what is written and by whom, so that equal keys of others do not meet. `prepare`
    runs before the transaction and may call other services; `write` takes its result, and returns
    the payload, or an Outcome for another status than 200. A repeat runs neither; without the
    header both simply run. Raises 400 `erroneous_value` for an odd key, and 422
    `idempotency_key_reused` for the same key with another body. A write that raises leaves the key
    free.
    """
    key = request_key(request)
    if key is None:
        return _outcome(write() if prepare is None else write(prepare()))
    claim = Claim(scope, key, _fingerprint(request))
    if prepare is None:
        return _claimed(claim, write)
    current = IdempotentAnswer.objects.filter(created_at__gte=timezone.now() - LIFETIME)
    stored = current.filter(scope=scope, key=key).first()
    if stored is not None:
        return _replay(stored, claim)
    prepared = prepare()
    return _claimed(claim, lambda: write(prepared))


def request_key(request: HttpRequest) -> str | None:
    """The request's `Idempotency-Key`, for a write whose own row keeps it; None without one. Raises
    400 `erroneous_value` for an odd one.
    """
    key: str = request.META.get("HTTP_IDEMPOTENCY_KEY", "")
    if len(key) > 200 or not key.isprintable():
        raise BadRequest("erroneous_value", "Idempotency-Key: at most 200 printable characters")
    return key or None


def prune() -> int:
    """Delete all expired keys; returns how many there were."""
    expired = IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - LIFETIME)
    return expired.delete()[0]


def _claimed(claim: Claim, write: Write) -> Outcome:
    """Write under the key, in one transaction, unless the key has been used meanwhile."""
    with transaction.atomic():
        row_id = _take(claim)
        if row_id is None:
            stored = IdempotentAnswer.objects.get(scope=claim.scope, key=claim.key)
            return _replay(stored, claim)
        outcome = _outcome(write())
        IdempotentAnswer.objects.filter(id=row_id).update(
            answer=outcome.payload, status=outcome.status
        )
        return outcome


def _outcome(result: bytes | Outcome) -> Outcome:
    return Outcome(result) if isinstance(result, bytes) else result


def _take(claim: Claim) -> int | None:
    """Take the key and answer with its row's id; None when another write has it."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [*claim])
        row = cursor.fetchone()
    if row is None:
        return None
    row_id = int(row[0])
    if row_id % 100 == 0:
        expired = IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - LIFETIME)
        ids = expired.select_for_update(skip_locked=True).values("id")[:SWEEP]
        IdempotentAnswer.objects.filter(id__in=list(ids.values_list("id", flat=True))).delete()
    return row_id


def _replay(stored: IdempotentAnswer, claim: Claim) -> Outcome:
    if stored.fingerprint != claim.fingerprint:
        raise Unprocessable("idempotency_key_reused")
    return Outcome(bytes(stored.answer or b""), stored.status)


def _fingerprint(request: HttpRequest) -> str:
    body = dict(read_json(request)) if has_body(request) else {}
    body.pop("session_key", None)  # the same write after a new login is the same write
    try:
        canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # nested deeper than any body of ours
        raise malformed() from None
    return hashlib.sha256(canonical).hexdigest()
