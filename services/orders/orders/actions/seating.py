"""Guests and tables: opening one, moving, splitting, renaming, and taking a closing back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import orjson
from django.db import transaction
from django.utils import timezone
from kit.alike import fingerprint
from kit.errors import BadRequest, Conflict, Forbidden, NotFound

from orders import selectors, states
from orders.actions.moved import orders_tell
from orders.actions.sessions import (
    DUPLICATE,
    session_insert,
    session_lock,
    session_lock_open,
    unlike_others,
)
from orders.actions.tables import session_moved, session_seat, table_calls_end, table_lock
from orders.events import recorder
from orders.models import Order, OrderSession, Table

REOPENED = timedelta(hours=12)  # after a closing at most


def table_open(*, table_code: str, code: str, user_id: int | None = None) -> str:
    """Open a table: the code of its session, of one that is open already as of a new one, which
    gets `code`. An open session of the table's name without a table is taken over.

    Raises 404 `table_not_found`.
    """
    with transaction.atomic():
        table = table_lock(code=table_code, is_active=True)
        known = selectors.table_session(table.id)
        if known is not None:
            return known
        session = _taken_over(table) or _begun(table, code)
        table_calls_end(table, user_id=user_id)
        return session.code


def session_move(*, code: str, table_id: int) -> None:
    """Move a session to a free table of its place; it is there already: the same. Its code stays.

    Raises 404 `session_not_found`, 404 `table_not_found`, 403 `incorrect_credentials` for a table
    of another place, 400 `session_closed`, 409 `table_occupied`, 400 `duplicate_session`.
    """
    with transaction.atomic():
        table = table_lock(id=table_id, is_active=True)
        session = session_lock_open(code)
        if session.table_id == table.id:
            return
        _require_free(table, session.location_id)
        session_seat(session, table=table)
        table_calls_end(table, user_id=None)


def session_split(*, code: str, order_ids: Sequence[int], table_id: int, new_code: str) -> None:
    """Open a session with the code `new_code` at a free table with these orders of another one.

    What was ordered together stays together. Raises 404 `session_not_found`, 404
    `table_not_found`, 404 `order_not_found`, 403 `incorrect_credentials` for a table of another
    place, 400 `session_closed`, 409 `table_occupied`.
    """
    with transaction.atomic():
        table = table_lock(id=table_id, is_active=True)
        session = session_lock_open(code)
        _require_free(table, session.location_id)
        orders = list(session.orders.filter(id__in=order_ids).order_by("id"))
        if len(orders) != len(set(order_ids)):
            raise NotFound("order_not_found")
        split = _begun(table, new_code)
        _take_along(orders, session, split)
        told = {"code": code, "orders": [each.id for each in orders], "into": split.code}
        recorder.record(session, "session.split", orjson.dumps(told))
        orders_tell(split, orders=orders)
        table_calls_end(table, user_id=None)


def session_rename(*, code: str, name: str) -> None:
    """Rename a session without a table; raises 404 `session_not_found`, 400 `session_closed`, 400
    `duplicate_session`, 409 `table_occupied` for one at a table, which is called like that.
    """
    with unlike_others(), transaction.atomic():
        session = session_lock_open(code)
        if session.table_id is not None:
            raise Conflict("table_occupied")
        if session.name == name:
            return
        if selectors.open_name_taken(session.location_id, name, but=session.pk):
            raise DUPLICATE
        session.name, session.folded_hash = name, fingerprint(name)
        session.save(update_fields=["name", "folded_hash"])
        session_moved(session)


def session_reopen(*, code: str) -> None:
    """Take a closing back within twelve hours; it is open: the same.

    Raises 404 `session_not_found`, 404 `table_not_found` for one whose table was taken away, 400
    `session_closed` for what was closed earlier or is part of another session now, 409
    `table_occupied`, 400 `duplicate_session`.
    """
    with unlike_others(), transaction.atomic():
        table_id = OrderSession.objects.filter(code=code).values_list("table", flat=True).first()
        table = None if table_id is None else table_lock(id=table_id, is_active=True)
        session = session_lock("session_not_found", code=code)
        if session.state == states.OPEN:
            return
        since = timezone.now() - REOPENED
        if session.merged_into_id or session.closed_at is None or session.closed_at < since:
            raise BadRequest("session_closed")
        _reopen(session, table)


def _reopen(session: OrderSession, table: Table | None) -> None:
    if table is not None:
        _require_free(table, session.location_id)
        session.name, session.folded_hash = table.name, table.folded_hash
    if selectors.open_name_taken(session.location_id, session.name):
        raise DUPLICATE
    session.state, session.closed_at = states.OPEN, None
    session.save(update_fields=["state", "closed_at", "name", "folded_hash"])
    recorder.record(session, "session.reopened", selectors.head_json(session.id))


def _require_free(table: Table, location_id: int) -> None:
    """Raise where guests of this place cannot sit down at a table that is locked."""
    if table.location_id != location_id:
        raise Forbidden("incorrect_credentials")
    if selectors.table_session(table.id) is not None:
        raise Conflict("table_occupied")


def _taken_over(table: Table) -> OrderSession | None:
    """The open session without a table that is called like this one, which it gets."""
    lookups = {"location_id": table.location_id, "folded_hash": table.folded_hash}
    like_it = OrderSession.objects.filter(**lookups, state=states.OPEN, table=None)
    session = like_it.select_for_update(no_key=True).first()
    if session is not None:
        session_seat(session, table=table)
    return session


def _begun(table: Table, code: str) -> OrderSession:
    """A new session at a table that is locked and free; raises 400 `duplicate_session` where
    another one got its name in this moment.
    """
    session = session_insert(code=code, location_id=table.location_id, name=table.name, table=table)
    if session is None:
        raise DUPLICATE
    recorder.begin(session, "session.opened", selectors.head_json(session.id))
    return session


def _take_along(orders: Sequence[Order], before: OrderSession, after: OrderSession) -> None:
    """Have orders of one session be orders of another, new one, whose phones are others."""
    batches = sorted({each.batch for each in orders})
    for order in orders:
        order.session, order.guest_id = after, None
        order.batch = batches.index(order.batch) + 1
    Order.objects.bulk_update(orders, ["session", "guest_id", "batch"])
    standing = sum(each.state != states.CANCELLED for each in orders)
    after.batch, after.order_count = len(batches), standing
    after.save(update_fields=["batch", "order_count"])
    before.order_count -= standing
    before.save(update_fields=["order_count"])
