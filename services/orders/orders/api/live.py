"""The streams of the sockets over HTTP, for pages whose socket is blocked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import ready
from kit.fields import Id
from live.fallback import Since, current
from ninja import Router

from orders import access, streams
from orders.schemas import PanelNowAnswer, SessionNowAnswer

router = Router()


@router.get(
    "/orders/sessions/live/{session_code}/",
    response={200: SessionNowAnswer, **failures(400, 404, 503)},
)
def session_now(
    request: HttpRequest, session_code: str, since: Since = None, epoch: str = ""
) -> HttpResponse:
    """The snapshot of a session's stream; `data` is null when `since` and `epoch` name its end."""
    code = access.known_code(session_code)
    return ready(request, current(streams.SessionSource(), code, since, epoch))


@router.get(
    "/orders/panel/live/{location_id}/",
    auth=signed_in,
    response={200: PanelNowAnswer, **failures(400, 403, 404, 503)},
)
def panel_now(request: Any, location_id: Id, since: Since = None, epoch: str = "") -> HttpResponse:
    """The snapshot of a panel's stream, for the location's staff; else as for a session."""
    access.require_staff(request.auth, location_id)
    return ready(request, current(streams.PanelSource(), str(location_id), since, epoch))
