"""HTTP adapter of the demo: what its machines show to who stands there, and troubles of theirs.

Anybody may: standing in front of a machine takes no account. Outside of the demo all of it is 404.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from ninja import Router

from vending import displays
from vending.schemas import displays as schemas

router = Router()


@router.get("/edge/displays/", response={200: schemas.DisplaysOut, **failures(404)})
@allows("everybody")
def shown(request: HttpRequest) -> HttpResponse:
    """The displays of the machines that the demo plays."""
    return answer(request, {"results": displays.displays_shown()})


@router.get("/edge/displays/{machine_id}/", response={200: schemas.DisplayOut, **failures(404)})
@allows("everybody")
def one(request: HttpRequest, machine_id: str) -> HttpResponse:
    """The display of one of them."""
    return answer(request, displays.display_shown(machine_id))


@router.post(
    "/edge/displays/{machine_id}/",
    response={202: schemas.TroubleLeftOut, **failures(400, 404)},
)
@allows("everybody")
def trouble(request: HttpRequest, machine_id: str, body: schemas.TroubleIn) -> HttpResponse:
    """Say what its next dispense suffers; the machine knows within half a second."""
    displays.trouble_leave(machine_id=machine_id, trouble=body.trouble)
    return answer(request, {"machine_id": machine_id, "trouble": body.trouble}, 202)
