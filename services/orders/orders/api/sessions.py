"""Sessions over HTTP."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer, ready
from kit.errors import BadRequest
from kit.fields import Id, Offset
from kit.idempotency import once
from kit.openapi import allows
from ninja import Router
from peers.locations import Role

from orders import access, clients, paces, selectors
from orders.actions import phones, sessions
from orders.schemas.fields import Moment
from orders.schemas.sessions import (
    JoinIn,
    PhoneAnswer,
    SessionAnswer,
    SessionIn,
    SessionsAnswer,
)

router = Router()


@router.post(
    "/orders/sessions/create/",
    auth=signed_in,
    response={200: SessionAnswer, **failures(400, 403, 422, 503)},
)
@allows("waiter")
def create_session(request: Any, body: SessionIn) -> HttpResponse:
    """Open a session for a table of a location that the caller owns or works at."""

    access.require_staff(request.auth, body.location_id)  # of a repeat too

    def prepare() -> str:
        if selectors.open_name_taken(body.location_id, body.name):
            raise BadRequest("duplicate_session")
        return clients.code_issue()

    def write(code: str) -> bytes:
        sessions.session_create(code=code, location_id=body.location_id, name=body.name)
        return selectors.session_json(code)

    scope = f"session {request.auth.user_id}"
    return ready(request, *once(request, scope, prepare=prepare, write=write))


@router.get(
    "/orders/sessions/get/{session_code}/",
    response={200: SessionAnswer, **failures(400, 404, 429, 503)},
    openapi_extra=access.GUARDED,
)
@allows("everybody")
def get_session(request: HttpRequest, session_code: str) -> HttpResponse:
    """A session with all of its orders. With AUTH_MODE=strict, and for who names a `guest_key`, a
    closed one comes without its orders, but to the phones that took part (for 12 hours) and to the
    location's staff.
    """
    code = access.known_code(session_code)
    paces.require_reading(request, code)
    whole = access.sees_all(request, code)
    return ready(request, paces.count_read(code, selectors.session_json(code, whole=whole)))


@router.post(
    "/orders/sessions/join/{session_code}/",
    response={200: PhoneAnswer, **failures(400, 403, 404, 429, 503)},
)
@allows("everybody")
def join_session(request: HttpRequest, session_code: str, body: JoinIn) -> HttpResponse:
    """Give a phone at the table its key, for the word of the sitting where that is asked. It shows
    what the phone puts into the cart as its own, and lets it see the session for 12 hours after
    closing. With the key sent along: the same again.
    """

    def join(code: str) -> HttpResponse:
        selectors.session_location(code)  # an unknown one has no pace
        paces.require(request, paces.CHANGES, code)
        key = access.guest_key(request) or ""
        key, number = phones.phone_join(code=code, key=key, word=body.word)
        return answer(request, {"guest_key": key, "guest_id": number})

    return access.at_session(access.known_code(session_code), join)


@router.get(
    "/orders/sessions/find/",
    auth=signed_in,
    response={200: SessionsAnswer, **failures(400, 403, 503)},
)
@allows("staff")
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
    access.require_staff(request.auth, location_id, Role.KITCHEN)
    sessions_json = selectors.sessions_json(
        location_id=location_id, state=state, opened_since=opened_since, offset=offset
    )
    return ready(request, sessions_json)


@router.post(
    "/orders/sessions/close/{session_code}/",
    response={200: SessionAnswer, **failures(400, 403, 404, 503)},
    openapi_extra=access.OPTIONAL,
)
@allows("waiter")
def close_session(request: HttpRequest, session_code: str) -> HttpResponse:
    """Close a session; needs the location's staff unless AUTH_MODE=open. Closing again answers the
    same.
    """
    location_id = selectors.session_location(access.known_code(session_code))
    access.require_staff_unless_open(request, location_id)
    sessions.session_close(code=session_code)
    return ready(request, selectors.session_json(session_code))
