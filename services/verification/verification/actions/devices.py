"""Browsers in which somebody has signed in, so that strangers cannot lock them out."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone
from kit.pruning import rows_remove

from verification import tokens
from verification.models import KnownDevice, User

LIFETIME = timedelta(days=180)  # from the last login on
MOST = 50  # of one user; of more the one used longest ago is forgotten
SWEEP = 10  # expired ones that one login removes at most; it adds one


def device_known(*, username: str, mark: str) -> str:
    """The hash of this mark when the user has signed in with it, else an empty text."""
    if not mark:
        return ""
    digest = tokens.key_hash(mark)
    known = KnownDevice.objects.filter(
        mark_hash=digest, user__username=username, expires_at__gt=timezone.now()
    )
    return digest if known.exists() else ""


def device_remember(*, user: User, mark: str) -> str:
    """The mark that the user's browser is to keep from now on: the one it has, or a new one."""
    expires_at = timezone.now() + LIFETIME
    own = user.devices.filter(mark_hash=tokens.key_hash(mark))
    if mark and own.update(expires_at=expires_at):
        return mark
    mark = secrets.token_urlsafe(32)
    user.devices.create(mark_hash=tokens.key_hash(mark), expires_at=expires_at)
    rows_remove(user.devices.filter(pk__in=_too_many(user)), SWEEP)
    devices_sweep()
    return mark


def devices_sweep(at_most: int = SWEEP) -> int:
    """Remove marks that have expired; how many."""
    expired = KnownDevice.objects.filter(expires_at__lte=timezone.now())
    return rows_remove(expired.order_by("expires_at"), at_most)


def _too_many(user: User) -> list[int]:
    latest = user.devices.order_by("-expires_at", "-pk")
    return list(latest.values_list("pk", flat=True)[MOST : MOST + SWEEP])
