"""Removing what has expired: a little with each write of its kind, all of it by `manage.py
prune`.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from kit.idempotency import LIFETIME as IDEMPOTENCY_LIFETIME
from kit.models import IdempotentAnswer

from verification.actions import keys
from verification.models import FailureCount, LoginSession

M = TypeVar("M", bound=Model)
SWEEP = 10  # expired rows that one login or one failure removes at most; it adds three at most
BATCH = 1000


def sessions_sweep(at_most: int = SWEEP) -> int:
    """Remove expired login sessions; how many."""
    expired = LoginSession.objects.filter(expires_at__lte=timezone.now())
    return _remove(LoginSession, expired.order_by("expires_at"), at_most)


def failures_sweep(at_most: int = SWEEP) -> int:
    """Remove counts of failures that are over; how many."""
    expired = FailureCount.objects.filter(expires_at__lte=timezone.now())
    return _remove(FailureCount, expired.order_by("expires_at"), at_most)


def answers_sweep(at_most: int) -> int:
    """Remove what kit.idempotency has kept for a day; how many."""
    expired = IdempotentAnswer.objects.filter(created_at__lt=timezone.now() - IDEMPOTENCY_LIFETIME)
    return _remove(IdempotentAnswer, expired, at_most)


def everything_prune() -> dict[str, int]:
    """Remove all that has expired, in short transactions; how many rows of each kind."""
    removed = {"signing keys": keys.keys_prune()}
    sweeps = {"sessions": sessions_sweep, "failures": failures_sweep, "answers": answers_sweep}
    for kind, sweep in sweeps.items():
        removed[kind] = 0
        while batch := sweep(BATCH):
            removed[kind] += batch
    return removed


@transaction.atomic
def _remove(model: type[M], expired: QuerySet[M], at_most: int) -> int:
    """Rows that somebody else holds are left for the next time."""
    ids = list(expired.select_for_update(skip_locked=True).values_list("pk", flat=True)[:at_most])
    return model._default_manager.filter(pk__in=ids).delete()[0] if ids else 0
