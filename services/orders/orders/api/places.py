"""How a place works, over HTTP."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.auth import signed_in
from kit.envelopes import answer
from kit.fields import Id
from kit.openapi import allows
from ninja import Router
from peers.locations import Role

from orders import access, selectors
from orders.actions import places
from orders.schemas.tables import SettingsAnswer, SettingsIn

router = Router()


@router.get("/orders/settings/{location_id}/", response={200: SettingsAnswer, **failures(404, 503)})
@allows("everybody")
def get_settings(request: HttpRequest, location_id: Id) -> HttpResponse:
    """How a place works: the steps of its orders, who opens its tables, whether guests are asked
    for the word of the sitting, its guests' languages, where it is, and what may be ordered when.
    """
    selectors.require_place(location_id)
    return answer(request, selectors.place_settings(location_id))


@router.post(
    "/orders/settings/{location_id}/",
    auth=signed_in,
    response={200: SettingsAnswer, **failures(400, 403, 404, 503)},
)
@allows("manager")
def set_settings(request: Any, location_id: Id, body: SettingsIn) -> HttpResponse:
    """Change what is sent of it; for the location's managers. `ask_word` holds for sessions that
    are opened afterwards.
    """
    access.require_staff(request.auth, location_id, Role.MANAGER)
    return answer(request, places.place_set(location_id=location_id, fields=body.sent()))
