"""HTTP adapter of machines by where they stand, and of one machine for operators."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from ninja import Query, Router

from vending import access
from vending.schemas import places as schemas
from vending.selectors.places import machine_opened, machines_near

router = Router()


@router.get("/api/machines/near/", response={200: list[schemas.NearOut], **failures(400, 503)})
@allows("everybody")
def near(request: HttpRequest, asked: Query[schemas.NearIn]) -> HttpResponse:
    """All machines, the nearest first; without a position by their names."""
    if asked.latitude is None or asked.longitude is None:
        return answer(request, machines_near(None))
    return answer(request, machines_near((asked.latitude, asked.longitude)))


@router.get(
    "/edge/vending-machines/{machine_id}/",
    auth=access.operator,
    response={200: schemas.MachineOfOperatorOut, **failures(401, 403, 404, 503)},
)
@allows("operator")
def machine(request: Any, machine_id: str) -> HttpResponse:
    """One machine for operators: its row of the fleet, where it stands, its keys."""
    return answer(request, machine_opened(machine_id))
