"""Moving guests from table to table over HTTP; for the location's staff."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import ready
from kit.idempotency import once
from kit.openapi import allows
from ninja import Router

from orders import access, clients, selectors
from orders.actions import merging, seating
from orders.schemas.sessions import MergeIn, MoveToIn, RenameIn, SessionAnswer, SplitIn

router = Router()

WRITE: dict[Any, Any] = {200: SessionAnswer, **failures(400, 403, 404, 409, 503)}


@router.post("/orders/sessions/move/{session_code}/", auth=signed_in, response=WRITE)
@allows("waiter")
def move_session(request: Any, session_code: str, body: MoveToIn) -> HttpResponse:
    """Move a session to a free table of the place; its code stays."""
    code = _of_the_callers(request, session_code)
    seating.session_move(code=code, table_id=body.table_id)
    return ready(request, selectors.session_json(code))


@router.post("/orders/sessions/merge/{session_code}/", auth=signed_in, response=WRITE)
@allows("waiter")
def merge_session(request: Any, session_code: str, body: MergeIn) -> HttpResponse:
    """Have all of a session be part of another open one, which is answered. The emptied one is
    closed; for twelve hours what is ordered by its code is ordered in the other.
    """
    code = _of_the_callers(request, session_code)
    into = access.known_code(body.into)
    merging.session_merge(code=code, into=into)
    return ready(request, selectors.session_json(into))


@router.post(
    "/orders/sessions/split/{session_code}/",
    auth=signed_in,
    response={**WRITE, **failures(422)},
)
@allows("waiter")
def split_session(request: Any, session_code: str, body: SplitIn) -> HttpResponse:
    """Open a session at a free table with these orders, and answer it."""
    code = _of_the_callers(request, session_code)

    def write(new_code: str) -> bytes:
        seating.session_split(
            code=code, order_ids=body.orders, table_id=body.table_id, new_code=new_code
        )
        return selectors.session_json(new_code)

    scope = f"split {code} {request.auth.user_id}"
    return ready(request, *once(request, scope, prepare=clients.code_issue, write=write))


@router.post("/orders/sessions/rename/{session_code}/", auth=signed_in, response=WRITE)
@allows("waiter")
def rename_session(request: Any, session_code: str, body: RenameIn) -> HttpResponse:
    """Rename a session without a table; one at a table is called like that."""
    code = _of_the_callers(request, session_code)
    seating.session_rename(code=code, name=body.name)
    return ready(request, selectors.session_json(code))


@router.post("/orders/sessions/reopen/{session_code}/", auth=signed_in, response=WRITE)
@allows("waiter")
def reopen_session(request: Any, session_code: str) -> HttpResponse:
    """Take the closing of a session back within twelve hours; open: the same."""
    code = _of_the_callers(request, session_code)
    seating.session_reopen(code=code)
    return ready(request, selectors.session_json(code))


def _of_the_callers(request: HttpRequest, session_code: str) -> str:
    """The code of a session of a place whose staff the caller is of."""
    code = access.known_code(session_code)
    caller = request.auth  # type: ignore[attr-defined]
    access.require_staff(caller, selectors.session_location(code))
    return code
