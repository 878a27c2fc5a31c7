"""HTTP adapter of machines that call by themselves."""

from __future__ import annotations

from typing import Any

from devices.presence import device_seen
from django.http import HttpRequest, HttpResponse
from kit.api import failures
from kit.envelopes import answer
from kit.openapi import allows
from ninja import Router

from vending import machine_access, machine_refusals
from vending.actions.confirms import dispense_confirm
from vending.actions.hand_outs import frames_hand_out
from vending.actions.machines import machine_create
from vending.actions.registration import machine_announced
from vending.actions.signs import error_report
from vending.schemas import devices as schemas
from vending.schemas.refused import DetailOut
from vending.selectors.machines import machine_find
from vending.selectors.standings import standing_of
from vending.wire.machines import device_status, registered_object

router = Router()


@router.post(
    "/api/machine/register/",
    response={200: schemas.RegisteredOut, **failures(400, 401, 404, 409, 503)},
)
@allows("operator")
def register(request: HttpRequest, body: schemas.RegisterIn) -> HttpResponse:
    """Add a machine, for operators, with a chosen key or a random one; or say that a machine is
    there, which proves itself by a key in the body or as Bearer, and gets its next code.
    """
    if not body.machine_id:
        raise machine_refusals.machine_id_missing()
    device = machine_access.machine_proven(request, body.machine_id, body.api_key)
    if device is not None:
        return answer(request, registered_object(machine_announced(device=device)))
    chosen = None if body.api_key in machine_access.NO_KEY else body.api_key
    machine, text = machine_create(machine_id=body.machine_id, key=chosen)
    return answer(request, registered_object(machine, "" if chosen else text))


@router.get(
    "/api/machine/{machine_id}/status/",
    auth=machine_access.by_path_hidden,
    response={200: schemas.DeviceStatusOut, **failures(401, 503)},
)
@allows("device")
def status(request: HttpRequest, machine_id: str) -> HttpResponse:
    """How a machine stands, with the code on its display, for itself. No sign of life."""
    return answer(request, device_status(standing_of(machine_find(machine_id))))


@router.post(
    "/api/machine/{machine_id}/confirm/",
    auth=machine_access.by_path,
    response={
        200: schemas.ConfirmedOut,
        400: schemas.UnconfirmedOut | DetailOut,
        **failures(401, 404, 503),
    },
)
@allows("device")
def confirm(request: Any, machine_id: str, body: schemas.ConfirmIn) -> HttpResponse:
    """So many units came out for a transaction. A repeat gets the first answer."""
    confirmed = dispense_confirm(
        machine=request.auth.machine,
        transaction_id=body.transaction_id,
        dispensed=body.dispensed,
    )
    return answer(request, confirmed)


@router.post(
    "/api/machine/{machine_id}/report-error/",
    auth=machine_access.by_path,
    response={200: schemas.LoggedOut, **failures(400, 401, 404, 503)},
)
@allows("device")
def report_error(request: HttpRequest, machine_id: str, body: schemas.ReportIn) -> HttpResponse:
    """Write down what a machine reports."""
    error_report(machine_id=machine_id, error=body.error)
    return answer(request, {"message": "Error logged"})


@router.get(
    "/device/commands/{machine_id}/",
    auth=machine_access.by_path,
    response={200: schemas.CommandsOut, **failures(401, 404, 503)},
)
@allows("device")
def commands(request: Any, machine_id: str) -> HttpResponse:
    """What a machine without its socket is to do; each frame is handed out once, to the socket or
    here. A sign of life.
    """
    frames = frames_hand_out(device=request.auth)
    return answer(request, {"commands": frames, "count": len(frames)})


@router.post(
    "/device/telemetry/",
    auth=machine_access.by_body,
    response={200: schemas.TakenOut, **failures(400, 401, 404, 503)},
)
@allows("device")
def telemetry(request: Any, body: schemas.TelemetryIn) -> HttpResponse:
    """A sign of life over HTTP."""
    device_seen(device_id=request.auth.pk)
    return answer(request, {"status": "ok"})
