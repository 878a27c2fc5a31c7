"""Reads of the verification service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from kit.tokens import ALGORITHM

from verification import tokens
from verification.models import LoginSession, SigningKey, User

# A retired key stays published as long as the longest token it may have signed, and a bit for
# clocks that differ.
ACCOUNTS = 5  # of one address, that a mail names
PUBLISHED_AFTER = timedelta(seconds=tokens.SERVICE_LIFETIME, minutes=5)


def live_session(session_key: str) -> LoginSession | None:
    """The session of this key with its user, unless it has expired."""
    return (
        LoginSession.objects.select_related("user")
        .filter(key_hash=tokens.key_hash(session_key), expires_at__gt=timezone.now())
        .first()
    )


def user_by_name(username: str) -> User | None:
    return User.objects.filter(username=username).first()


def users_called(whom: str) -> list[User]:
    """Whom somebody means who has forgotten a password: the account of exactly this name, and at
    most five of this e-mail address.
    """
    them = Q(username=whom)
    if "@" in whom:
        them |= Q(email__iexact=whom)
    return list(User.objects.filter(them).order_by("pk")[:ACCOUNTS])


def user_by_id(user_id: int) -> User | None:
    return User.objects.filter(pk=user_id).first()


def user_find(
    *, ids: Sequence[int] | None = None, usernames: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """`{"user_id","username","first_name","last_name","managed_by"}` of those of these users that
    exist, by id.
    """
    them = {"username__in": usernames} if ids is None else {"pk__in": ids}
    found = User.objects.filter(**them).order_by("pk")
    columns = ("pk", "username", "first_name", "last_name", "managed_by")
    return [
        dict(zip(("user_id", *columns[1:]), row, strict=True))
        for row in found.values_list(*columns)
    ]


def signing_key() -> SigningKey | None:
    """The key that signs now: the youngest that is active."""
    active = SigningKey.objects.filter(activates_at__lte=timezone.now())
    return active.order_by("-activates_at", "-pk").first()


def published_keys() -> list[dict[str, str]]:
    """Every key whose signature may be met now or soon, as JWKs (RFC 8037)."""
    expired = timezone.now() - PUBLISHED_AFTER
    keys = SigningKey.objects.filter(Q(retired_at=None) | Q(retired_at__gt=expired))
    return [
        {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": key.public_key,
            "kid": key.kid,
            "use": "sig",
            "alg": ALGORITHM,
        }
        for key in keys.order_by("activates_at", "pk")
    ]
