"""Sessions over HTTP."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import ready
from kit.errors import BadRequest
from kit.fields import Id, Offset
from kit.idempotency import once
from ninja import Router

from orders import access, clients, selectors
from orders.actions import sessions
from orders.schemas import Moment, SessionAnswer, SessionIn, SessionsAnswer

router = Router()


@router.post(
    "/orders/sessions/create/",
    auth=signed_in,
    response={200: SessionAnswer, **failures(400, 403, 422, 503)},
)
def create_session(request: Any, body: SessionIn) -> HttpResponse:
    """Open a session for a table of a location that the caller owns or works at."""

    def prepare() -> str:
        access.require_staff(request.auth, body.location_id)
        if selectors.open_name_taken(body.location_id, body.name):
            raise BadRequest("duplicate_session")
        return clients.code_issue()

    def write(code: str) -> bytes:
        sessions.session_create(code=code, location_id=body.location_id, name=body.name)
        return selectors.session_json(code)

    scope = f"session {request.auth.user_id}"
    return ready(request, *once(request, scope, prepare=prepare, write=write))


@router.get("/orders/sessions/get/{session_code}/", response={200: SessionAnswer, **failures(404)})
def get_session(request: HttpRequest, session_code: str) -> HttpResponse:
    """A session with all of its orders."""
    return ready(request, selectors.session_json(access.known_code(session_code)))


@router.get(
    "/orders/sessions/find/",
    auth=signed_in,
    response={200: SessionsAnswer, **failures(400, 403, 503)},
)
def find_sessions(
    request: Any,
    location_id: Id,
    state: Literal["OPEN", "CLOSED", ""] = "",
    opened_since: Moment | None = None,
    offset: Offset = 0,
) -> HttpResponse:
    """The sessions of a location, for its staff: at most 100, oldest first. `opened_since` is a
    time with its offset (RFC 3339).
    """
    access.require_staff(request.auth, location_id)
    sessions_json = selectors.sessions_json(
        location_id=location_id, state=state, opened_since=opened_since, offset=offset
    )
    return ready(request, sessions_json)


@router.post(
    "/orders/sessions/close/{session_code}/",
    response={200: SessionAnswer, **failures(400, 403, 404, 503)},
)
def close_session(request: HttpRequest, session_code: str) -> HttpResponse:
    """Close a session; needs the location's staff unless AUTH_MODE=open. Closing again answers the
    same.
    """
    location_id = selectors.session_location(access.known_code(session_code))
    access.require_staff_unless_open(request, location_id)
    sessions.session_close(code=session_code)
    return ready(request, selectors.session_json(session_code))
