"""HTTP adapter of the store's mode and its clock of sessions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.clock import iso
from kit.envelopes import answer
from kit.openapi import allows
from kit.paging import PageIn, each, page
from ninja import Query, Router

from store import access
from store.actions.modes import Mode, mode_change
from store.api.writing import written
from store.schemas import modes as schemas
from store.selectors.board import mode_now
from store.selectors.places import mode_changes_find, sessions_find
from store.wire.places import mode_change_object, session_object

router = Router()


@router.get(
    "/edge/store-mode/",
    auth=access.operator,
    response={200: schemas.ModeOut, **failures(401, 403, 503)},
)
@allows("operator")
def mode(request: Any) -> HttpResponse:
    """The mode of the store, and how many people are inside."""
    return answer(request, _shown(Mode(*mode_now())))


@router.put(
    "/edge/store-mode/",
    auth=access.operator,
    response={200: schemas.ModeOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def change_mode(request: Any, body: schemas.ModeIn) -> HttpResponse:
    """Change the mode. Who is inside may stay and leave; `warning` says that somebody is."""

    def write() -> dict[str, Any]:
        return _shown(mode_change(status=body.status, by=request.auth.user_id))

    return written(request, "mode", write)


@router.post(
    "/mode-control/",
    auth=access.operator,
    response={200: schemas.ModeControlOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def mode_control(request: Any, body: schemas.ModeIn) -> HttpResponse:
    """The same as the original's clients send it."""

    def write() -> dict[str, Any]:
        changed = mode_change(status=body.status, by=request.auth.user_id)
        return {"status": "success", "mode": changed.status, "inside": changed.inside}

    return written(request, "mode control", write)


def _shown(mode: Mode) -> dict[str, Any]:
    people = "1 person is" if mode.inside == 1 else f"{mode.inside} people are"
    return {
        "status": mode.status,
        "since": iso(mode.since),
        "inside": mode.inside,
        "warning": f"{people} inside" if mode.inside else None,
    }


@router.get(
    "/edge/store-mode-changes/",
    auth=access.operator,
    response={200: schemas.ModeChangesOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def mode_changes(request: Any, asked: Query[PageIn]) -> HttpResponse:
    """Who has changed the mode, newest first."""
    return answer(request, page(request, asked, mode_changes_find(), each(mode_change_object)))


@router.get(
    "/edge/machine-sessions/",
    auth=access.operator,
    response={200: schemas.SessionsOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def sessions(request: Any, asked: Query[PageIn]) -> HttpResponse:
    """The stretches of a few minutes in one mode, newest first."""
    return answer(request, page(request, asked, sessions_find(), each(session_object)))
