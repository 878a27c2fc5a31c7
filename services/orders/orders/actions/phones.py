"""Phones that join a session: each gets a key that it alone has, which shows what is its own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction
from kit.errors import BadRequest, TooMany

from orders import selectors, states
from orders.actions.sessions import session_lock

MAX_PHONES = 500  # of a session


@dataclass(frozen=True, slots=True)
class Actor:
    """Who at a table changes something: a nickname, and the number of a phone that has joined."""

    nickname: str = ""
    phone: int | None = None


def phone_join(*, code: str, key: str) -> tuple[str, int]:
    """A new phone's key and number in the session; for one that shows its key the same again.

    Raises 404 `session_not_found`, 400 `session_closed` for a new phone, 429 `too_many_requests`
    for the 501st.
    """
    with transaction.atomic():
        session = session_lock("session_not_found", code=code)
        number = selectors.phone_number(code, key)
        if number is not None:
            return key, number
        if session.state != states.OPEN:
            raise BadRequest("session_closed")
        if session.phone_count >= MAX_PHONES:
            raise TooMany("too_many_requests")
        session.phone_count += 1
        session.save(update_fields=["phone_count"])
        key = secrets.token_urlsafe(32)
        session.phones.create(number=session.phone_count, key_hash=selectors.key_hash(key))
        return key, session.phone_count
