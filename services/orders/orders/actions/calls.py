"""Calls: a table asks for a waiter or for the bill, and somebody answers."""

from __future__ import annotations

import orjson
from django.db import transaction
from kit.errors import NotFound

from orders import selectors
from orders.actions.record import IN_SESSION, done, lock, lock_open
from orders.models import Call
from orders.prepared import Prepared
from orders.sql import CALL

TOLD = f"d AS (SELECT row_to_json(call)::text AS data FROM (SELECT {CALL} FROM k, s) call)"  # noqa: S608 - fragments of our own

MAKE = Prepared(
    "call_make",
    IN_SESSION.format(
        change=f"""
k AS (INSERT INTO orders_call (session_id, kind, created_at)
      SELECT s.id, %(asked)s::text, clock_timestamp() FROM s RETURNING *),
{TOLD}"""  # noqa: S608
    ),
)

ANSWER = Prepared(
    "call_answer",
    IN_SESSION.format(
        change=f"""
k AS (UPDATE orders_call SET answered_at = clock_timestamp(), answered_by = %(user_id)s::bigint
      WHERE id = %(id)s::bigint RETURNING *),
{TOLD}"""  # noqa: S608
    ),
)


def call_make(*, code: str, kind: str) -> bytes:
    """Call for `waiter` or `bill` and answer with the call's id; while one is open the same again.

    Raises 404 `session_not_found`, 400 `session_closed`.
    """
    with transaction.atomic():
        session = lock_open(code)
        made = session.calls.filter(kind=kind, answered_at=None).first()
        if made is not None:
            return str(made.id).encode()
        told = done(MAKE, kind="call.made", session=session.id, asked=kind)
        return str(orjson.loads(told)["id"]).encode()


def call_answer(*, call_id: int, user_id: int) -> bytes:
    """Say that somebody is on the way, and answer with the call's JSON; again: the same.

    Raises 404 `call_not_found`.
    """
    with transaction.atomic():
        session_id = Call.objects.filter(id=call_id).values_list("session_id", flat=True).first()
        if session_id is None:
            raise NotFound("call_not_found")
        lock(session_id)
        if not Call.objects.filter(id=call_id, answered_at=None).exists():
            return selectors.call_json(call_id)
        values = {"session": session_id, "id": call_id, "user_id": user_id}
        return done(ANSWER, kind="call.answered", **values)
