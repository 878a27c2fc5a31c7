"""HTTP adapter of the gates: entry codes, entering, leaving, counting heads."""

from __future__ import annotations

import base64
from typing import Any

import orjson
from django.http import HttpResponse
from kit.api import failures
from kit.clock import iso
from kit.envelopes import answer
from kit.fields import uuid_of
from kit.idempotency import Outcome
from kit.openapi import allows
from ninja import Router
from qr import qr_svg

from store import access, device_access, refusals
from store.actions import gates
from store.actions.entry_tokens import entry_token_issue
from store.actions.heads import heads_counted
from store.api.writing import scanned, written
from store.models import Scanner, Ticket, Visit
from store.schemas import gates as schemas
from store.wire.tickets import exit_ticket

router = Router()


@router.post(
    "/edge/entry-tokens/",
    auth=access.anybody,
    response={201: schemas.EntryTokenOut, **failures(400, 401, 403, 503)},
)
@allows("signed_in")
def entry_token(request: Any, body: schemas.EntryTokenIn | None = None) -> HttpResponse:
    """A code that opens one gate of the store, once, within a minute."""
    asked = body or schemas.EntryTokenIn()
    role = access.role_of(request.auth, as_customer=asked.as_ is not None)
    given = entry_token_issue(
        user_id=request.auth.user_id, role=role, phone_number=asked.phone_number
    )
    shown = {
        "token": given.text,
        "expires_at": iso(given.expires_at),
        "qr": base64.b64encode(qr_svg(given.text)).decode(),
    }
    response = answer(request, shown, 201)
    response["Cache-Control"] = "no-store"
    return response


@router.post(
    "/edge/entry/",
    auth=device_access.scanner,
    response={
        201: schemas.EnteredOut,
        200: schemas.EnteredOut,
        **failures(400, 401, 403, 409, 503),
    },
)
@allows("device")
def entry(request: Any, body: schemas.ScanIn) -> HttpResponse:
    """Let somebody in who shows this code: 201 a new visit, 200 the same scan again."""
    return scanned(request, "entry", lambda: _enter(request.auth, body.token, {}))


@router.post(
    "/entry-control/",
    auth=device_access.scanner_in_body,
    response={200: schemas.ControlEnteredOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("device")
def entry_control(request: Any, body: schemas.ControlIn) -> HttpResponse:
    """The same for devices of the original's kind."""
    return scanned(
        request, "entry", lambda: _enter(request.auth, body.token, {"status": "success"})
    )


def _enter(scanner: Scanner, text: str, words: dict[str, str]) -> Outcome:
    entered = gates.visit_enter(scanner=scanner, text=text)
    visit = entered.visit
    shown = {
        **words,
        "visit_id": str(visit.pk),
        "user_id": visit.user_id,
        "role": visit.role,
        "session_id": str(entered.session_id),
    }
    return Outcome(orjson.dumps(shown), 200 if entered.again or words else 201)


@router.post(
    "/edge/exit/",
    auth=device_access.scanner,
    response={200: schemas.LeftOut, **failures(400, 401, 403, 409, 503)},
)
@allows("device")
def exit(request: Any, body: schemas.ScanIn) -> HttpResponse:
    """Let somebody out who shows this code; there is a ticket for each machine."""
    return scanned(request, "exit", lambda: _leave(request.auth, body.token, {}))


@router.post(
    "/exit-control/",
    auth=device_access.scanner_in_body,
    response={200: schemas.ControlLeftOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("device")
def exit_control(request: Any, body: schemas.ControlIn) -> HttpResponse:
    """The same for devices of the original's kind."""
    return scanned(request, "exit", lambda: _leave(request.auth, body.token, {"status": "success"}))


@router.post(
    "/edge/head-counts/",
    auth=device_access.scanner,
    response={200: schemas.HeadCountOut, **failures(400, 401, 403, 503)},
)
@allows("device")
def head_count(request: Any, body: schemas.HeadCountIn) -> HttpResponse:
    """Say how many people are inside; more than have come in by a code are an alert."""
    inside = heads_counted(count=body.count)
    return answer(request, {"status": "success", "inside": inside})


def _leave(scanner: Scanner, text: str, words: dict[str, str]) -> Outcome:
    left = gates.visit_leave(scanner=scanner, text=text)
    return Outcome(orjson.dumps({**words, **_left(*left)}))


@router.post(
    "/edge/visits/{visit_id}/close/",
    auth=access.operator,
    response={200: schemas.LeftOut, **failures(400, 401, 403, 404, 503)},
)
@allows("operator")
def close(request: Any, visit_id: str, body: schemas.CloseIn) -> HttpResponse:
    """Let somebody out without a scan. A visit that is over is answered as it is."""
    id = uuid_of(visit_id, refusals.visit_not_found)

    def write() -> dict[str, Any]:
        return _left(*gates.visit_close(visit_id=id, reason=body.reason, by=request.auth.user_id))

    return written(request, f"close {id}", write)


def _left(visit: Visit, tickets: list[Ticket]) -> dict[str, Any]:
    return {"visit_id": str(visit.pk), "tickets": [exit_ticket(each) for each in tickets]}
