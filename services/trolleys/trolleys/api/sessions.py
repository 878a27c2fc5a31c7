"""HTTP adapter of sessions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from kit.addresses import client_address, client_network
from kit.api import failures
from kit.auth import token_user
from kit.envelopes import answer, ready
from kit.idempotency import Outcome, once
from kit.openapi import allows
from kit.paging import PageIn, page
from live.fallback import Since, current
from ninja import Query, Router

from trolleys import access, codes, selectors
from trolleys.access import Shopper
from trolleys.actions import ending, moves, scans, sessions, sweeps
from trolleys.models import Session
from trolleys.schemas.sessions import (
    EndOut,
    HeartbeatOut,
    LiveOut,
    MoveIn,
    MoveOut,
    ScanIn,
    ScanOut,
    SessionIn,
    SessionOut,
    SessionsOut,
)
from trolleys.streams import SessionSource
from trolleys.wire.sessions import expires_at
from trolleys.wire.values import utc

router = Router()


@dataclass(frozen=True, slots=True)
class _Scan:
    """A scan as it was asked for. `session_id` is what the caller says to have already."""

    trolley_id: str
    shopper: Shopper
    session_id: uuid.UUID | None
    body: ScanIn
    network: str
    ip: str | None

    @classmethod
    def of(cls, request: HttpRequest, body: ScanIn) -> _Scan:
        """Raises 404 for what cannot be a trolley, and 401 and 403 as access.shopper."""
        trolley_id = access.trolley_name(body.trolley_id)
        shopper = access.shopper(request, body.user_id)
        held = access.held_session(body.session_id)
        network, ip = client_network(request), client_address(request)
        return cls(trolley_id, shopper, held, body, network, ip)

    def scope(self) -> str:
        """Whose idempotency keys these are: the session's that is named, else the user's, else
        those of the trolley.
        """
        if self.session_id is not None:
            return f"qr-scan session {self.session_id}"
        if self.shopper.user_id is not None:
            return f"qr-scan user {self.shopper.user_id}"
        return f"qr-scan trolley {self.trolley_id}"

    def prepared(self) -> Shopper:
        """Who scans, by name, once the code was found right; what is over by now is written
        down.
        """
        scans.code_check(
            trolley_id=self.trolley_id,
            digest=self.body.hash,
            timestamp=self.body.timestamp,
            address=self.network,
        )
        if self.shopper.user_id is not None and self.shopper.is_proven:
            sweeps.sessions_expire_of(self.shopper.user_id)
        return access.shopper_named(self.shopper)

    def write(self, shopper: Shopper, code: str | None) -> Outcome:
        """Scan, and answer 201 or 200."""
        found = scans.trolley_scan(
            trolley_id=self.trolley_id,
            shopper=shopper,
            session_id=self.session_id,
            code=code,
            ip=self.ip,
        )
        message = "Session started successfully" if found.is_new else "Session resumed"
        payload = _scan_json(found.shown, message, is_new=found.is_new)
        return Outcome(payload, 201 if found.is_new else 200)


@router.post(
    "/api/session/qr-scan/",
    response={200: ScanOut, 201: ScanOut, **failures(400, 401, 403, 404, 409, 422, 429, 503)},
)
@allows("people")
def scan(request: HttpRequest, body: ScanIn) -> HttpResponse:
    """Take a trolley by the code on it. Of any number of people at once one gets 201; its holder
    (by user, or by `session_id`) gets 200 again, all others 409.
    """
    asked = _Scan.of(request, body)

    def run(code: str | None) -> Outcome:
        write = partial(asked.write, code=code)
        return once(request, asked.scope(), prepare=asked.prepared, write=write)

    return ready(request, *codes.with_code(run))


@router.post("/api/session/heartbeat/", response={200: HeartbeatOut, **failures(400, 404, 503)})
@allows("everybody")
def heartbeat(request: HttpRequest, body: SessionIn) -> HttpResponse:
    """A sign of life: the session ends only when none has come for half a minute."""
    session = sessions.session_sign(access.session_uuid(body.session_id))
    return answer(request, {"status": "ok", "expires_at": utc(expires_at(session))})


@router.post("/api/session/restore/", response={200: ScanOut, **failures(400, 404, 409, 422, 503)})
@allows("everybody")
def restore(request: HttpRequest, body: SessionIn) -> HttpResponse:
    """Bring a session back that ran out a moment ago, with its trolley and its cart."""
    session_id = access.session_uuid(body.session_id)

    def write() -> bytes:
        session = moves.session_restore(session_id=session_id)
        return _scan_json(selectors.sessions.session_shown(session), "Session restored")

    return ready(request, *once(request, f"restore {session_id}", write=write))


@router.post("/api/session/end/", response={200: EndOut, **failures(400, 404, 409, 422, 503)})
@allows("everybody")
def end(request: HttpRequest, body: SessionIn) -> HttpResponse:
    """End a session: its cart is emptied and its trolley free. After a payment, and again: the same
    answer as before.
    """
    session_id, ip = access.session_uuid(body.session_id), client_address(request)

    def write() -> bytes:
        return orjson.dumps(ending.session_end(session_id=session_id, ip=ip))

    return ready(request, *once(request, f"end {session_id}", write=write))


@router.post("/api/session/move/", response={200: MoveOut, **failures(400, 404, 409, 422, 503)})
@allows("everybody")
def move(request: HttpRequest, body: MoveIn) -> HttpResponse:
    """Go on with another trolley of the same place, with the same session and cart. What is refused
    is a sign of life all the same.
    """
    session_id = access.session_uuid(body.session_id)
    trolley_id = access.trolley_name(body.trolley_id)
    sessions.session_seen(session_id)

    def write() -> bytes:
        moved = moves.session_move(session_id=session_id, trolley_id=trolley_id)
        message = f"Session moved to trolley {trolley_id}"
        shown = selectors.sessions.session_shown(moved.session)
        return _scan_json(shown, message, previous_trolley_id=moved.previous_trolley_id)

    with sessions.sign_if_refused(session_id):
        moved = once(request, f"move {session_id}", write=write)
    return ready(request, *moved)


@router.get(
    "/api/session/", auth=token_user, response={200: SessionsOut, **failures(400, 401, 503)}
)
@allows("signed_in")
def own(request: Any, asked: Query[PageIn]) -> HttpResponse:
    """The caller's open sessions, newest first."""
    rows = selectors.sessions.sessions_of(request.auth.user_id)
    return answer(request, page(request, asked, rows, selectors.sessions.session_objects))


@router.get("/api/session/{session_id}/", response={200: SessionOut, **failures(404, 503)})
@allows("everybody")
def read(request: HttpRequest, session_id: str) -> HttpResponse:
    """A session in any state, for who knows its id; a sign of life of one that is open."""
    known = access.session_uuid(session_id)
    sessions.session_seen(known)
    (shown,) = selectors.sessions.session_objects([selectors.sessions.session_find(known)])
    return answer(request, shown)


@router.get("/api/session/{session_id}/live/", response={200: LiveOut, **failures(400, 404, 503)})
@allows("everybody")
def live(
    request: HttpRequest, session_id: str, since: Since = None, epoch: str = ""
) -> HttpResponse:
    """What the session's socket tells, for a page without one: the snapshot, or `data` null when
    nothing is new after `since`. A sign of life.
    """
    known = access.session_uuid(session_id)
    sessions.session_seen(known)
    code = selectors.sessions.session_code(known)
    return ready(request, current(SessionSource(), code, since, epoch))


def _scan_json(row: Session, message: str, *, is_new: bool = False, **more: str) -> bytes:
    shown = selectors.sessions.scan_object(row, is_new=is_new, message=message)
    return orjson.dumps({**shown, **more})
