"""Tables of a place: setting them up, and calling staff to one that is free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone
from kit.alike import fingerprint
from kit.clock import iso
from kit.errors import BadRequest, Conflict, NotFound, Unavailable, violating
from kit.inserts import row_insert

from orders import selectors, states
from orders.actions.sessions import DUPLICATE as NAME_TAKEN
from orders.actions.sessions import panel_ensure, session_lock, unlike_others
from orders.events import place_recorder, recorder
from orders.models import OrderSession, Table, TableCall

MAX_TABLES = 500  # of a location
DUPLICATE = BadRequest("duplicate_table")


def table_create(
    *,
    location_id: int,
    name: str,
    code: str,
    seats: int | None = None,
    position: Mapping[str, int] | None = None,
) -> bytes:
    """A new table, as JSON. Raises 400 `duplicate_table` for a name that looks like that of
    another, 400 `too_many_tables`, and 503 `code_service_unavailable` for a code that is taken.
    """
    x, y = _grid(position)
    table = Table(location_id=location_id, name=name, code=code, seats=seats, x=x, y=y)
    table.folded_hash = fingerprint(name)
    with transaction.atomic():
        panel = panel_ensure(location_id)
        here = Table.objects.filter(location_id=location_id, removed_at=None)
        if here.count() >= MAX_TABLES:
            raise BadRequest("too_many_tables")
        if not row_insert(table):
            alike = here.filter(folded_hash=table.folded_hash).exists()
            raise DUPLICATE if alike else Unavailable("code_service_unavailable")
        created = selectors.table_json(table.id)
        place_recorder.record(panel, "table.created", created)
    return created


def table_edit(*, table_id: int, fields: Mapping[str, Any], code: str | None = None) -> bytes:
    """Change these fields of a table, and its code where a new one is given; as JSON. The session
    at it goes by its new name.

    Raises 404 `table_not_found`, 400 `duplicate_table`, 400 `duplicate_session` where another open
    session has the new name, 409 `table_occupied` for one that is switched off while guests sit
    there.
    """
    with violating("orders_table_name", DUPLICATE), transaction.atomic():
        table = table_lock(id=table_id)
        session = _at(table)
        if session is not None and fields.get("is_active") is False:
            raise Conflict("table_occupied")
        renamed = fields.get("name", table.name) != table.name
        _set(table, fields)
        table.code = code or table.code
        if renamed and _alike(table):
            raise DUPLICATE
        table.save()
        if session is not None and renamed:
            session_seat(session, table=table)
        edited = selectors.table_json(table.id)
        place_recorder.record(panel_ensure(table.location_id), "table.changed", edited)
    return edited


def table_remove(*, table_id: int) -> None:
    """Take a table away; again: the same. Raises 404 `table_not_found`, 409 `table_occupied`."""
    with transaction.atomic():
        table = table_lock(id=table_id, removed=True)
        if table.removed_at is not None:
            return
        if _at(table) is not None:
            raise Conflict("table_occupied")
        table.removed_at = timezone.now()
        table.save(update_fields=["removed_at"])
        TableCall.objects.filter(table=table, answered_at=None).update(answered_at=timezone.now())
        gone = orjson.dumps({"id": table.id})
        place_recorder.record(panel_ensure(table.location_id), "table.removed", gone)


def table_call(*, code: str) -> bytes:
    """Guests at a free table ask for staff: JSON `{"table_id","code","timestamp"}`; until somebody
    answers the same again. Raises 404 `table_not_found`, 409 `table_occupied`.
    """
    with transaction.atomic():
        table = table_lock(code=code, is_active=True)
        if _at(table) is not None:
            raise Conflict("table_occupied")
        call = table.calls.filter(answered_at=None).first()
        if call is None:
            call = table.calls.create()
            panel = panel_ensure(table.location_id)
            place_recorder.record(panel, "table.called", _called(table, call))
        return _called(table, call)


def table_answer(*, table_id: int, user_id: int) -> None:
    """Staff are on their way to a table that has called; again: the same. Raises 404
    `table_not_found`.
    """
    with transaction.atomic():
        table_calls_end(table_lock(id=table_id, removed=True), user_id=user_id)


def table_calls_end(table: Table, *, user_id: int | None) -> None:
    """What a table that is locked has called for is answered: somebody comes, or it is open now."""
    open_calls = table.calls.filter(answered_at=None)
    if open_calls.update(answered_at=timezone.now(), answered_by=user_id):
        answered = orjson.dumps({"table_id": table.id})
        place_recorder.record(panel_ensure(table.location_id), "table.answered", answered)


def table_lock(*, removed: bool = False, **lookups: Any) -> Table:
    """The table that matches, locked for the rest of the transaction; raises 404
    `table_not_found`, unless asked otherwise also for one that was removed.
    """
    tables = Table.objects.select_for_update(no_key=True).filter(**lookups)
    table = tables.first() if removed else tables.filter(removed_at=None).first()
    if table is None:
        raise NotFound("table_not_found")
    return table


def session_seat(session: OrderSession, *, table: Table) -> None:
    """Have a session that is locked sit at this table, which is locked and free, under its name.
    Raises 400 `duplicate_session` where another open session is called so.
    """
    if selectors.open_name_taken(session.location_id, table.name, but=session.pk):
        raise NAME_TAKEN
    session.table, session.name, session.folded_hash = table, table.name, table.folded_hash
    with unlike_others():
        session.save(update_fields=["table", "name", "folded_hash"])
    session_moved(session)


def session_moved(session: OrderSession) -> None:
    """Tell where a session is by now, and what it is called."""
    moved = {"code": session.code, "table_id": session.table_id, "name": session.name}
    recorder.record(session, "session.moved", orjson.dumps(moved))


def _at(table: Table) -> OrderSession | None:
    """The open session at a table that is locked; it is locked too. Guests may have left while it
    was waited for.
    """
    code = selectors.table_session(table.id)
    session = None if code is None else session_lock("session_not_found", code=code)
    stays = session is not None and (session.state, session.table_id) == (states.OPEN, table.id)
    return session if stays else None


def _set(table: Table, fields: Mapping[str, Any]) -> None:
    for name in ("name", "seats", "is_active"):
        if name in fields:
            setattr(table, name, fields[name])
    if "position" in fields:
        table.x, table.y = _grid(fields["position"])
    table.folded_hash = fingerprint(table.name)


def _alike(table: Table) -> bool:
    same = Table.objects.filter(
        location_id=table.location_id, removed_at=None, folded_hash=table.folded_hash
    )
    return same.exclude(pk=table.pk).exists()


def _grid(position: Mapping[str, int] | None) -> tuple[int | None, int | None]:
    return (None, None) if position is None else (position["x"], position["y"])


def _called(table: Table, call: TableCall) -> bytes:
    called = {"table_id": table.id, "code": table.code, "timestamp": iso(call.created_at)}
    return orjson.dumps(called)
