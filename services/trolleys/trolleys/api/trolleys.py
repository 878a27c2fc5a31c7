"""HTTP adapter of trolleys: reading them, what operators and staff do with them, reservations."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import token_user
from kit.envelopes import answer, done, ready
from kit.idempotency import Outcome, once
from kit.openapi import allows
from kit.paging import page
from kit.tokens import Caller
from live.fallback import Since, current
from ninja import Query, Router

from trolleys import access
from trolleys.actions import reservations, unassign
from trolleys.actions import trolleys as actions
from trolleys.board import BoardSource
from trolleys.models import Trolley
from trolleys.models.columns import NO_PLACE
from trolleys.schemas import trolleys as schemas
from trolleys.schemas.queries import Place
from trolleys.selectors import fleet
from trolleys.wire.trolleys import reserved_until
from trolleys.wire.values import utc

router = Router()


@router.get("/api/trolleys/", response={200: schemas.TrolleysOut, **failures(400, 503)})
@allows("everybody")
def find(request: HttpRequest, asked: Query[schemas.TrolleysIn]) -> HttpResponse:
    """All trolleys to which what is given applies, by id."""
    found = fleet.trolleys_find(
        status=asked.status, active=asked.active, location_id=asked.location_id
    )
    names = access.names_for(request)
    return answer(request, page(request, asked, found, partial(fleet.trolleys_shown, names=names)))


@router.post(
    "/api/trolleys/",
    auth=access.operator,
    response={201: schemas.TrolleyOut, **failures(400, 401, 403, 409, 503)},
)
@allows("operator")
def create(request: Any, body: schemas.NewTrolleyIn) -> HttpResponse:
    """Add a trolley; its device gets a key by `/keys`."""
    trolley = actions.trolley_create(
        trolley_id=body.trolley_id,
        is_active=body.is_active,
        location_id=body.location_id or NO_PLACE,
    )
    return answer(request, _one(trolley), 201)


@router.get(
    "/api/trolleys/live/",
    auth=token_user,
    response={200: schemas.BoardNowOut, **failures(400, 401, 403, 503)},
)
@allows("waiter")
def board_now(
    request: Any, location_id: Place = None, since: Since = None, epoch: str = ""
) -> HttpResponse:
    """The snapshot of the board of a place, for its staff; `data` is null when `since` and `epoch`
    name its end. Without `location_id` that of trolleys without a location.
    """
    place = location_id or NO_PLACE
    access.require_staff(request.auth, place)
    return ready(request, current(BoardSource(), str(place), since, epoch))


@router.get("/api/trolleys/{trolley_id}/", response={200: schemas.TrolleyOut, **failures(404, 503)})
@allows("everybody")
def read(request: HttpRequest, trolley_id: str) -> HttpResponse:
    """One trolley, and who has it."""
    rows = [fleet.trolley_find(trolley_id)]
    return answer(request, fleet.trolleys_shown(rows, access.names_for(request))[0])


@router.patch(
    "/api/trolleys/{trolley_id}/",
    auth=access.operator,
    response={200: schemas.TrolleyOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("operator")
def change(request: Any, trolley_id: str, body: schemas.TrolleyChangeIn) -> HttpResponse:
    """Switch a trolley on or off, or bring it to another place while it is free."""
    fields = body.model_dump(exclude_unset=True)
    if "location_id" in fields:
        fields["location_id"] = body.location_id or NO_PLACE
    return answer(request, _one(actions.trolley_change(trolley_id=trolley_id, fields=fields)))


@router.post(
    "/api/trolleys/{trolley_id}/renew-code/",
    auth=token_user,
    response={200: schemas.TrolleyOut, **failures(401, 403, 404, 503)},
)
@allows("waiter")
def renew_code(request: Any, trolley_id: str) -> HttpResponse:
    """Make the trolley's code anew; the hash of older ones no longer checks."""
    _require_staff(request.auth, trolley_id)
    return answer(request, _one(actions.code_renew(trolley_id=trolley_id)))


