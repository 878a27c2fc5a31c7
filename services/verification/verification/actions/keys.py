"""The life of the signing keys: published, signing, retired, removed."""

from __future__ import annotations

import base64
import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import jwt
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, transaction
from django.utils import timezone
from kit import sealing
from kit.errors import Unavailable
from kit.tokens import KEYS_FRESH

from verification import selectors, tokens
from verification.models import LoginSession, SigningKey

log = logging.getLogger("verification.keys")

# A service keeps the key set for KEYS_FRESH, and may have got it from a cache that had kept it as
# long: a key signs only when all of them must have seen it.
ACTIVATION_DELAY = timedelta(seconds=2 * KEYS_FRESH)
LOCK = 20191105  # number of the advisory lock under which keys are made and retired


def access_sign(session: LoginSession, *, now: datetime) -> str:
    """An access token for the session's user; raises 503 when the signing key is unreadable."""
    return _signed(lambda key: tokens.access_token(key, session, now))


def service_sign(service: str, *, now: datetime) -> str:
    """A service token; raises 503 when the signing key is unreadable."""
    return _signed(lambda key: tokens.service_token(key, service, now))


def _signed(sign: Callable[[SigningKey], str]) -> str:
    try:
        return sign(key_ensure())
    except InvalidToken as unreadable:
        log.error("the signing key was sealed under another SECRET_KEY: rotate_keys --now")
        raise Unavailable("service_unavailable", retry_after=None) from unreadable


def key_ensure() -> SigningKey:
    """The key that signs now; the first one is made when it is needed."""
    return selectors.signing_key() or _first_key()


def published_keys() -> list[dict[str, str]]:
    """The key set to publish (RFC 7517), which is never empty."""
    found = selectors.published_keys()
    if not found:
        key_ensure()
        found = selectors.published_keys()
    return found


def public_keys() -> dict[str, jwt.PyJWK]:
    """Our own keys for kit.tokens (settings.TOKEN_KEYS)."""
    return {key["kid"]: jwt.PyJWK.from_dict(key) for key in published_keys()}


@transaction.atomic
def _first_key() -> SigningKey:
    _lock()
    return selectors.signing_key() or _create(timezone.now())


@transaction.atomic
def keys_rotate() -> SigningKey:
    """The next key: published now, signing after ACTIVATION_DELAY, when the present one retires.

    A next key that is waiting already is returned as it is. Keys that nobody can need any more are
    removed.
    """
    _lock()
    now = timezone.now()
    keys_prune()
    waiting = SigningKey.objects.filter(activates_at__gt=now).first()
    if waiting is not None:
        return waiting
    begins = now + ACTIVATION_DELAY
    SigningKey.objects.filter(retired_at=None).update(retired_at=begins)
    return _create(begins)


@transaction.atomic
def keys_replace() -> SigningKey:
    """A new key that signs at once, all others withdrawn: for a leaked key or a lost SECRET_KEY.

    Tokens of the old keys end as services reread the key set; users refresh, services ask anew.
    """
    _lock()
    SigningKey.objects.all().delete()
    return _create(timezone.now())


def keys_prune() -> int:
    """Remove the keys that are published no more; how many."""
    expired = timezone.now() - selectors.PUBLISHED_AFTER
    return SigningKey.objects.filter(retired_at__lte=expired).delete()[0]


def _create(activates_at: datetime) -> SigningKey:
    private = Ed25519PrivateKey.generate()
    public = base64.urlsafe_b64encode(private.public_key().public_bytes_raw())
    return SigningKey.objects.create(
        kid=secrets.token_hex(8),
        public_key=public.rstrip(b"=").decode(),
        private_key=sealing.seal(tokens.SIGNING_KEYS, private.private_bytes_raw()),
        activates_at=activates_at,
    )


def _lock() -> None:
    """Hold off other processes that make or retire keys, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
