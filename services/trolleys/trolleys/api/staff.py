"""HTTP adapter of what staff do beside the trolleys themselves: approvals, spot checks, calls for
help, who waits, the audit trail.
"""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from kit.addresses import client_address
from kit.api import failures
from kit.auth import token_user
from kit.envelopes import answer, ready
from kit.errors import ApiError
from kit.idempotency import once
from kit.openapi import allows
from kit.paging import page
from kit.tokens import Caller
from ninja import Query, Router

from trolleys import access, selectors
from trolleys.actions import approvals, checks, help
from trolleys.actions.audits import Author
from trolleys.models import Session
from trolleys.schemas import staff as schemas
from trolleys.schemas.queries import Place
from trolleys.selectors import audit, decisions, fleet, waiting
from trolleys.wire.values import utc

router = Router()


@router.get(
    "/api/session/audit/",
    auth=token_user,
    response={200: schemas.VisitsOut, **failures(400, 401, 403, 404, 503)},
)
@allows("waiter")
def read_audit(request: Any, asked: Query[schemas.VisitsIn]) -> HttpResponse:
    """Who had which trolley, for how long, and what they bought, for its staff; newest first.
    Without a trolley or a place operators and administrators see all, others the trolleys without
    a location.
    """
    place = asked.location_id
    if asked.trolley_id is not None and place is None:
        at = fleet.trolley_find(asked.trolley_id).location_id
        place = at if not access.is_everywhere(request.auth) else None
    found = audit.sessions_audited(
        location_id=access.staff_scope(request.auth, place),
        trolley_id=asked.trolley_id,
        user_id=asked.user_id,
        begin=asked.begin,
        end=asked.end,
    )
    return answer(request, page(request, asked, found, audit.audit_objects))


@router.get(
    "/api/session/waiting/",
    auth=token_user,
    response={200: list[schemas.WaitingOut], **failures(400, 401, 403, 503)},
)
@allows("waiter")
def read_waiting(request: Any, location_id: Place = None) -> HttpResponse:
    """Who waits for staff at a place, longest first; without `location_id` as for the audit
    trail.
    """
    place = access.staff_scope(request.auth, location_id)
    return answer(request, waiting.waiting(location_id=place))


@router.post(
    "/api/session/approve/",
    auth=token_user,
    response={200: dict[str, Any], **failures(400, 401, 403, 404, 409, 422, 503)},
)
@allows("waiter")
def approve(request: Any, body: schemas.ApproveIn) -> HttpResponse:
    """Say whether somebody is old enough for a line; its line, as it is now."""
    access.require_staff(request.auth, decisions.line_place(body.line_id))

    def write(_: None) -> bytes:
        cart, line = approvals.line_approve(
            line_id=body.line_id, approved=body.approved, by=request.auth
        )
        return orjson.dumps(decisions.line_shown(cart, line))

    scope = f"approve {request.auth.user_id}"
    prepare = decisions.line_ask(body.line_id)
    return ready(request, *once(request, scope, prepare=prepare, write=write))


@router.post(
    "/api/session/check/",
    auth=token_user,
    response={200: schemas.CheckedOut, **failures(400, 401, 403, 404, 409, 422, 503)},
)
@allows("waiter")
def check(request: Any, body: schemas.CheckedIn) -> HttpResponse:
    """What was scanned in a spot check. Something that is not in the cart: `missed`, and everything
    is scanned again with `whole`, which the cart becomes. `skip` lets it pass.
    """
    session = _session(request.auth, body.session_id)

    def prepare() -> checks.Scanned:
        products = {} if body.skip else decisions.products_scanned(session, body.barcodes)
        return checks.Scanned(body.barcodes, products, whole=body.whole, skip=body.skip)

    def write(scanned: checks.Scanned) -> bytes:
        by = Author(request.auth.user_id, request.auth.username, client_address(request))
        checked = checks.check_decide(session_id=session.session_id, scanned=scanned, by=by)
        missed = {"not_in_cart": checked.not_in_cart} if checked.state == "missed" else {}
        return orjson.dumps({"state": checked.state, **missed})

    scope = f"check {session.session_id} {request.auth.user_id}"
    return ready(request, *once(request, scope, prepare=prepare, write=write))


@router.post("/api/session/help/", response={200: schemas.HelpOut, **failures(400, 404, 503)})
@allows("everybody")
def call_help(request: HttpRequest, body: schemas.HelpIn) -> HttpResponse:
    """Call for help, or take the call back; for who has the session's id, and so for its staff."""
    session_id = access.session_uuid(body.session_id)
    by = _member(request)
    session = help.help_set(session_id=session_id, wanted=body.wanted, by=by)
    since = utc(session.help_since)
    return answer(request, {"session_id": str(session.session_id), "help_since": since})


def _session(caller: Caller, text: str) -> Session:
    """The session of this id, if the caller is its staff; raises 404, 403, 503."""
    session = selectors.sessions.session_find(access.session_uuid(text))
    access.require_staff(caller, session.location_id)
    return session


def _member(request: HttpRequest) -> tuple[int, str] | None:
    """Who says so with a token, as far as it can be read."""
    try:
        caller = access.bearer_user(request)
    except ApiError:
        return None
    return None if caller is None else (caller.user_id, caller.username)
