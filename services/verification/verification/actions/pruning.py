"""Removing what has expired: a little with each write of its kind, all of it by `manage.py
prune`.
"""

from __future__ import annotations

from django.utils import timezone
from kit.idempotency import LIFETIME as IDEMPOTENCY_LIFETIME
from kit.models import IdempotentAnswer
from kit.pruning import rows_remove
from kit.throttle import failures_sweep

from verification.actions import devices, keys
from verification.models import LoginSession, PasswordLink

SWEEP = 10  # expired rows that a new one of their kind removes at most
BATCH = 1000


def sessions_sweep(at_most: int = SWEEP) -> int:
    """Remove expired login sessions; how many."""
    expired = LoginSession.objects.filter(expires_at__lte=timezone.now())
    return rows_remove(expired.order_by("expires_at"), at_most)


def links_sweep(at_most: int = SWEEP) -> int:
    """Remove links to new passwords that have expired; how many."""
    expired = PasswordLink.objects.filter(expires_at__lte=timezone.now())
    return rows_remove(expired.order_by("expires_at"), at_most)


def answers_sweep(at_most: int) -> int:
    """Remove what kit.idempotency has kept for a day; how many."""
    expired = IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - IDEMPOTENCY_LIFETIME)
    return rows_remove(expired, at_most)


def everything_prune() -> dict[str, int]:
    """Remove all that has expired, in short transactions; how many rows of each kind."""
    removed = {"signing keys": keys.keys_prune()}
    sweeps = {
        "sessions": sessions_sweep,
        "devices": devices.devices_sweep,
        "links": links_sweep,
        "failures": failures_sweep,
        "answers": answers_sweep,
    }
    for kind, sweep in sweeps.items():
        removed[kind] = 0
        while batch := sweep(BATCH):
            removed[kind] += batch
    return removed
