"""Calls: a table asks for a waiter or for the bill, and somebody answers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from orders import selectors
from orders.actions.moved import wherever_it_is
from orders.actions.sessions import session_lock, session_lock_open
from orders.events import recorder


def call_make(*, code: str, kind: str, pay: str | None = None, split: str | None = None) -> int:
    """Call for `waiter` or `bill` and return the call's id; while one is open the same again, with
    what is said of paying by now (None: nothing new).

    Raises 404 `session_not_found`, 400 `session_closed`.
    """
    with transaction.atomic():
        session = session_lock_open(code)
        call = session.calls.filter(kind=kind, answered_at=None).first()
        if call is None:
            call = session.calls.create(kind=kind, pay=pay or "", split=split or "")
        elif (pay or call.pay, split or call.split) == (call.pay, call.split):
            return call.id
        else:
            call.pay, call.split = pay or call.pay, split or call.split
            call.save(update_fields=["pay", "split"])
        recorder.record(session, "call.made", selectors.call_json(call.id))
        return call.id


@wherever_it_is
def call_answer(*, call_id: int, user_id: int) -> bytes:
    """Say that somebody is on the way, and return the call's JSON; again: the same.

    Raises 404 `call_not_found`.
    """
    with transaction.atomic():
        session = session_lock("call_not_found", calls=call_id)
        call = session.calls.get(id=call_id)
        if call.answered_at is not None:
            return selectors.call_json(call_id)
        call.answered_at, call.answered_by = timezone.now(), user_id
        call.save(update_fields=["answered_at", "answered_by"])
        answered = selectors.call_json(call_id)
        recorder.record(session, "call.answered", answered)
        return answered
