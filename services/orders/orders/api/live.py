"""The streams of the sockets over HTTP, for pages whose socket is blocked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer, ready
from kit.fields import Id
from kit.openapi import allows
from live.fallback import Since, current
from ninja import Router
from peers.locations import Role

from orders import access, paces, selectors, streams
from orders.places import keeper
from orders.schemas.sessions import LeftAnswer, PanelNowAnswer, SessionNowAnswer

router = Router()


@router.get(
    "/orders/sessions/live/{session_code}/",
    response={200: SessionNowAnswer, **failures(400, 404, 429, 503)},
    openapi_extra=access.GUARDED,
)
@allows("everybody")
def session_now(
    request: HttpRequest, session_code: str, since: Since = None, epoch: str = ""
) -> HttpResponse:
    """The snapshot of a session's stream; `data` is null when `since` and `epoch` name its end. A
    closed session is shown as by `sessions/get`.
    """
    code = access.known_code(session_code)
    paces.require_reading(request, code)
    whole = access.sees_all(request, code)
    source = streams.SessionSource() if whole else streams.GuardedSessionSource()
    return ready(request, paces.count_read(code, current(source, code, since, epoch)))


@router.get(
    "/orders/sessions/left/{session_code}/",
    response={200: LeftAnswer, **failures(404, 429, 503)},
    openapi_extra=access.OPTIONAL,
)
@allows("everybody")
def products_left(request: HttpRequest, session_code: str) -> HttpResponse:
    """How many are left of the counted products of the session's place, at most two seconds old:
    asked each second by pages whose menu has any. Null while that is not known.
    """
    code = access.known_code(session_code)
    location_id = selectors.session_location(code)  # an unknown one has no pace
    paces.require(request, paces.LEFT, code)
    return answer(request, {"left": keeper.left(location_id)})


@router.get(
    "/orders/panel/live/{location_id}/",
    auth=signed_in,
    response={200: PanelNowAnswer, **failures(400, 403, 404, 503)},
)
@allows("staff")
def panel_now(request: Any, location_id: Id, since: Since = None, epoch: str = "") -> HttpResponse:
    """The snapshot of a panel's stream, for the location's staff; else as for a session."""
    access.require_staff(request.auth, location_id, Role.KITCHEN)
    return ready(request, current(streams.PanelSource(), str(location_id), since, epoch))
