"""What guests may order now, and pausing that, over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer
from kit.fields import Id
from kit.openapi import allows
from ninja import Router

from orders import access, selectors
from orders.actions import pauses
from orders.schemas.offers import OfferAnswer, PauseIn

router = Router()


@router.get("/orders/offer/{location_id}/", response={200: OfferAnswer, **failures(404, 503)})
@allows("everybody")
def get_offer(request: HttpRequest, location_id: Id) -> HttpResponse:
    """What guests may order at a place now: whether it is open and its kitchen cooks, which menus
    are served, until when orders are paused, and how long guests wait. Each says when it changes
    by itself, by the clock of `now`.
    """
    selectors.require_place(location_id)
    return answer(request, selectors.place_offer(location_id))


@router.post(
    "/orders/pause/{location_id}/",
    auth=signed_in,
    response={200: OfferAnswer, **failures(400, 403, 404, 422, 503)},
)
@allows("waiter")
def pause_orders(request: Any, location_id: Id, body: PauseIn) -> HttpResponse:
    """Take no orders of guests for 5 to 120 minutes; for the location's staff. It begins anew
    where one runs.
    """
    access.require_staff(request.auth, location_id)
    pauses.pause_begin(
        location_id=location_id,
        minutes=body.minutes,
        words=body.words,
        user_id=request.auth.user_id,
    )
    return answer(request, selectors.place_offer(location_id))


@router.post(
    "/orders/resume/{location_id}/",
    auth=signed_in,
    response={200: OfferAnswer, **failures(400, 403, 404, 503)},
)
@allows("waiter")
def resume_orders(request: Any, location_id: Id) -> HttpResponse:
    """Take orders of guests again before the pause is over; for the location's staff. Again: the
    same.
    """
    access.require_staff(request.auth, location_id)
    pauses.pause_end(location_id=location_id, user_id=request.auth.user_id)
    return answer(request, selectors.place_offer(location_id))
