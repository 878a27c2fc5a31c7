"""Entry codes: given to people, used by scanners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models.functions import Now
from kit.clock import Clock, clock_now
from kit.pruning import rows_remove

from store import refusals
from store.entry_tokens import LIFETIME, token_read, token_text
from store.models import EntryToken
from store.phones import masked

KEPT = timedelta(days=1)  # how long one that is over is told from one that never was
SWEEP = 500


@dataclass(frozen=True, slots=True)
class Given:
    """The text of a new code, and when it ends."""

    text: str
    expires_at: datetime


def entry_token_issue(*, user_id: int, role: str, phone_number: str) -> Given:
    """A new code for somebody, which opens one gate, once, within a minute. Whether the store is
    open for that role is asked at the gate.
    """
    ends = clock_now() + timedelta(seconds=LIFETIME)
    ends = ends.replace(microsecond=0)
    row = EntryToken.objects.create(
        user_id=user_id, role=role, phone_number=masked(phone_number), expires_at=ends
    )
    return Given(token_text(row.pk, int(ends.timestamp())), ends)


def entry_token_use(text: str) -> EntryToken:
    """Use a code up, in the transaction of what it opens: a gate that stays shut leaves it as it
    was. Raises 401 `token_invalid`, `token_expired`, `token_used`.
    """
    read = token_read(text)
    fresh = EntryToken.objects.filter(pk=read.id, used_at=None, expires_at__gt=Clock())
    used = fresh.update(used_at=Clock())
    token = EntryToken.objects.filter(pk=read.id).first()
    if token is None:
        raise refusals.token_expired()  # its row was removed: it was signed here, long ago
    if not used:
        raise refusals.token_used() if token.used_at else refusals.token_expired()
    return token


def entry_tokens_prune() -> bool:
    """Remove codes that are over since a day; whether there may be more."""
    over = EntryToken.objects.filter(expires_at__lt=Now() - KEPT)
    return rows_remove(over.order_by("expires_at"), SWEEP) == SWEEP
