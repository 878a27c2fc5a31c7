"""HTTP adapter of the fleet's stream, for operators without a socket."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from kit.api import failures
from kit.envelopes import ready
from kit.openapi import allows
from live.fallback import current
from ninja import Query, Router

from vending import access
from vending.models.machines import FLEET
from vending.schemas.customers import FleetNowOut
from vending.schemas.queries import SinceQuery
from vending.streams import fleet_source

router = Router()


@router.get(
    "/edge/fleet/live/",
    auth=access.operator,
    response={200: FleetNowOut, **failures(400, 401, 403, 503)},
)
@allows("operator")
def fleet_now(request: Any, asked: Query[SinceQuery]) -> HttpResponse:
    """The snapshot of the fleet's stream; `data` is null when `since` and `epoch` name its end."""
    return ready(request, current(fleet_source, FLEET, asked.since, asked.epoch))
