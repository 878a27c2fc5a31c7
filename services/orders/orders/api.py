"""HTTP adapter of the orders service."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import Credentials, signed_in
from kit.envelopes import ready
from kit.errors import BadRequest, malformed
from kit.fields import Id, Offset, path_id
from kit.idempotency import once, replayed
from kit.tokens import Caller
from ninja import Router

from orders import access, actions, catalogue, clients, selectors, states
from orders.schemas import (
    MoveIn,
    OrderAnswer,
    OrderIn,
    SessionAnswer,
    SessionIn,
    SessionsAnswer,
)

router = Router()

MINIMAL = "return=minimal"


@Credentials
def mover(request: HttpRequest) -> Caller:
    """Credentials for moving an order: an unknown order wins over everything else."""
    location_id = selectors.order_location(path_id(request, "order_id"))
    caller = signed_in(request)
    access.require_staff(caller, location_id)
    return caller


@router.post(
    "/orders/sessions/create/",
    auth=signed_in,
    response={200: SessionAnswer, **failures(400, 403, 422, 503)},
)
def create_session(request: Any, wanted: SessionIn) -> HttpResponse:
    """Open a session for a table of a location that the caller owns or works at."""
    scope = f"session {request.auth.user_id}"
    kept = replayed(request, scope)
    if kept is not None:
        return ready(kept)
    access.require_staff(request.auth, wanted.location_id)
    if selectors.open_name_taken(wanted.location_id, wanted.name):
        raise BadRequest("duplicate_session")
    code = clients.code_issue()

    def write() -> bytes:
        actions.session_create(code=code, location_id=wanted.location_id, name=wanted.name)
        return selectors.session_json(code)

    return ready(once(request, scope, write))


@router.get("/orders/sessions/get/{session_code}/", response={200: SessionAnswer, **failures(404)})
def get_session(request: HttpRequest, session_code: str) -> HttpResponse:
    """A session with all of its orders."""
    return ready(selectors.session_json(selectors.known_code(session_code)))


@router.get(
    "/orders/sessions/find/",
    auth=signed_in,
    response={200: SessionsAnswer, **failures(400, 403, 503)},
)
def find_sessions(
    request: Any,
    location_id: Id,
    state: Literal["OPEN", "CLOSED", ""] = "",
    offset: Offset = 0,
) -> HttpResponse:
    """The sessions of a location, for its staff: at most 100, oldest first."""
    access.require_staff(request.auth, location_id)
    return ready(selectors.sessions_json(location_id=location_id, state=state, offset=offset))


@router.post(
    "/orders/sessions/close/{session_code}/",
    response={200: SessionAnswer, **failures(400, 403, 404, 503)},
)
def close_session(request: HttpRequest, session_code: str) -> HttpResponse:
    """Close a session; needs the location's staff unless AUTH_MODE=open. Closing again answers the
    same.
    """
    location_id = selectors.session_location(selectors.known_code(session_code))
    access.require_staff_unless_open(request, location_id)
    actions.session_close(code=session_code)
    return ready(selectors.session_json(session_code))


@router.post(
    "/orders/create/", response={200: SessionAnswer | OrderAnswer, **failures(400, 404, 422, 503)}
)
def create_order(request: HttpRequest, wanted: OrderIn) -> HttpResponse:
    """Place an order. With `Prefer: return=minimal` (RFC 7240) the answer is the new order, else
    the whole session.
    """
    code = selectors.known_code(wanted.session_code)
    order = _order_once(request, code, wanted)
    if MINIMAL not in request.META.get("HTTP_PREFER", ""):
        return ready(selectors.session_json(code))
    response = ready(order)
    response["Preference-Applied"] = MINIMAL
    return response


def _order_once(request: HttpRequest, code: str, wanted: OrderIn) -> bytes:
    """The order's JSON; a repeat asks no other service and gets what was answered first."""
    location_id = selectors.session_location(code)
    scope = f"order {code}"
    order = replayed(request, scope)
    if order is not None:
        return order
    place = partial(
        actions.order_create,
        code=code,
        product_id=wanted.product_id,
        product=catalogue.product_for(location_id, wanted.product_id),
        quantity=wanted.quantity,
        note=wanted.note,
    )
    return once(request, scope, place)


@router.post(
    "/orders/move/{order_id}/",
    auth=mover,
    response={200: OrderAnswer, **failures(400, 403, 404, 409, 503)},
)
def move_order(request: Any, order_id: Id, wanted: MoveIn) -> HttpResponse:
    """Move an order one state forward or back, or cancel it with a reason; for the location's
    staff.
    """
    if wanted.state == states.CANCELLED and not wanted.reason:
        raise malformed("reason: cancelling needs one")
    data = actions.order_move(
        order_id=order_id,
        to=wanted.state,
        expected=wanted.expected,
        reason=wanted.reason,
        user_id=request.auth.user_id,
    )
    return ready(data)
