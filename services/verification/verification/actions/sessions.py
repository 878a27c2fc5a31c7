"""Login sessions: open, check, refresh, close."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from kit.errors import Forbidden, incorrect_credentials

from verification import selectors, tokens
from verification.actions import keys, pruning, throttle
from verification.models import LoginSession, User
from verification.tokens import RefreshToken

log = logging.getLogger("verification.sessions")

LIFETIME = timedelta(days=14)
SLIDE = timedelta(hours=1)  # how far the expiry may lag behind, so that not every check writes
RETRY = timedelta(seconds=30)  # how long a refresh whose answer was lost may be repeated


@dataclass(frozen=True, slots=True)
class Grant:
    """What a client gets: a key only at a login, tokens at each refresh too."""

    user: User
    access: str
    refresh: str
    session_key: str = ""
    mark: str = ""  # what the browser is to keep, see actions.devices


def session_open(*, user: User, network: str) -> Grant:
    """A new session beside the user's others, in the caller's transaction."""
    now = timezone.now()
    session_key = tokens.new_session_key()
    session = LoginSession.objects.create(
        user=user,
        key_hash=tokens.key_hash(session_key),
        network=throttle.network_fingerprint(network),
        expires_at=now + LIFETIME,
    )
    pruning.sessions_sweep()
    return _grant(session, now, session_key)


def session_verify(*, session_key: str | None, user_id: int | None) -> User:
    """The user of a live session, which lives on for 14 days from now.

    Raises 403 `incorrect_session_key` for a key that is missing, unknown or expired, then
    `incorrect_user_id` for an id that is missing or not of the key's user.
    """
    session = _claimed(session_key, user_id)
    now = timezone.now()
    if session.expires_at < now + LIFETIME - SLIDE:
        alive = LoginSession.objects.filter(pk=session.pk, expires_at__gt=now)
        alive.update(expires_at=now + LIFETIME)
    return session.user


def session_close(*, session_key: str | None, user_id: int | None) -> None:
    """End a session and its refresh token; raises as session_verify, of two at once for one."""
    session = _claimed(session_key, user_id)
    if not LoginSession.objects.filter(pk=session.pk).delete()[0]:
        raise Forbidden("incorrect_session_key")


def session_refresh(*, refresh: str) -> Grant:
    """A new access token, and the next refresh token; this one is used up.

    For 30 s, and until the next one is used, it gets the same next one again: the answer may have
    been lost, or two tabs asked at once. Later its use means that somebody has a copy, and ends the
    session (RFC 9700, 4.14.2). Raises 403 `incorrect_credentials`.
    """
    token = RefreshToken.read(refresh)
    if token is None:
        raise incorrect_credentials()
    with transaction.atomic():
        session = _locked(token)
        grant = _advance(session, token.generation)
        if grant is None:
            session.delete()
    if grant is None:
        log.warning("used refresh token: session ended", extra={"user_id": session.user_id})
        raise incorrect_credentials()
    return grant


def _claimed(session_key: str | None, user_id: int | None) -> LoginSession:
    session = selectors.live_session(session_key) if session_key else None
    if session is None:
        raise Forbidden("incorrect_session_key")
    if session.user_id != user_id:
        raise Forbidden("incorrect_user_id")
    return session


def _locked(token: RefreshToken) -> LoginSession:
    """The live session that the token was made for, which no one else refreshes meanwhile."""
    live = LoginSession.objects.filter(pk=token.session_id, expires_at__gt=timezone.now())
    session = live.select_for_update(of=("self",)).select_related("user").first()
    if session is None or not token.belongs_to(session) or token.generation > session.generation:
        raise incorrect_credentials()
    return session


def _advance(session: LoginSession, generation: int) -> Grant | None:
    """None when the token of this generation was used up."""
    now = timezone.now()
    if generation == session.generation:
        session.generation += 1
        session.refreshed_at = now
        session.expires_at = now + LIFETIME
        session.save(update_fields=["generation", "refreshed_at", "expires_at"])
        return _grant(session, now)
    repeated = generation == session.generation - 1
    if repeated and session.refreshed_at and now <= session.refreshed_at + RETRY:
        return _grant(session, now)
    return None


def _grant(session: LoginSession, now: datetime, session_key: str = "") -> Grant:
    access = keys.access_sign(session, now=now)
    refresh = str(RefreshToken.of(session, session.generation))
    return Grant(session.user, access, refresh, session_key)
