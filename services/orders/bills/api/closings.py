"""The cash drawer of a place, and closing its day, over HTTP."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer, ready
from kit.errors import malformed
from kit.fields import Id
from kit.idempotency import once
from kit.openapi import allows
from ninja import Query, Router
from orders import access
from peers.locations import Role

from bills import wire_closings
from bills.actions.closings import cash_move, day_close
from bills.api.staff import staff_names
from bills.drawers import drawer_of
from bills.schemas.reports import (
    CashMoveIn,
    CashMovementAnswer,
    CloseIn,
    ClosingAnswer,
    ClosingsAnswer,
    ClosingsIn,
    DrawerAnswer,
)
from bills.selectors.closings import closings_find

router = Router()


@router.get(
    "/orders/drawer/get/{location_id}/",
    auth=signed_in,
    response={200: DrawerAnswer, **failures(400, 403, 503)},
)
@allows("waiter")
def get_drawer(request: Any, location_id: Id) -> HttpResponse:
    """What has to be in the drawer of a place, since its day was closed last."""
    access.require_staff(request.auth, location_id)
    drawer = drawer_of(location_id)
    names = staff_names({each.user_id for each in drawer.movements})
    return answer(request, wire_closings.drawer_object(drawer, names))


@router.post(
    "/orders/drawer/move/{location_id}/",
    auth=signed_in,
    response={200: CashMovementAnswer, **failures(400, 403, 409, 422, 503)},
)
@allows("waiter")
def move_cash(request: Any, location_id: Id, body: CashMoveIn) -> HttpResponse:
    """Write down cash that was put into the drawer or taken out other than by a payment."""
    access.require_staff(request.auth, location_id)
    user_id = request.auth.user_id

    def write() -> bytes:
        moved = cash_move(
            location_id=location_id, amount=body.amount, reason=body.reason, user_id=user_id
        )
        return orjson.dumps(wire_closings.movement_object(moved))

    return ready(request, *once(request, f"cash {user_id} {location_id}", write=write))


@router.post(
    "/orders/closings/close/{location_id}/",
    auth=signed_in,
    response={200: ClosingAnswer, **failures(400, 403, 409, 422, 503)},
)
@allows("manager")
def close_day(request: Any, location_id: Id, body: CloseIn) -> HttpResponse:
    """Close the day of a place: a document with what was paid since the last one, and with what was
    counted in the drawer.
    """
    access.require_staff(request.auth, location_id, Role.MANAGER)
    user_id = request.auth.user_id

    def write() -> bytes:
        closing = day_close(
            location_id=location_id,
            counted=body.counted,
            left=body.left,
            expected=body.expected,
            note=body.note,
            user_id=user_id,
        )
        return orjson.dumps(wire_closings.closing_object(closing))

    return ready(request, *once(request, f"close {user_id} {location_id}", write=write))


@router.get(
    "/orders/closings/find/",
    auth=signed_in,
    response={200: ClosingsAnswer, **failures(400, 403, 503)},
)
@allows("manager")
def find_closings(request: Any, asked: Query[ClosingsIn]) -> HttpResponse:
    """At most 100 closings of a place, newest first."""
    if asked.location_id is None:
        raise malformed()
    access.require_staff(request.auth, asked.location_id, Role.MANAGER)
    closings = closings_find(asked.location_id, offset=asked.offset)
    names = staff_names(wire_closings.users_of(closings))
    return answer(request, [wire_closings.named_closing(each, names) for each in closings])