@router.post(
    "/api/trolleys/{trolley_id}/force-unassign/",
    auth=token_user,
    response={200: schemas.UnassignedOut, **failures(400, 401, 403, 404, 409, 503)},
)
@allows("waiter")
def force_unassign(
    request: Any, trolley_id: str, body: schemas.UnassignIn | None = None
) -> HttpResponse:
    """Take the trolley from whoever has it or has reserved it. With a `session_id` only from that
    session, so that a repeated call does not end the next one.
    """
    caller = _require_staff(request.auth, trolley_id)
    ended = unassign.trolley_unassign(
        trolley_id=trolley_id,
        user_id=caller.user_id,
        user_name=caller.username,
        only=_named_session(body),
    )
    return answer(
        request,
        {
            "trolley_id": trolley_id,
            "trolley_unassigned": True,
            "session_id": None if ended is None else str(ended),
        },
    )


@router.post(
    "/api/trolleys/{trolley_id}/reserve/",
    auth=token_user,
    response={
        200: schemas.ReservationOut,
        201: schemas.ReservationOut,
        **failures(400, 401, 404, 409, 422, 503),
    },
)
@allows("signed_in")
def reserve(request: Any, trolley_id: str) -> HttpResponse:
    """Keep the trolley for the caller for some minutes; again: the same."""

    def write() -> Outcome:
        trolley, new = reservations.trolley_reserve(trolley_id=trolley_id, user=request.auth)
        return Outcome(orjson.dumps(_reservation(trolley)), 201 if new else 200)

    scope = f"trolley reserve {trolley_id} {request.auth.user_id}"
    return ready(request, *once(request, scope, write=write))


@router.delete(
    "/api/trolleys/{trolley_id}/reserve/",
    auth=token_user,
    response={200: schemas.ReservationOut, **failures(401, 404, 409, 503)},
)
@allows("signed_in")
def give_back(request: Any, trolley_id: str) -> HttpResponse:
    """End the caller's reservation."""
    trolley = reservations.reservation_cancel(trolley_id=trolley_id, user=request.auth)
    return answer(request, _reservation(trolley))


@router.post(
    "/api/trolleys/{trolley_id}/keys/",
    auth=access.operator,
    response={201: schemas.KeyOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def add_key(request: Any, trolley_id: str) -> HttpResponse:
    """A further key for the trolley's device, shown this once; older ones stay valid."""
    key, text = actions.key_add(trolley_id=trolley_id)
    return answer(request, {"id": key.pk, "key": text, "created_at": utc(key.created_at)}, 201)


@router.delete(
    "/api/trolleys/{trolley_id}/keys/{key_id}/",
    auth=access.operator,
    response={204: None, **failures(401, 403, 404, 503)},
)
@allows("operator")
def remove_key(request: Any, trolley_id: str, key_id: str) -> HttpResponse:
    """End a key of the trolley's device, which is closed if it has registered with it."""
    actions.key_remove(trolley_id=trolley_id, key_id=access.path_number(key_id))
    return done(request)


def _require_staff(caller: Caller, trolley_id: str) -> Caller:
    """The caller if they are staff of the trolley; raises 404, 403, 503."""
    access.require_staff(caller, fleet.trolley_find(trolley_id).location_id)
    return caller


def _named_session(body: schemas.UnassignIn | None) -> uuid.UUID | None:
    """Whose session is to end; None for whoever's. Raises 404 for a text that can be no id."""
    named = body.session_id if body else None
    return None if named is None else access.session_uuid(named)


def _one(trolley: Trolley) -> dict[str, Any]:
    """The trolley as the staff see it who have just changed it."""
    return fleet.trolleys_shown([trolley], lambda trolley, session: True)[0]


def _reservation(trolley: Trolley) -> dict[str, Any]:
    return {"trolley_id": trolley.trolley_id, "reserved_until": utc(reserved_until(trolley))}
