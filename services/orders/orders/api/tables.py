"""Tables of a place over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit import throttle
from kit.api import Done, failures
from kit.auth import signed_in
from kit.envelopes import answer, done, ready
from kit.errors import Forbidden, NotFound
from kit.fields import Id
from kit.idempotency import once
from kit.openapi import allows
from kit.shortcodes import read_short_code
from ninja import Router
from peers.locations import Role

from orders import access, clients, paces, selectors, states
from orders.actions import seating, tables
from orders.models import Table
from orders.schemas.sessions import SessionAnswer
from orders.schemas.tables import (
    LookUpAnswer,
    TableAnswer,
    TableCallAnswer,
    TableEditIn,
    TableIn,
    TablesAnswer,
)

router = Router()

setter = access.staff_of("table_id", selectors.table_location, Role.MANAGER)
answerer = access.staff_of("table_id", selectors.table_location)
WRITE: dict[Any, Any] = {200: TableAnswer, **failures(400, 403, 404, 409, 503)}


@router.post(
    "/orders/tables/create/",
    auth=signed_in,
    response={200: TableAnswer, **failures(400, 403, 422, 503)},
)
@allows("manager")
def create_table(request: Any, body: TableIn) -> HttpResponse:
    """Add a table to a location, for its managers. Its code is good for as long as the table is
    there, or until it is renewed.
    """
    access.require_staff(request.auth, body.location_id, Role.MANAGER)  # of a repeat too

    def write(code: str) -> bytes:
        return tables.table_create(
            location_id=body.location_id,
            name=body.name,
            code=code,
            seats=body.seats,
            position=None if body.position is None else body.position.model_dump(),
        )

    scope = f"table {request.auth.user_id}"
    return ready(request, *once(request, scope, prepare=clients.short_code_issue, write=write))


@router.post("/orders/tables/edit/{table_id}/", auth=setter, response=WRITE)
@allows("manager")
def edit_table(request: Any, table_id: Id, body: TableEditIn) -> HttpResponse:
    """Change what is sent of a table. With `renew_code` it gets a new code, and the old one leads
    nowhere.
    """
    code = clients.short_code_issue() if body.renew_code else None
    edited = tables.table_edit(table_id=table_id, fields=body.sent(), code=code)
    return ready(request, edited)


@router.post(
    "/orders/tables/remove/{table_id}/",
    auth=setter,
    response={200: Done, **failures(400, 403, 404, 409, 503)},
)
@allows("manager")
def remove_table(request: Any, table_id: Id) -> HttpResponse:
    """Take a table away, unless guests sit there. Again: the same."""
    tables.table_remove(table_id=table_id)
    return done(request)


@router.get(
    "/orders/tables/find/", auth=signed_in, response={200: TablesAnswer, **failures(400, 403, 503)}
)
@allows("waiter")
def find_tables(request: Any, location_id: Id) -> HttpResponse:
    """The tables of a location, for its staff, each with the session at it."""
    access.require_staff(request.auth, location_id)
    return answer(request, selectors.tables_find(location_id))


@router.get(
    "/orders/tables/get/{table_code}/", response={200: LookUpAnswer, **failures(404, 429, 503)}
)
@allows("everybody")
def get_table(request: HttpRequest, table_code: str) -> HttpResponse:
    """What a table's code leads to: the code of its session, null while there is none, who opens
    one, and whether staff have seen what its guests have called for.
    """
    table = _known_table(table_code)
    paces.require_at(request, paces.CHANGES, table)
    return answer(request, selectors.table_looked_up(table))


@router.post(
    "/orders/tables/open/{table_code}/",
    response={200: SessionAnswer, **failures(400, 403, 404, 429, 503)},
    openapi_extra=access.OPTIONAL,
)
@allows("guests")
def open_table(request: HttpRequest, table_code: str) -> HttpResponse:
    """Open a table and answer its session; an open one as it is. Guests do where the place lets
    them, and five times in ten minutes at most.
    """
    table = _known_table(table_code)
    user_id = access.staff_if_claimed(request, table.location_id)
    code = selectors.table_session(table.id)
    if code is None:
        if user_id is None:
            _require_guests_open(table)
        code = seating.table_open(table_code=table.code, code=clients.code_issue(), user_id=user_id)
    return ready(request, selectors.session_json(code))


@router.post(
    "/orders/tables/call/{table_code}/",
    response={200: TableCallAnswer, **failures(404, 409, 429, 503)},
)
@allows("everybody")
def call_from_table(request: HttpRequest, table_code: str) -> HttpResponse:
    """Call staff to a table that nobody has opened; once until somebody answers."""
    table = _known_table(table_code)
    paces.require_at(request, paces.CHANGES, table)
    return ready(request, tables.table_call(code=table.code))


@router.post(
    "/orders/tables/answer/{table_id}/",
    auth=answerer,
    response={200: Done, **failures(400, 403, 404, 503)},
)
@allows("waiter")
def answer_table(request: Any, table_id: Id) -> HttpResponse:
    """Say that somebody is on the way to a table that has called. Again: the same."""
    tables.table_answer(table_id=table_id, user_id=request.auth.user_id)
    return done(request)


def _known_table(text: str) -> Table:
    """The table of a code as somebody typed it; raises 404 `table_not_found`."""
    code = read_short_code(text)
    if code is None:
        raise NotFound("table_not_found")
    return selectors.table_by_code(code)


def _require_guests_open(table: Table) -> None:
    """Count an opening by guests; raises 403 `not_allowed`, 429 `too_many_attempts`."""
    if selectors.place_settings(table.location_id)["open_by"] != states.BY_GUEST:
        raise Forbidden("not_allowed")
    openings = paces.OPENINGS.of(str(table.id))
    throttle.standing(openings).require(openings)
    throttle.failure_count(openings)
