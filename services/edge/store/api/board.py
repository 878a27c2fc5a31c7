"""HTTP adapter of the streams, for listeners without a socket."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import ready
from kit.openapi import allows
from live.fallback import current
from ninja import Query, Router

from store import access
from store.schemas.board import StoreNowOut
from store.schemas.queries import StoreSinceQuery
from store.schemas.visits import VisitNowOut
from store.selectors.visits import visit_find
from store.states import THE_STORE
from store.streams import board_source, visit_source

router = Router()


@router.get(
    "/edge/board/live/",
    auth=access.staff,
    response={200: StoreNowOut, **failures(400, 401, 403, 503)},
)
@allows("reviewer")
def board_now(request: Any, asked: Query[StoreSinceQuery]) -> HttpResponse:
    """The snapshot of the store's board; `data` is null when `since` and `epoch` name its end."""
    return ready(request, current(board_source, THE_STORE, asked.since, asked.epoch))


@router.get(
    "/edge/visits/{visit_id}/live/",
    auth=access.anybody,
    response={200: VisitNowOut, **failures(400, 401, 403, 404, 503)},
)
@allows("oneself")
def visit_now(request: Any, visit_id: str, asked: Query[StoreSinceQuery]) -> HttpResponse:
    """The snapshot of a visit's stream, for its visitor and reviewers; `data` is null when `since`
    and `epoch` name its end.
    """
    visit = visit_find(visit_id, user_id=access.only_own(request.auth))
    return ready(request, current(visit_source, str(visit.pk), asked.since, asked.epoch))
