"""HTTP adapter of places: their settings, and how much their trolleys are used."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.auth import token_user
from kit.envelopes import answer
from kit.openapi import allows
from ninja import Query, Router

from trolleys import access
from trolleys.actions import places as actions
from trolleys.models.columns import NO_PLACE
from trolleys.schemas.places import SettingsIn, SettingsOut, UsageIn, UsageOut
from trolleys.schemas.queries import Place
from trolleys.selectors import places, usage

router = Router()


@router.get(
    "/api/trolleys/settings/",
    auth=token_user,
    response={200: SettingsOut, **failures(400, 401, 403, 503)},
)
@allows("waiter")
def read_settings(request: Any, location_id: Place = None) -> HttpResponse:
    """What a place has decided about spot checks, cash and the pages of its trolleys, for its
    staff; without `location_id` that of trolleys without a location.
    """
    place = location_id or NO_PLACE
    access.require_staff(request.auth, place)
    return answer(request, places.settings_object(places.place_settings(place)))


@router.put(
    "/api/trolleys/settings/",
    auth=token_user,
    response={200: SettingsOut, **failures(400, 401, 403, 503)},
)
@allows("owner")
def change_settings(request: Any, body: SettingsIn, location_id: Place = None) -> HttpResponse:
    """Decide about spot checks, cash and what the pages of its trolleys say, for the owner of the
    place, operators and administrators; what is not sent stays.
    """
    place = location_id or NO_PLACE
    access.require_owner(request.auth, place)
    changed = actions.place_settings_change(
        location_id=place, fields=body.model_dump(exclude_unset=True)
    )
    return answer(request, places.settings_object(changed))


@router.get(
    "/api/trolleys/usage/",
    auth=token_user,
    response={200: UsageOut, **failures(400, 401, 403, 503)},
    by_alias=True,
)
@allows("waiter")
def read_usage(request: Any, asked: Query[UsageIn]) -> HttpResponse:
    """How much the trolleys of a place are used, for its staff; without `location_id` operators
    and administrators see all trolleys, others those without a location.
    """
    place = access.staff_scope(request.auth, asked.location_id)
    first, last = asked.days
    return answer(request, usage.usage(first=first, last=last, location_id=place))
