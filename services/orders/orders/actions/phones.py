"""Phones that join a session: each gets a key that it alone has, which shows what is its own."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from kit import throttle
from kit.errors import Forbidden, TooMany
from kit.throttle import Limit

from orders import selectors
from orders.actions.sessions import session_lock_open

MAX_PHONES = 500  # of a session
WRONG = Limit("wrong words of a sitting", failures=5, window=timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who at a table changes something: a nickname, and the number of a phone that has joined."""

    nickname: str = ""
    phone: int | None = None


def phone_join(*, code: str, key: str, word: str | None = None) -> tuple[str, int]:
    """A new phone's key and number in the session; for one that shows its key the same again.

    Raises 404 `session_not_found`, 400 `session_closed` for a new phone, 403 `word_needed` where
    the sitting has another word, 429 `too_many_attempts` after five wrong ones in a minute, also
    for the right one, 429 `too_many_requests` for the 501st phone.
    """
    number = selectors.phone_number(code, key)
    if number is not None:
        return key, number
    _require_word(code, word)
    with transaction.atomic():
        session = session_lock_open(code)
        if session.phone_count >= MAX_PHONES:
            raise TooMany("too_many_requests")
        session.phone_count += 1
        session.save(update_fields=["phone_count"])
        key = secrets.token_urlsafe(32)
        session.phones.create(number=session.phone_count, key_hash=selectors.key_hash(key))
        return key, session.phone_count


def _require_word(code: str, word: str | None) -> None:
    """Raise unless this is the word of the sitting, or none is asked; a wrong one is counted."""
    asked = selectors.session_word(code)
    if not asked:
        return
    wrong = WRONG.of(code)
    throttle.standing(wrong).require(wrong)
    if word and secrets.compare_digest(word.encode(), asked.encode()):
        return
    if word:
        throttle.failure_count(wrong)
    raise Forbidden("word_needed")
